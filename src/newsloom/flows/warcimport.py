"""Take the articles of WARC files into a desk: each with the day it was crawled as its first sight."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from newsloom.curate.addresses import address
from newsloom.curate.admit import admit
from newsloom.curate.arrive import Arrival, arrival, settle
from newsloom.errors import PageError
from newsloom.failpoints import fail_at
from newsloom.flows.ingest import IngestRules
from newsloom.flows.warc import Capture, captures
from newsloom.model.article import Added, Admission, ArticleId, Rejected, Unchanged
from newsloom.model.draft import Known
from newsloom.model.item import Feed, Item
from newsloom.model.site import rules_for
from newsloom.model.source import Source, SourceId, SourceState
from newsloom.parse.page import read_page
from newsloom.parse.reading import PageReading
from newsloom.seams import Engine
from newsloom.text.urls import host_of, hostname

BATCH = 100  # pages kept in one transaction, with the place up to which the file was read


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which captures are taken: of these hosts and those below them (all if empty), crawled from `since` on (UTC)."""

    hosts: tuple[str, ...] = ()
    since: datetime | None = None

    def takes(self, capture: Capture) -> bool:
        """Whether a capture is among them."""
        if self.since is not None and (capture.at is None or capture.at < self.since):
            return False
        host = hostname(capture.url).removeprefix("www.")
        return not self.hosts or any(host == one or host.endswith(f".{one}") for one in self.hosts)


@dataclass(slots=True, kw_only=True)
class WarcReport:
    """What an import did: records read, articles added, those known before, and why others brought nothing."""

    files: int = 0
    records: int = 0
    added: int = 0
    known: int = 0
    unwanted: int = 0
    damaged: int = 0
    passed_over: dict[str, int] = field(default_factory=dict)

    def pass_over(self, why: str) -> None:
        """Count one that brought nothing."""
        self.passed_over[why] = self.passed_over.get(why, 0) + 1


def import_warc(
    engine: Engine,
    files: Sequence[Path],
    *,
    wanted: Wanted,
    rules: IngestRules,
    now: datetime,
    limit: int | None = None,
) -> WarcReport:
    """Take what is wanted of the files, in their order; each goes on where an earlier import of it ended.

    Args:
        engine: the collaborators; nothing is fetched.
        files: WARC files.
        wanted: which captures.
        rules: what makes an article, as for feeds.
        now: the moment of this import, UTC.
        limit: articles that are added at most.

    Raises:
        UsageError: a file cannot be opened; what was read before it is kept.
    """
    report = WarcReport()
    own = {host_of(source.url): source for source in reversed(engine.sources)}
    for number, path in enumerate(files, start=1):
        report.files += 1
        _File(engine, path, wanted, rules, now, report, own).take(limit)
        engine.progress("reading archives", number, len(files))
        if limit is not None and report.added >= limit:
            break
    return report


