"""What comes in from sources: read in batches, admitted in order, kept in batches, each in one transaction."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from newsloom.curate import absence
from newsloom.curate.admit import admit, drafts_of
from newsloom.curate.identity import marks_of
from newsloom.curate.prospects import Prospect, prospects
from newsloom.curate.reread import rereads
from newsloom.curate.schedule import after_failure, after_reading, after_unmodified
from newsloom.curate.shares import with_shares
from newsloom.errors import FeedError
from newsloom.failpoints import fail_at
from newsloom.flows.feedreading import Batch, Read, Task, begin, drawn, finish
from newsloom.flows.following import Reading, follow
from newsloom.flows.pages import worker_failure
from newsloom.flows.reports import IngestReport
from newsloom.flows.rules import IngestRules
from newsloom.flows.websub import hub_and_topic
from newsloom.model.article import Added, Admission, Article, ArticleId, Rejected, Unchanged, Updated
from newsloom.model.draft import Known
from newsloom.model.item import Feed
from newsloom.model.page import Failure, Outcome, Page, Reason
from newsloom.model.removal import Absence
from newsloom.model.source import Source, SourceState
from newsloom.model.visit import Asked, Visited
from newsloom.seams import Engine

log = structlog.get_logger()

READ = 16  # pages handed to a worker at once
READ_BYTES = 1_000_000  # of such pages together; a larger one goes alone
AHEAD = 6  # batches handed to the workers before their answers are asked for
KEEP = 64  # visits kept in one transaction
KEEP_SECONDS = 5.0  # the longest time a visit waits for its transaction


@dataclass(frozen=True, slots=True)
class _Visit:
    source: Source
    state: SourceState
    page: Page


@dataclass(slots=True, kw_only=True)
class Intake:
    """One round of visits, from outcomes to what is stored. `close` must be called when all have come."""

    engine: Engine
    report: IngestReport
    now: datetime
    rules: IngestRules
    _unread: list[_Visit] = field(default_factory=list)
    _bytes: int = 0
    _reading: deque[tuple[list[_Visit], Batch]] = field(default_factory=deque)
    _several: list[tuple[_Visit, Reading]] = field(default_factory=list)
    _kept: list[Visited] = field(default_factory=list)
    _kept_at: float = 0.0
    _unsaved: set[str] = field(default_factory=set)  # what the next transaction will make known
    _fresh: set[str] = field(default_factory=set)  # what was made known since the store was asked, saved or not

    def take(self, source: Source, state: SourceState, outcome: Outcome) -> None:
        """One outcome of one source."""
        self.report.visited += 1
        if isinstance(outcome, Failure):
            self._fail(state, outcome)
        elif outcome.not_modified:
            self.report.unmodified += 1
            schedule = self.rules.schedule
            self._keep(Visited(state=after_unmodified(state, outcome.headers, now=self.now, rules=schedule)))
        else:
            self._read(_Visit(source, state, outcome))
        while len(self._reading) > AHEAD:
            self._finish(*self._reading.popleft())

    def close(self) -> None:
        """Finish all that was taken; a source of several pages last, when they all were asked for."""
        self._hand_over()
        while self._reading:
            self._finish(*self._reading.popleft())
        follow(self.engine, [found for _, found in self._several])
        for visit, found in self._several:
            self._finish_several(visit, found)
        self._save()

    def _read(self, visit: _Visit) -> None:
        if self._unread and self._bytes + len(visit.page.body) > READ_BYTES:
            self._hand_over()
        self._unread.append(visit)
        self._bytes += len(visit.page.body)
        if len(self._unread) >= READ:
            self._hand_over()

    def _hand_over(self) -> None:
        if not self._unread:
            return
        tasks = [Task(source=v.source, page=v.page, whole=v.state.last_success is None) for v in self._unread]
        batch = begin(self.engine.executor, self.engine.readers, tasks, now=self.now)
        self._reading.append((self._unread, batch))
        self._unread, self._bytes = [], 0

    def _finish(self, visits: list[_Visit], batch: Batch) -> None:
        replies = finish(self.engine.executor, self.engine.readers, batch, now=self.now)
        read: list[tuple[_Visit, Read]] = []
        for visit, reply in zip(visits, replies, strict=True):
            if isinstance(reply, FeedError):
                self._not_a_feed(visit, reply)
            elif isinstance(reply, Exception):
                self._fail(visit.state, worker_failure(visit.page.request, reply))
            elif reply[0].more:
                self._several.append((visit, Reading(visit.source, visit.page, reply[0])))
            else:
                read.append((visit, reply))
        self._admit(read)

    def _finish_several(self, visit: _Visit, found: Reading) -> None:
        """Admit what several pages said. The first one's validators say nothing of the others: they are not kept."""
        try:
            feed = found.whole()
        except FeedError as error:
            self._not_a_feed(visit, error)
            return
        kept = {name: value for name, value in visit.page.headers.items() if name not in {"etag", "last-modified"}}
        whole = replace(visit, page=replace(visit.page, headers=kept))
        self._admit([(whole, (feed, prospects(feed, source=visit.source, now=self.now, whole=False)))])

    def _not_a_feed(self, visit: _Visit, error: FeedError) -> None:
        self._fail(visit.state, Failure(request=visit.page.request, reason=Reason(error.reason), detail=str(error)))

    def _fail(self, state: SourceState, failure: Failure) -> None:
        if failure.reason is Reason.WAITING:  # it was not asked: there is nothing to remember of it
            self.report.waiting += 1
            return
        self.report.failed[state.source] = f"{failure.reason}: {failure.detail}"
        log.info("source.failed", source=state.source, reason=str(failure.reason), detail=failure.detail)
        self._keep(Visited(state=after_failure(state, failure, now=self.now, rules=self.rules.schedule)))

    def _admit(self, read: Sequence[tuple[_Visit, Read]]) -> None:
        """Decide about the items of feeds, in order; each decision knows of all before it."""
        if not read:
            return
        articles = self.engine.store.articles
        asked = [_asked(visit.source, feed, seen) for visit, (feed, seen) in read]
        self._fresh = set(self._unsaved)
        known_of = articles.known_each(asked)
        read = self._drawn(read, known_of)
        for (visit, (feed, seen)), question, known in zip(read, asked, known_of, strict=True):
            if not self._fresh.isdisjoint(_names(seen)):
                self._save()
                known = articles.known_each([question])[0]  # noqa: PLW2901  what is known has changed
            self._admit_one(visit, feed, seen, known)

    def _drawn(self, read: Sequence[tuple[_Visit, Read]], known: Sequence[Known]) -> list[tuple[_Visit, Read]]:
        """The same, with articles for the items that say what is not stored yet."""
        found = list(read)
        places = [_unknown(seen, one) for (_, (_, seen)), one in zip(read, known, strict=True)]
        wanted = [at for at, some in enumerate(places) if some]
        asked = [(found[at][0].source, found[at][1], places[at]) for at in wanted]
        if asked:
            for at, drawing in zip(wanted, drawn(self.engine.executor, asked, now=self.now), strict=True):
                found[at] = (found[at][0], drawing)
        return found

    def _admit_one(self, visit: _Visit, feed: Feed, seen: Sequence[Prospect], known: Known) -> None:
        rules, report = self.rules, self.report
        first = visit.state.last_success is None
        admissions = admit(
            feed, source=visit.source, known=known, first_visit=first, now=self.now, rules=rules.admit, seen=seen
        )
        added = sum(isinstance(admission, Added) for admission in admissions)
        drafts = drafts_of(admissions, source=visit.source, rules=rules.admit)
        drafts += rereads(admissions, known=known, now=self.now, rules=rules.reread)
        state = after_reading(visit.state, visit.page, feed, added=added, now=self.now, rules=rules.schedule)
        visited = Visited(
            state=with_shares(state, feed.items, admissions, known=known, now=self.now),
            admissions=tuple(admissions),
            drafts=tuple(drafts),
            absences=tuple(self._absences(visit, feed, admissions)),
        )
        made = _made_known(seen, known) | {mark for article in _articles(visited) for mark in marks_of(article)}
        self._fresh |= made
        self._unsaved |= made
        self._keep(visited)
        report.added += added
        report.updated += sum(isinstance(admission, Updated) for admission in admissions)
        for admission in admissions:
            if isinstance(admission, Rejected):
                report.rejected[admission.reason] = report.rejected.get(admission.reason, 0) + 1
        if hub := hub_and_topic(visit.page, hub=feed.hub, topic=feed.topic):
            report.hubs[visit.source.id] = hub
        if feed.problems:
            report.problems[visit.source.id] = feed.problems
        log.info("source.visited", source=visit.source.id, items=len(feed.items), added=added)

    def _absences(self, visit: _Visit, feed: Feed, admissions: Sequence[Admission]) -> list[Absence]:
        """Which articles of the source its feed no longer shows, or shows again."""
        since = absence.since(feed.items)
        if since is None or visit.state.last_success is None:
            return []
        present = {id_ for admission in admissions if (id_ := _article_of(admission)) is not None}
        stored = self.engine.store.articles.shown_since(visit.source.id, since)
        return absence.absences(stored, present=present, items=len(feed.items))

    def _keep(self, visited: Visited) -> None:
        moment = self.engine.clock.monotonic()
        if not self._kept:
            self._kept_at = moment
        self._kept.append(visited)
        if len(self._kept) >= KEEP or moment - self._kept_at > KEEP_SECONDS:
            self._save()

    def _save(self) -> None:
        if self._kept:
            self.engine.store.visits.save_all(self._kept)
            fail_at("ingest.saved")
        self._kept = []
        self._unsaved.clear()


