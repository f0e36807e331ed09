"""What a desk's doctor looks at, one finding each."""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import accumulate
from urllib.parse import urlsplit

from newsloom.errors import NewsloomError
from newsloom.flows.health import Health, health_of
from newsloom.flows.replay import replay_faults
from newsloom.keeping import Store
from newsloom.settings import Settings
from newsloom.settings.locate import line_of
from newsloom.wiring import (
    alerting_of,
    criteria_of,
    delivery_of,
    fetcher_of,
    one_writer_only,
    places_of,
    sqlite_version,
    store_of,
)

LONG_LOG = 500_000  # changes; replaying so many takes some ten seconds
SCARCE = 200_000_000  # bytes left on the disk below which a desk soon stops


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at; `detail` says what was found and, if it is not well, what would help."""

    what: str
    well: bool
    detail: str


def examine(settings: Settings) -> list[Finding]:
    """Everything from the settings to the output; never raises for a fault of the desk."""
    return [
        Finding(what="settings", well=True, detail=f"{settings.path}, {len(settings.sources)} sources"),
        _topics(settings),
        *_database(settings),
        *_alerts(settings),
        _output(settings),
        *_places(settings),
        _address(settings),
        _disk(settings),
        _sqlite(),
    ]


def _places(settings: Settings) -> Iterator[Finding]:
    for place in places_of(settings):
        said = place.standing()
        yield Finding(what=said.address, well=not said.problem, detail=said.problem or "has what was published last")


def _topics(settings: Settings) -> Finding:
    try:
        topics = criteria_of(settings).topics
    except NewsloomError as error:
        return Finding(what="topics", well=False, detail=str(error))
    names = {topic.id for topic in topics} | {topic.name for topic in topics}
    wanted = {name for source in settings.sources for name in source.topics} | {settings.topics.root} - {""}
    if missing := sorted(wanted - names):
        return Finding(what="topics", well=False, detail=f"no topic file for: {', '.join(missing)}")
    return Finding(what="topics", well=True, detail=f"{len(topics)} in {settings.topics_folder}")


def _alerts(settings: Settings) -> Iterator[Finding]:
    if not settings.alerts.views and not settings.alerts.channels:
        return
    try:
        with fetcher_of(settings.fetch, settings.desk) as fetcher:
            alerting = alerting_of(settings, criteria_of(settings), fetcher)
    except NewsloomError as error:
        yield Finding(what="alerts", well=False, detail=str(error))
        return
    everything = [view.name for view in alerting.views if view.matches_everything]
    for name in everything:
        yield Finding(what="alerts", well=False, detail=f"view `{name}` lets every published story through")
    for name, messenger in alerting.messengers.items():
        yield Finding(
            what=f"channel {name}", well=not messenger.problem, detail=messenger.problem or "has all it needs"
        )


def _database(settings: Settings) -> Iterator[Finding]:
    if not settings.database.parent.is_dir():
        yield Finding(what="database", well=False, detail=f"no folder {settings.database.parent}; make it")
        return
    if not settings.database.exists():
        yield Finding(what="database", well=True, detail="none yet; `newsloom run` makes it")
        return
    try:
        store = store_of(settings)
    except NewsloomError as error:
        yield Finding(what="database", well=False, detail=str(error))
        return
    try:
        faults = store.check()
        yield Finding(
            what="database",
            well=not faults,
            detail="; ".join(faults) or f"sound, {store.articles.count():,} articles, {store.size():,} bytes",
        )
        yield _stories(store)
        yield _sources(health_of(settings.sources, store))
        yield from _tiers(settings, store.articles.per_host())
    finally:
        store.close()


def _stories(store: Store) -> Finding:
    """Whether the log of changes leads to the stories; of a very long one that is not asked."""
    if store.stories.mark() > LONG_LOG:
        return Finding(what="stories", well=True, detail="the log is too long to be replayed here")
    faults = replay_faults(store)
    if faults:
        advice = "; `newsloom restore BACKUP` brings back stories that are as logged"
        return Finding(what="stories", well=False, detail="; ".join(faults) + advice)
    return Finding(what="stories", well=True, detail=f"{store.stories.count():,}, as the log of their changes tells")


def _sources(rows: list[Health]) -> Finding:
    ailing = [row for row in rows if row.advice]
    detail = "; ".join(f"{row.id}: {row.health}" for row in ailing[:5]) + ("; …" if len(ailing) > 5 else "")  # noqa: PLR2004  enough to begin with
    return Finding(
        what="sources",
        well=not ailing,
        detail=f"{len(ailing)} of {len(rows)} do not answer well ({detail}); see `newsloom sources`"
        if ailing
        else "all well",
    )


def _tiers(settings: Settings, hosts: Iterable[str]) -> Iterator[Finding]:
    """Entries of [tiers] that rate nobody: neither a source nor a stored article is from there."""
    ours = {urlsplit(source.url).hostname or "" for source in settings.sources}
    known = {suffix for host in (*ours, *hosts) for suffix in accumulate(reversed(host.split(".")), _below)}
    idle = [entry for entry in settings.tiers if entry.lower().removeprefix("www.") not in known]
    if idle:
        text = settings.path.read_text(encoding="utf-8-sig")
        told = (_idle(entry, line_of(text, "$.tiers", entry), ours) for entry in idle[:5])
        yield Finding(what="tiers", well=False, detail="; ".join(f"{settings.path.name}:{one}" for one in told))


def _below(above: str, name: str) -> str:
    return f"{name}.{above}"


def _idle(entry: str, line: int | None, hosts: Iterable[str]) -> str:
    near = get_close_matches(entry, sorted(hosts), n=1)
    hint = f"did you mean `{near[0]}`?" if near else "take it out, or add the source"
    return f"{line}: `{entry}` rates nobody, for no source and no article is from there; {hint}"


def _output(settings: Settings) -> Finding:
    try:
        delivery_of(settings, dry_run=True).deliver([])
    except (NewsloomError, OSError) as error:
        return Finding(what="output", well=False, detail=f"{error}; change `output` or what stands there")
    parent = next(folder for folder in settings.output.parents if folder.exists())
    writable = os.access(parent, os.W_OK)
    return Finding(
        what="output",
        well=writable,
        detail=str(settings.output) if writable else f"{parent} cannot be written; change its owner or `output`",
    )


def _address(settings: Settings) -> Finding:
    """Where readers find the output, which is no fault not to say."""
    if base := settings.desk.base_url:
        return Finding(what="address", well=True, detail=f"the output is served at {base}")
    lacking = "RSS and sitemaps are left out" if settings.publish.feeds else "sitemaps are left out"
    return Finding(what="address", well=True, detail=f"`base_url` in [desk] is not said: {lacking}")


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.root).free
    return Finding(what="disk", well=free > SCARCE, detail=f"{free // 1_000_000:,} MB free")


def _sqlite() -> Finding:
    note = "; below 3.51.3 newsloom lets one process write at a time" if one_writer_only() else ""
    return Finding(what="SQLite", well=True, detail=sqlite_version + note)
