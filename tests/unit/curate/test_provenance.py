from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.admit import AdmitRules, admit
from newsloom.curate.complete import completed
from newsloom.curate.provenance import valued
from newsloom.model.article import Added, Article, Updated
from newsloom.model.draft import Known
from newsloom.model.item import Item, ItemImage
from newsloom.parse.reading import PageImage, PageReading
from newsloom.testing.builders import NOON, a_feed, a_source, an_item

NAMES = st.lists(st.sampled_from(["Ida Brandt", "Tom Okafor", "Reuters", "Web Desk", "admin", "ida"]), max_size=3).map(
    tuple
)
SOURCES = st.sampled_from(["json-ld", "opengraph", "meta", "html", "guessed"])
ITEMS = st.builds(
    Item,
    key=st.just("1"),
    url=st.just("https://daily.example/1"),
    title=st.just("Flood"),
    summary=st.sampled_from(["", "Water stood in the lower town until noon."]),
    authors=NAMES,
    published=st.none() | st.just(NOON - timedelta(hours=1)),
    updated=st.none() | st.just(NOON),
    image=st.none() | st.just(ItemImage(url="https://daily.example/1.jpg")),
)


@st.composite
def readings(draw: st.DrawFn) -> PageReading:
    """A page's reading; each field that has a value has a source."""
    said: dict[str, Any] = {
        "authors": draw(st.sampled_from([(), ("Lu Min",), ("lu",)])),
        "organisations": draw(st.sampled_from([(), ("AFP",), ("reuters",)])),
        "published": draw(st.none() | st.just(NOON - timedelta(hours=2))),
        "modified": draw(st.none() | st.just(NOON - timedelta(hours=1))),
        "image": draw(st.none() | st.just(PageImage(url="https://daily.example/2.jpg"))),
        "site_name": draw(st.none() | st.just("The Daily")),
        "section": draw(st.none() | st.just("Rivers")),
        "language": draw(st.none() | st.just("en")),
    }
    found = {name: draw(SOURCES) for name, value in said.items() if value}
    text = draw(st.sampled_from(["", "Water stood in the lower town until noon while crews filled sandbags. " * 9]))
    return PageReading(url="https://daily.example/1", text=text, provenance=found, **said)


def admitted(item: Item) -> Article:
    """The article of an item."""
    (admission,) = admit(
        a_feed(item), source=a_source(), known=Known(), first_visit=False, now=NOON, rules=AdmitRules()
    )
    assert isinstance(admission, Added)
    return admission.article


def check(article: Article) -> None:
    """Each field that has a value has a source, and no other."""
    assert set(dict(article.metadata.provenance)) == set(valued(article))


@given(ITEMS, readings())
def test_every_field_has_a_source(item: Item, reading: PageReading) -> None:
    """What the feed said is the feed's, what the page added is the page's, and nobody named is lost."""
    article = admitted(item)
    check(article)
    assert {source for name, source in article.metadata.provenance if name != "language"} == {"feed"}
    later = completed(article, reading)
    check(later)
    assert later.metadata.source_of("title") == "feed"
    named = {name.casefold() for name in (*article.metadata.organisations, *reading.organisations)}
    assert {name.casefold() for name in later.metadata.organisations} == named


def test_feeds_name_organisations_too() -> None:
    """They are kept apart from people, and the outlet's own name is one."""
    article = admitted(
        an_item("1", authors=("Reuters", "By Ida Brandt", "web@daily.example (Tom Okafor)", "daily.example"))
    )
    assert article.authors == ("Ida Brandt", "Tom Okafor")
    assert article.metadata.organisations == ("Reuters", "daily.example")


def test_the_page_may_know_the_author_better() -> None:
    """A full name on the page beats an account in the feed, not a full name there."""
    reading = PageReading(url="https://daily.example/1", authors=("Ida Brandt",), provenance={"authors": "json-ld"})
    account = completed(admitted(an_item("1", authors=("ibrandt",))), reading)
    assert (account.authors, account.metadata.source_of("authors")) == (("Ida Brandt",), "json-ld")
    named = completed(admitted(an_item("1", authors=("Tom Okafor",))), reading)
    assert (named.authors, named.metadata.source_of("authors")) == (("Tom Okafor",), "feed")


def test_the_page_tells_when_it_was_changed() -> None:
    """Its time of change is kept where the feed has none."""
    reading = PageReading(url="https://daily.example/1", modified=NOON, provenance={"modified": "opengraph"})
    later = completed(admitted(an_item("1")), reading)
    assert (later.updated, later.metadata.source_of("modified")) == (NOON, "opengraph")


def test_a_revision_is_told_by_the_feed() -> None:
    """What its feed tells anew is the feed's from then on; the rest keeps its source."""
    reading = PageReading(
        url="https://daily.example/1",
        authors=("Ida Brandt",),
        section="Rivers",
        provenance={"authors": "json-ld", "section": "meta"},
    )
    article = completed(admitted(an_item("1")), reading)
    known = Known(by_url={article.url: article})
    item = an_item("Flood grows", url=article.url, key=article.key, authors=("Tom Okafor",))
    (again,) = admit(a_feed(item), source=a_source(), known=known, first_visit=False, now=NOON, rules=AdmitRules())
    assert isinstance(again, Updated)
    check(again.article)
    assert again.article.metadata.source_of("authors") == "feed"
    assert again.article.metadata.source_of("section") == "meta"
