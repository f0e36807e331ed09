"""Which addresses are views of one article, and which are one but for their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.records.amp import cache_address
from newsloom.text.urls import canonical
from newsloom.text.variants import numbered_stem, same_article_key

SEGMENTS = st.text(alphabet="abcxyz019-_.~%üé", min_size=1, max_size=12).filter(lambda part: part.strip("."))
PATHS = st.lists(SEGMENTS, max_size=4).map("/".join)
QUERIES = st.lists(st.tuples(st.sampled_from(["id", "p", "page", "q"]), st.text("abc019", max_size=3)), max_size=2)
ADDRESSES = st.builds(
    lambda scheme, host, path, query: f"{scheme}://{host}/{path}" + "?" * bool(query) + "&".join(map("=".join, query)),
    st.sampled_from(["http", "https"]),
    st.sampled_from(["daily.example", "www.daily.example", "news.daily.co.uk", "jo.blogspot.com", "m.daily.example"]),
    PATHS,
    QUERIES,
)


@given(ADDRESSES, st.sampled_from(["utm_source=rss", "fbclid=x", "ref=rss", "_ga=1.2"]))
def test_tracking_makes_no_difference(url: str, tracking: str) -> None:
    """Nor does a fragment."""
    added = f"{url}{'&' if '?' in url else '?'}{tracking}#top"
    assert same_article_key(added) == same_article_key(url)


@given(ADDRESSES)
def test_the_cache_of_an_amp_page_makes_no_difference(url: str) -> None:
    """Wrapped once, or wrapped again by a search engine."""
    plain = canonical(url)
    cached = cache_address(plain)
    assert cached is not None
    assert same_article_key(cached) == same_article_key(url)
    assert same_article_key(f"https://www.google.com/amp/s/{plain.partition('://')[2]}") == same_article_key(url)


@given(ADDRESSES)
def test_scheme_and_www_make_no_difference(url: str) -> None:
    """The same page answers at all of them, or leads there."""
    rest = url.partition("://")[2].removeprefix("www.")
    assert len({same_article_key(f"{start}{rest}") for start in ("http://", "https://", "https://www.")}) == 1


@given(ADDRESSES)
def test_a_canonical_address_has_the_key_of_its_address(url: str) -> None:
    """So the key can be made of either."""
    assert same_article_key(canonical(url)) == same_article_key(url)


@given(st.text(max_size=60))
def test_any_text_has_a_key_and_a_stem(url: str) -> None:
    """Empty where it is no web address."""
    assert bool(same_article_key(url)) == bool(canonical(url))
    assert not numbered_stem(url) or canonical(url)


@pytest.mark.parametrize(
    "view",
    [
        "https://daily.example/news/flood/amp",
        "https://daily.example/news/flood/amp/",
        "https://amp.daily.example/news/flood",
        "https://daily.example/amp/news/flood",
        "https://daily.example/news/flood?amp=1",
        "https://daily.example/news/flood?amp",
        "https://daily.example/news/flood?outputType=amp",
        "https://daily.example/news/flood.amp",
        "https://m.daily.example/news/flood",
        "https://mobile.daily.example/news/flood",
        "https://mobil.daily.example/news/flood",
        "https://touch.www.daily.example/news/flood",
        "https://daily.example/news/flood/print",
        "https://daily.example/news/flood?print=1",
        "https://daily.example/news/flood?printable=yes",
        "https://daily.example/news/flood?printerfriendly",
        "http://www.daily.example/news/flood/",
        "https://daily.example//news/flood/index.html",
        "https://daily.example/%6Eews/flood",
        "https://daily.example/news/flood;jsessionid=A1B2",
        "https://www-daily-example.cdn.ampproject.org/c/s/www.daily.example/news/flood/amp/",
    ],
)
def test_views_of_an_article_have_its_key(view: str) -> None:
    """AMP, mobile, print, caches, spellings."""
    assert same_article_key(view) == same_article_key("https://daily.example/news/flood") == "daily.example/news/flood"


def test_an_ending_before_html_is_a_view() -> None:
    """Both ways of naming an AMP file."""
    assert same_article_key("https://daily.example/a.amp.html") == same_article_key("https://daily.example/a.html")
    assert same_article_key("https://jo.blogspot.com/2026/03/a.html?m=1") == "jo.blogspot.com/2026/03/a.html"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://daily.example/news/flood", "https://daily.example/news/fire"),
        ("https://daily.example/news/flood", "https://daily.example/sport/flood"),
        ("https://daily.example/news/flood", "https://daily.example/news/flood?page=2"),
        ("https://daily.example/news/flood", "https://daily.example/news/flood/comments"),
        ("https://daily.example/print", "https://daily.example/"),
        ("https://daily.example/amp", "https://daily.example/"),
        ("https://daily.example/2026?m=1", "https://daily.example/2026?m=2"),
        ("https://daily.example/news/a", "https://daily.example/news/A"),
        ("https://daily.example/#!/news/1", "https://daily.example/#!/news/2"),
        ("https://daily.example/n?a=1&b=2", "https://daily.example/n?b=2&a=1"),
        ("https://uk.daily.example/a", "https://us.daily.example/a"),
        ("https://jo.blogspot.com/a", "https://al.blogspot.com/a"),
        ("https://m.example/a", "https://example/a"),
        ("https://daily.example:8080/a", "https://daily.example/a"),
        ("https://daily.example/a%2Fb", "https://daily.example/a/b"),
    ],
)
def test_other_articles_have_other_keys(one: str, other: str) -> None:
    """What may choose the article is never left out."""
    assert same_article_key(one) != same_article_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "https://daily.example/news/12345678/old-slug",
            "https://m.daily.example/news/12345678/the-new-one?utm_source=x",
        ),
        ("https://daily.example/old-slug-of-it-1234567.html", "https://daily.example/new-slug-1234567.html"),
        (
            "https://daily.example/news/article1234567/two-dead.html",
            "https://daily.example/news/article1234567/four-dead.html",
        ),
        ("https://daily.example/2026/03/01/old-slug_id123456/", "https://daily.example/2026/03/01/new-slug_id123456"),
        ("https://daily.example/a-b-c/5f3a9c01d2e4f6a8", "https://daily.example/d-e/5f3a9c01d2e4f6a8"),
    ],
)
def test_a_new_slug_leaves_the_stem(one: str, other: str) -> None:
    """The outlet's number and the shape of the address stay."""
    assert numbered_stem(one) == numbered_stem(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://daily.example/news/12345678/a-slug", "https://daily.example/gallery/12345678/a-slug"),
        ("https://daily.example/news/12345678/a-slug", "https://daily.example/news/12345678/a-slug?page=2"),
        ("https://daily.example/news/12345678/a-slug", "https://daily.example/news/12345678/a-slug/comments"),
        ("https://daily.example/news/12345678/a-slug", "https://daily.example/news/12345679/a-slug"),
        ("https://daily.example/a-slug-1234567.html", "https://daily.example/a-slug-1234568.html"),
    ],
)
def test_other_numbers_and_shapes_have_other_stems(one: str, other: str) -> None:
    """Another section, page or part is another thing."""
    assert numbered_stem(one) != numbered_stem(other)


@pytest.mark.parametrize(
    "url",
    [
        "https://daily.example/2026/03/01/some-slug",
        "https://daily.example/news/20260301/some-slug",
        "https://daily.example/news/260301/some-slug",
        "https://daily.example/news/some-slug-2026103",
        "https://daily.example/some-slug-01032026.html",
        "https://daily.example/news/some-slug-idL6N0M71K320260301",
        "https://daily.example/weather/today",
        "https://daily.example/news/12345678",
        "https://daily.example/",
    ],
)
def test_days_are_no_numbers_and_numbers_alone_no_stems(url: str) -> None:
    """An address without words of its own cannot change them."""
    assert numbered_stem(url) == ""
