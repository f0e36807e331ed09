"""From the TOML files in ``data/`` to an `Archive`: what is written there, checked, copies written out."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from press.articles import article_of, check_articles, drafts_of
from press.model import Archive, Fault, Outlet, PressDataError, moment
from press.naming import renamer

DATA = Path(__file__).with_name("data")
_CHOICES = {
    "feed": ("rss", "atom", "rdf", "json"),
    "detail": ("titles", "summary", "full"),
    "layout": ("article", "story", "plain"),
}
_OUTLET_DEFAULTS: Mapping[str, Any] = {
    "zone": "+0000",
    "layout": "article",
    "credit": "",
    "amp": False,
    "json_ld": True,
    "open_graph": True,
    "pictures": True,
    "validators": True,
    "delay": 0.0,
    "faults": (),
}
_FAULTS = ("error", "truncated", "malformed")


def load_archive(data: Path = DATA, *, rename: int | None = None) -> Archive:
    """Read and check the press's data.

    Args:
        data: the folder with outlets.toml, names.toml, events/ and singles/.
        rename: a seed; with one, every name listed in names.toml becomes another invented one and slugs, numbers and
            the order of articles of the same minute change.
    """
    names = _names(data / "names.toml")
    renamed = renamer(names, rename)
    outlets = tuple(_outlets(data / "outlets.toml", renamed, recredit=rename is not None))
    known = {outlet.id: outlet for outlet in outlets}
    drafts = {}
    for file in sorted([*(data / "events").glob("*.toml"), *(data / "singles").glob("*.toml")]):
        for draft in drafts_of(_read(file, renamed), file=file.name, outlets=known):
            if draft.key in drafts:
                raise PressDataError(f"{file.name}: the key {draft.key!r} is used twice; each article has its own")
            drafts[draft.key] = draft
    articles = [article_of(draft, drafts=drafts, outlets=known, seed=rename) for draft in drafts.values()]
    articles.sort(key=lambda article: (article.published, article.number))
    check_articles(articles)
    return Archive(outlets=outlets, articles=tuple(articles), names=names)


def _read(file: Path, renamed: Callable[[str], str] = str) -> dict[str, Any]:
    try:
        return tomllib.loads(renamed(file.read_text("utf-8")))
    except OSError as error:
        raise PressDataError(f"{file}: cannot be read ({error.strerror}); the press needs it") from error
    except tomllib.TOMLDecodeError as error:
        raise PressDataError(f"{file.name}: not TOML: {error}") from error


def _names(file: Path) -> tuple[str, ...]:
    lists = _read(file)
    names = [name for kind in lists.values() for name in kind]
    for name in names:
        if not (isinstance(name, str) and name.isalpha() and name[0].isupper()):
            raise PressDataError(f"{file.name}: {name!r} is not one capitalised word; list the words of a name singly")
    return tuple(dict.fromkeys(names))


def _outlets(file: Path, renamed: Callable[[str], str], *, recredit: bool) -> Iterator[Outlet]:
    seen: set[str] = set()
    for table in _read(file, renamed).get("outlet", []):
        outlet = _outlet(table, f"{file.name}: outlet {table.get('id', '?')!r}", recredit=recredit)
        if outlet.id in seen:
            raise PressDataError(f"{file.name}: outlet {outlet.id!r} is listed twice")
        seen.add(outlet.id)
        yield outlet


def _outlet(table: Mapping[str, Any], where: str, *, recredit: bool) -> Outlet:
    fields = {**_OUTLET_DEFAULTS, **table}
    allowed = set(Outlet.__dataclass_fields__)
    if unknown := sorted(set(fields) - allowed):
        raise PressDataError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(allowed))}")
    if missing := sorted(allowed - set(fields)):
        raise PressDataError(f"{where}: {missing[0]!r} is missing")
    for key, choices in _CHOICES.items():
        if fields[key] not in choices:
            raise PressDataError(f"{where}: {key} is {fields[key]!r}; it must be one of {', '.join(choices)}")
    if recredit and fields["credit"]:
        fields["credit"] = "".join(word[0] for word in fields["name"].split())
    return Outlet(**{**fields, "faults": tuple(_fault(fault, where) for fault in fields["faults"])})


def _fault(table: Mapping[str, str], where: str) -> Fault:
    if set(table) != {"from", "until", "kind"} or table["kind"] not in _FAULTS:
        raise PressDataError(f"{where}: a fault has from, until and kind, one of {', '.join(_FAULTS)}")
    start, end = _moment(table["from"], where), _moment(table["until"], where)
    if end <= start:
        raise PressDataError(f"{where}: the fault ends before it starts")
    return Fault(start=start, end=end, kind=table["kind"])


def _moment(text: str, where: str) -> datetime:
    try:
        return moment(text)
    except PressDataError as error:
        raise PressDataError(f"{where}: {error}") from error
