"""A page without a feed, read by selectors."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.errors import FeedError
from newsloom.model.source import Selectors
from newsloom.parse.pagelist import page_of, read_listing
from newsloom.parse.repeated import suggestions

URL = "https://town.example/news/"
PAGE = """<html lang="en-GB"><head><title>Town news</title></head><body>
<nav><ul><li class="entry"><a href="/contact-us">How to reach the town hall</a></li></ul></nav>
<div class="list">
 <div class="card"><h3><a href="bridge?utm_source=x">The old bridge is closed until spring</a></h3>
   <span class="when">26.01.2026</span><p>Lorries go round.</p><img data-src="/i/bridge.jpg"></div>
 <div class="card"><h3><a href="/news/pool">The pool opens again <b>on Monday</b></a></h3>
   <time datetime="2026-01-25T09:30:00+01:00">yesterday</time><p>For all.</p></div>
 <div class="card"><h3><a href="javascript:alert(1)">A headline with a link that runs</a></h3></div>
 <div class="card"><h3><a href="/news/school">A new roof for the school in the north</a></h3></div>
</div></body></html>"""


def test_what_is_not_said_is_found_at_usual_places() -> None:
    """Title, link, date, summary and picture of each item; what runs is no link."""
    said = read_listing(PAGE.encode(), url=URL, select=Selectors(items=".card", date=".when, time"))
    first, second, third = said.items
    assert (first.title, first.url) == (
        "The old bridge is closed until spring", "https://town.example/news/bridge?utm_source=x",
    )  # fmt: skip
    assert first.published == datetime(2026, 1, 26, tzinfo=UTC)
    assert (first.summary, first.image and first.image.url) == (
        "Lorries go round.",
        "https://town.example/i/bridge.jpg",
    )
    assert second.published == datetime(2026, 1, 25, 8, 30, tzinfo=UTC)
    assert (second.title, third.published) == ("The pool opens again on Monday", None)
    assert (said.matched, said.missing["link"], said.missing["date"], said.language) == (4, 1, 2, "en")
    assert any("1 of 4 places have no title or no link" in problem for problem in said.problems)


def test_an_attribute_can_be_named() -> None:
    """`@name` at a selector's end reads that, also of the item itself."""
    page = b"<article data-u='/a' data-when='2026-01-25'><b>A headline</b></article>"
    select = Selectors(items="article", title="b", link="@data-u", date="@data-when")
    (item,) = read_listing(page, url=URL, select=select).items
    assert (item.url, item.published) == ("https://town.example/a", datetime(2026, 1, 25, tzinfo=UTC))


@pytest.mark.parametrize(
    ("body", "select", "said"),
    [
        (b"", ".card", "empty"),
        (b"  \n", ".card", "empty"),
        (PAGE.encode(), ".gone", "nothing on the page matches `.gone`"),
        (PAGE.encode(), "a[", "no CSS selector"),
        (b"<div>" * 200_000, "div", "cannot be read"),
        (b"<p " + b"a=1 " * 100_000 + b">", "p", "cannot be read"),
    ],
)
def test_what_is_no_list_is_refused(body: bytes, select: str, said: str) -> None:
    """An empty page, one that was changed, a bomb: a clear word, in little time."""
    started = time.process_time()
    with pytest.raises(FeedError, match=said):
        read_listing(body, url=URL, select=Selectors(items=select))
    assert time.process_time() - started < 2


def test_selectors_are_suggested_by_what_repeats() -> None:
    """The cards, and neither the menu nor their container."""
    found = suggestions(page_of(PAGE.encode()))
    assert found[0].selector == "div.card"
    assert found[0].places == 4
    assert all("reach the town hall" not in title for one in found for title in one.titles)


@given(st.text(alphabet=st.characters(exclude_categories=())), st.sampled_from(["div", "a", "p@title", "*", "li > a"]))
def test_no_page_breaks_it(text: str, selector: str) -> None:
    """Whatever stands there is items or a FeedError; no item runs anything or holds what no database takes."""
    body = f"<div><a href='{text}'>{text}</a></div>".encode("utf-8", "surrogatepass")
    try:
        said = read_listing(body, url=URL, select=Selectors(items=selector))
    except FeedError:
        return
    for item in said.items:
        assert item.url.startswith(("http://", "https://"))
        assert "\0" not in item.title + item.summary