def _asked(source: Source, feed: Feed, seen: Sequence[Prospect]) -> Asked:
    return Asked(
        source=source.id,
        keys=tuple(item.key for item in feed.items if item.key),
        urls=tuple(prospect.url for prospect in seen),
        marks=tuple(mark for prospect in seen for mark in prospect.marks),
    )


def _unknown(seen: Sequence[Prospect], known: Known) -> list[int]:
    """The places of items whose article is to be made: none is stored at their address, or one with other words."""
    passed_over = known.left_out | known.removed
    return [
        at
        for at, one in enumerate(seen)
        if one.url
        and one.article is None
        and known.ids.get(one.url) not in passed_over
        and ((stored := known.by_url.get(one.url)) is None or stored.feed_fingerprint != one.fed)
    ]


def _names(seen: Sequence[Prospect]) -> set[str]:
    """All by which the items of a feed may be known across sources."""
    return {name for prospect in seen if prospect.url for name in (prospect.view, *prospect.marks)}


def _made_known(seen: Sequence[Prospect], known: Known) -> set[str]:
    """What a feed makes known that was not: of the items whose address nobody had seen."""
    return {name for one in seen if one.url and one.url not in known.ids for name in (one.view, *one.marks)}


def _articles(visited: Visited) -> list[Article]:
    admitted = [one.article for one in visited.admissions if isinstance(one, Added | Updated)]
    return [*admitted, *(draft.article for draft in visited.drafts)]


def _article_of(admission: Admission) -> ArticleId | None:
    match admission:
        case Added(article=article) | Updated(article=article):
            return article.id
        case Unchanged(id=id_) | Rejected(id=id_):
            return id_
