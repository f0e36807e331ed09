"""The sources a desk reads: how each is doing, what it has brought, which stories it leads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from newsloom.model.edition import Artifact, SourceFacts
from newsloom.model.listing import Listing
from newsloom.publish.site.addresses import SOURCES, source_page
from newsloom.publish.site.listpages import ListView, NotedLink, days_of
from newsloom.publish.site.moments import Moment
from newsloom.publish.site.storyview import Fact
from newsloom.publish.site.words import counted, excerpt, name, web
from newsloom.publish.site.workshop import Workshop
from newsloom.text.urls import site_of

NEWEST = 40  # stories on a source's page
WELL = {"well": "well", "muted": "", "disabled": "", "not visited yet": ""}  # the look of a health; all others are ill
TOLD = {
    "well": "well",
    "muted": "left out for now",
    "disabled": "switched off",
    "not visited yet": "not visited yet",
    "no items": "nothing in its feed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source in the table of sources; `kind` is a class for the look of its health."""

    name: str
    href: str
    health: str
    kind: str
    articles: str
    newest: Moment | None


@dataclass(frozen=True, slots=True)
class SourcesView:
    """All sources."""

    summary: str
    rows: tuple[SourceRow, ...]


def source_pages(shop: Workshop) -> Iterator[Artifact]:
    """The table of sources, then a page for each."""
    facts = shop.edition.sources
    yield shop.sealed(SOURCES, partial(_table, shop), *(_seen(one) for one in facts))
    led: dict[str, list[Listing]] = {}
    for one in shop.shown:
        led.setdefault(one.source, []).append(one)
    for source in facts:
        newest = led.get(source.id, [])[:NEWEST]
        make = partial(_page, shop, source, newest, len(led.get(source.id, [])))
        yield shop.sealed(source_page(source.id), make, _seen(source), len(led.get(source.id, [])), shop.seen(newest))


def _seen(source: SourceFacts) -> tuple[object, ...]:
    """What of a source is shown: not when it was last read, as long as that went well."""
    return (*(source.id, source.title, source.site, source.family, source.topics, source.health), source.articles,
            source.newest)  # fmt: skip


def _row(shop: Workshop, source: SourceFacts) -> SourceRow:
    return SourceRow(
        name=name(source.title, source.id),
        href=source_page(source.id),
        health=_health(source),
        kind=WELL.get(source.health, "ill"),
        articles=f"{source.articles:,}",
        newest=shop.moment(source.newest) if source.newest else None,
    )


def _health(source: SourceFacts) -> str:
    return TOLD.get(source.health) or excerpt(source.health, most=60) or "not known"


def _table(shop: Workshop) -> bytes:
    facts = shop.edition.sources
    ill = sum(WELL.get(one.health, "ill") == "ill" for one in facts)
    trouble = f" {counted(ill, 'source')} cannot be read at the moment." if ill else " All of them are doing well."
    brought = counted(sum(one.articles for one in facts), "article")
    summary = f"{counted(len(facts), 'source')} have brought {brought}.{trouble}" if facts else "No sources yet."
    view = SourcesView(summary, tuple(_row(shop, source) for source in facts))
    return shop.print("sources.html", shop.page("sources", SOURCES, "Sources", summary), sources=view)


def _page(shop: Workshop, source: SourceFacts, newest: Sequence[Listing], led: int) -> bytes:
    row, site = _row(shop, source), web(source.site)
    facts = [Fact("Health", row.health), Fact("Articles", row.articles)]
    facts.append(Fact("Stories it leads", f"{led:,}"))
    if row.newest:
        facts.append(Fact("Newest article", row.newest.text))
    if source.family:
        facts.append(Fact("Publisher", name(source.family)))
    if site:
        facts.append(Fact("Site", site_of(site) or site, url=site))
    view = ListView(
        heading=row.name,
        facts=tuple(facts),
        days=days_of(shop, newest),
        with_topics=True,
        around=(NotedLink("All sources", "sources/"),),
        nothing="It leads no story at the moment.",
    )
    path, said = source_page(source.id), f"{row.name}: {row.health}, {counted(source.articles, 'article')}"
    cards = [card for day in view.days for card in day.cards][:10]
    return shop.print("list.html", shop.collecting("source", path, row.name, said, cards), list=view)
