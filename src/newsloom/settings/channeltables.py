"""The `[channel."name"]` tables of newsloom.toml: how messages leave. Secrets are named there and stand elsewhere."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from newsloom.model.alert import Channel, ChannelKind
from newsloom.settings.document import no_such
from newsloom.settings.secrets import secret
from newsloom.settings.tableplace import TablePlace

_QUIET = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
_MAILBOX = re.compile(r"[^\s@<>,;:\"\\]+@[^\s@<>,;:\"\\]+")
KINDS = tuple(kind.value for kind in ChannelKind)
TLS = ("starttls", "implicit", "none")
PORTS = {"starttls": 587, "implicit": 465, "none": 25}
MOST_PER_HOUR = 1_000
LONGEST_DIGEST = 10_080  # minutes: a week

#: Which keys a kind of channel has, besides those of all.
KEYS: Mapping[ChannelKind, frozenset[str]] = {
    ChannelKind.WEBHOOK: frozenset({"url", "url_env", "url_file", "secret_env", "secret_file"}),
    ChannelKind.EMAIL: frozenset({"host", "port", "tls", "user", "password_env", "password_file", "from", "to"}),
    ChannelKind.APPRISE: frozenset({"url_env", "url_file"}),
}


class ChannelTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"sender": "from"}):
    """`[channel."name"]`: one way to tell somebody."""

    kind: str
    url: str = ""
    url_env: str = ""
    url_file: str = ""
    secret_env: str = ""
    secret_file: str = ""
    host: str = ""
    port: int | None = None
    tls: str = "starttls"
    user: str = ""
    password_env: str = ""
    password_file: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    most_per_hour: int = 20
    digest_minutes: float = 0
    quiet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSettings:
    """A channel, and what its table says of how to reach it."""

    channel: Channel
    table: ChannelTable
    place: TablePlace

    def secret(self, what: str, environment: Mapping[str, str]) -> str:
        """The value that `WHAT_env` or `WHAT_file` leads to; raises SettingsError, which does not tell it.

        Args:
            what: `url`, `secret` or `password`.
            environment: where variables are looked up.
        """
        variable, file = getattr(self.table, f"{what}_env"), getattr(self.table, f"{what}_file")
        return secret(what, variable=variable, file=file, place=self.place, environment=environment)


def read_channels(tables: Mapping[str, Any], text: str, path: Path) -> tuple[ChannelSettings, ...]:
    """The channels, in the file's order; raises SettingsError naming file and line."""
    return tuple(_channel(TablePlace(text, path, ("channel", name)), name, table) for name, table in tables.items())


def _channel(place: TablePlace, name: str, table: object) -> ChannelSettings:
    place.check_name("channel")
    if isinstance(table, Mapping) and isinstance(table.get("kind"), str) and table["kind"] not in KINDS:
        raise place.fault(no_such("kind of channel", table["kind"], KINDS), "kind")
    if isinstance(table, Mapping):
        for key in ("secret", "password"):
            if key in table:
                raise place.fault(f"secrets do not stand in this file; write `{key}_env` or `{key}_file`", key)
    read = place.read(table, ChannelTable)
    kind = ChannelKind(read.kind)
    for key in table if isinstance(table, Mapping) else ():
        if any(key in keys for keys in KEYS.values()) and key not in KEYS[kind]:
            raise place.fault(_misplaced(kind, key), key)
    for problem, where in _CHECKS[kind](read):
        raise place.fault(problem, *where)
    if not 1 <= read.most_per_hour <= MOST_PER_HOUR:
        raise place.fault(f"a whole number from 1 to {MOST_PER_HOUR:,} is wanted", "most_per_hour")
    if not 0 <= read.digest_minutes <= LONGEST_DIGEST:
        raise place.fault(f"a number of minutes from 0 to {LONGEST_DIGEST:,} is wanted", "digest_minutes")
    channel = Channel(
        name=name,
        kind=kind,
        most_per_hour=read.most_per_hour,
        digest=timedelta(minutes=read.digest_minutes),
        quiet=_quiet(read.quiet, place),
    )
    return ChannelSettings(channel=channel, table=read, place=place)


def _misplaced(kind: ChannelKind, key: str) -> str:
    if kind is ChannelKind.APPRISE and key == "url":
        return "an Apprise address holds secrets, which do not stand in this file; write `url_env` or `url_file`"
    return f"a channel of kind {kind} has no `{key}`; it has: {', '.join(sorted(KEYS[kind]))}"


Faults = Iterator[tuple[str, tuple[str | int, ...]]]


def _webhook(table: ChannelTable) -> Faults:
    if sum(map(bool, (table.url, table.url_env, table.url_file))) != 1:
        yield "where to? Write one of `url`, `url_env` and `url_file`", ()
    if table.url:
        yield from ((problem, ("url",)) for problem in address_faults(table.url))
    if bool(table.secret_env) == bool(table.secret_file):
        yield "messages are signed: name the secret by one of `secret_env` and `secret_file`", ()


def address_faults(url: str) -> Iterator[str]:
    """What is wrong with the address of a webhook, without telling it."""
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        yield "this is no address; one is wanted as https://hooks.example/news"
        return
    if parts.scheme not in {"http", "https"} or not has_host:
        yield "this is no address; one is wanted as https://hooks.example/news"
    elif parts.username or parts.password:
        yield "an address with a password in it; messages are signed instead"


def _email(table: ChannelTable) -> Faults:
    if not table.host or not re.fullmatch(r"[A-Za-z0-9.:_-]+|\[[0-9a-fA-F:]+\]", table.host):
        yield "by which server? A host is wanted, as `smtp.example`", ("host",) if table.host else ()
    if table.port is not None and not 0 < table.port < 65_536:  # noqa: PLR2004  ports
        yield f"{table.port} is no port", ("port",)
    if table.tls not in TLS:
        yield no_such("way", table.tls, TLS), ("tls",)
    if not _MAILBOX.fullmatch(table.sender):
        yield "`from` must be a mail address, as news@desk.example", ("from",) if table.sender else ()
    if not table.to:
        yield "to whom? `to` is a list of mail addresses", ()
    for number, address in enumerate(table.to):
        if not _MAILBOX.fullmatch(address):
            yield f"`{address}` is no mail address", ("to", number)
    has_password = bool(table.password_env) + bool(table.password_file)
    if has_password > 1 or bool(table.user) != bool(has_password):
        yield "`user` wants one of `password_env` and `password_file`, and these want a `user`", ()
    if table.user and table.tls == "none":
        yield "a password would go in the clear; choose `starttls` or `implicit`", ("tls",)


def _apprise(table: ChannelTable) -> Faults:
    if bool(table.url_env) == bool(table.url_file):
        yield "where to? Write one of `url_env` and `url_file`", ()


_CHECKS = {ChannelKind.WEBHOOK: _webhook, ChannelKind.EMAIL: _email, ChannelKind.APPRISE: _apprise}


def _quiet(said: str, place: TablePlace) -> tuple[time, time] | None:
    if not said:
        return None
    found = _QUIET.fullmatch(said)
    if found is None or found[1] + found[2] == found[3] + found[4]:
        raise place.fault(f"`{said}` are no quiet hours; they are written as 22:00-07:00", "quiet")
    begin_hour, begin, end_hour, end = map(int, found.groups())
    return time(begin_hour, begin), time(end_hour, end)
