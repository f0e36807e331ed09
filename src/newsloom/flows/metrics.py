"""What a desk's monitoring is told: how its sources stand, what is stored, what the last cycle did."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from newsloom.curate.schedule import ScheduleRules, is_due, is_quarantined
from newsloom.flows.reports import RunReport
from newsloom.keeping import Store
from newsloom.model.source import Source, SourceState
from newsloom.text.openmetrics import Family, Sample

_States = list[tuple[Source, SourceState]]


def metrics(
    sources: Sequence[Source],
    store: Store,
    *,
    now: datetime,
    rules: ScheduleRules,
    cycle: tuple[RunReport, float] | None = None,
) -> list[Family]:
    """The figures of a desk at `now`.

    Args:
        sources: what it watches; those that are disabled are counted, and told of no further.
        store: its memory.
        now: this moment, UTC.
        rules: when a source is due.
        cycle: what the last cycle did, and how many seconds it took, where one has just ended.
    """
    states = store.visits.states()
    watched = [
        (source, states.get(source.id) or SourceState(source=source.id)) for source in sources if not source.disabled
    ]
    return [
        _family("newsloom_sources", "Sources in newsloom.toml, by whether they are visited.", _counts(sources)),
        *_of_sources(watched, now=now),
        *_of_schedule(watched, now=now, rules=rules),
        *_of_store(watched, store),
        *(_of_cycle(*cycle) if cycle else ()),
    ]


def _counts(sources: Sequence[Source]) -> Iterator[Sample]:
    off = sum(source.disabled for source in sources)
    yield Sample(value=len(sources) - off, labels={"state": "watched"})
    yield Sample(value=off, labels={"state": "disabled"})


def _of_sources(watched: _States, *, now: datetime) -> Iterator[Family]:
    visited = [(source, state) for source, state in watched if state.last_visit is not None]
    yield _family(
        "newsloom_source_up",
        "Whether the last visit to a source brought what it should (1) or failed (0).",
        (_sample(source, float(state.reason is None)) for source, state in visited),
    )
    yield _family(
        "newsloom_source_last_success_timestamp_seconds",
        "When a source was last visited with success.",
        (_sample(source, s.last_success.timestamp()) for source, s in visited if s.last_success),
        unit="seconds",
    )
    yield _family(
        "newsloom_source_lag_seconds",
        "Time since a source last brought something new.",
        (_sample(source, (now - s.last_new).total_seconds()) for source, s in visited if s.last_new),
        unit="seconds",
    )
    yield _family(
        "newsloom_source_interval_seconds",
        "Time between two regular visits to a source, as its rhythm has it.",
        (_sample(source, float(s.interval_seconds)) for source, s in visited if s.interval_seconds),
        unit="seconds",
    )
    yield _family(
        "newsloom_source_failures",
        "Visits in a row that failed.",
        (_sample(source, float(state.failures)) for source, state in visited),
    )
    failing: dict[str, int] = {}
    for _, state in visited:
        if state.reason is not None:
            failing[str(state.reason)] = failing.get(str(state.reason), 0) + 1
    yield _family(
        "newsloom_sources_failing",
        "Sources whose last visit failed, by reason.",
        (Sample(value=count, labels={"reason": reason}) for reason, count in sorted(failing.items())),
    )


def _of_schedule(watched: _States, *, now: datetime, rules: ScheduleRules) -> Iterator[Family]:
    late = [is_due(source, state, now=now, rules=rules) for source, state in watched]
    yield _family("newsloom_sources_due", "Sources that want a visit now.", [Sample(value=sum(late))])
    quarantined = sum(is_quarantined(state, rules=rules) for _, state in watched)
    yield _family(
        "newsloom_sources_quarantined",
        "Sources left alone because they kill their reader.",
        [Sample(value=quarantined)],
    )


def _of_store(watched: _States, store: Store) -> Iterator[Family]:
    counts = store.articles.per_source()
    yield _family(
        "newsloom_source_articles",
        "Stored articles of a source.",
        (_sample(source, counts[source.id].articles) for source, _ in watched if source.id in counts),
    )
    yield _family("newsloom_articles", "Stored articles.", [Sample(value=store.articles.count())])
    yield _family(
        "newsloom_articles_unplaced", "Articles in no story yet.", [Sample(value=store.articles.unplaced_count())]
    )
    yield _family("newsloom_stories", "Stories that live.", [Sample(value=store.stories.count())])
    yield _family("newsloom_store_bytes", "Size of the database.", [Sample(value=store.size())], unit="bytes")


def _of_cycle(report: RunReport, seconds: float) -> Iterator[Family]:
    ingest, publish = report.ingest, report.publish
    done = {
        "visited": ingest.visited,
        "unmodified": ingest.unmodified,
        "failed": len(ingest.failed),
        "waiting": ingest.waiting,
    }
    yield _family(
        "newsloom_cycle_visits",
        "Sources visited in the last cycle, by outcome; `visited` counts all.",
        (Sample(value=count, labels={"outcome": what}) for what, count in done.items()),
    )
    items = {"added": ingest.added, "updated": ingest.updated, "rejected": sum(ingest.rejected.values())}
    yield _family(
        "newsloom_cycle_items",
        "Items of the last cycle, by what became of them.",
        (Sample(value=count, labels={"outcome": what}) for what, count in items.items()),
    )
    yield _family("newsloom_cycle_records", "Records kept by the last cycle.", [Sample(value=publish.records)])
    yield _family("newsloom_cycle_seconds", "How long the last cycle took.", [Sample(value=seconds)], unit="seconds")


def _family(name: str, about: str, samples: Iterator[Sample] | Sequence[Sample], *, unit: str = "") -> Family:
    return Family(name=name, kind="gauge", about=about, samples=tuple(samples), unit=unit)


def _sample(source: Source, value: float) -> Sample:
    return Sample(value=value, labels={"source": source.id})
