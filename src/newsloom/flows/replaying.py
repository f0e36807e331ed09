"""Judge the past anew: the stories as they stood at each moment, by several settings at once, touching nothing.

Articles count once they were seen, in the revision known then; stories are what the log had made of them. What every
publication judged is judged here again, so that unchanged settings give the editions that were published. Where
publications were not remembered, the moments asked for take their place. Articles are not grouped anew.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar
from zlib import crc32

from newsloom.curate.unroll import Unrolled
from newsloom.flows.board import Board, Held
from newsloom.flows.publish import ACTIVE
from newsloom.flows.thenfound import Findings, Past, Picture
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.publication import Publication, Stand
from newsloom.model.story import StoryId
from newsloom.seams import Criteria

T = TypeVar("T")
PART = 1_000  # stories read at once
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Which editions are asked for: from `since` to `until`, `every` so often (UTC); the hottest of each, None: all."""

    since: datetime
    until: datetime
    every: timedelta
    hottest: int | None = None

    def __iter__(self) -> Iterator[datetime]:
        """Each moment."""
        at = self.since
        while at <= self.until:
            yield at
            at += self.every


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The edition at one moment by each of the settings; heat is that of `newest`, as publishing has it.

    `fresh` are, by each of the settings, the stories shown for the first time since the moment before.
    """

    at: datetime
    newest: datetime
    editions: tuple[tuple[Stand, ...], ...]
    fresh: tuple[frozenset[StoryId], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some of all stories: those of a number (from 0) of so many parts."""

    number: int = 0
    of: int = 1

    def has(self, story: StoryId) -> bool:
        """Whether a story belongs to it; the same on every machine."""
        return self.of == 1 or crc32(story.encode()) % self.of == self.number


WHOLE = Part()


def replay_editions(
    store: Store, settings: Sequence[Criteria], *, moments: Moments, part: Part = WHOLE
) -> Iterator[Snapshot]:
    """The editions of the past, in order; moments before the first article are left out.

    Args:
        store: the desk's, which is only read.
        settings: those to judge by, each on its own.
        moments: which editions.
        part: only these stories; the others are as if they were in no edition.
    """
    boards: list[Board] = []
    for criteria in settings:
        boards.append(Board.of(criteria, beside=boards))
    replaying = Replaying(store, boards, part)
    known = store.history.publications(since=None, until=moments.until)
    asked = list(moments)
    fresh: list[set[StoryId]] = [set() for _ in settings]
    for steps, at in _steps(known, asked):
        for step in steps:
            for kept, more in zip(fresh, replaying.advance(step), strict=True):
                kept.update(more)
        newest = replaying.newest
        if newest is None:
            continue
        editions = tuple(tuple(one) for one in replaying.editions(newest, hottest=moments.hottest))
        yield Snapshot(at=at, newest=newest, editions=editions, fresh=tuple(map(frozenset, fresh)))
        fresh = [set() for _ in settings]


def _steps(known: Sequence[Publication], asked: Sequence[datetime]) -> Iterator[tuple[list[Publication], datetime]]:
    """The publications to judge before each edition; where none is known yet, the moment itself is one."""
    begin = asked[0] if asked else None
    before = [one for one in known if begin is not None and one.at <= begin]
    for n, at in enumerate(asked):
        steps = before[-1:] if n == 0 else [one for one in known if asked[n - 1] < one.at <= at]
        unknown = not known or known[0].at > at
        yield ([Publication(at=at)] if unknown else steps), at


