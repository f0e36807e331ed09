"""Which news agency a text is credited to, and how we know.

Signs are believed only where credits stand: a dateline, a byline, a credit line at either end, the feed's word on the
origin. A name in a headline or in running text is never one.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import normalize

from newsloom.model.article import Article
from newsloom.text.urls import host_of

_HEAD = 160  # characters in which a dateline stands
_TAIL = 420  # characters in which a credit line stands
_SHORT = 160  # a credit line is no longer
_ALONE = 60  # nor a line of signs
_OPEN, _CLOSE = r"[(\[【]", r"[)\]】]"
_WITHIN = r"[^()\[\]【】\n]{2,60}"
_DASH = r"[-–—]"
_PART = re.compile(r"\s*(?:[/,;|·・=+]|\s[-–—]\s|\s(?:and|und|et|y|e|en|och|og|i|и|та|ve)\s)\s*")
_CLOSING = re.compile(rf"(?:\n|[.!?…。»”\"]\s*){_OPEN}({_WITHIN}){_CLOSE}\.?$")
_STAFF = re.compile(r"\s+(?:staff|newsroom|team|news agency|reporters?)$", re.IGNORECASE)
_BY = re.compile(r"^(?:by|von|par|por|da|di|door|av|af|от|від|oleh)\s+", re.IGNORECASE)


class Sign(StrEnum):
    """Where the credit stands."""

    OWN = "the agency's own page"
    ORIGIN = "named as the origin"
    BYLINE = "byline"
    DATELINE = "dateline"
    LINE = "credit line"
    MATERIAL = "uses its material"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One agency: its name, how it signs, its domains, the languages it writes in (ISO 639-1)."""

    name: str
    signs: tuple[str, ...]
    domains: tuple[str, ...]
    languages: tuple[str, ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Whom a text is credited to, and where that stands."""

    agency: str
    sign: Sign

    @property
    def is_whole(self) -> bool:
        """The text is the agency's, not merely made with its material."""
        return self.sign is not Sign.MATERIAL


@dataclass(frozen=True, slots=True)
class _Readers:
    names: dict[str, str]
    domains: dict[str, str]
    datelines: tuple[re.Pattern[str], ...]
    whole: re.Pattern[str]
    part: re.Pattern[str]
    after: re.Pattern[str]
    own_lines: tuple[tuple[re.Pattern[str], str], ...]


def agencies() -> tuple[Agency, ...]:
    """The agencies known, in the order of the data file."""
    return tuple(
        Agency(
            name=row["name"],
            signs=tuple(row["signs"]),
            domains=tuple(row["domains"]),
            languages=tuple(row["languages"]),
            lines=tuple(row.get("lines", ())),
        )
        for row in _data()["agency"]
    )


def credit_of(article: Article) -> Credit | None:
    """The agency an article is credited to, the surest sign first.

    Signs are its address, the address that its page names as the original, its origin, its byline (desks and
    organisations too), its dateline, a credit line.
    """
    readers = _readers()
    own = _by_domain(article.host, readers)
    if own:
        return Credit(agency=own, sign=Sign.OWN)
    if article.metadata.canonical and (named := _by_domain(host_of(article.metadata.canonical), readers)):
        return Credit(agency=named, sign=Sign.ORIGIN)
    for name, sign in _named(article):
        found = _signed(name, readers)
        if found:
            return Credit(agency=found, sign=sign)
    return text_credit(article.text or article.lead)


def text_credit(text: str) -> Credit | None:
    """The agency a text is credited to by its dateline or a credit line."""
    readers = _readers()
    head, tail = (normalize("NFKC", part).strip() for part in (text[:_HEAD], text[-_TAIL:]))  # wide brackets too
    for pattern in readers.datelines:
        if match := pattern.search(head):
            said = match["sign"]
            found = _signed(said, readers) or _signed(said.split()[-1], readers)
            if found:
                return Credit(agency=found, sign=Sign.DATELINE)
    first, _, rest = head.partition("\n")
    if rest and _BY.match(first) and (found := _signed(first, readers)):
        return Credit(agency=found, sign=Sign.BYLINE)
    for pattern, name in readers.own_lines:
        if pattern.search(tail):
            return Credit(agency=name, sign=Sign.LINE)
    return _credit_line(head, tail, readers)


def _credit_line(head: str, tail: str, readers: _Readers) -> Credit | None:
    if found := _contributed(tail, readers):
        return Credit(agency=found, sign=Sign.MATERIAL)
    if match := readers.part.search(tail):
        return Credit(agency=readers.names[match["sign"]], sign=Sign.MATERIAL)
    last = tail.rpartition("\n")[2].strip()
    for place in (last, head.partition("\n")[0]):
        if len(place) <= _SHORT and (match := readers.whole.search(place)):
            return Credit(agency=readers.names[match["sign"]], sign=Sign.LINE)
    closing = _CLOSING.search(tail)
    alone = last.strip(" .©/") if "\n" in tail and len(last) <= _ALONE else ""
    found = _signed(closing[1] if closing else alone, readers)
    return Credit(agency=found, sign=Sign.LINE) if found else None


def _contributed(tail: str, readers: _Readers) -> str:
    """Who contributed to this report, if the end of the text says so."""
    match = readers.after.search(tail)
    if match is None:
        return ""
    clause = re.split(r"[.\n]\s*", tail[: match.start()])[-1]
    return _signed(clause, readers)


def _named(article: Article) -> Iterable[tuple[str, Sign]]:
    yield article.origin, Sign.ORIGIN
    for author in (*article.metadata.organisations, *article.authors):
        yield author, Sign.BYLINE
    yield article.provider, Sign.ORIGIN


def _signed(said: str, readers: _Readers) -> str:
    """The agency that signs so, alone or beside others (`AFP/dpa`, `Jane Roe, AP`); empty if none does."""
    said = _STAFF.sub("", _BY.sub("", said.strip()))
    parts = _PART.split(said)
    for part in (said, *parts):
        if name := readers.names.get(part.strip()):
            return name
    return ""


def _by_domain(host: str, readers: _Readers) -> str:
    labels = host.partition(":")[0].split(".")
    for at in range(len(labels) - 1):
        if name := readers.domains.get(".".join(labels[at:])):
            return name
    return ""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("newsloom.curate.data") / "agencies.toml").read_text(encoding="utf-8"))


