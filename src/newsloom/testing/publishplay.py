"""A desk with an archive of invented stories, made from a seed, to be published: what that costs.

Two thirds of the stories have one report, the rest two to five. They are spread over a year, so that a few thousand are
young enough to be judged at each publication. What other processes of newsloom's spend and hold counts too.
"""

import os
import re
import resource
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random

from newsloom.curate.placement import placement
from newsloom.flows.backfill import backfill
from newsloom.flows.publish import publish
from newsloom.keeping import Placed
from newsloom.model.article import Article, ArticleId, ArticleImage
from newsloom.model.edition import Artifact
from newsloom.model.source import Source, SourceId
from newsloom.model.story import Evidence, StoryId
from newsloom.seams import Delivered, Engine, Standing
from newsloom.settings import read_settings
from newsloom.wiring import engine_of

LATEST = datetime(2026, 3, 1, 12, tzinfo=UTC)
OUTLETS, DAYS, CHUNK = 200, 365, 20_000
PHRASE, PHRASES = 7, 4_096  # words of a phrase, and how many phrases texts are made of
SYLLABLES = ("ka", "lo", "mer", "tin", "vu", "sar", "ned", "pol", "gri", "hass", "om", "bel")
TOPICS = ("transit", "harbour", "schools", "weather")
DESK = '[desk]\ntitle = "The Bench"\nbase_url = "https://bench.example"\n[profile]\nthreshold = 0\n'
ARCHIVE = SourceId("archive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one publication took: seconds by the clock and of CPU, files, and the memory held at most since the start.

    `workers_seconds` are the seconds of CPU of other processes, which are not in `cpu_seconds`. `load` is how many
    processes of the machine wanted a core afterwards, on average of a minute.
    """

    seconds: float
    cpu_seconds: float
    written: int
    removed: int
    workers_seconds: float = 0.0
    peak_megabytes: int = 0
    load: float = 0.0


class Nowhere:
    """A delivery that takes nothing."""

    def standing(self, **_: object) -> Standing:
        """Nothing stands there."""
        return Standing()

    def deliver(self, artifacts: Iterable[Artifact], **_: object) -> Delivered:
        """Look at each artifact, and let it go."""
        for _artifact in artifacts:
            pass
        return Delivered()


@contextmanager
def archive_desk(folder: Path) -> Iterator[Engine]:
    """The engine of a desk with some topics, and nothing in it."""
    topics = folder / "_data" / "topics"
    topics.mkdir(parents=True, exist_ok=True)
    for number, topic in enumerate(TOPICS):
        lines = ("taxonomy: topic", f"_id: {topic}", f"name: {topic.title()}", "keywords:", f"  - {topic}", "services:")
        text = "\n".join([*lines, f"  news: /{topic}/", ""])
        (topics / f"{number:02d}-{topic}.yaml").write_text(text, encoding="utf-8")
    desk = folder / "newsloom.toml"
    if not desk.exists():
        desk.write_text(DESK, encoding="utf-8")
    with engine_of(read_settings(desk)) as engine:
        yield replace(engine, sources=tuple(_source(number) for number in range(OUTLETS)))


def without_contract_api(engine: Engine) -> Engine:
    """The engine without the contract's static API, of which each new record shifts all pages."""
    kept = (one for one in engine.publishers if "JsonApi" not in type(getattr(one, "publisher", one)).__name__)
    return replace(engine, publishers=tuple(kept))


def measure(engine: Engine, stories: Sequence[StoryId], *, changed: int, seed: int) -> dict[str, Cost]:
    """What it costs to publish everything, nothing new, so many stories with a report more, and so many new ones."""
    costs = {"all": timed(engine, now=LATEST, full=True)}
    costs["nothing"] = timed(engine, now=LATEST + timedelta(minutes=1))
    grow(engine, stories[:: max(1, len(stories) // changed)][:changed], seed=seed)
    costs["updates"] = timed(engine, now=LATEST + timedelta(minutes=2))
    more(engine, changed, seed=seed)
    costs["new"] = timed(engine, now=LATEST + timedelta(minutes=3))
    return costs


def known_stories(engine: Engine) -> list[StoryId]:
    """The stories a desk was filled with before; those that were not judged yet are judged."""
    publish(replace(engine, publishers=(), delivery=Nowhere()), now=LATEST)
    return sorted(engine.store.stories.ids_since(LATEST - timedelta(days=2 * DAYS)))


def calibration() -> float:
    """Seconds by the clock of a loop that takes a fixed amount of work: by it figures of two machines compare."""
    began = time.perf_counter()
    total = 0
    for number in range(5_000_000):
        total ^= number
    return round(time.perf_counter() - began, 3)


def fill(engine: Engine, stories: int, *, seed: int = 1) -> list[StoryId]:
    """Put so many stories into a desk and judge them; returns them, oldest first."""
    chance, made = Random(seed), []  # noqa: S311  a play of chance, the same each time
    step = timedelta(days=DAYS) / stories
    judging = replace(engine, publishers=(), delivery=Nowhere())
    for first in range(0, stories, CHUNK):
        numbers = range(first, min(first + CHUNK, stories))
        chunk = [_story(chance, seed, n, LATEST - (stories - 1 - n) * step) for n in numbers]
        made += keep(engine, chunk)
        engine.progress("filling", first, stories)
        publish(judging, now=chunk[-1][0].sort_date)
    return made


def more(engine: Engine, number: int, *, seed: int) -> list[StoryId]:
    """Put some new stories into a desk, as young as its newest."""
    chance = Random(seed)  # noqa: S311  a play of chance, the same each time
    return keep(engine, [_story(chance, seed, n, LATEST) for n in range(number)])


def grow(engine: Engine, stories: Sequence[StoryId], *, seed: int) -> None:
    """Add a report to each of these stories."""
    chance = Random(seed)  # noqa: S311  a play of chance, the same each time
    articles = [_article(chance, f"grown {seed} {n}", LATEST) for n, _ in enumerate(stories)]
    backfill(engine.store, articles, archive=ARCHIVE)
    _place(engine, zip(articles, stories, strict=True))


def keep(engine: Engine, stories: Sequence[Sequence[Article]]) -> list[StoryId]:
    """Store articles in stories of their own."""
    backfill(engine.store, [article for story in stories for article in story], archive=ARCHIVE)
    ids = [placement(story[0], None, Evidence(stage="opened")).membership.story for story in stories]
    placing: list[tuple[Article, StoryId | None]] = []
    for story, id_ in zip(stories, ids, strict=True):
        placing += [(article, id_ if number else None) for number, article in enumerate(story)]
    _place(engine, placing)
    return ids


def timed(engine: Engine, *, now: datetime, full: bool = False) -> Cost:
    """Publish, and say what it took."""
    began, cpu, beside = time.monotonic(), time.process_time(), sum(one.seconds for one in _workers())
    done = publish(engine, now=now, full=full)
    workers = _workers()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 + sum(one.megabytes for one in workers)
    return Cost(
        seconds=round(time.monotonic() - began, 2),
        cpu_seconds=round(time.process_time() - cpu, 2),
        written=len(done.written),
        removed=len(done.removed),
        workers_seconds=round(sum(one.seconds for one in workers) - beside, 2),
        peak_megabytes=peak,
        load=os.getloadavg()[0],
    )


@dataclass(frozen=True, slots=True)
class _Worker:
    """Another process that came of this one: seconds of CPU so far, and the memory it held at most.

    Memory that several processes share counts once, as shares of it.
    """

    seconds: float
    megabytes: int


def _workers() -> list[_Worker]:
    """The processes that came of this one and live; none where the system does not tell."""
    tick, group, found = os.sysconf("SC_CLK_TCK"), os.getpgrp(), []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            said = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(said[2]) != group or int(folder.name) == os.getpid() or int(said[1]) == os.getppid():
                continue
            shared = _kilobytes(folder / "smaps_rollup", "Rss") - _kilobytes(folder / "smaps_rollup", "Pss")
            held = _kilobytes(folder / "status", "VmHWM") - shared
            found.append(_Worker((int(said[11]) + int(said[12])) / tick, held // 1024))
    return found


def _kilobytes(file: Path, name: str) -> int:
    said = re.search(rf"^{name}:\s+(\d+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    return int(said[1]) if said else 0


def _place(engine: Engine, placing: Iterable[tuple[Article, StoryId | None]]) -> None:
    placed = [(article, placement(article, story, Evidence(stage="placed"))) for article, story in placing]
    engine.store.stories.save(
        [
            Placed(membership=one.membership, features=b"", sort_date=article.sort_date, language=article.language)
            for article, one in placed
        ],
        [change for _, one in placed for change in one.changes],
    )


def _source(number: int) -> Source:
    return Source(id=SourceId(f"outlet{number}"), url=f"https://outlet{number}.example/feed", title=f"Outlet {number}")


def _story(chance: Random, seed: int, number: int, at: datetime) -> list[Article]:
    size = 1 if chance.random() < 2 / 3 else chance.randint(2, 5)
    return [_article(chance, f"{seed} {number} {part}", at - timedelta(minutes=7 * part)) for part in range(size)]


def _article(chance: Random, name: str, at: datetime) -> Article:
    id_ = ArticleId(sha256(name.encode()).hexdigest()[:16])
    outlet = chance.randrange(OUTLETS)
    url = f"https://outlet{outlet}.example/{id_}"
    title = f"{_words(chance, 7)} {chance.choice(TOPICS)} {chance.randrange(10_000)}".capitalize()
    return Article(
        id=id_,
        source=SourceId(f"outlet{outlet}"),
        key=url,
        url=url,
        host=f"outlet{outlet}.example",
        title=title,
        lead=_words(chance, 30).capitalize() + ".",
        text=_words(chance, 90).capitalize() + ".",
        published=at,
        first_seen=at,
        sort_date=at,
        language="en",
        provider=f"Outlet {outlet}",
        image=ArticleImage(url=f"{url}.jpg", width=800, height=600),
        fingerprint=id_,
    )


def _words(chance: Random, number: int) -> str:
    """So many words, seven at a time from a stock of phrases that is the same each time."""
    phrases = _phrases()
    return " ".join(phrases[int(chance.random() * PHRASES)] for _ in range(-(-number // PHRASE)))


@cache
def _phrases() -> tuple[str, ...]:
    chance = Random(0)  # noqa: S311  a play of chance, the same each time
    words = [one + other for one in SYLLABLES for other in SYLLABLES]
    return tuple(" ".join(chance.choices(words, k=PHRASE)) for _ in range(PHRASES))
