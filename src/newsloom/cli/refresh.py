"""While newsloom goes on running: settings that changed are taken in, settings that are wrong are not."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Self

import structlog

from newsloom.errors import NewsloomError
from newsloom.seams import Engine
from newsloom.settings import Settings, read_settings
from newsloom.wiring import alerting_of, criteria_of, front_rules_of, readers_of

log = structlog.get_logger()

Seen = dict[Path, tuple[int, int]]
Taken = Callable[[Engine], Engine]


@dataclass(slots=True, kw_only=True)
class Refresh:
    """Looks at the desk's files before each run, and between runs whether one is to be made for them.

    The last good settings stay in force until wrong ones are put right.

    Sources, tiers, topics, providers, the profile, what the front takes and alerts are taken in; how to fetch and
    where to publish wait for a new start.
    """

    settings: Settings
    seen: Seen = field(default_factory=dict)
    taken: Taken | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Of the settings that are in force."""
        return cls(settings=settings, seen=_seen(settings))

    def __call__(self, engine: Engine) -> Engine:
        """The engine, as it was wired at the start, with the settings as they are by now."""
        seen = _seen(self.settings)
        if seen != self.seen:
            self.seen = seen
            self._take_in(engine)
        return self.taken(engine) if self.taken else engine

    @property
    def is_due(self) -> bool:
        """Whether a file changed since it was looked at."""
        return _seen(self.settings) != self.seen

    def _take_in(self, engine: Engine) -> None:
        try:
            settings = read_settings(self.settings.path)
            criteria = criteria_of(settings)
            taken = partial(
                replace,
                sources=settings.sources,
                readers=readers_of(settings),
                criteria=criteria,
                sites=settings.sites,
                front=front_rules_of(settings, criteria.topics),
                alerting=alerting_of(settings, criteria, engine.fetcher),
            )
        except NewsloomError as error:
            log.warning("settings.refused", error=str(error), in_force="the last good ones")
            return
        self.settings, self.seen, self.taken = settings, _seen(settings), taken
        log.info("settings.taken_in", profile=criteria.profile.name, sources=len(settings.sources))


def _seen(settings: Settings) -> Seen:
    """The files that say how the desk judges, each with when it was written (nanoseconds) and its size (bytes)."""
    files = [settings.path, settings.providers_file, *settings.topics_folder.glob("*.yaml")]
    if settings.profile.file:
        files.append(settings.root / settings.profile.file)
    found: Seen = {}
    for file in files:
        try:
            facts = file.stat()
        except OSError:
            continue
        found[file] = (facts.st_mtime_ns, facts.st_size)
    return found
