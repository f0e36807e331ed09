"""The `[source.select]` and `[source.access]` tables of newsloom.toml, checked and as values."""

import re
from urllib.parse import urlsplit

import msgspec

from newsloom.model.source import Access, Selectors
from newsloom.settings.schema import SourceTable
from newsloom.settings.sites import is_selector

KINDS_OF_ACCESS = ("basic", "bearer", "header")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", re.ASCII)  # RFC 9110 §5.6.2: a token
_TAKEN = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "range", "te"})
_ATTRIBUTE = re.compile(r"@[a-zA-Z][a-zA-Z-]{0,40}$")


def selectors_of(table: SourceTable) -> Selectors | None:
    """Where a source's page holds what, if that was said."""
    return None if table.select is None else Selectors(**msgspec.to_builtins(table.select))


def access_of(table: SourceTable) -> Access | None:
    """How a source is let in, if that was said."""
    return None if table.access is None else Access(**msgspec.to_builtins(table.access))


def source_problem(table: SourceTable) -> tuple[str, str] | None:
    """What is wrong with a source's own tables: the key, and what would be right; None if nothing is."""
    return _of_select(table) or _of_access(table) or _of_url(table)


def _of_select(table: SourceTable) -> tuple[str, str] | None:
    if table.select is None:
        if table.kind != "page":
            return None
        return (
            "kind",
            "a source of the kind `page` wants a table [source.select] with `items`; see `newsloom sources try URL`",
        )
    if table.kind != "page":
        return "select", f"`select` belongs to sources of the kind `page`; this one is a `{table.kind}`"
    for key, value in msgspec.to_builtins(table.select).items():
        plain = _ATTRIBUTE.sub("", value) if key != "items" else value
        if (value or key == "items") and plain != "" and not is_selector(plain):
            return "select", f"`select.{key}`: `{value}` is no CSS selector; one is written as `div.story > h2`"
        if key == "items" and not value.strip():
            return "select", "`select.items` is empty; a CSS selector is wanted, as `article`"
    return None


def _of_access(table: SourceTable) -> tuple[str, str] | None:
    said = table.access
    if said is None:
        return None
    odd = said.header and (not _HEADER.fullmatch(said.header) or said.header.lower() in _TAKEN)
    faults = (
        (said.kind not in KINDS_OF_ACCESS, f"`access.kind` is `{said.kind}`; there are: {', '.join(KINDS_OF_ACCESS)}"),
        (
            bool(said.variable) == bool(said.file),
            "`access` wants one of `variable` (of the environment) and `file`; the secret itself stands in neither",
        ),
        (
            said.variable and not _VARIABLE.fullmatch(said.variable),
            "`access.variable` is no name of an environment variable; the secret itself does not belong here",
        ),
        (
            (said.kind == "header") != bool(said.header),
            "`access.header` names the header of the kind `header`, and of no other",
        ),
        (odd, f"`access.header`: `{said.header}` is no header that can be given"),
    )
    return next((("access", problem) for is_so, problem in faults if is_so), None)


def _of_url(table: SourceTable) -> tuple[str, str] | None:
    try:
        parts = urlsplit(table.url)
        told = parts.username or parts.password
    except ValueError:
        return "url", f"`{table.url}` is no address"
    if told:
        return "url", "the address carries a user name or password; put them into [source.access]"
    return None
