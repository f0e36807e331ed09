"""Which story an article belongs to, decided when it arrives, with the evidence."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from operator import itemgetter
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.choose import ABSENT, RECENT, STRONG, matched_share, strength, thinness
from newsloom.curate.combine import shipped
from newsloom.curate.data import term_table
from newsloom.curate.evidence import Alike, chance, evidence_of
from newsloom.curate.frozen import Frozen, is_bare, pack, unpack
from newsloom.curate.pairs import FEATURES, Comparer, Rows
from newsloom.curate.placement import Placement, closed, placement
from newsloom.curate.rulings import Ruled, bound_placement
from newsloom.curate.series import serial, signs
from newsloom.curate.settle import SettleRules, Threads, mergeable
from newsloom.curate.terms import TermStatistics
from newsloom.curate.views import Draft, Hashes, draft
from newsloom.curate.window import Slots, Window
from newsloom.model.article import Article, ArticleId
from newsloom.model.story import Change, Evidence, StoryChange, StoryId

LINKS = 8  # members an article remembers that it resembled
LEAST_LINK = -2.5  # log-odds below which it does not
MERGES = 3  # stories one article can bring together


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
    rows: Rows
    apart: NDArray[np.bool_]
    never: NDArray[np.bool_]
    active: int
    days: float


@dataclass(frozen=True, slots=True)
class _Found:
    """The candidates of one article, best first as found, with their features and log-odds."""

    slots: Slots
    rows: Rows
    never: NDArray[np.bool_]
    logits: NDArray[np.float64]


class Clusterer:
    """Places the articles of one language, one after the other, among those of the active window.

    All state follows from the frozen features and the stories of the active articles in order of arrival: `restore`
    brings it back.
    """

    def __init__(self, *, language: str, rules: ClusterRules | None = None, ruled: Ruled | None = None) -> None:
        self.language = language
        self.ruled = ruled or Ruled()
        self.rules = rules or ClusterRules()
        total, table = term_table(language)
        self._terms = TermStatistics(table, articles=total)
        self._window = Window(span=self.rules.window, most=self.rules.most_active)
        self._comparer = Comparer()
        self._combiner = shipped()
        self._hashes = Hashes()
        self._threads = Threads()
        self._matched: dict[ArticleId, bool] = {}
        self._latest: tuple[ArticleId, Frozen | None] | None = None

    def place(self, article: Article, *, original: ArticleId | None = None) -> Placement:
        """The article's story: that of the members it resembles enough, or one it opens. An article is placed once.

        A copy of an active article, its `original`, goes where that stands and leaves no trace: nothing is compared
        with it later, and it counts for nothing. A copy of an article that is not active is placed like any other.
        """
        if article.id in self._window.slots:
            raise ValueError(f"article {article.id} is already placed; a revision keeps its story")
        ended = self._forget(self._window.advance(article.sort_date))
        barred, bound = self.ruled.barred(article.id), bound_placement(article, self.ruled, self._threads.members)
        if original in self._threads.story and (bound or self._threads.story[original] not in barred):
            self._latest = (article.id, None)
            return self._happened(article, bound or self._beside(article, original), before=ended)
        terms = draft(article, self._hashes)
        frozen = self._freeze(article, terms)
        found = self._look(frozen)
        frozen = replace(frozen, links=self._links(found))
        story, chosen = self._choose(found, barred)
        evidence = Evidence(stage="opened") if chosen is None else self._evidence(terms, frozen, found, chosen)
        placed = bound or placement(article, story, evidence, barred=barred)
        left = self._take(article.id, placed.membership.story, frozen)
        return self._happened(article, placed, before=ended, after=left)

    def look(self, article: Article) -> Seen:
        """What an article would be compared with if it came now; nothing changes but the window's time."""
        self._forget(self._window.advance(article.sort_date))
        found = self._look(self._freeze(article, draft(article, self._hashes)))
        articles = tuple(self._window.articles[slot] for slot in found.slots.tolist())
        return Seen(
            articles=articles,
            rows=found.rows,
            apart=found.logits <= ABSENT,
            never=found.never,
            active=len(self._window),
            days=self._window.days,
        )

    def why(self, article: Article, other: ArticleId) -> Evidence | None:
        """How alike an article and an active one are, whatever their stories; None if the other has left the window."""
        if other not in self._window.slots:
            return None
        terms = draft(article, self._hashes)
        frozen, found = self._pair(article, other, terms)
        return self._evidence(terms, frozen, found, 0, stage="compared")

    def series(self, article: Article, other: ArticleId) -> tuple[str, ...]:
        """By which marks an article and an active one are parts of one series, in words; none if they are not."""
        frozen, found = self._pair(article, other, draft(article, self._hashes))
        return signs(frozen, self._window, found.slots, found.rows)

    def _pair(self, article: Article, other: ArticleId, terms: Draft) -> tuple[Frozen, _Found]:
        """An article's features, as frozen if it is active, and its comparison with an active one."""
        known = self._window.slots.get(article.id)
        frozen = self._freeze(article, terms) if known is None else self._window.frozen[known]
        return frozen, self._compare(frozen, np.array([self._window.slots[other]], dtype=np.int64))

    def frozen(self, article: ArticleId) -> bytes:
        """The features as frozen on arrival, of an active article or of the one placed last; for the store.

        A copy has none.
        """
        if self._latest and self._latest[0] == article:
            return b"" if self._latest[1] is None else pack(self._latest[1])
        return pack(self._window.frozen[self._window.slots[article]])

    def restore(self, rows: Iterable[tuple[ArticleId, StoryId, datetime, bytes]]) -> None:
        """Take back placed articles (id, story, sort date, frozen features) in order of arrival.

        They must hold every article whose sort date is in the window; older ones do no harm.
        """
        for article, story, at, blob in rows:
            if blob:
                self._take(article, story, unpack(blob))
            else:  # a copy
                self._forget(self._window.advance(at))

    def follow(self, merged: StoryChange) -> None:
        """Let a merge that another language's articles brought about be true of the articles here."""
        if merged.other is not None and merged.other in self._threads.members:
            self._threads.merge(merged.other, merged.story)

    def _happened(
        self, article: Article, placed: Placement, *, before: Iterable[StoryId], after: Iterable[StoryId] = ()
    ) -> Placement:
        """The placement with all that changed by it: stories that left the window close, others are settled."""
        for change in placed.changes:
            self.ruled.happen(change)
        gone, left = closed(before, by=article), closed(after, by=article)
        return replace(placed, changes=(*gone, *placed.changes, *left, *self._settle(article)))

    def _beside(self, article: Article, original: ArticleId) -> Placement:
        """A copy stands where its original stands."""
        apart = article.sort_date - self._window.frozen[self._window.slots[original]].at
        evidence = Evidence(stage="copy", nearest=original, hours_apart=round(abs(apart.total_seconds()) / 3600, 4))
        return placement(article, self._threads.story[original], evidence)

    def _settle(self, article: Article) -> Iterator[StoryChange]:
        """Merge what the article shows to be one story."""
        rules, share = self.rules, self._matched_share()
        if article.id not in self._threads.story:
            return  # it was older than the window
        for _ in range(MERGES):
            asked = {"joining": rules.joining, "share": share}
            found = mergeable(self._threads, article.id, **asked, rules=rules.settling, allowed=self.ruled.may_merge)
            if found is None:
                return
            self._threads.merge(found.ending, found.story)
            why = Evidence(stage="settled", probability=chance(found.odds), nearest=found.nearest)
            at = article.first_seen
            change = StoryChange(kind=Change.MERGED, story=found.story, other=found.ending, evidence=why, at=at)
            self.ruled.happen(change)
            yield change

    def _freeze(self, article: Article, terms: Draft) -> Frozen:
        return Frozen(
            at=article.sort_date,
            dated=article.published is not None,
            source=crc32(article.source.encode()) if article.source else 0,
            views=self._terms.weigh(terms),
            opening=terms.opening,
            own_day=terms.own_day,
            ordinals=tuple(terms.ordinals.items()),
        )

    def _links(self, found: _Found) -> tuple[tuple[ArticleId, float], ...]:
        """What an article resembles, best first, then what it is in one series with; kept with it."""
        order = np.lexsort((np.arange(len(found.logits)), -found.logits))
        alike = [position for position in order[:LINKS] if found.logits[position] > LEAST_LINK]
        apart = [position for position in order if found.never[position]][:LINKS]
        return tuple(
            (self._window.articles[int(found.slots[position])], round(float(found.logits[position]), 4))
            for position in (*alike, *apart)
        )

    def _take(self, article: ArticleId, story: StoryId, frozen: Frozen) -> list[StoryId]:
        """Take an article in; the answer is the stories that left the window by that."""
        self._latest = (article, frozen)
        self._terms.add(frozen)
        self._threads.add(article, story, frozen.links)
        self._matched[article] = bool(frozen.links) and frozen.links[0][1] > STRONG
        return self._forget(self._window.add(article, frozen))

    def _forget(self, leaving: list[tuple[ArticleId, Frozen]]) -> list[StoryId]:
        """Let articles go; the answer is the stories that none is left of."""
        ended: list[StoryId] = []
        for gone, left in leaving:
            self._terms.add(left, sign=-1)
            del self._matched[gone]
            story = self._threads.story[gone]
            self._threads.remove(gone)
            if story not in self._threads.members:
                ended.append(story)
        return ended

    def _look(self, frozen: Frozen) -> _Found:
        past = self._window.is_past(frozen.at)
        slots = np.zeros(0, dtype=np.int64) if past else self._window.candidates(frozen, most=self.rules.candidates)
        if not len(slots):
            none = np.zeros(0)
            return _Found(slots=slots, rows=np.zeros((0, len(FEATURES))), never=none > 0, logits=none)
        return self._compare(frozen, slots)

    def _compare(self, frozen: Frozen, slots: Slots) -> _Found:
        rows = self._comparer.features(frozen, self._window, slots)
        apart, never = serial(frozen, self._window, slots, rows)
        logits = np.where(apart | is_bare(frozen), ABSENT, self._combiner.logits(rows))
        return _Found(slots=slots, rows=rows, never=never, logits=logits)

    def _choose(self, found: _Found, barred: AbstractSet[StoryId]) -> tuple[StoryId | None, int | None]:
        """The story with the best mean of its best links, if that is good enough, and its nearest candidate."""
        links: dict[StoryId, list[float]] = {}
        others = {self._threads.story[self._window.articles[int(slot)]] for slot in found.slots[found.never]}
        others |= barred
        nearest: dict[StoryId, int] = {}
        for position in np.lexsort((np.arange(len(found.slots)), -found.logits)).tolist():
            story = self._threads.story[self._window.articles[int(found.slots[position])]]
            if story in others:
                continue  # of one series with a member is another event
            links.setdefault(story, []).append(float(found.logits[position]))
            nearest.setdefault(story, position)
        share = self._matched_share()
        strengths = [
            (strength(values, size=len(self._threads.members[story]), share=share), story)
            for story, values in links.items()
        ]
        if not strengths:
            return None, None
        best, story = max(strengths, key=itemgetter(0))
        enough = self.rules.joining - self.rules.thin * thinness(len(self._window), days=self._window.days)
        return (story, nearest[story]) if best > enough else (None, None)

    def _matched_share(self) -> float:
        lately = list(islice(reversed(self._matched.values()), RECENT))
        return matched_share(sum(lately), of=len(lately))

    def _evidence(self, terms: Draft, frozen: Frozen, found: _Found, chosen: int, *, stage: str = "placed") -> Evidence:
        slot = int(found.slots[chosen])
        alike = Alike(row=found.rows[chosen], odds=float(found.logits[chosen]), theirs=self._window.frozen[slot])
        nearest = self._window.articles[slot]
        return evidence_of(terms, frozen, alike, nearest=nearest, stage=stage, most=self.rules.shared_terms)
