"""Which company a page says it belongs to."""

import re
from collections.abc import Iterator
from html import unescape

from newsloom.parse.head import Found, Head
from newsloom.parse.jsonld import names
from newsloom.text import clean

LONGEST = 80  # characters of a company's name
_MARKS = ("©", "&copy;", "&#169;")
_LAST = 3  # marks of a kind looked at: the page's own stands at its end, those before it belong to pictures
_WINDOW = 400
_TAGS = re.compile(r"<[^>]*>?")
_YEARS = r"(?:19|20)\d\d(?:\s*[-–—/]\s*(?:(?:19|20)?\d\d|present))?"
_BEFORE = re.compile(
    rf"^\s*(?:copyright)?[\s,:]*{_YEARS}[\s,.:–—|-]*(?:copyright|by|,)?\s*(?P<name>[^\n|•·©]+)", re.IGNORECASE
)
_AFTER = re.compile(rf"^\s*(?:copyright)?[\s,:]*(?P<name>[^\n|•·©\d]+?)[\s,.–—-]*{_YEARS}", re.IGNORECASE)
_REST = re.compile(
    r"(?:[.,;:–—-]\s*|\s+)(?:all rights|alle rechte|tous droits|todos (?:los derechos|os direitos)|tutti i diritti|"
    r"reproduction|powered|privacy|terms|part of|a division|wszelkie|všechna|minden|\w+ права|無断|版权|保留).*$"
    r"|(?<![cC]o)\.\s+\S.*$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(?:all|alle|the|tous|by|to|privacy|terms|cookie|notice|policy|contact|copyright)\b[^\w]*$|"
    r"^(?:all rights|alle rechte|tous droits|privacy|terms|cookies?)\b|^\W*$|[{}<>=]"
)


def owner(head: Head, html: str) -> str:
    """Give the company that publishes the site, from JSON-LD, the sign of copyright, the meta elements; "" if none.

    The publisher that JSON-LD names comes last: it may be the agency whose article it is, or the outlet itself.
    """
    for said, source in _said(head, html):
        if name := _cleaned(said):
            head.provenance["owner"] = source
            return name
    return ""


def _said(head: Head, html: str) -> Iterator[Found]:
    article = head.linked.article
    publisher = head.linked.resolve(article.get("publisher"))
    parents = publisher.get("parentOrganization") if isinstance(publisher, dict) else None
    yield from (
        (name, "json-ld") for value in (parents, article.get("copyrightHolder")) for name in names(head.linked, value)
    )
    yield from ((name, "html") for name in _copyright(html))
    yield from ((value, source) for value, source in head.metas("copyright") if not value.startswith("http"))
    yield from ((name, "json-ld") for name in names(head.linked, publisher))


def _copyright(html: str) -> Iterator[str]:
    """The names beside the last signs of copyright that have a year: a picture's credit has none."""
    for at in _last_marks(html):
        text = unescape(_TAGS.sub("\n", html[at : at + _WINDOW]))
        text = re.sub(r"\s*\n\s*", "\n", text.replace("\xa0", " ")).strip("\n ")
        text = re.sub(rf"^((?:copyright)?\s*{_YEARS})\n", r"\1 ", text, flags=re.IGNORECASE)
        if match := _BEFORE.match(text) or _AFTER.match(text):
            yield match["name"]


def _last_marks(html: str) -> list[int]:
    """Where the last signs of copyright end, the last one first."""
    found: list[int] = []
    for mark in _MARKS:
        at = len(html)
        for _ in range(_LAST):
            at = html.rfind(mark, 0, at)
            if at < 0:
                break
            found.append(at + len(mark))
    return sorted(found, reverse=True)


def _cleaned(said: str) -> str:
    name = re.sub(
        rf"^\W*(?:c\)\s*)?(?:copyright)?\W*(?:{_YEARS})?[\s,.:–—-]*|[\s,.–—-]*{_YEARS}\W*$",
        "",
        said,
        flags=re.IGNORECASE,
    )
    name = clean.line(_REST.sub("", name)).strip(" ,;:–—-|/")
    if not 1 < len(name) <= LONGEST or len(name.split()) > 9 or _NO_NAME.search(name.casefold()):  # noqa: PLR2004  a name, no sentence
        return ""
    return name
