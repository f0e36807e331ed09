"""Editions with something to show, and the site made of them, for its tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from newsloom.flows.sitefiles import site_files
from newsloom.model.article import ArticleId
from newsloom.model.coverage import CoveringReport, StoryCoverage
from newsloom.model.edition import DeskFacts, Edition, SourceFacts
from newsloom.model.judgement import Part, Score, Topic
from newsloom.model.life import Turn
from newsloom.model.metadata import Correction, Standing
from newsloom.model.record import DEMOTED, Record, RecordProvider
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId
from newsloom.publish.site.pages import FeedLink
from newsloom.publish.site.publisher import Site
from newsloom.testing.editions import an_edition
from newsloom.testing.hostile import hostile_entries, hostile_urls

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOPICS = (Topic(id="all", name="Everything"), Topic(id="towns", name="Towns"), Topic(id="sea", name="Sea"))
FEEDS = (FeedLink(type="application/atom+xml", title="All stories", label="Atom", path="feeds/all.atom"),)
DESK = DeskFacts(title="The Daily Loom", base_url="https://loom.example", contact="desk@loom.example")


def a_record(title: str = "Flood in Ostmere", **fields: Any) -> Record:
    """A published record."""
    plain: dict[str, Any] = {
        "excerpt": "The river left its bed at night.",
        "published_at": NOON,
        "web_url": "https://daily.example/flood",
        "quality": 70,
        "heat": 50,
        "published": True,
        "provider": RecordProvider(name="The Daily", domain="daily.example"),
        "topics": ("Everything", "Towns"),
        "language": "en",
    }
    return Record(title=title, **(plain | fields))


def a_report(id_: str = "a1", *, hours: float = 0, **fields: Any) -> CoveringReport:
    """A report with a text of its own, by an outlet named for its id."""
    plain: dict[str, Any] = {
        "article": ArticleId(id_),
        "title": f"Flood, told by {id_}",
        "excerpt": "Water everywhere.",
        "url": f"https://{id_}.example/flood",
        "outlet": f"Outlet {id_}",
        "domain": f"{id_}.example",
        "source": SourceId(id_),
        "published_at": NOON + timedelta(hours=hours),
        "language": "en",
    }
    return CoveringReport(**(plain | fields))


def told(story: str, *reports: CoveringReport, **fields: Any) -> StoryCoverage:
    """The coverage of a story, led by the first of its reports."""
    scores = {
        "quality": Score.of([Part(name="article", points=20, reason="where every article starts")]),
        "heat": Score.of([Part(name="interest", points=40, reason="of quality 70"), Part(name="voice", points=10)]),
    }
    lead = reports[0].article if reports else None
    independent = len({one.voice or one.outlet for one in reports if one.copy_of is None})
    return StoryCoverage(
        story=StoryId(story), reports=reports, lead=lead, **({"independent": independent} | scores | fields)
    )


def a_paper() -> Edition:
    """An edition with a story of every kind: told by many, by one, corrected, in Arabic, merged, withdrawn, hidden."""
    flood = told(
        "s001",
        a_report("wire", voice="Meridian Wire", agency="Meridian Wire"),
        a_report(
            "post", hours=1, corrections=(Correction(note="It was Tuesday.", at=NOON),), standing=Standing.CORRECTED
        ),
        a_report("copy1", hours=2, copy_of=ArticleId("wire"), voice="Meridian Wire", agency="Meridian Wire"),
        a_report("copy2", hours=3, copy_of=ArticleId("copy1"), voice="Meridian Wire", agency="Meridian Wire"),
        a_report("gone", hours=4, standing=Standing.WITHDRAWN, title="A report nobody may see"),
        turns=(Turn(article=ArticleId("post"), at=NOON, words=("dyke", "pumps"), reports=2),),
    )
    records = [
        a_record(story="s001", heat=60),
        a_record("Harbour opens", story="s002", topics=("Everything", "Sea")),
        a_record("ميناء جديد", story="s003", language="ar", topics=("Everything", "Sea")),
        a_record("Market closes early", story="s004", topics=("Everything", "Towns")),
        a_record("Fair on Sunday", story="s005", topics=("Everything",)),
        a_record("Went elsewhere", story="s006", heat=DEMOTED, published=False),
        a_record("Taken back", story="s007", withdrawn=NOON, published=False),
        a_record("Too cool", story="s008", heat=3, published=False),
        *(a_record(f"Notice {n}", story=f"s1{n:02d}", heat=40 - n) for n in range(6)),
    ]
    singles = [told(f"s00{n}", a_report(f"r{n}")) for n in (2, 3, 4, 5)]
    return an_edition(
        *records,
        coverage=[flood, *singles, told("s006", leader=StoryId("s001"))],
        desk=DESK,
        topics=TOPICS,
        sources=(
            SourceFacts(
                id=SourceId("daily"), title="The Daily", site="https://daily.example/", health="well", articles=9
            ),
            SourceFacts(id=SourceId("Odd Id"), title="", health="its robots.txt asks us not to come"),
        ),
    )


def a_site(**fields: Any) -> Site:
    """The publisher with its own files."""
    plain: dict[str, Any] = {"files": site_files(), "root_topic": "Everything", "feeds": FEEDS}
    return Site(**(plain | fields))


def rendered(edition: Edition, site: Site | None = None) -> dict[str, bytes]:
    """Every file of the site, made."""
    artifacts = [*(site or a_site()).render(edition)]
    paths = [artifact.path for artifact in artifacts]
    assert len(paths) == len(set(paths))
    return {artifact.path: artifact.made for artifact in artifacts}


def hostile_paper(number: int) -> Edition:
    """An edition in which every word is a stranger's, and hostile: records, reports, corrections, sources, topics."""
    entries = hostile_entries(number)
    coverage = []
    for entry in entries:
        record = entry.record
        reports = [
            a_report(
                f"{record.story}{n}",
                hours=n,
                title=title,
                excerpt=record.excerpt,
                url=record.web_url or "",
                outlet=record.provider.name,
                domain=record.excerpt[:40],
                voice=record.title if n else "",
                agency=record.provider.name,
                authors=record.authors,
                language=record.title[:20],
                corrections=(Correction(note=record.excerpt),),
                standing=Standing.CORRECTED,
                copy_of=ArticleId(f"{record.story}0") if n == 2 else None,
            )
            for n, title in enumerate((record.title, record.excerpt, record.provider.name))
        ]
        receipt = Score.of([Part(name=record.title, points=4, reason=record.excerpt)])
        turns = (Turn(article=ArticleId("x"), at=NOON, words=(record.title, record.excerpt), reports=2),)
        coverage.append(told(record.story or "", *reports, quality=receipt, heat=receipt, turns=turns))
    names = list(dict.fromkeys(entry.record.provider.name for entry in entries))[:40]
    return an_edition(
        *(replace(entry, story=StoryId(entry.record.story or "")) for entry in entries),
        coverage=coverage,
        desk=DeskFacts(title=names[0] or "Desk", base_url="https://loom.example", contact=names[1]),
        topics=tuple(Topic(id=f"t{n}", name=name, description=name) for n, name in enumerate(names)),
        sources=tuple(
            SourceFacts(id=SourceId(name or "x"), title=name, site=url, family=name, health=name)
            for name, url in zip(names, hostile_urls(len(names)), strict=True)
        ),
    )
