"""How a story spread, drawn: a row for each voice, a mark for each report, time from left to right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup, escape

from newsloom.publish.site.moments import Moment
from newsloom.publish.site.words import counted
from newsloom.text.clean import capped

WIDTH, LEFT, RIGHT, ROW, TOP = 720, 190, 16, 26, 30  # units of the drawing
ROWS = 14  # voices that are drawn
MARKS = 60  # reports of one voice that are drawn
LABEL = 24  # characters of a name
STEPS = tuple(timedelta(hours=hours) for hours in (1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720, 2160, 8760))
TICKS = 5
COPY = ' class="c"'


@dataclass(frozen=True, slots=True)
class Row:
    """One voice: its name, and when its reports came, with whether each is a copy."""

    name: str
    marks: Sequence[tuple[datetime, bool]]


def drawn(rows: Sequence[Row], moment: Callable[[datetime], Moment]) -> Markup:
    """The drawing as SVG, with a title and a description for those who do not see it; nothing for a single report."""
    times = [at for row in rows for at, _ in row.marks]
    if len(times) < 2:  # noqa: PLR2004  one report is no spread
        return Markup()
    first, last = min(times), max(times)
    whole = max((last - first).total_seconds(), 1.0)
    wide = WIDTH - LEFT - RIGHT

    def at_x(at: datetime) -> str:
        return f"{LEFT + (at - first).total_seconds() / whole * wide:.1f}"

    shown = rows[:ROWS]
    bottom = TOP + len(shown) * ROW
    parts = [_ticks(first, last, at_x, bottom, moment)]
    parts += [_row(row, TOP + number * ROW + ROW // 2, at_x) for number, row in enumerate(shown)]
    told = (
        f"{counted(len(times), 'report')} by {counted(len(rows), 'voice')}, {moment(first).text} to {moment(last).text}"
    )
    desc = "; ".join(f"{row.name}: {moment(row.marks[0][0]).text}" for row in shown)
    more = f" {counted(len(rows) - ROWS, 'more voice')} not drawn." if len(rows) > ROWS else ""
    return Markup(  # noqa: S704  what is not a number is escaped
        f'<svg class="timeline" viewBox="0 0 {WIDTH} {bottom + 8}" width="{WIDTH}" height="{bottom + 8}" role="img"'
        f' aria-labelledby="tl tld"><title id="tl">{escape(told)}</title>'
        f'<desc id="tld">First reports by voice. {escape(desc)}.{more}</desc>{"".join(parts)}</svg>'
    )


def _row(row: Row, y: int, at_x: Callable[[datetime], str]) -> str:
    marks = row.marks[:MARKS]
    span = ""
    if len(marks) > 1:
        span = f'<line class="span" x1="{at_x(marks[0][0])}" x2="{at_x(marks[-1][0])}" y1="{y}" y2="{y}"/>'
    circles = [
        f'<circle cx="{at_x(at)}" cy="{y}" r="5"{COPY if is_copy else ""}/>'
        for at, is_copy in sorted(marks, key=lambda mark: -mark[1])
    ]
    label = escape(capped(row.name, LABEL))
    return f'<text x="0" y="{y + 4}">{label}</text>{span}{"".join(circles)}'


def _ticks(
    first: datetime, last: datetime, at_x: Callable[[datetime], str], bottom: int, moment: Callable[[datetime], Moment]
) -> str:
    """A few round times above the rows; a day is named where one begins."""
    length = last - first
    step = next((step for step in STEPS if length / step <= TICKS), length / TICKS or STEPS[0])
    start = first.replace(minute=0, second=0, microsecond=0, hour=0)
    at = start + step * max(1, -((start - first) // step) if start < first else 1)
    times: list[datetime] = []
    while at <= last and len(times) <= TICKS + 1:
        if at >= first:
            times.append(at)
        at += step
    made = []
    for time in times or [first]:
        told = moment(time)
        label = told.day.rsplit(" ", 1)[0] if told.clock == "00:00" or step >= STEPS[5] else told.clock
        x = at_x(time)
        made.append(f'<line x1="{x}" x2="{x}" y1="{TOP - 4}" y2="{bottom}"/>')
        made.append(f'<text class="tick" x="{x}" y="{TOP - 12}" text-anchor="middle">{label}</text>')
    return "".join(made)
