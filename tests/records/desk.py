"""A desk of fifty invented records, whose scores were worked out by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsloom.model.edition import Edition
from newsloom.model.judgement import Topic
from newsloom.model.record import Record, RecordImage, RecordProvider, RecordType, RelatedRecord
from newsloom.publish.datafiles import DataFiles
from newsloom.records.amp import cache_address
from newsloom.records.codec import render
from newsloom.records.layout import CRLF, LF, Layout
from newsloom.records.paths import path_for

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
TIERS = {"labs.kiln.example": 55, "kiln.example": 30, "www.tern.example": 40, "gull.example": 100}
TOPICS = (
    Topic(id="pottery", name="Pottery", keywords=("clay", "pottery"), services=(("news", "/api/news/pottery/"),)),
    Topic(id="glazes", name="Glazes", parent="Pottery", keywords=("glaze", "glaze", "Kiln")),
    Topic(id="robotics", name="Robotics", keywords=("ai", "robot"), services=(("news", "/api/news/robotics/"),)),
    Topic(id="notices", name="Notices"),
)
P, G, R, N = (topic.name for topic in TOPICS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One record: what it is about, where from, what it has (i image, a AMP page, v video), its scores as worked out.

    `heat` is what stands in the record; None with `quality` for an unscored stub.
    """

    title: str = "Night market"
    topics: tuple[str, ...] = (P,)
    web: str | None = "https://plain.example/1"
    original: str | None = None
    has: str = ""
    related: tuple[int | None, ...] = ()
    quality: int | None
    heat: int | None
    published: bool = False
    undecidable: bool = False


def of_length(length: int, title: str = "Night market ") -> str:
    """The title drawn out to a length without any keyword."""
    return title.ljust(length, "o")


CLAY = "Clay from the river"
CASES = (
    # What an article has.
    Case(quality=2, heat=2),
    Case(has="i", quality=22, heat=22),
    Case(has="ia", quality=42, heat=42),
    Case(has="iv", web=None, quality=122, heat=122, published=True),
    # Topics and keywords: inside words too, in any case, once each, but twice if listed twice.
    Case(title=CLAY, quality=17, heat=17),
    Case(title="Clay pottery fair", quality=32, heat=32),
    Case(title="Pottery and clay", has="ia", quality=72, heat=72, published=True),
    Case(title="Glaze tests", topics=(G,), quality=32, heat=32),
    Case(title="Kiln glaze", topics=(G,), has="i", quality=67, heat=67),
    Case(title="Kiln glaze", topics=(G,), has="ia", quality=87, heat=87, published=True),
    Case(title="Spring fair opens", topics=(R,), quality=17, heat=17),
    Case(title="AIR AND RAIN", topics=(R,), quality=17, heat=17),
    Case(title="Robot hands", topics=(R, N), quality=19, heat=19),
    Case(topics=(), quality=0, heat=0),
    # The longest entry that is a suffix of the host, at a dot.
    Case(web="https://labs.kiln.example/1", quality=57, heat=57),
    Case(web="https://kiln.example/1", quality=32, heat=32),
    Case(web="https://www.kiln.example/1", quality=32, heat=32),
    Case(web="https://shop.kiln.example/1", quality=32, heat=32),
    Case(web="https://a.labs.kiln.example/1", quality=57, heat=57),
    Case(web="https://notkiln.example/1", quality=2, heat=2),
    Case(web="https://tern.example/1", quality=42, heat=42),
    Case(web="https://gull.example/1", quality=102, heat=102, published=True),
    Case(web="http://www.gull.example/1", quality=102, heat=102, published=True),
    Case(web="https://KILN.example/1", quality=32, heat=32),
    Case(web="https://kiln.example:8443/1", quality=32, heat=32),
    # webUrl counts, originalUrl where there is none.
    Case(web=None, original="https://kiln.example/v", has="v", quality=132, heat=132, published=True),
    Case(web="https://kiln.example/1", original="https://gull.example/1", quality=32, heat=32),
    Case(web=None, quality=2, heat=2),
    # A long title costs half a point a character beyond seventy, in whole points.
    Case(title=of_length(69), quality=2, heat=2),
    Case(title=of_length(70), quality=2, heat=2),
    Case(title=of_length(71), quality=2, heat=2),
    Case(title=of_length(72), quality=1, heat=1),
    Case(title=of_length(73), quality=1, heat=1),
    Case(title=of_length(74), quality=0, heat=0),
    Case(title=of_length(76), quality=-1, heat=-1),
    Case(title=of_length(80), quality=-3, heat=-3),
    # Related reports add ten each; a better one leads, an equal one may.
    Case(title=CLAY, has="i", related=(10, 5), quality=37, heat=57),
    Case(title=CLAY, has="i", related=(10, 5, 1, 0), quality=37, heat=77, published=True),
    Case(title=CLAY, has="i", related=(36, 3, 3), quality=37, heat=67),
    Case(title=CLAY, has="i", related=(38,), quality=37, heat=-1),
    Case(title=CLAY, has="i", related=(90, 5), quality=37, heat=-1),
    Case(title=CLAY, has="i", related=(37,), quality=37, heat=47, undecidable=True),
    Case(title=CLAY, has="i", related=(37,), quality=37, heat=-1, undecidable=True),
    Case(title=CLAY, has="i", related=(37, 37, 1, 0), quality=37, heat=77, published=True, undecidable=True),
    Case(title=CLAY, has="i", related=(37, 37, 1, 0), quality=37, heat=-1, undecidable=True),
    Case(title=CLAY, has="i", related=(None,), quality=37, heat=47),
    # The threshold is seventy.
    Case(title=of_length(74, "Pottery and clay "), has="ia", quality=70, heat=70, published=True),
    Case(title=of_length(76, "Pottery and clay "), has="ia", quality=69, heat=69),
    # Stubs.
    Case(title=CLAY, quality=None, heat=None),
    Case(has="ia", quality=None, heat=None),
)


