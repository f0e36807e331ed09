from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.publish.hostile import TRAPS, hostile_record
from tests.publish.test_feeds_out import DESK, a_record

from newsloom.model.edition import DeskFacts, Edition
from newsloom.model.listing import Listing
from newsloom.model.record import Record
from newsloom.publish.sitemap import MapEntry, parts, urlset
from newsloom.publish.sitemaps import BLOCK, Sitemaps
from newsloom.testing.contracts import check_publisher
from newsloom.testing.editions import an_edition
from newsloom.testing.ledgers import HeldAppearances, appeared
from newsloom.testing.sitemaprules import index_faults, listed, map_faults, news_faults

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)


def page_of(listing: Listing) -> str:
    """Where the site of these tests has a story's page."""
    return f"stories/{listing.story}/index.html"


SITE = Sitemaps(story_page=page_of, pages=lambda _edition: ["", "topics/transit/"])


def the_edition(
    *given: Record, remembered: HeldAppearances | None = None, at: datetime = NOON, **fields: Any
) -> Edition:
    """An edition as it is when readers get it."""
    return appeared(an_edition(*given, at=at, **({"desk": DESK} | fields)), remembered=remembered)


def files(edition: Edition, publisher: Sitemaps = SITE) -> dict[str, bytes]:
    """What is made, by path."""
    return {artifact.path: artifact.made for artifact in publisher.render(edition)}


def test_only_own_pages_are_listed() -> None:
    """The pages of stories and those beside them, all below the site's address; what is pointed at never is."""
    made = files(the_edition(a_record(), a_record(1), a_record(2, published=False)))
    assert list(made) == ["sitemaps/stories-1.xml", "sitemaps/pages-1.xml", "sitemaps/news.xml", "sitemap.xml"]
    assert listed(made["sitemap.xml"]) == [
        f"https://news.example/desk/sitemaps/{name}.xml" for name in ("stories-1", "pages-1", "news")
    ]
    assert listed(made["sitemaps/stories-1.xml"]) == [
        f"https://news.example/desk/stories/{story}/index.html" for story in ("s001", "s002")
    ]
    assert listed(made["sitemaps/pages-1.xml"]) == [
        "https://news.example/desk/",
        "https://news.example/desk/topics/transit/",
    ]
    assert index_faults(made["sitemap.xml"]) == []
    assert [fault for path in made if "news" not in path for fault in map_faults(made[path])] == []


def test_an_article_on_the_own_host_is_a_page() -> None:
    """A desk without a site of pages lists what it published itself, as addresses of its own host."""
    own = a_record(1, web_url="https://news.example/2026/own.html")
    made = files(the_edition(a_record(), own), Sitemaps())
    assert listed(made["sitemaps/stories-1.xml"]) == ["https://news.example/2026/own.html"]


def test_without_an_address_there_are_none() -> None:
    """A sitemap holds addresses in full."""
    assert files(the_edition(a_record(), desk=DeskFacts())) == {}


def test_lastmod_moves_only_with_the_page() -> None:
    """Heat does not touch the map; words and coverage do, for this page alone."""
    remembered = HeldAppearances()
    before = files(the_edition(a_record(), a_record(1), remembered=remembered))
    cooled = files(the_edition(a_record(heat=3), a_record(1), remembered=remembered, at=LATER))
    assert cooled["sitemaps/stories-1.xml"] == before["sitemaps/stories-1.xml"]
    after = files(the_edition(a_record(title="Other"), a_record(1), remembered=remembered, at=LATER))
    assert listed(after["sitemaps/stories-1.xml"], "lastmod") == ["2026-03-01T14:00:00Z", "2026-03-01T12:00:00Z"]
    assert listed(after["sitemap.xml"], "lastmod")[0] == "2026-03-01T14:00:00Z"


def test_news_is_two_days_old_at_most() -> None:
    """By when it was told and when it was first published here: an old article found late is no news."""
    remembered = HeldAppearances()
    files(the_edition(a_record(), remembered=remembered, at=NOON))
    later = NOON + timedelta(days=2, hours=1)
    old, fresh = a_record(24 * 30), a_record(-40, title="Trams & <ferries>", language=None)
    made = files(the_edition(a_record(), old, fresh, remembered=remembered, at=later))
    assert listed(made["sitemaps/news.xml"]) == ["https://news.example/desk/stories/s003/index.html"]
    assert news_faults(made["sitemaps/news.xml"], at=later) == []
    root = etree.fromstring(made["sitemaps/news.xml"])
    told = {etree.QName(element).localname: element.text for element in root.iter() if len(element) == 0}
    assert (told["name"], told["language"], told["title"]) == ("Harbour & Sea", "en", "Trams & <ferries>")
    without = files(the_edition(a_record(), at=NOON + timedelta(days=9), remembered=remembered))
    assert "sitemaps/news.xml" not in without


def test_new_stories_shift_no_old_ones() -> None:
    """A full file keeps its pages, whatever comes after; the next stories are in the next file."""
    remembered = HeldAppearances()
    appeared(an_edition(*(a_record(1) for _ in range(3))), remembered=remembered)
    far = {
        story: type(one)(**{name: getattr(one, name) for name in one.__struct_fields__} | {"number": number})
        for (story, one), number in zip(remembered.known.items(), (1, BLOCK, BLOCK + 1), strict=True)
    }
    remembered.known = dict(far)
    made = files(the_edition(*(a_record(1) for _ in range(3)), remembered=remembered))
    assert [len(listed(made[f"sitemaps/stories-{block}.xml"])) for block in (1, 2)] == [2, 1]
    more = files(the_edition(*(a_record(1) for _ in range(4)), remembered=remembered))
    assert more["sitemaps/stories-1.xml"] == made["sitemaps/stories-1.xml"]
    assert len(listed(more["sitemaps/stories-2.xml"])) == 2


@given(st.lists(st.integers(1, 60), max_size=40), st.integers(1, 9), st.integers(1_200, 3_000))
def test_parts_are_never_too_large(sizes: list[int], most: int, most_bytes: int) -> None:
    """Neither by addresses nor by bytes; none is lost and the order stays."""
    entries = [MapEntry(url=f"https://news.example/{'a' * size}", changed=NOON) for size in sizes]
    made = list(parts(entries, most=most, most_bytes=most_bytes))
    assert [entry for part in made for entry in part] == entries
    assert all(1 <= len(part) <= most for part in made)
    assert all(len(urlset(part)) <= most_bytes for part in made if len(part) > 1)


@pytest.mark.parametrize("publisher", [SITE, Sitemaps()])
def test_the_contract_of_publishers(publisher: Sitemaps) -> None:
    """The same edition gives the same files, each at a path of its own."""
    check_publisher(publisher, the_edition(a_record(), a_record(1, web_url="https://news.example/x")))


def test_hostile_words_stay_words() -> None:
    """Titles and addresses that are traps: every file keeps its rules."""
    edition = the_edition(*map(hostile_record, range(len(TRAPS) * 4)), desk=replace(DESK, title=TRAPS[1]))
    made = files(edition)
    assert news_faults(made["sitemaps/news.xml"], at=NOON) == []
    assert map_faults(made["sitemaps/stories-1.xml"]) == []
