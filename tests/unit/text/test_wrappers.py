"""Addresses inside addresses."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.urls import parse
from newsloom.text.wrappers import could_be_public, unwrapped

TARGET = "https://www.daily.example/news/a?x=1&y=%C3%BC"
ENCODED = quote(TARGET, safe="")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"https://www.google.com/url?rct=j&sa=t&url={ENCODED}&ct=ga", TARGET),
        (f"https://www.google.co.uk/url?q={ENCODED}", TARGET),
        ("https://www.google.com/amp/s/www.daily.example/news/a.amp.html", "https://www.daily.example/news/a.amp.html"),
        ("https://www.google.com/amp/www.daily.example/news/a", "http://www.daily.example/news/a"),
        (
            "https://www-daily-example.cdn.ampproject.org/c/s/www.daily.example/news/a/amp/?b=1",
            "https://www.daily.example/news/a/amp/?b=1",
        ),
        (
            "https://www-daily-example.cdn.ampproject.org/v/www.daily.example/a?amp_js_v=0.1",
            "http://www.daily.example/a?amp_js_v=0.1",
        ),
        ("https://www-daily-example.bing-amp.com/c/s/www.daily.example/a", "https://www.daily.example/a"),
        (f"https://l.facebook.com/l.php?u={ENCODED}&h=AT", TARGET),
        (f"https://eur01.safelinks.protection.outlook.com/?url={ENCODED}&data=05", TARGET),
        (f"https://getpocket.com/redirect?url={ENCODED}&h=1", TARGET),
        (f"https://www.bing.com/news/apiclick.aspx?ref=FexRss&url={ENCODED}&c=1", TARGET),
        (f"https://duckduckgo.com/l/?uddg={ENCODED}", TARGET),
        (f"https://vk.com/away.php?to={ENCODED}", TARGET),
        (f"https://googleads.g.doubleclick.net/aclk?sa=l&adurl={ENCODED}", TARGET),
        (f"https://api.rss2json.com/go?url={ENCODED}", TARGET),
        (f"https://hub.example/redirect?url={ENCODED}", TARGET),
        (
            "https://r.search.yahoo.com/_ylt=A;_ylu=Y/RV=2/RE=1/RO=10/RU=https%3a%2f%2fdaily.example%2fa%3fb%3d1/RK=2/RS=x-",
            "https://daily.example/a?b=1",
        ),
        ("https://web.archive.org/web/20200101000000id_/https://daily.example/a?b=1", "https://daily.example/a?b=1"),
        ("https://href.li/?https://daily.example/x", "https://daily.example/x"),
        ("https://href.li/?https%3A%2F%2Fdaily.example%2Fx", "https://daily.example/x"),
    ],
)
def test_what_stands_in_an_address_is_found(url: str, expected: str) -> None:
    """Caches, redirectors, an archive: by their rules in the data file."""
    assert unwrapped(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://news.google.com/rss/articles/CBMiabc?oc=5",
        "http://feedproxy.google.com/~r/daily/~3/abc/",
        "https://t.co/abc",
        "https://www.google.com/search?q=https://daily.example/a",
        "https://www.google.com/url?q=flood",
        "https://www.google.com/url?url=javascript%3Aalert(1)",
        "https://www.google.com/url?url=ftp%3A%2F%2Fdaily.example%2Fa",
        "https://googlewatch.example/url?url=https%3A%2F%2Fdaily.example%2Fa",
        "https://daily.example/news/redirected?url=https%3A%2F%2Fpost.example%2Fa",
        "https://daily.example/login?next=https%3A%2F%2Fdaily.example%2Fa",
        "https://daily.example/player?url=https%3A%2F%2Fvideo.example%2Fa.mp4",
        "https://hub.example/redirect?url=http%3A%2F%2F127.0.0.1%2F",
        "https://hub.example/redirect?url=http%3A%2F%2F0x7f000001%2F",
        "https://hub.example/redirect?url=http%3A%2F%2F%5B%3A%3A1%5D%2F",
        "https://hub.example/redirect?url=http%3A%2F%2Flocalhost%2Fadmin",
        "https://hub.example/redirect?url=http%3A%2F%2Frouter.local%2F",
        "https://www.google.com/amp/s/127.0.0.1/x",
    ],
)
def test_an_address_that_holds_no_other_stays(url: str) -> None:
    """What is opaque is resolved by fetching alone; what is nobody's public address is never taken out."""
    assert unwrapped(url) == url


def test_wrappings_are_undone_three_deep() -> None:
    """And no deeper."""

    def wrapped(url: str) -> str:
        return f"https://www.google.com/url?url={quote(url, safe='')}"

    once = wrapped(TARGET)
    assert unwrapped(wrapped(wrapped(once))) == TARGET
    assert unwrapped(wrapped(wrapped(wrapped(once)))) == once


@given(
    st.builds(
        "https://{}{}{}".format,
        st.sampled_from(["www.google.com", "a.cdn.ampproject.org", "web.archive.org", "href.li", "r.search.yahoo.com"]),
        st.sampled_from(["/url?q=", "/amp/s/", "/c/", "/c/s/", "/web/1/", "/?", "/x/RU=", "/redirect?url="]),
        st.text(alphabet="htps:/%3aA2f.@[]0127x?&=#\\ ü\0-", max_size=30),
    )
    | st.text(max_size=60)
)
def test_whatever_comes_out_is_a_web_address(url: str) -> None:
    """Or nothing; nothing raises."""
    before, after = parse(url), parse(unwrapped(url))
    assert (before is None) == (after is None) == (unwrapped(url) == "")
    if before is not None and after is not None:
        assert after.hostname == before.hostname or could_be_public(after.hostname)
