"""A desk with an archive of invented stories, made from a seed, to be published: what that costs.

Two thirds of the stories have one report, the rest two to five, some of them copies in their neighbour's words. They
are spread over a year, so that a few thousand are young enough to be judged at each publication.
"""

import resource
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

from newsloom.curate.placement import placement
from newsloom.flows.backfill import backfill
from newsloom.flows.publish import publish
from newsloom.keeping import Placed
from newsloom.model.article import Article, ArticleId, ArticleImage
from newsloom.model.edition import Artifact, Edition
from newsloom.model.source import SourceId
from newsloom.model.story import Evidence, StoryId
from newsloom.seams import Delivered, Engine, Publisher, Standing
from newsloom.settings import read_settings
from newsloom.wiring import engine_of

LATEST = datetime(2026, 3, 1, 12, tzinfo=UTC)
OUTLETS, DAYS, CHUNK = 200, 365, 2_000
SYLLABLES = ("ka", "lo", "mer", "tin", "vu", "sar", "ned", "pol", "gri", "hass", "om", "bel")
TOPICS = ("transit", "harbour", "schools", "weather")
DESK = '[desk]\ntitle = "The Bench"\nbase_url = "https://bench.example"\n[profile]\nthreshold = 0\n'
ARCHIVE = SourceId("archive")


@dataclass(slots=True)
class Timed:
    """A publisher whose CPU-seconds and files are counted."""

    publisher: Publisher
    seconds: float = 0.0
    files: int = 0

    @property
    def name(self) -> str:
        """Which it is."""
        return type(getattr(self.publisher, "publisher", self.publisher)).__name__

    @property
    def fingerprint(self) -> str:
        """That of the publisher."""
        return self.publisher.fingerprint

    def render(self, edition: Edition) -> Iterator[Artifact]:
        """What the publisher renders."""
        artifacts = iter(self.publisher.render(edition))
        while True:
            began = time.process_time()
            artifact = next(artifacts, None)
            self.seconds += time.process_time() - began
            if artifact is None:
                return
            self.files += 1
            yield artifact if isinstance(artifact.content, bytes) else replace(artifact, content=self._timed(artifact))

    def _timed(self, artifact: Artifact):  # type: ignore[no-untyped-def]  # noqa: ANN202  what makes the bytes
        def make() -> bytes:
            began = time.process_time()
            made = artifact.made
            self.seconds += time.process_time() - began
            return made

        return make


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one publication took: seconds by the clock and of CPU, files, and the CPU-seconds of each publisher."""

    seconds: float
    cpu_seconds: float
    written: int
    removed: int
    publishers: dict[str, float] = field(default_factory=dict)
    peak_megabytes: int = 0


class Nowhere:
    """A delivery that takes nothing."""

    def standing(self) -> Standing:
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
        yield engine


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
    publishers = tuple(Timed(publisher) for publisher in engine.publishers)
    began, cpu = time.monotonic(), time.process_time()
    done = publish(replace(engine, publishers=publishers), now=now, full=full)
    return Cost(
        seconds=time.monotonic() - began,
        cpu_seconds=time.process_time() - cpu,
        written=len(done.written),
        removed=len(done.removed),
        publishers={one.name: round(one.seconds, 2) for one in publishers},
        peak_megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )


def _place(engine: Engine, placing: Iterable[tuple[Article, StoryId | None]]) -> None:
    placed = [(article, placement(article, story, Evidence(stage="placed"))) for article, story in placing]
    engine.store.stories.save(
        [
            Placed(membership=one.membership, features=b"", sort_date=article.sort_date, language=article.language)
            for article, one in placed
        ],
        [change for _, one in placed for change in one.changes],
    )


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
    return " ".join(chance.choice(SYLLABLES) + chance.choice(SYLLABLES) for _ in range(number))
