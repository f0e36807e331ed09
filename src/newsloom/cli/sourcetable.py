"""How sources are shown: those first that need their owner, and as many as asked for."""

import argparse
from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from newsloom.cli.output import counted, local, print_table
from newsloom.errors import UsageError
from newsloom.flows.health import Health

_COLUMNS = ("source", "health", "articles", "newest", "behind", "undated", "twice", "success", "next", "advice")
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def chosen(rows: Sequence[Health], args: argparse.Namespace) -> list[Health]:
    """The rows that `--health`, `--source` and `--limit` ask for; raises UsageError for an unknown id."""
    if args.only and args.only not in {row.id for row in rows}:
        raise UsageError(f"there is no source `{args.only}`; `newsloom sources` lists them")
    wanted = [row for row in rows if args.only in {None, row.id} and _is_of(row, args.health)]
    return wanted if args.limit is None else wanted[: args.limit]


def _is_of(row: Health, health: str | None) -> bool:
    if health is None:
        return True
    if health == "ill":
        return row.health not in {"well", "muted", "disabled", "not visited yet"}
    return health.casefold() in {row.health.casefold(), row.health.casefold().replace(" ", "-")}


def show_table(rows: Sequence[Health], *, of: Sequence[Health], zone: ZoneInfo) -> None:
    """Print a row a source, how many there are of each health, and what is not shown."""
    print_table(
        _COLUMNS,
        [_cells(row, zone) for row in rows],
        right=("articles", "behind", "undated", "twice"),
        whole=("source",),
    )
    tally = Counter(row.health for row in of)
    print(
        f"{counted(len(of), 'source')}: {', '.join(f'{number:,} {health}' for health, number in tally.most_common())}"
    )
    if len(rows) < len(of):
        print(f"{counted(len(rows), 'source')} shown; `--health`, `--source` and `--limit` choose")
    if unsafe := [row.id for row in of if not row.verified]:
        print(f"WARNING: the certificates of these are not checked (verify = false): {', '.join(unsafe[:20])}")


def _cells(row: Health, zone: ZoneInfo) -> tuple[str, ...]:
    advice = row.advice
    if row.unread:
        advice = f"{advice}; " if advice else ""
        advice += f"{row.unread} of {row.pages} pages not read: {row.unread_reason}"
    return (
        row.id,
        row.health,
        str(row.articles),
        local(row.newest, zone),
        age(row.lag_seconds),
        _percent(row.undated),
        _percent(row.duplicate),
        local(row.last_success, zone),
        local(row.next_visit, zone),
        advice,
    )


def age(seconds: int | None) -> str:
    """A span in its one fitting unit; a dash for none."""
    if seconds is None:
        return "–"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min"
    return f"{seconds // _HOUR} h" if seconds < 2 * _DAY else f"{seconds // _DAY} d"


def _percent(share: float) -> str:
    return f"{share:.0%}" if share else ""
