"""The `[newsletter."name"]` tables of newsloom.toml: what an issue holds, who gets it, and by which server."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from newsloom.model.newsletter import NewsletterRules
from newsloom.settings.channeltables import PORTS, TLS
from newsloom.settings.document import no_such
from newsloom.settings.secrets import secret
from newsloom.settings.tableplace import TablePlace
from newsloom.text.clean import line
from newsloom.text.mailboxes import mailbox

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_HOST = re.compile(r"[A-Za-z0-9.:_-]+|\[[0-9a-fA-F:]+\]")
MOST_STORIES = 100
LONGEST_DAYS = 366
MOST_PER_MINUTE = 6_000
LONGEST_WORDS = 2_000  # characters of what the owner says above and below


class NewsletterTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"sender": "from"}):
    """`[newsletter."name"]`: one newsletter. What is None depends on the profile."""

    title: str = ""
    view: str = ""
    every_days: float | None = None
    size: int | None = None
    also: int | None = None
    sections: tuple[str, ...] = ()
    pictures: bool = False
    intro: str = ""
    imprint: str = ""
    templates: str = ""
    folder: str = "newsletters"
    recipients: str = ""
    sender: str = ""
    reply_to: str = ""
    unsubscribe_url: str = ""
    unsubscribe_mail: str = ""
    host: str = ""
    port: int | None = None
    tls: str = "starttls"
    user: str = ""
    password_env: str = ""
    password_file: str = ""
    per_minute: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsletterSettings:
    """A newsletter, and what its table says of templates, recipients and the server."""

    rules: NewsletterRules
    table: NewsletterTable
    place: TablePlace

    @property
    def home(self) -> Path:
        """The folder its paths are relative to."""
        return self.place.path.parent

    @property
    def port(self) -> int:
        """Where the server listens."""
        return self.table.port or PORTS[self.table.tls]

    def password(self, environment: Mapping[str, str]) -> str:
        """What to log in with, "" where nobody does; raises SettingsError, which does not tell it."""
        table = self.table
        if not table.user:
            return ""
        return secret(
            "password",
            variable=table.password_env,
            file=table.password_file,
            place=self.place,
            environment=environment,
        )


def read_newsletters(
    tables: Mapping[str, Any], text: str, path: Path, *, views: Sequence[str], title: str, by_contract: bool
) -> tuple[NewsletterSettings, ...]:
    """The newsletters, in the file's order; raises SettingsError naming file and line.

    Args:
        tables: name → keys, as TOML gave them.
        text: the file, to name lines.
        path: the file.
        views: the names of the desk's saved views.
        title: the desk's.
        by_contract: whether the desk judges by `smartable`, whose issues are the two hottest of 6.5 days.
    """
    return tuple(
        _newsletter(TablePlace(text, path, ("newsletter", name)), name, table, views, title, by_contract=by_contract)
        for name, table in tables.items()
    )


def _newsletter(
    place: TablePlace, name: str, table: object, views: Sequence[str], title: str, *, by_contract: bool
) -> NewsletterSettings:
    if not _NAME.fullmatch(name):
        raise place.fault(f"`{line(name, limit=60)}` is no name of a newsletter; one is written as `weekly-news`")
    if isinstance(table, Mapping) and "password" in table:
        raise place.fault("secrets do not stand in this file; write `password_env` or `password_file`", "password")
    read = place.read(table, NewsletterTable)
    if read.view:
        place.check_known("view", "view", (read.view,), views)
    for problem, key in (*_of_issue(read), *_of_addresses(read), *_of_server(read)):
        raise place.fault(problem, key)
    days = read.every_days or (6.5 if by_contract else 7)
    rules = NewsletterRules(
        name=name,
        title=line(read.title or title, limit=120),
        view=read.view,
        every=timedelta(days=days),
        size=_or(read.size, 2 if by_contract else 10),
        also=_or(read.also, 0 if by_contract else 8),
        sections=read.sections,
        pictures=read.pictures,
        sender=read.sender and mailbox(read.sender),
        reply_to=read.reply_to and mailbox(read.reply_to),
        intro=line(read.intro, limit=LONGEST_WORDS),
        imprint=line(read.imprint, limit=LONGEST_WORDS),
        unsubscribe_url=read.unsubscribe_url,
        unsubscribe_mail=read.unsubscribe_mail and mailbox(read.unsubscribe_mail),
        per_minute=read.per_minute,
    )
    return NewsletterSettings(rules=rules, table=read, place=place)


def _or(said: int | None, other: int) -> int:
    return other if said is None else said


Faults = Iterator[tuple[str, str]]


def _of_issue(table: NewsletterTable) -> Faults:
    if table.every_days is not None and not 0 < table.every_days <= LONGEST_DAYS:
        yield f"a number of days above 0 and up to {LONGEST_DAYS} is wanted", "every_days"
    if not 1 <= _or(table.size, 1) <= MOST_STORIES:
        yield f"a whole number from 1 to {MOST_STORIES} is wanted", "size"
    if not 0 <= _or(table.also, 0) <= MOST_STORIES:
        yield f"a whole number from 0 to {MOST_STORIES} is wanted", "also"
    if not table.folder.strip():
        yield "a folder is wanted, relative to this file", "folder"


def _of_addresses(table: NewsletterTable) -> Faults:
    for key, said in (
        ("from", table.sender),
        ("reply_to", table.reply_to),
        ("unsubscribe_mail", table.unsubscribe_mail),
    ):
        try:
            if said:
                mailbox(said)
        except ValueError as error:
            yield str(error), key
    if table.unsubscribe_url and not _is_page(table.unsubscribe_url):
        yield (
            "one click must be safe: an address as https://news.example/unsubscribe?reader={token} is wanted",
            "unsubscribe_url",
        )


def _is_page(url: str) -> bool:
    try:
        parts = urlsplit(url.replace("{token}", "token"))
        is_whole = bool(parts.hostname) and parts.scheme == "https"
    except ValueError:
        return False
    return is_whole and "{token}" in url and url.isascii() and url.isprintable() and not set(url) & set(" <>\"'")


def _of_server(table: NewsletterTable) -> Faults:
    if table.host and not _HOST.fullmatch(table.host):
        yield "by which server? A host is wanted, as `smtp.example`", "host"
    if table.port is not None and not 0 < table.port < 65_536:  # noqa: PLR2004  ports
        yield f"{table.port} is no port", "port"
    if table.tls not in TLS:
        yield no_such("way", table.tls, TLS), "tls"
    has_password = bool(table.password_env) + bool(table.password_file)
    if has_password > 1 or bool(table.user) != bool(has_password):
        yield "`user` wants one of `password_env` and `password_file`, and these want a `user`", "user"
    if table.user and table.tls == "none":
        yield "a password would go in the clear; choose `starttls` or `implicit`", "tls"
    if not 1 <= table.per_minute <= MOST_PER_MINUTE:
        yield f"a whole number from 1 to {MOST_PER_MINUTE:,} is wanted", "per_minute"