@cache
def _readers() -> _Readers:
    known = agencies()
    names = {sign: agency.name for agency in known for sign in (*agency.signs, agency.name)}
    sign = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    leads = _data()["leads"]
    whole, part, after = (_either(leads[kind]) for kind in ("whole", "part", "after"))
    return _Readers(
        names=names,
        domains={domain: agency.name for agency in known for domain in agency.domains},
        datelines=_datelines(sign),
        whole=re.compile(rf"(?:^|[\s(\[|])(?i:{whole})\s*:\s*(?P<sign>{sign})\s*(?:$|[)\]/,;.|])"),
        part=re.compile(rf"(?:^|\n|[(\[])\s*(?i:{part})\s+[(]?(?P<sign>{sign})\s*(?:$|[\n)\].,;/])"),
        after=re.compile(rf"\s(?:{after})"),
        own_lines=tuple((re.compile(line), agency.name) for agency in known for line in agency.lines),
    )


def _datelines(sign: str) -> tuple[re.Pattern[str], ...]:
    """Patterns for `BERLIN (dpa/AFP) -`, `(AP) —`, `dpa – Der`, `新华社北京5月3日电`, a dated `/TASS/` or `— TASS.`."""
    return (
        re.compile(rf"^[^!?()\[\]【】\n]{{0,60}}?{_OPEN}(?P<sign>{_WITHIN}){_CLOSE}\s*(?:\.?\s*{_DASH}|:)"),
        re.compile(rf"^{_OPEN}(?P<sign>{_WITHIN}){_CLOSE}"),
        re.compile(rf"^(?P<sign>{sign})\s*{_DASH}\s+(?=[^\W\da-z])"),
        re.compile(rf"^(?P<sign>{sign})[^\s,.。]{{1,16}}[电電讯訊]"),
        re.compile(rf"^(?=\D{{1,40}}\d)[^\n]{{2,40}}?(?:\s{_DASH}\s*|/)(?P<sign>{sign})(?:/|[.,:]|\s*{_DASH})"),
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
