"""When a page says its article was published and changed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import ada_url
from selectolax.lexbor import LexborNode

from newsloom.parse.head import Found, Head
from newsloom.parse.jsonld import Node
from newsloom.parse.outsides import is_elsewhere
from newsloom.parse.writtendates import LONGEST, written_date

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "date_published", "parsely-pub-date", "publish-date", "publish_date", "publishdate", "published_time", "pubdate",
    "publication_date", "publicationdate", "publication-date", "published_at", "published-date", "publisheddate",
    "originalpublicationdate", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created",
    "dc.date.created", "dcsext.articlefirstpublished", "article.published", "article.created", "article_date_original",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "rnews:datepublished", "sailthru.date",
    "iso-8601-publish-date", "citation_publication_date", "citation_online_date", "prism.publicationdate",
    "displaydate", "firstpublished", "datecreated", "created", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "og:modified_time", "article:modified",
    "datemodified", "date_modified", "updated_time", "lastmod", "lastmodified", "last-modified", "dcterms.modified",
    "dc.date.modified", "article.updated", "rnews:datemodified", "revised",
)  # fmt: skip
_IN_PATH = re.compile(r"(?<![0-9])(20\d\d)([/-]?)(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
# A minute written in full at the head of a number that names the article: 2026012914320005196.
_IN_NUMBER = re.compile(
    r"(?<![0-9])(20[0-4]\d)()(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-9]{0,8}(?![0-9])"
)
_BESIDE = "time, span, p, div, small, li, em, i, legend, h2, h3, h4, h5"
_SEEN = 'time, [class*="date" i], [class*="publi" i], [class*="time" i], [id*="date" i]'
_CHANGED = re.compile(
    r"updat|modif|aktuali|stand\b|stand:|güncel|mis à jour|actuali[zs]|aggiorn|opdater|oppdater|更新", re.IGNORECASE
)
MOST_SEEN = 30
MOST_BESIDE = 40
TOO_LATE = 10**13  # milliseconds since 1970, in the year 2286
SHORT = 40  # characters of an element that holds a date and nothing else
LEVELS = 3  # above the headline, in which a date beside it is looked for


def published(head: Head) -> datetime | None:
    """Give when the article appeared, aware of its zone, and note where that was found under `published`.

    A day found in the address or on the page, where nothing states it, is marked `guessed` and given at midnight UTC.
    """
    return _moment(head, "published", _stated(head, "datePublished", _PUBLISHED)) or _guessed(head)


def modified(head: Head) -> datetime | None:
    """Give when the article was last changed, aware of its zone."""
    return _moment(head, "modified", _stated(head, "dateModified", _MODIFIED))


def _moment(head: Head, name: str, candidates: Iterator[Found]) -> datetime | None:
    """Give the first date, aware of its zone; one without a zone is taken as UTC and remarked on."""
    for value, source in candidates:
        found = written_date(value)
        if found is None:
            head.remark(f"{name} {value[:40]!r} is no date")
            continue
        if found.tzinfo is None:
            head.remark(f"{name} {value[:40]!r} has no zone; taken as UTC")
            found = found.replace(tzinfo=UTC)
        head.provenance[name] = source
        return found
    return None


def _stated(head: Head, key: str, metas: tuple[str, ...]) -> Iterator[Found]:
    yield from _linked(head.linked.article, key)
    yield from head.metas(*metas)
    for node in head.tree.css(
        f'[itemprop~="{key}"], time[pubdate]' if key == "datePublished" else f'[itemprop~="{key}"]'
    )[:3]:
        if node.tag != "meta":
            yield _said(node), "html"
    yield from _linked(head.linked.page, key)
    if key == "datePublished":
        for other in ("uploadDate", "dateCreated"):
            yield from _linked(head.linked.article, other)


def _linked(node: Node, key: str) -> Iterator[Found]:
    value = node.get(key)
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, dict):
        first = first.get("@value")
    if isinstance(first, str) and first.strip():
        yield first, "json-ld"
    elif isinstance(first, int) and 0 < first < TOO_LATE:
        yield str(first), "json-ld"


def _guessed(head: Head) -> datetime | None:
    """Give a day nothing states but the address, the window's title, or the page where readers look for it."""
    found = _in_path(ada_url.URL(head.url).pathname) or _in_title(head) or _seen(head) or _beside_headline(head)
    if found is None:
        return None
    head.provenance["published"] = "guessed"
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _in_path(path: str) -> datetime | None:
    days = {(year, month, day) for form in (_IN_PATH, _IN_NUMBER) for year, _, month, day in form.findall(path)}
    return written_date("-".join(days.pop())) if len(days) == 1 else None


def _in_title(head: Head) -> datetime | None:
    """Read "Headline | Outlet | 28.04.2023"."""
    node = head.tree.css_first("title")
    _, mark, end = (node.text(deep=True) if node is not None else "").rpartition("|")
    return written_date(end) if mark and len(end) <= SHORT else None


def _beside_headline(head: Head) -> datetime | None:
    """Read the first element behind the headline that holds a day and nothing else."""
    around = head.headings[0].parent if head.headings else None
    for _ in range(LEVELS):
        if around is None or around.tag in {"body", "html"}:
            return None
        for node in around.css(_BESIDE)[:MOST_BESIDE]:
            said = _said(node)
            if (
                len(said) <= SHORT
                and not _CHANGED.search(said)
                and (found := written_date(said))
                and not is_elsewhere(node)
            ):
                return found
        around = around.parent
    return None


def _seen(head: Head) -> datetime | None:
    for node in head.tree.css(_SEEN)[:MOST_SEEN]:
        said = _said(node)
        if len(said) > LONGEST or is_elsewhere(node):
            continue
        around = f"{said} {node.attributes.get('class')} {node.attributes.get('itemprop')}"
        if _CHANGED.search(around):
            continue
        found = written_date(said)
        if found is not None:
            return found
    return None


def _said(node: LexborNode) -> str:
    attributes = node.attributes
    said = attributes.get("datetime") or attributes.get("content") or node.text(deep=True, separator=" ")
    return " ".join(said.split())
