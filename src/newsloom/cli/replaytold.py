"""How the past by other settings is told."""

from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from newsloom.cli.output import counted, local, print_table
from newsloom.flows.replayreport import Overall, Pair, Replay, Side
from newsloom.model.publication import Stand
from newsloom.model.story import StoryId

SHOWN_EDITIONS, SHOWN_STORIES, SHOWN_SOURCES = 8, 4, 8
TITLE = 60  # characters


def print_replay(replay: Replay, *, zone: ZoneInfo, changed: str) -> None:
    """Print the measures, then the editions that differ most, then the last one's front."""
    if not replay.pairs:
        print("nothing was published in that time")
        return
    print(
        f"{counted(len(replay.pairs), 'edition')} from {local(replay.pairs[0].at, zone)}"
        f" to {local(replay.pairs[-1].at, zone)}; now against {changed}\n"
    )
    _print_measures(replay)
    if replay.is_same:
        print("every front is the same")
        return
    differing = [pair for pair in replay.pairs if pair.entered or pair.left or pair.moved]
    print(f"{counted(len(differing), 'front')} of {len(replay.pairs)} differ; those that differ most:\n")
    most = sorted(differing, key=lambda pair: (-len(pair.entered), -len(pair.moved), pair.at))[:SHOWN_EDITIONS]
    for pair in sorted(most, key=lambda pair: pair.at):
        _print_pair(pair, replay, zone)


def replay_data(replay: Replay) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "since": replay.since,
        "until": replay.until,
        "every_hours": replay.every.total_seconds() / 3600,
        "same": replay.is_same,
        "before": _overall(replay.before),
        "after": _overall(replay.after),
        "editions": [_pair(pair, replay) for pair in replay.pairs],
    }


def _overall(overall: Overall) -> dict[str, Any]:
    return asdict(overall) | {"shares": dict(overall.shares)}


def _pair(pair: Pair, replay: Replay) -> dict[str, Any]:
    return {
        "at": pair.at,
        "entered": pair.entered,
        "left": pair.left,
        "moved": [asdict(one) for one in pair.moved],
        "before": _side(pair.before, replay),
        "after": _side(pair.after, replay),
    }


def _side(side: Side, replay: Replay) -> dict[str, Any]:
    front = [asdict(stand) | {"title": replay.titles.get(stand.lead, "")} for stand in side.front]
    return asdict(side) | {"front": front}


def _print_measures(replay: Replay) -> None:
    before, after = replay.before, replay.after
    rows = [
        ("outlets that lead on the front", f"{before.outlets:.1f}", f"{after.outlets:.1f}"),
        ("independent reports of a story there", f"{before.independent:.1f}", f"{after.independent:.1f}"),
        ("hours since its newest report", f"{before.freshness_hours:.1f}", f"{after.freshness_hours:.1f}"),
        ("stories published a day", f"{before.published_a_day:.1f}", f"{after.published_a_day:.1f}"),
    ]
    old, new = dict(before.shares), dict(after.shares)
    names = sorted(old | new, key=lambda name: (-max(old.get(name, 0), new.get(name, 0)), name))[:SHOWN_SOURCES]
    rows += [(f"places of {name}", f"{old.get(name, 0):.0%}", f"{new.get(name, 0):.0%}") for name in names]
    print_table(("on the front", "now", "changed"), rows, right=("now", "changed"))


def _print_pair(pair: Pair, replay: Replay, zone: ZoneInfo) -> None:
    print(f"{local(pair.at, zone)}: {len(pair.entered)} in, {len(pair.left)} out, {len(pair.moved)} moved")
    places = {stand.story: (n, stand) for n, stand in enumerate(pair.after.front, 1)}
    before = {stand.story: (n, stand) for n, stand in enumerate(pair.before.front, 1)}
    for sign, stories, of in (("+", pair.entered, places), ("-", pair.left, before)):
        for story in stories[:SHOWN_STORIES]:
            print(f"  {sign} {_told(story, *of[story], replay)}")
        if len(stories) > SHOWN_STORIES:
            print(f"  {sign} and {len(stories) - SHOWN_STORIES} more")
    for one in sorted(pair.moved, key=lambda one: (-abs(one.before - one.after), one.after))[:SHOWN_STORIES]:
        print(f"  {one.before} to {_told(one.story, *places[one.story], replay)}")
    print()


def _told(story: StoryId, place: int, stand: Stand, replay: Replay) -> str:
    title = replay.titles.get(stand.lead, story)
    short = title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"
    return f"{place}. {short} ({stand.outlet}; heat {stand.heat}, quality {stand.quality})"
