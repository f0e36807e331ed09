"""Whether somebody is told of a story: once when it first fits a view, then only when it changes materially."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from newsloom.curate.judge import Weighed
from newsloom.model.alert import AlertCause, AlertState
from newsloom.model.article import ArticleId
from newsloom.model.metadata import Standing
from newsloom.model.story import StoryId

_ENTERED = frozenset({AlertCause.ENTERED})
SECOND = 2  # voices: who stands alone may be wrong
_FAULTS = {Standing.CORRECTED: AlertCause.CORRECTION, Standing.WITHDRAWN: AlertCause.WITHDRAWAL}
_BY_NAME = {standing.value: cause for standing, cause in _FAULTS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertingRules:
    """What is material: heat of `times` that of the last notice; less than `least_heat` counts as so much."""

    times: int = 3
    least_heat: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """A story as an alert sees it now.

    `fits` says whether the view has it, `is_killed` that an editor took it off. `faults` are its corrected and
    withdrawn articles, as `article:standing`.
    """

    story: StoryId
    fits: bool
    heat: int = 0
    voices: int = 1
    faults: frozenset[str] = frozenset()
    articles: frozenset[ArticleId] = frozenset()
    is_killed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What becomes of one story for one alert: what is remembered, and why somebody is told; no cause, nobody is.

    `merged` are the told stories that went into this one.
    """

    state: AlertState | None
    causes: tuple[AlertCause, ...] = ()
    merged: tuple[StoryId, ...] = ()


def decide(
    now: Standpoint,
    *,
    known: AlertState | None,
    absorbed: Sequence[AlertState] = (),
    wanted: Iterable[AlertCause] = AlertCause,
    silent: bool = False,
    rules: AlertingRules = AlertingRules(),
) -> Decided:
    """Whether somebody is told of a story.

    Nothing is told twice: what is told is remembered in the state that comes back, and deciding again from it with the
    same story brings no cause. What is told only while the story fits: that it entered, its second voice, its heat.
    That a told story was corrected, withdrawn or merged is told in any case; nothing is told of a killed one.

    Args:
        now: the story.
        known: what is remembered of it, None for nothing; for one that split off, what is remembered of its origin.
        absorbed: what is remembered of stories that went into it since.
        wanted: the causes that count.
        silent: take note of the story as it is and tell nobody.
        rules: what is material.
    """
    before = _together(now.story, known, absorbed)
    if before is None and (not now.fits or now.is_killed):
        return Decided(state=None)
    if before is None:
        before, causes = AlertState(story=now.story), _ENTERED
    else:
        before = _met(before, now)
        causes = _changes(before, now, rules) | _merges(absorbed)
    told = () if silent or now.is_killed else tuple(cause for cause in AlertCause if cause in causes & {*wanted})
    if not told and not silent and causes != _ENTERED:
        return Decided(state=before)
    merged = tuple(one.story for one in absorbed if one.told) if AlertCause.MERGE in told else ()
    return Decided(state=_noted(before, now, told=bool(told)), causes=told, merged=merged)


def _noted(before: AlertState, now: Standpoint, *, told: bool) -> AlertState:
    """The memory of a story as it stands now, which the next change is measured against."""
    return replace(
        before,
        told=before.told + told,
        heat=now.heat,
        voices=max(before.voices, now.voices),
        faults=before.faults | now.faults,
        seen=before.seen | now.articles,
    )


def standpoint(story: StoryId, weighed: Weighed, *, fits: bool, is_killed: bool) -> Standpoint:
    """A weighed story as an alert sees it."""
    ranked = {one.finding.article: one.finding for one in (*weighed.ranked, *weighed.withdrawn)}
    return Standpoint(
        story=story,
        fits=fits,
        heat=weighed.heat.value,
        voices=weighed.rests_on.independent,
        faults=frozenset(f"{id_}:{one.standing.value}" for id_, one in ranked.items() if one.standing in _FAULTS),
        articles=frozenset(ranked),
        is_killed=is_killed,
    )


def _together(story: StoryId, known: AlertState | None, absorbed: Sequence[AlertState]) -> AlertState | None:
    """What is remembered of all that is one story now."""
    states = [*([known] if known is not None else ()), *absorbed]
    if not states:
        return None
    return AlertState(
        story=story,
        told=max(one.told for one in states),
        heat=max(one.heat for one in states),
        voices=max(one.voices for one in states),
        faults=frozenset[str]().union(*(one.faults for one in states)),
        seen=frozenset[ArticleId]().union(*(one.seen for one in states)),
    )


def _met(before: AlertState, now: Standpoint) -> AlertState:
    """The memory with articles that are new to it; what was faulty when it came is no news of what was told."""
    came_so = {fault for fault in now.faults if _article(fault) not in before.seen}
    return replace(before, faults=before.faults | came_so, seen=before.seen | now.articles)


def _changes(before: AlertState, now: Standpoint, rules: AlertingRules) -> frozenset[AlertCause]:
    causes: set[AlertCause] = set()
    if now.fits and before.voices < SECOND <= now.voices:
        causes.add(AlertCause.VOICE)
    if now.fits and now.heat >= rules.times * max(before.heat, rules.least_heat):
        causes.add(AlertCause.HEAT)
    if now.fits or before.told:
        causes |= {_BY_NAME[fault.rpartition(":")[2]] for fault in now.faults - before.faults}
    return frozenset(causes)


def _merges(absorbed: Sequence[AlertState]) -> frozenset[AlertCause]:
    return frozenset({AlertCause.MERGE} if any(one.told for one in absorbed) else ())


def _article(fault: str) -> str:
    return fault.rpartition(":")[0]