@dataclass(slots=True)
class Replaying:
    """The past of a store up to one moment, on a board for each of the settings."""

    store: Store
    boards: list[Board]
    part: Part = WHOLE
    unrolled: Unrolled = field(init=False)
    past: Past = field(init=False)
    at: datetime | None = None
    newest: datetime | None = None
    _pictured: dict[Picture, set[StoryId]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin before everything."""
        self.unrolled = Unrolled(self.store.history.log())
        self.past = Past.of(self.store)

    def advance(self, to: Publication) -> list[set[StoryId]]:
        """Go on to a publication; returns the stories that each board shows for the first time."""
        touched = set(filter(self.part.has, self.unrolled.advance(to)))
        newest = to.newest or self.unrolled.newest
        self.newest = newest
        if newest is None:
            return [set() for _ in self.boards]
        if self.at is None:
            self._open(touched, to.at, newest)
            fresh: list[set[StoryId]] = [set() for _ in self.boards]
        else:
            fresh = self._go_on(touched | self._otherwise(to.at), to.at, newest)
        self.at = to.at
        return fresh

    def editions(self, newest: datetime, *, hottest: int | None) -> Iterator[list[Stand]]:
        """How each board stands, of the stories that have not cooled."""
        for board in self.boards:
            board.drop_older(newest - ACTIVE)
            yield board.edition(newest, hottest=hottest)

    def _go_on(self, touched: set[StoryId], at: datetime, newest: datetime) -> list[set[StoryId]]:
        living = {story: articles for story in sorted(touched) if (articles := self.unrolled.articles(story))}
        fresh: list[set[StoryId]] = [set() for _ in self.boards]
        for board in self.boards:
            board.drop(touched - living.keys())
        for part in _parts(living.items()):
            for n, held in enumerate(self._held(dict(part), at)):
                fresh[n] |= self.boards[n].judge(held, at=newest)
        return fresh

    def _open(self, touched: set[StoryId], at: datetime, newest: datetime) -> None:
        """Take in all that has not cooled; who was hot enough when its newest article came counts as shown."""
        active = self.unrolled.active(sorted(touched), since=newest - ACTIVE)
        self.unrolled.forget_dates()
        for part in _parts(sorted(active, key=lambda story: (active[story], story))):
            held = self._held({story: self.unrolled.articles(story) for story in part}, at)
            hours: dict[datetime, list[StoryId]] = {}
            for story in part:
                hours.setdefault(min(active[story].replace(minute=0, second=0) + HOUR, newest), []).append(story)
            for hour, stories in hours.items():
                for board, ready in zip(self.boards, held, strict=True):
                    board.judge({story: ready[story] for story in stories if story in ready}, at=hour)

    def _otherwise(self, at: datetime) -> set[StoryId]:
        """The stories that no change of stories touched, but a revision, or a picture that by now stands anywhere."""
        revised = {self.unrolled.story_of(article) for article in self.past.met_between(self.at, at)}
        pictured = [self._pictured.pop(one, set()) for one in self.past.repeated_between(self.at, at)]
        return {story for story in revised if story is not None and self.part.has(story)}.union(*pictured)

    def _held(self, stories: Mapping[StoryId, Sequence[ArticleId]], at: datetime) -> list[dict[StoryId, Held]]:
        """The stories made ready for each board; what boards have in common is done once."""
        found: dict[str, Findings] = {}
        ready: dict[tuple[str, type], dict[StoryId, Held]] = {}
        for board in self.boards:
            texts = board.settings.texts
            if texts not in found:
                found[texts] = self.past.find(stories, at=at, tagger=board.criteria.tagger, texts=texts)
                self._remember_pictures(found[texts], at)
            key = (board.settings.tallies, type(board.criteria.profile))
            if key not in ready:
                ready[key] = board.hold(found[texts])
        return [ready[board.settings.tallies, type(board.criteria.profile)] for board in self.boards]

    def _remember_pictures(self, findings: Findings, at: datetime) -> None:
        """Who has a picture that will be known as a default one later is judged again then."""
        for story, of in findings.items():
            for one in of:
                since = self.past.repeated.get((one.host, one.picture)) if one.picture else None
                if since is not None and since > at:
                    self._pictured.setdefault((one.host, one.picture), set()).add(story)


def _parts(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while part := list(islice(rest, PART)):
        yield part
