"""Which story an article belongs to, decided when it arrives, with the evidence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import itemgetter
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.choose import ABSENT, RECENT, STRONG, doubt, matched_share, probability, strength, thinness
from newsloom.curate.columns import DAY, HASH, ONE, POINTS
from newsloom.curate.cutting import Cuts, Spellings, pieces_of
from newsloom.curate.data import term_table
from newsloom.curate.frozen import Links
from newsloom.curate.lately import Lately
from newsloom.curate.pairs import BODY_COSINE, HOURS, NAMES_COSINE, STEMS_COSINE, TITLE_COSINE, Table
from newsloom.curate.placement import Placement, placement
from newsloom.curate.settle import SettleRules, change_of, settle
from newsloom.curate.threads import Threads
from newsloom.curate.window import Window, stamp
from newsloom.model.article import Article, ArticleId
from newsloom.model.story import Evidence, Shared, StoryChange, StoryId

LINKS = 8  # members an article remembers that it resembled
LEAST_LINK = -2.5  # log-odds below which it does not
LEAST_KNOWN = -5.0  # log-odds kept of a member it does not resemble: not those of a series
_HOUR = DAY // 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRules:
    """How articles become stories: one policy for every stream.

    `window` is how far back (by sort date) an article is compared; `most_active` bounds memory. `candidates` are looked
    at closely. An article joins the story it belongs to most strongly, if the log-odds are above `joining`, less `thin`
    parts of the `thinness` of the window. `settling` says how stories are looked at again.
    """

    window: timedelta = timedelta(days=30)
    most_active: int = 60_000
    candidates: int = 20
    joining: float = 0.3
    thin: float = 0.8
    settling: SettleRules = SettleRules()
    shared_terms: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an article would be compared with: active articles, and a row of `pairs.FEATURES` for each.

    `apart` says which do not link, `never` which no story can share with it. `active` articles span `days`.
    """

    articles: tuple[ArticleId, ...]
    rows: Table
    apart: NDArray[np.bool_]
    never: NDArray[np.bool_]
    active: int
    days: float


@dataclass(frozen=True, slots=True)
class _Found:
    """The candidates of one article as found: log-odds, which are surely of one series; then the best first."""

    articles: list[ArticleId]
    odds: list[float]
    never: list[int]
    order: list[int]


