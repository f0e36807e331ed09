"""The `[[alert]]` tables of newsloom.toml: which views are told by which channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsloom.model.alert import AlertCause, AlertRule
from newsloom.model.savedview import SavedView
from newsloom.settings.channeltables import ChannelSettings
from newsloom.settings.schema import AlertTable
from newsloom.settings.tableplace import TablePlace

CAUSES = {cause.name.lower(): cause for cause in AlertCause}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSettings:
    """Who is told of what, and how."""

    views: tuple[SavedView, ...] = ()
    channels: tuple[ChannelSettings, ...] = ()
    rules: tuple[AlertRule, ...] = ()


def read_rules(
    tables: Sequence[AlertTable],
    text: str,
    path: Path,
    *,
    views: Sequence[SavedView],
    channels: Sequence[ChannelSettings],
) -> tuple[AlertRule, ...]:
    """The alerts, in the file's order; raises SettingsError where one names what is not there, or two have one name."""
    rules: dict[str, AlertRule] = {}
    for number, table in enumerate(tables):
        place = TablePlace(text, path, ("alert", number))
        rule = _rule(table, place, [view.name for view in views], [one.channel.name for one in channels])
        if rule.name in rules:
            problem = f"two alerts are called `{rule.name}`; give one of them a `name` of its own"
            raise place.fault(problem, "name" if table.name else "view")
        rules[rule.name] = rule
    return tuple(rules.values())


def _rule(table: AlertTable, place: TablePlace, views: Sequence[str], channels: Sequence[str]) -> AlertRule:
    if table.view not in views:
        hint = f"there are: {', '.join(views)}" if views else f'write [view."{table.view}"]'
        raise place.fault(f"no view named `{table.view}`; {hint}", "view")
    if not table.channels:
        raise place.fault('it tells nobody; name channels, as channels = ["desk"]', "channels")
    place.check_known("channel", "channels", table.channels, channels)
    place.check_known("cause", "causes", table.causes, [*CAUSES])
    if not table.causes:
        raise place.fault(f"it has no cause; there are: {', '.join(CAUSES)}", "causes")
    return AlertRule(
        name=table.name or table.view,
        view=table.view,
        channels=table.channels,
        causes=frozenset(CAUSES[name] for name in table.causes),
        backfill=table.backfill,
    )