@dataclass(slots=True)
class _File:
    engine: Engine
    path: Path
    wanted: Wanted
    rules: IngestRules
    now: datetime
    report: WarcReport
    own: dict[str, Source]

    def take(self, limit: int | None) -> None:
        """Read from where an earlier import ended; the place is kept with the articles, in one transaction."""
        start = self._place()
        batch: list[Capture] = []
        last = start
        for capture in captures(self.path, start=max(start, 0)):
            if capture.place <= start:
                continue  # the last one of an earlier import
            last = capture.place
            if self._is_taken(capture):
                batch.append(capture)
            room = BATCH if limit is None else min(BATCH, limit - self.report.added)
            if len(batch) >= room:
                self._keep(batch, last)
                batch = []
                if limit is not None and self.report.added >= limit:
                    return
        self._keep(batch, last)

    def _is_taken(self, capture: Capture) -> bool:
        self.report.records += 1
        if self.report.records % BATCH == 0:
            self.engine.progress(f"reading {self.path.name}", self.report.records, 0)
        if capture.fault == "damaged":
            self.report.damaged += 1
        elif not self.wanted.takes(capture):
            self.report.unwanted += 1
        elif capture.fault:
            self.report.pass_over(capture.fault)
        else:
            return True
        return False

    @property
    def _state(self) -> SourceState:
        """What is remembered of the file: that it is this one, read for these hosts and days."""
        size = self.path.stat().st_size
        since = "" if self.wanted.since is None else self.wanted.since.isoformat()
        mark = f"{self.path.name} of {size} bytes, hosts {','.join(self.wanted.hosts)}, since {since}"
        return SourceState(source=SourceId(f"warc:{self.path.name}"), url=mark)

    def _place(self) -> int:
        """The byte at which the last record began that an earlier import has taken; -1 if there was none."""
        fresh = self._state
        known = self.engine.store.visits.states().get(fresh.source)
        return int(known.etag or -1) if known is not None and known.url == fresh.url else -1

    def _keep(self, batch: Sequence[Capture], last: int) -> None:
        admissions = list(self._admissions(batch)) if batch else []
        self.report.added += sum(isinstance(one, Added) for one in admissions)
        self.report.known += sum(isinstance(one, Unchanged) for one in admissions)
        for one in admissions:
            if isinstance(one, Rejected):
                self.report.pass_over(str(one.reason))
        state = replace(self._state, etag=str(last), last_visit=self.now, items_seen=self.report.records)
        self.engine.store.visits.save(state, admissions=admissions)
        fail_at("ingest.saved")

    def _admissions(self, batch: Sequence[Capture]) -> Iterator[Admission]:
        items = {capture.place: Item(url=capture.url) for capture in batch}
        known = self._known(address(item) for item in items.values())
        fresh = [capture for capture in batch if address(items[capture.place]) not in known.by_url]
        for capture in batch:
            if (there := known.by_url.get(address(items[capture.place]))) is not None:
                yield Unchanged(item=items[capture.place], id=there.id)
        arrivals: dict[ArticleId, tuple[Added, Arrival]] = {}
        for capture, reading in self._readings(fresh):
            if isinstance(reading, str):
                self.report.pass_over(reading)
                continue
            (admission,) = self._admitted(capture, reading, known)
            if not isinstance(admission, Added):
                yield admission
            elif admission.article.id in arrivals:
                yield Unchanged(item=admission.item, id=admission.article.id, url=admission.article.url)
            else:
                arrivals[admission.article.id] = (admission, self._arrival(admission, reading, capture))
        yield from self._settled(arrivals)

    def _admitted(self, capture: Capture, reading: PageReading, known: Known) -> list[Admission]:
        source = self._source(capture.url)
        item = Item(url=capture.url, title=reading.title or "")
        feed = Feed(format="warc", title=reading.site_name or "", items=(item,))
        at = capture.at or self.now
        return admit(feed, source=source, known=known, first_visit=False, now=at, rules=self.rules.admit)

    def _arrival(self, admission: Added, reading: PageReading, capture: Capture) -> Arrival:
        return arrival(
            admission.article,
            reading,
            landed=capture.url,
            family_of=self.engine.criteria.providers.family_of,
            rules=self.rules.reread,
        )

    def _settled(self, arrivals: dict[ArticleId, tuple[Added, Arrival]]) -> Iterator[Admission]:
        several = [one for _, one in arrivals.values()]
        if not several:
            return
        known = self._known(url for one in several for url in (one.article.url, one.landed))
        stored = frozenset(self.engine.store.articles.get(one.article.id for one in several))
        seen = set(stored)
        for one in settle(several, known=known, stored=stored):
            added = arrivals[one.draft][0]
            if one.article.id == one.draft and one.draft not in seen:
                seen.add(one.draft)
                yield replace(added, article=one.article)
            else:
                yield Unchanged(item=added.item, id=one.article.id, url=added.article.url, by=one.by)

    def _readings(self, batch: Sequence[Capture]) -> Iterator[tuple[Capture, PageReading | str]]:
        """Each page with what it says, or why it is no article."""
        reading: list[tuple[Capture, Future[PageReading]]] = []
        submit: Callable[..., Future[PageReading]] = self.engine.executor.submit
        for capture in batch:
            site = rules_for(hostname(capture.url), self.engine.sites)
            future = submit(read_page, capture.body, url=capture.url, content_type=capture.content_type, rules=site)
            reading.append((capture, future))
        for capture, future in reading:
            try:
                yield capture, future.result()
            except PageError:
                yield capture, "not an article"
            except Exception:  # noqa: BLE001  whatever its reader died of, a page fails alone
                yield capture, "reader died"

    def _known(self, addresses: Iterator[str]) -> Known:
        return self.engine.store.articles.known(SourceId("warc"), keys=(), urls=[url for url in addresses if url])

    def _source(self, url: str) -> Source:
        """The owner's source of the same host, if there is one; else one for the host."""
        host = host_of(url)
        return self.own.get(host) or Source(id=SourceId(f"warc:{host}"), url=f"https://{host}/")
