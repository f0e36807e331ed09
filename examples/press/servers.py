"""The press on the air: every outlet an HTTP server of its own on 127.0.0.1, all on one simulated clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from press.loading import load_archive
from press.model import Archive, moment
from press.site import Site
from press.wires import OutletServer, Traffic


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """Where an outlet is found while it is served."""

    feed: str
    home: str


class Press:
    """All outlets together: ``with Press.load() as press`` serves them; `advance` moves their time."""

    def __init__(self, archive: Archive, *, base_port: int | None = None, delay_factor: float = 1.0) -> None:
        self.archive = archive
        self._base_port = base_port
        self._delay_factor = delay_factor
        self._now = moment("day 1 00:00")
        self._servers: dict[str, OutletServer] = {}

    @classmethod
    def load(cls, *, rename: int | None = None, base_port: int | None = None, delay_factor: float = 1.0) -> Self:
        """The press from its data files; ports are free ones unless counted from ``base_port``.

        With ``rename`` (a seed) all proper names, slugs and numbers are others. The slow outlets' delays are multiplied
        by ``delay_factor``: a replay that polls for days in seconds may want 0.1.
        """
        return cls(load_archive(rename=rename), base_port=base_port, delay_factor=delay_factor)

    def __enter__(self) -> Self:
        try:
            for place, outlet in enumerate(self.archive.outlets):
                port = 0 if self._base_port is None else self._base_port + place
                server = self._servers[outlet.id] = OutletServer(
                    port, clock=lambda: self._now, delay=outlet.delay * self._delay_factor
                )
                server.start(Site(outlet=outlet, articles=self.archive.of(outlet.id), home=server.home))
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    @property
    def now(self) -> datetime:
        """The simulated time."""
        return self._now

    def advance(self, to: datetime | str) -> None:
        """Set the simulated time, given as an aware datetime or like ``"day 2 18:00"``."""
        self._now = moment(to) if isinstance(to, str) else to

    def urls(self) -> dict[str, Urls]:
        """Each outlet's addresses by its id, while served."""
        return {
            outlet.id: Urls(feed=self._home(outlet.id) + outlet.feed_path, home=f"{self._home(outlet.id)}/")
            for outlet in self.archive.outlets
        }

    def truth(self) -> dict[str, str | None]:
        """Each article's address → the event it is about, None for an item of its own; while served."""
        return {self._home(article.outlet) + article.path: article.event for article in self.archive.articles}

    def traffic(self) -> dict[str, Traffic]:
        """What was asked of each outlet so far, by its id."""
        return {outlet_id: server.tally.traffic() for outlet_id, server in self._servers.items()}

    def _home(self, outlet_id: str) -> str:
        if outlet_id not in self._servers:
            raise RuntimeError("the press is not served; addresses exist inside 'with Press.load() as press:'")
        return self._servers[outlet_id].home

    def _close(self) -> None:
        for server in self._servers.values():
            server.stop()
        self._servers.clear()
