"""Which story an article belongs to, decided when it arrives, with the evidence."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import islice
from sys import intern
from zlib import crc32

import numpy as np

from newsloom.curate.boilerplate import Repeats, Sentences, sentences_in, with_sentences
from newsloom.curate.choice import choice
from newsloom.curate.choose import ABSENT, chance, matched_share, thinness
from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.columns import DAY, TIME
from newsloom.curate.cutting import Cuts, Reading, reading_of
from newsloom.curate.data import term_table
from newsloom.curate.followers import Followers
from newsloom.curate.frozen import Kept, Links, of_copy, original_in, read
from newsloom.curate.lately import Lately
from newsloom.curate.linking import is_matched, linked
from newsloom.curate.pairs import HOURS
from newsloom.curate.placement import Placement, closed, placement
from newsloom.curate.roundup import common_words, is_round_up
from newsloom.curate.rulings import Ruled, bound_placement
from newsloom.curate.seen import Candidates, Seen
from newsloom.curate.sense import Opinion, heard, surest
from newsloom.curate.settle import change_of, settle
from newsloom.curate.sharing import shared_terms, views_shown
from newsloom.curate.threads import Threads
from newsloom.curate.window import Window, Words, stamp
from newsloom.model.article import Article, ArticleId
from newsloom.model.story import Evidence, StoryChange, StoryId

_BATCH = 1_000  # articles brought back at once
_HOUR = DAY // 24
_OPENED = Evidence(stage="opened")


class Clusterer:
    """Places the articles of one language, one after the other, among those of the active window.

    All state follows from the frozen features and the stories of the active articles in order of arrival: `restore`
    brings it back. An `opinion` adds to the log-odds of pairs that are uncertain; it must say the same after a restart.
    """

    def __init__(
        self,
        *,
        language: str,
        rules: ClusterRules | None = None,
        ruled: Ruled | None = None,
        opinion: Opinion | None = None,
    ) -> None:
        self.language = language
        self.ruled = ruled or Ruled()
        self._opinion = opinion
        self.rules = rules or ClusterRules()
        counted, warm = term_table(language)
        self._window = Window(
            span=self.rules.window,
            most=self.rules.most_active,
            candidates=self.rules.candidates,
            warm=warm,
            counted=counted,
        )
        self._common = common_words(warm, counted=counted)
        self._cuts = Cuts()
        self._threads = Threads()
        self._lately = Lately(self.rules.recent)
        self._read: tuple[Article, Reading] | None = None  # the article at hand, if it is read whole
        self._repeats = Repeats()
        self._copies = Followers()
        self._latest: tuple[ArticleId, bytes] | None = None  # the article placed last, if it is not active

    def place(self, article: Article, *, original: ArticleId | None = None) -> Placement:
        """The article's story: that of the members it resembles enough, or one it opens. An article is placed once.

        A copy of an active article, its `original`, goes where that stands and leaves no trace: nothing is compared
        with it later, and it counts for nothing. A copy of an article that is not active is placed like any other.
        """
        if article.id in self._window.slots:
            raise ValueError(f"article {article.id} is already placed; a revision keeps its story")
        at = stamp(article.sort_date)
        ended = self._forget(self._window.advance(at))
        barred, bound = self.ruled.barred(article.id), bound_placement(article, self.ruled, self._threads.members)
        home = None if original is None else self._threads.story.get(original)
        if original is not None and home is not None and (bound or home not in barred):
            self._latest = (article.id, of_copy(original))
            self._lately.add(at, matched=None)
            if bound is None or bound.membership.story == home:
                self._copies.add(article.id, original)
            return self._happened(article, bound or self._beside(article, original), before=ended)
        found = self._asked(article.id, self._look(article, at))
        story, chosen = self._choose(found, barred)
        evidence = _OPENED if chosen is None else self._evidence(article, found, chosen)
        placed = bound or placement(article, story, evidence, barred=barred)
        story = placed.membership.story
        links = linked(found, story, is_new=story not in self._threads.members)
        self._lately.add(at, matched=is_matched(links))
        left = self._take(article.id, story, links, self._repeats.new_of(article))
        return self._happened(article, placed, before=ended, after=left)

    def look(self, article: Article) -> Seen:
        """What an article would be compared with if it came now; nothing changes but the window's time."""
        at = stamp(article.sort_date)
        self._forget(self._window.advance(at))
        found = self._look(article, at)
        count = len(found.slots)
        return Seen(
            articles=tuple(found.article(at) for at in range(count)),
            rows=self._window.found.features[:count].copy(),
            apart=np.array([odds <= ABSENT for odds in found.odds], dtype=np.bool_),
            never=self._window.found.never[:count] > 0,
            thin=self._thin(),
        )

    def why(self, article: Article, other: ArticleId) -> Evidence | None:
        """How alike an article and an active one are, whatever their stories; None if the other has left the window."""
        slot = self._window.slots.get(other)
        if slot is None:
            return None
        mine = self._window.slots.get(article.id, 0)
        if not mine:
            self._window.meet(self._words(article, stamp(article.sort_date)))
        self._window.judge(mine, slot)
        return self._evidence(article, self._found(1), 0, stage="compared", mine=mine)

    def series(self, article: ArticleId, other: ArticleId) -> tuple[str, ...]:
        """By which marks what `why` just compared are parts of one series, in words; none if they are not."""
        return self._window.series(self._window.slots.get(article, 0), self._window.slots[other])

    def is_round_up(self, article: Article) -> bool:
        """The article tells of many subjects in a line each, as far as this language's words say."""
        return is_round_up(article, self._common)

    def frozen(self, article: ArticleId) -> bytes:
        """The features as frozen on arrival, of an active article or of the one placed last; for the store.

        Of a copy: whose it is.
        """
        if self._latest and self._latest[0] == article:
            return self._latest[1]
        return with_sentences(self._window.packed(article), self._repeats.of(article))

    def restore(self, rows: Iterable[tuple[ArticleId, StoryId, datetime, bytes]]) -> None:
        """Take back placed articles (id, story, sort date, frozen features) in order of arrival.

        They must hold every article whose sort date is in the window, and `rules.recent` of the latest sort dates in
        any case; older ones do no harm. Raises StoreError for features of another version.
        """
        left = iter(rows)
        while batch := list(islice(left, _BATCH)):
            self._restore(batch)
        self._latest = None

    def _restore(self, rows: Sequence[tuple[ArticleId, StoryId, datetime, bytes]]) -> None:
        """What leaves the window in between leaves no trace, so it is enough to look once for all of these."""
        self._forget(self._window.advance(max(stamp(at) for _, _, at, _ in rows)))
        articles: list[ArticleId] = []
        all_kept: list[Kept] = []
        for name, story, sort_date, blob in rows:
            article, original = ArticleId(intern(name)), original_in(blob)
            if original is not None:
                self._lately.add(stamp(sort_date), matched=None)
                if self._threads.story.get(original) == story:
                    self._copies.add(article, original)
                continue
            kept = read(blob)
            self._lately.add(stamp(sort_date), matched=is_matched(kept.links))
            if not self._window.is_past(kept.facts[TIME]):
                articles.append(article)
                all_kept.append(kept)
                self._remember(article, story, kept.links, sentences_in(blob))
        self._forget(self._window.add_kept(articles, all_kept))

    def follow(self, merged: StoryChange) -> None:
        """Let a merge that another language's articles brought about be true of the articles here."""
        if merged.other is not None and merged.other in self._threads.members:
            self._threads.merge(merged.other, merged.story)

    def _happened(
        self, article: Article, placed: Placement, *, before: list[StoryId], after: Iterable[StoryId] = ()
    ) -> Placement:
        """The placement with all that changed by it: stories that left the window close, others are settled."""
        for change in placed.changes:
            self.ruled.happen(change)
        settled = () if self.rules.settling is None else tuple(self._settle(article))
        if not (before or after or settled):
            return placed
        changes = (*closed(before, by=article), *placed.changes, *closed(after, by=article), *settled)
        return Placement(membership=placed.membership, changes=changes)

    def _beside(self, article: Article, original: ArticleId) -> Placement:
        """A copy stands where its original stands."""
        apart = abs(stamp(article.sort_date) - self._window.time_of(original))
        evidence = Evidence(stage="copy", nearest=original, hours_apart=round(apart / _HOUR, 4))
        return placement(article, self._threads.story[original], evidence)

    def _settle(self, article: Article) -> Iterator[StoryChange]:
        """Change what the article shows to be one story, another, or two."""
        rules = self.rules.settling
        if rules is None or article.id not in self._threads.story:
            return  # it was older than the window
        asked = {"joining": self.rules.joining, "share": self._matched_share()}
        for step in settle(self._threads, article.id, **asked, rules=rules, ruled=self.ruled):
            change = self._copies.along(change_of(step, article.first_seen), self.ruled)
            self.ruled.happen(change)
            yield change

    def _words(self, article: Article, at: int) -> Words:
        fresh = self._repeats.fresh(article)
        reading = reading_of(article, self._cuts, text=fresh)
        self._read = (article, reading) if fresh is None else None
        says_one = not self.is_round_up(article)  # what tells of everything is compared with nothing
        return Words(
            reading.said if says_one else reading.said[:0],
            reading.titled if says_one else 0,
            at,
            article.published.day if article.published is not None else 0,
            crc32(article.source.encode()) if article.source else 0,
        )

    def _whole(self, article: Article) -> Reading:
        """All that is read of an article, with what its outlet repeats."""
        known = self._read is not None and self._read[0] is article
        return self._read[1] if self._read is not None and known else reading_of(article, self._cuts)

    def _look(self, article: Article, at: int) -> Candidates:
        return self._found(self._window.meet(self._words(article, at)))

    def _found(self, count: int) -> Candidates:
        found = self._window.found
        return Candidates(
            found.slots[:count].tolist(),
            found.likely[:count].tolist(),
            found.never[:count].tolist(),
            found.order[:count].tolist(),
            named=self._window.articles,
            story=self._threads.story,
        )

    def _asked(self, article: ArticleId, found: Candidates) -> Candidates:
        """What was found, with a second opinion on what is uncertain."""
        if self._opinion is None:
            return found
        others = [found.article(at) for at in range(len(found.slots))]
        odds = heard(found.odds, article, others, opinion=self._opinion, joining=self.rules.joining)
        return found._replace(odds=odds, order=surest(odds))

    def _take(self, article: ArticleId, story: StoryId, links: Links, sentences: Sentences) -> list[StoryId]:
        self._remember(article, story, links, sentences)
        gone = self._window.add(article, links)
        here = article not in gone
        self._latest = None if here else (article, with_sentences(self._window.packed_at_hand(links), sentences))
        return self._forget(gone)

    def _remember(self, article: ArticleId, story: StoryId, links: Links, sentences: Sentences) -> None:
        self._threads.add(article, story, links)
        self._repeats.add(article, sentences)

    def _forget(self, leaving: list[ArticleId]) -> list[StoryId]:
        if not leaving:
            return []
        stories = dict.fromkeys(self._threads.story[gone] for gone in leaving)  # of those none may be left
        for gone in leaving:
            self._threads.remove(gone)
            self._copies.remove(gone)
            self._repeats.remove(gone)
        return [story for story in stories if story not in self._threads.members]

    def _choose(self, found: Candidates, barred: AbstractSet[StoryId]) -> tuple[StoryId | None, int | None]:
        enough, share = self.rules.joining - self._thin(), self._matched_share()
        return choice(found, self._threads.members, barred=barred, enough=enough, share=share)

    def _thin(self) -> float:
        return self.rules.thin * thinness(len(self._window), days=self._window.days, gap=self._lately.gap)

    def _matched_share(self) -> float:
        return matched_share(self._lately.matched, of=len(self._lately))

    def _evidence(
        self, article: Article, found: Candidates, chosen: int, *, stage: str = "placed", mine: int = 0
    ) -> Evidence:
        nearest = found.article(chosen)
        row = self._window.found.features[chosen].tolist()
        common = self._window.common_terms(mine, self._window.slots[nearest])
        return Evidence(
            stage=stage,
            probability=chance(found.odds[chosen]),
            nearest=nearest,
            hours_apart=None if row[HOURS] != row[HOURS] else row[HOURS],
            shared=shared_terms(self._whole(article), common, most=self.rules.shared_terms),
            views=views_shown(row),
        )