class Clusterer:
    """Places the articles of one language, one after the other, among those of the active window.

    All state follows from the frozen features and the stories of the active articles in order of arrival: `restore`
    brings it back.
    """

    def __init__(self, *, language: str, rules: ClusterRules | None = None) -> None:
        self.language = language
        self.rules = rules or ClusterRules()
        counted, warm = term_table(language)
        self._window = Window(
            span=self.rules.window,
            most=self.rules.most_active,
            candidates=self.rules.candidates,
            warm=warm,
            counted=counted,
        )
        self._cuts = Cuts()
        self._spellings = Spellings()
        self._threads = Threads()
        self._lately = Lately(RECENT)
        self._latest: tuple[ArticleId, bytes] | None = None  # the article placed last, if it is not active

    def place(self, article: Article, *, original: ArticleId | None = None) -> Placement:
        """The article's story: that of the members it resembles enough, or one it opens. An article is placed once.

        A copy of an active article, its `original`, goes where that stands and leaves no trace: nothing is compared
        with it later, and it counts for nothing. A copy of an article that is not active is placed like any other.
        """
        if article.id in self._window.slots:
            raise ValueError(f"article {article.id} is already placed; a revision keeps its story")
        at = stamp(article.sort_date)
        self._forget(self._window.advance(at))
        if original is not None and original in self._threads.story:
            return self._beside(article, original)
        found = self._look(article, at)
        story, chosen = self._choose(found)
        evidence = Evidence(stage="opened") if chosen is None else self._evidence(article, found, chosen)
        placed = placement(article, story, evidence)
        self._take(article.id, placed.membership.story, self._links(found, placed.membership.story))
        settled = tuple(self._settle(article))
        return replace(placed, changes=(*placed.changes, *settled)) if settled else placed

    def look(self, article: Article) -> Seen:
        """What an article would be compared with if it came now; nothing changes but the window's time."""
        at = stamp(article.sort_date)
        self._forget(self._window.advance(at))
        found = self._look(article, at)
        count = len(found.articles)
        return Seen(
            articles=tuple(found.articles),
            rows=self._window.found.features[:count].copy(),
            apart=np.array([odds <= ABSENT for odds in found.odds], dtype=np.bool_),
            never=self._window.found.never[:count] > 0,
            active=len(self._window),
            days=self._window.days,
        )

    def why(self, article: Article, other: ArticleId) -> Evidence | None:
        """How alike an article and an active one are, whatever their stories; None if the other has left the window."""
        slot = self._window.slots.get(other)
        if slot is None:
            return None
        mine = self._window.slots.get(article.id, 0)
        if not mine:
            self._freeze(article, stamp(article.sort_date))
        self._window.judge(mine, slot)
        return self._evidence(article, self._found(1), 0, stage="compared", mine=mine)

    def frozen(self, article: ArticleId) -> bytes:
        """The features as frozen on arrival, of an active article or of the one placed last; for the store.

        A copy has none.
        """
        if self._latest and self._latest[0] == article:
            return self._latest[1]
        return self._window.packed(article)

    def restore(self, rows: Iterable[tuple[ArticleId, StoryId, datetime, bytes]]) -> None:
        """Take back placed articles (id, story, sort date, frozen features) in order of arrival.

        They must hold every article whose sort date is in the window; older ones do no harm. Raises StoreError for
        features of another version.
        """
        for article, story, at, blob in rows:
            if blob:
                self._take(article, story, self._window.unpack(blob))
            else:  # a copy
                self._forget(self._window.advance(stamp(at)))

    def _beside(self, article: Article, original: ArticleId) -> Placement:
        """A copy stands where its original stands."""
        apart = abs(stamp(article.sort_date) - self._window.time_of(original))
        evidence = Evidence(stage="copy", nearest=original, hours_apart=round(apart / _HOUR, 4))
        self._latest = (article.id, b"")
        return placement(article, self._threads.story[original], evidence)

    def _settle(self, article: Article) -> Iterator[StoryChange]:
        """Change what the article shows to be one story, another, or two."""
        if article.id not in self._threads.story:
            return  # it was older than the window
        share, rules = self._matched_share(), self.rules
        for step in settle(self._threads, article.id, joining=rules.joining, share=share, rules=rules.settling):
            yield change_of(step, article.first_seen)

    def _freeze(self, article: Article, at: int) -> None:
        title, text = pieces_of(article)
        told = self._cuts.of(title)
        self._window.freeze(
            np.frombuffer(told + self._cuts.of(text), dtype=np.int64),
            titled=len(told) // 8,
            at=at,
            day=article.published.day if article.published is not None else 0,
            source=crc32(article.source.encode()) if article.source else 0,
        )

    def _look(self, article: Article, at: int) -> _Found:
        self._freeze(article, at)
        return self._found(0 if self._window.is_past(at) else self._window.search())

    def _found(self, count: int) -> _Found:
        found = self._window.found
        points: list[int] = found.odds[:count].tolist()
        return _Found(
            articles=[self._window.articles[slot] for slot in found.slots[:count].tolist()],
            odds=[point / POINTS for point in points],
            never=found.never[:count].tolist(),
            order=sorted(range(count), key=points.__getitem__, reverse=True),  # of equals the first found
        )

    def _links(self, found: _Found, story: StoryId) -> Links:
        """What an article resembles, how it is with the candidates of its story, what it is in one series with."""
        homes = map(self._threads.story.__getitem__, found.articles)
        own = [home == story for home in homes]
        kept = [
            at
            for rank, at in enumerate(found.order)
            if not found.never[at] and (own[at] or (rank < LINKS and found.odds[at] > LEAST_LINK))
        ]
        apart = [at for at in found.order if found.never[at]][:LINKS] if any(found.never) else []
        return (
            *[(found.articles[at], max(found.odds[at], LEAST_KNOWN)) for at in kept],
            *[(found.articles[at], ABSENT) for at in apart],
        )

    def _take(self, article: ArticleId, story: StoryId, links: Links) -> None:
        self._threads.add(article, story, links)
        self._lately.add(article, matched=bool(links) and links[0][1] > STRONG)
        gone = self._window.add(article, links)
        self._latest = (article, self._window.packed_at_hand(links)) if article in gone else None
        self._forget(gone)

    def _forget(self, leaving: list[ArticleId]) -> None:
        for gone in leaving:
            self._threads.remove(gone)
            self._lately.remove(gone)

    def _choose(self, found: _Found) -> tuple[StoryId | None, int | None]:
        """The story with the best mean of its best links, if that is good enough, and its nearest candidate."""
        homes = [self._threads.story[article] for article in found.articles]
        others = {home for home, never in zip(homes, found.never, strict=True) if never}
        links: dict[StoryId, list[float]] = {}
        nearest: dict[StoryId, int] = {}
        for position in found.order:
            story = homes[position]
            if story in others:
                continue  # of one series with a member is another event
            links.setdefault(story, []).append(found.odds[position])
            nearest.setdefault(story, position)
        share = self._matched_share()
        strengths = [
            (strength(values, size=len(self._threads.members[story]), share=share) + doubt(values), story)
            for story, values in links.items()
        ]
        if not strengths:
            return None, None
        best, story = max(strengths, key=itemgetter(0))
        enough = self.rules.joining - self.rules.thin * thinness(len(self._window), days=self._window.days)
        return (story, nearest[story]) if best > enough else (None, None)

    def _matched_share(self) -> float:
        return matched_share(self._lately.matched, of=len(self._lately))

    def _evidence(
        self, article: Article, found: _Found, chosen: int, *, stage: str = "placed", mine: int = 0
    ) -> Evidence:
        nearest = found.articles[chosen]
        row = self._window.found.features[chosen].tolist()
        return Evidence(
            stage=stage,
            probability=probability(found.odds[chosen]),
            nearest=nearest,
            hours_apart=None if row[HOURS] != row[HOURS] else row[HOURS],
            shared=self._shared(article, mine, self._window.slots[nearest]),
            views=tuple((view, round(row[column], 4)) for view, column in _SHOWN if row[column] == row[column]),
        )

    def _shared(self, article: Article, mine: int, other: int) -> tuple[Shared, ...]:
        """The words both have, heaviest first."""
        title, text = pieces_of(article)
        pieces = title + text
        said = (np.frombuffer(self._cuts.of(pieces), dtype=np.int64) & HASH).tolist()
        spelled = dict(zip(said, self._spellings.of(pieces), strict=True))
        both = sorted([(-weight, spelled[term]) for term, weight in self._window.common_terms(mine, other)])
        return tuple(
            [Shared(term=word, weight=round(-weight / ONE, 4)) for weight, word in both[: self.rules.shared_terms]]
        )


_SHOWN = (("title", TITLE_COSINE), ("stems", STEMS_COSINE), ("body", BODY_COSINE), ("names", NAMES_COSINE))