def a_record(case: Case, number: int) -> Record:
    """The record of a case; `number` sets it an hour after the one before."""
    amp_url = f"https://amp.plain.example/{number}" if "a" in case.has else None
    picture = RecordImage(url=f"https://plain.example/{number}.jpg", width=640, height=480, is_cached=True)
    return Record(
        title=case.title,
        excerpt="What happened, where and when, in a few words.",
        published_at=START + timedelta(hours=number),
        original_url=case.original,
        web_url=case.web,
        amp_url=amp_url,
        cdn_amp_url=None if amp_url is None else cache_address(amp_url),
        type=RecordType.VIDEO if "v" in case.has else RecordType.ARTICLE,
        quality=case.quality,
        heat=case.heat,
        published=None if case.quality is None else case.published,
        featured_content='<iframe src="https://player.example/1"></iframe>' if "v" in case.has else None,
        provider=RecordProvider(name="Plain Dealer", domain="plain.example"),
        topics=case.topics,
        images=(picture,) if "i" in case.has else (),
        related=tuple(a_related(quality, number) for quality in case.related),
        secured="QUJD;REVG" if number % 2 else None,
    )


def a_related(quality: int | None, number: int) -> RelatedRecord:
    """Another report, of which only its quality matters here."""
    return RelatedRecord(
        title="The same, told elsewhere",
        excerpt="In other words.",
        published_at=START + timedelta(hours=number, minutes=5),
        web_url=f"https://tern.example/{number}",
        provider=RecordProvider(name="Tern", domain="tern.example"),
        quality=quality,
    )


def written(root: Path) -> Iterator[tuple[Case, Path]]:
    """Lay the desk out below a folder, every fifth file with CRLF, the first ten archived; each case with its file."""
    for artifact in DataFiles().render(Edition(at=START, topics=TOPICS)):
        (root / artifact.path).parent.mkdir(parents=True, exist_ok=True)
        (root / artifact.path).write_bytes(artifact.made)
    taken: set[str] = set()
    for number, case in enumerate(CASES):
        name = path_for(START + timedelta(hours=number), case.title, taken=taken)
        taken.add(name)
        path = root / ("_archive" if number < 10 else "") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(render(a_record(case, number), Layout(eol=LF if number % 5 else CRLF)))
        yield case, path
