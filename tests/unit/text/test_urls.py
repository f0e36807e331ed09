"""Addresses: one parser, one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.urls import absolute, canonical, host_of, parse, site_of

PARTS = st.text(alphabet="abcxyz0159%&=?#/.:@ü~_-+[]", max_size=30)
ADDRESSES = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "HTTPS", "https", "ftp", "javascript"]),
    st.sampled_from(["daily.example", "user:pw@Daily.Example.", "münchen.example:8080", "[2001:db8::1]", "127.1", ""]),
    st.sampled_from(["", "/", ":80/", ":443/a", "/a/../b", "/?utm_source=x&a=1#f", "/?&&", "?"]),
    PARTS,
)


@given(ADDRESSES | st.text(max_size=60))
def test_canonical_settles_at_once(url: str) -> None:
    """The canonical form of a canonical form is itself, and nothing makes it raise."""
    once = canonical(url)
    assert canonical(once) == once


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Daily.Example:443/a?utm_source=rss&b=2&fbclid=x#top", "https://daily.example/a?b=2"),
        ("http://jo:secret@daily.example./x", "http://daily.example/x"),
        ("http://daily.example:80", "http://daily.example/"),
        ("http://daily.example/?utm_source=x", "http://daily.example/"),
        ("http://daily.example/?", "http://daily.example/"),
        ("http://daily.example/a?b=1&a=2", "http://daily.example/a?b=1&a=2"),
        ("http://feedproxy.example/~r/daily/~3/abc/", "http://feedproxy.example/~r/daily/~3/abc/"),
        ("http://daily.example/#!/news/1", "http://daily.example/#!/news/1"),
        ("http://daily.example/a?#!/news/1", "http://daily.example/a#!/news/1"),
        ("http://daily.example/a#!", "http://daily.example/a"),
        ("http://daily.example/a/?amp;utm_medium=x&b=1", "http://daily.example/a/?b=1"),
        ("http://daily.example/index.html", "http://daily.example/index.html"),
        ("http://daily.example/%7ejo/%C3%BC", "http://daily.example/%7ejo/%C3%BC"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("data:text/html,x", ""),
        ("http:///", ""),
        ("not an address", ""),
        ("http://" + "a" * 9_000, ""),
    ],
)
def test_canonical_says_what_identifies(url: str, expected: str) -> None:
    """What tracks, hides or decorates goes; what identifies stays."""
    assert canonical(url) == expected


@pytest.mark.parametrize(
    "query",
    [
        "fbclid=1",
        "GCLID=1",
        "dclid=1",
        "msclkid=1",
        "yclid=1",
        "mc_cid=1&mc_eid=2",
        "igshid=1",
        "_ga=1",
        "ref_src=twsrc",
        "UTM_Anything=1",
        "ref=rss",
        "source=rss_feed",
        "from=rss",
        "partner=rss&emc=rss",
        "mod=rss_markets",
        "cmp=share_btn_tw",
        "replytocom=12",
        "feedType=RSS&feedName=topNews",
        "usqp=x&amp_js_v=0.1",
        "phpsessid=a1",
        "share=twitter&nb=1",
        "rss=1",
    ],
)
def test_what_only_tracks_is_dropped(query: str) -> None:
    """Campaigns, clicks, mailings, sessions, the feed one came from."""
    assert canonical(f"https://daily.example/a?{query}") == "https://daily.example/a"
    assert canonical(f"https://daily.example/a?id=1&{query}") == "https://daily.example/a?id=1"


@pytest.mark.parametrize(
    "query",
    [
        "id=1",
        "p=1",
        "s=flood",
        "ref=12",
        "ref=report-4",
        "source=wire",
        "src=12",
        "from=2026",
        "partner=north",
        "mod=news",
        "xid=4",
        "share=12",
        "feed=3",
        "rss=12",
        "page=2",
        "v=tn5S",
        "q=flood",
        "cid=9",
        "amp=1",
        "print=1",
        "utmost=1",
        "gclidx=1",
    ],
)
def test_what_may_choose_the_article_is_kept(query: str) -> None:
    """A parameter that means something somewhere stays, and so do views: the plain address might not exist."""
    assert canonical(f"https://daily.example/a?{query}") == f"https://daily.example/a?{query}"


def test_relative_addresses_need_a_base() -> None:
    """A path is an address only beside a base."""
    assert absolute("/a?b=1&c=2") == ""
    assert absolute("/a?b=1&c=2", "https://daily.example/feed") == "https://daily.example/a?b=1&c=2"
    assert absolute("//other.example/x", "https://daily.example/") == "https://other.example/x"
    assert absolute("javascript:alert(1)", "https://daily.example/") == ""


def test_full_addresses_keep_their_words() -> None:
    """What a feed wrote in full is not respelled until it identifies something."""
    assert absolute(" http://Daily.example/A b ") == "http://Daily.example/A b"


def test_host_and_site() -> None:
    """A host is name and port; a site forgets the view of it."""
    assert host_of("http://Daily.example:8080/x") == "daily.example:8080"
    assert host_of("https://daily.example:443/x") == "daily.example"
    assert site_of("https://www.daily.example/x") == "daily.example"
    assert site_of("https://amp.daily.example/x") == "daily.example"
    assert site_of("http://m.example/") == "m.example"
    assert host_of("mailto:jo@daily.example") == ""


@given(st.text(max_size=40))
def test_parse_never_raises(url: str) -> None:
    """Any text is an address or none."""
    parsed = parse(url)
    assert parsed is None or parsed.protocol in {"http:", "https:"}
