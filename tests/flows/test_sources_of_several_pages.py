"""A source whose first page names others: one reading, whatever becomes of some of them."""

import gzip
from pathlib import Path

from newsloom.flows.following import PAGES
from newsloom.model.page import Page, Reason
from newsloom.model.source import SourceId, SourceState
from newsloom.parse.sitemap import Child
from newsloom.sources.sitemap import CHILDREN, SitemapReader, chosen
from newsloom.testing.builders import a_desk, a_page, a_source
from newsloom.testing.contracts import check_source_reader
from newsloom.testing.fake_web import FakeAnswer, FakeWeb

INDEX = "https://daily.example/sitemap.xml"
MAP = a_source("daily", url=INDEX, kind="sitemap")


def _index(*urls: str) -> bytes:
    return f"<sitemapindex>{''.join(f'<sitemap><loc>{url}</loc></sitemap>' for url in urls)}</sitemapindex>".encode()


def _news(*names: str) -> bytes:
    entries = "".join(
        f"<url><loc>https://daily.example/{name}</loc><n:news xmlns:n='urn:n'><n:title>{name.title()} in the town hall"
        f"</n:title><n:publication_date>2026-03-01T10:00:00Z</n:publication_date></n:news></url>"
        for name in names
    )
    return f"<urlset>{entries}</urlset>".encode()


def _pages(*names: str) -> dict[str, bytes]:
    return {f"https://daily.example/{name}": a_page(name.title(), f"What {name} was. " * 80) for name in names}


def test_an_index_and_its_sitemaps_are_one_reading(tmp_path: Path) -> None:
    """Nested, packed, repeated ones too; a second visit finds nothing new and asks in full."""
    web: dict[str, bytes | str | FakeAnswer | Reason] = {
        INDEX: FakeAnswer(body=_index("/a.xml", "/nested.xml", "/a.xml"), headers={"etag": '"1"'}),
        "https://daily.example/a.xml": _news("flood", "fire"),
        "https://daily.example/nested.xml": _index("/b.xml.gz", "/a.xml"),
        "https://daily.example/b.xml.gz": gzip.compress(_news("storm", "fire")),
        **_pages("flood", "fire", "storm"),
    }
    with a_desk(tmp_path, web, sources=[MAP]) as desk:
        assert desk.run().ingest.added == 3
        assert {article.title for article in desk.articles()} == {
            "Flood in the town hall", "Fire in the town hall", "Storm in the town hall",
        }  # fmt: skip
        again = desk.run()
        assert (again.ingest.visited, again.ingest.added, again.ingest.updated) == (1, 0, 0)
        asked = [request.url for request in desk.web.asked]
        assert asked.count("https://daily.example/a.xml") == 2
        assert desk.engine.store.visits.states()[SourceId("daily")].etag is None


def test_a_page_that_fails_costs_itself_alone(tmp_path: Path) -> None:
    """It is told as a problem; the others' items come in."""
    web: dict[str, bytes | str | FakeAnswer | Reason] = {
        INDEX: _index("/gone.xml", "/broken.xml", "/a.xml"),
        "https://daily.example/gone.xml": Reason.TIMEOUT,
        "https://daily.example/broken.xml": b"<urlset><url>",
        "https://daily.example/a.xml": _news("flood"),
        **_pages("flood"),
    }
    with a_desk(tmp_path, web, sources=[MAP]) as desk:
        report = desk.run().ingest
        assert report.added == 1
        assert report.failed == {}
        (problem,) = report.problems[SourceId("daily")]
        assert problem.startswith("2 of 3 pages failed: https://daily.example/gone.xml: timeout")


def test_a_source_none_of_whose_pages_come_has_failed(tmp_path: Path) -> None:
    """Not: all its items are gone."""
    with a_desk(tmp_path, {INDEX: _index("/a.xml", "/b.xml")}, sources=[MAP]) as desk:
        (said,) = desk.run().ingest.failed.values()
    assert "none of its 2 pages could be read" in said


def test_an_index_that_names_itself_or_ever_more_ends(tmp_path: Path) -> None:
    """The bound on pages and levels holds."""
    web = {INDEX: _index("/sitemap.xml", *(f"/level{n}.xml" for n in range(100)))}
    web |= {
        f"https://daily.example/level{n}.xml": _index(*(f"/deep{n}-{m}.xml" for m in range(100))) for n in range(100)
    }
    with a_desk(tmp_path, web, sources=[MAP]) as desk:
        desk.run()
        assert len(desk.web.asked) <= PAGES + 1


def test_the_newest_sitemaps_are_chosen() -> None:
    """Those that say when they changed by that; else both ends of the list."""
    undated = tuple(Child(url=f"https://d.example/{n}") for n in range(100))
    kept = [int(child.url.rpartition("/")[2]) for child in chosen(undated)]
    assert kept == [*range(CHILDREN // 2), *range(100 - CHILDREN // 2, 100)]


def test_the_reader_keeps_to_the_contract() -> None:
    """As every kind of source."""
    with_page = FakeAnswer(body=_news("flood"))
    request = SitemapReader().request(MAP, SourceState(source=MAP.id))
    (page,) = FakeWeb({INDEX: with_page}).fetch([request])
    assert isinstance(page, Page)
    check_source_reader(SitemapReader(), MAP, page)
