"""A story's life in words."""

from collections.abc import Iterator
from textwrap import shorten
from zoneinfo import ZoneInfo

from newsloom.cli.output import counted, local
from newsloom.model.life import Life, Phase, Telling

HEADLINE = 60  # characters of a headline that are shown
OUTLETS = 12  # outlets of a timeline that are shown
_PHASES = {
    Phase.BREAKING: "breaking: it is young, and reports are coming in",
    Phase.DEVELOPING: "developing: something new was told within a day",
    Phase.STEADY: "steady: for a day nothing new was told",
    Phase.OVER: "over: nothing has come for days",
}


def life_lines(life: Life, zone: ZoneInfo) -> Iterator[str]:
    """The life of a story, a line each: phase, first report, peak, outlets as they came in, turns, revivals."""
    yield _PHASES[life.phase]
    yield f"first told by {life.first.outlet}, {local(life.first.at, zone)}: {_quoted(life.first)}"
    peak = counted(life.peak_reports, "report")
    yield f"peak {local(life.peak, zone)}, {peak} in that hour; latest report {local(life.last, zone)}"
    if len(life.outlets) > 1:
        yield "who had it when"
        yield from (
            f"  {local(one.at, zone)}  {one.outlet}{', a copy' * one.is_copy}" for one in life.outlets[:OUTLETS]
        )
        if len(life.outlets) > OUTLETS:
            yield f"  and {counted(len(life.outlets) - OUTLETS, 'outlet')} more"
    for turn in life.turns:
        words = ", ".join(turn.words)
        yield f"{local(turn.at, zone)}  the focus turns to {words} ({counted(turn.reports, 'report')})"
    for revival in life.revivals:
        yield f"{local(revival.at, zone)}  revived after {revival.silent_hours / 24:.0f} days of silence"


def _quoted(telling: Telling) -> str:
    return f"“{shorten(telling.title, HEADLINE, placeholder='…')}”"
