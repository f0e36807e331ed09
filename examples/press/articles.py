"""From one article's TOML table to an `Article`: defaults, wire copies written out, addresses."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from press.model import DAYS, FIRST_DAY, Article, Outlet, PressDataError, Version, moment

_SUMMARY = 220  # characters; what feeds usually show
_HOW = ("full", "cut", "prefixed")
_KEYS = {
    "outlet", "key", "published", "title", "summary", "byline", "section", "place", "body", "copy_of", "how", "later",
}  # fmt: skip
_LATER_KEYS = {"at", "title", "summary", "body", "correction"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article's table as it is written, checked but with copies not yet written out."""

    key: str
    outlet: str
    event: str | None
    published: datetime
    table: Mapping[str, Any]
    where: str


def drafts_of(tables: Mapping[str, Any], *, file: str, outlets: Mapping[str, Outlet]) -> Iterator[Draft]:
    """The articles of one file: ``event`` or ``outlet`` given once on top hold for each of them."""
    if unknown := sorted(set(tables) - {"event", "outlet", "article"}):
        raise PressDataError(f"{file}: unknown key {unknown[0]!r}; a file has event, outlet and [[article]] tables")
    for number, table in enumerate(tables.get("article", []), start=1):
        where = f"{file}: article {table.get('key', number)}"
        fields = {"outlet": tables.get("outlet"), **table}
        _check(fields, where, outlets)
        yield Draft(
            key=fields["key"],
            outlet=fields["outlet"],
            event=tables.get("event"),
            published=_time(fields["published"], where),
            table=fields,
            where=where,
        )


def article_of(
    draft: Draft, *, drafts: Mapping[str, Draft], outlets: Mapping[str, Outlet], seed: int | None
) -> Article:
    """The finished article; a copy takes its text from the draft it names."""
    outlet = outlets[draft.outlet]
    source = _source(draft, drafts)
    title, body = str(draft.table.get("title", "")), _paragraphs(draft.table.get("body", ""))
    if source is not None:
        title = title or str(source.table["title"])
        body = _copied(draft, source, own=body, sign=outlets[source.outlet].credit)
    else:
        body = _with_dateline(draft, body, outlet.credit)
    first = Version(at=draft.published, title=title, summary=_summary(draft.table, body), body=body)
    number = _number(draft.key, seed)
    return Article(
        key=draft.key,
        outlet=draft.outlet,
        event=draft.event,
        section=draft.table.get("section", "news"),
        byline=draft.table.get("byline") or _agency_byline(source, outlets),
        number=number,
        path=_path(outlet, draft, title=title, number=number, seed=seed),
        copy_of=None if source is None else source.key,
        versions=(first, *_later(draft, first)),
    )


def check_articles(articles: Sequence[Article]) -> None:
    """No two articles of one outlet may share an address; raises `PressDataError`."""
    seen: dict[tuple[str, str], str] = {}
    for article in articles:
        other = seen.setdefault((article.outlet, article.path), article.key)
        if other != article.key:
            raise PressDataError(f"{other} and {article.key} share the address {article.path}; change one title")


def _check(fields: Mapping[str, Any], where: str, outlets: Mapping[str, Outlet]) -> None:
    if unknown := sorted(set(fields) - _KEYS):
        raise PressDataError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
    needed = ["key", "published"] if "copy_of" in fields else ["key", "published", "title", "body"]
    if missing := [key for key in needed if not fields.get(key)]:
        raise PressDataError(f"{where}: {missing[0]!r} is missing or empty")
    if fields["outlet"] not in outlets:
        raise PressDataError(f"{where}: no outlet {fields['outlet']!r}; known are {', '.join(sorted(outlets))}")
    if "copy_of" in fields and fields.get("how") not in _HOW:
        raise PressDataError(f"{where}: a copy says how: one of {', '.join(_HOW)}")


def _time(text: str, where: str) -> datetime:
    try:
        at = moment(text)
    except PressDataError as error:
        raise PressDataError(f"{where}: {error}") from error
    if (at.date() - FIRST_DAY).days >= DAYS:
        raise PressDataError(f"{where}: {text!r} is past the last day; days are 1 to {DAYS}")
    return at


def _source(draft: Draft, drafts: Mapping[str, Draft]) -> Draft | None:
    key = draft.table.get("copy_of")
    if key is None:
        return None
    source = drafts.get(key)
    if source is None or "copy_of" in source.table:
        raise PressDataError(f"{draft.where}: copies {key!r}, which is no original article")
    if source.published > draft.published:
        raise PressDataError(f"{draft.where}: is older than {key!r}, which it copies")
    return source


def _copied(draft: Draft, source: Draft, *, own: tuple[str, ...], sign: str) -> tuple[str, ...]:
    text = _paragraphs(source.table["body"])
    match draft.table["how"]:
        case "full":
            return (*own, *_with_dateline(source, text, sign))
        case "cut":
            kept = text[: max(2, (len(text) + 1) // 2)]
            return (*kept[:-1], f"{kept[-1]} ({sign})" if sign else kept[-1])
        case _:
            return (*own, *text, *((f"({sign})",) if sign else ()))


def _with_dateline(draft: Draft, body: tuple[str, ...], sign: str) -> tuple[str, ...]:
    place = draft.table.get("place")
    if not place or not sign:
        return body
    return (f"{place.upper()}, {draft.published:%B} {draft.published.day} ({sign}) - {body[0]}", *body[1:])


def _agency_byline(source: Draft | None, outlets: Mapping[str, Outlet]) -> str | None:
    if source is None or not outlets[source.outlet].credit:
        return None
    return outlets[source.outlet].name


def _later(draft: Draft, first: Version) -> Iterator[Version]:
    before = first
    for table in draft.table.get("later", []):
        if unknown := sorted(set(table) - _LATER_KEYS):
            raise PressDataError(f"{draft.where}: unknown key {unknown[0]!r} in a later version")
        body = _paragraphs(table["body"]) if "body" in table else before.body
        after = Version(
            at=_time(table.get("at", ""), draft.where),
            title=table.get("title", before.title),
            summary=_summary(table, body) if "body" in table or "summary" in table else before.summary,
            body=body,
            correction=table.get("correction", before.correction),
        )
        if after.at <= before.at:
            raise PressDataError(f"{draft.where}: a later version must be later than the one before it")
        yield after
        before = after


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def _summary(table: Mapping[str, Any], body: tuple[str, ...]) -> str:
    if "summary" in table:
        return " ".join(str(table["summary"]).split())
    lead = body[0]
    return lead if len(lead) <= _SUMMARY else lead[:_SUMMARY].rsplit(" ", 1)[0] + "…"


def _number(key: str, seed: int | None) -> int:
    return 100_000 + int(hashlib.sha256(f"{seed}/{key}".encode()).hexdigest()[:12], 16) % 900_000


def _path(outlet: Outlet, draft: Draft, *, title: str, number: int, seed: int | None) -> str:
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", folded.replace("'", ""))[:9]
    if seed is not None:
        Random(number).shuffle(words)  # noqa: S311  a repeatable order of words is no secret
    return outlet.address.format(
        year=f"{draft.published:%Y}",
        month=f"{draft.published:%m}",
        day=f"{draft.published:%d}",
        section=draft.table.get("section", "news"),
        slug="-".join(words),
        number=number,
    )
