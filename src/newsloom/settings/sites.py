"""The `[site."host"]` tables of newsloom.toml: what an owner says of the pages of single sites."""

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from newsloom.errors import SettingsError
from newsloom.model.site import RULES, SiteRules
from newsloom.settings.document import plain_document
from newsloom.settings.locate import line_of

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", re.IGNORECASE)


def sites_in(path: Path) -> tuple[SiteRules, ...]:
    """The rules in the `[site."host"]` tables of a TOML file, whatever else it holds.

    Raises:
        SettingsError: the file cannot be read, or as `read_sites`.
    """
    data, text = plain_document(path)
    return read_sites(data.get("site", {}), text, path)


def read_sites(tables: Mapping[str, Any], text: str, path: Path) -> tuple[SiteRules, ...]:
    """The rules of every site, in the file's order.

    Args:
        tables: host → key → selector or list of selectors, as TOML gave them.
        text: the file, to name lines.
        path: the file.

    Raises:
        SettingsError: a host is none, a key is unknown, a selector cannot be read.
    """
    found: dict[str, SiteRules] = {}
    for name, table in tables.items():
        rules = _rules(name, table, text, path)
        if rules.domain in found:
            raise _fault(f"two tables for the site `{rules.domain}`; put them together", text, path, name)
        found[rules.domain] = rules
    return tuple(found.values())


def _rules(name: str, table: object, text: str, path: Path) -> SiteRules:
    domain = name.lower().removeprefix("www.")
    if not _HOST.fullmatch(domain):
        raise _fault(f'`{name}` is no host; it is written as in [site."daily.example"]', text, path, name)
    if not isinstance(table, Mapping):
        raise _fault(f'`site.{name}`: a table is wanted, as [site."{name}"]', text, path, name)
    for key in table:
        if key not in RULES:
            near = difflib.get_close_matches(key, RULES, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(RULES)}"
            raise _fault(f'unknown key `{key}` in [site."{name}"]; {hint}', text, path, name, key)
    return SiteRules(
        domain=domain, **{key: _selectors(value, text, path, name=name, key=key) for key, value in table.items()}
    )


def _selectors(value: object, text: str, path: Path, *, name: str, key: str) -> tuple[str, ...]:
    given = (value,) if isinstance(value, str) else value
    if not isinstance(given, list | tuple) or not all(isinstance(selector, str) for selector in given):
        raise _fault(f"`site.{name}.{key}`: a CSS selector or a list of them is wanted", text, path, name, key)
    for selector in given:
        if not is_selector(selector):
            problem = f"`site.{name}.{key}`: `{selector}` is no CSS selector; one is written as `div.story > p`"
            raise _fault(problem, text, path, name, key)
    return tuple(given)


def is_selector(text: str) -> bool:
    """Whether a text is a CSS selector that pages can be asked with."""
    try:
        LexborHTMLParser("<p>").css(text)
    except SelectolaxError:
        return False
    return bool(text.strip())


def _fault(problem: str, text: str, path: Path, *keys: str) -> SettingsError:
    return SettingsError(problem, path=path, line=line_of(text, "$.site", *keys))
