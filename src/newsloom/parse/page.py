"""What a page says about its article, and the article's text."""

import re
from datetime import UTC, datetime

from selectolax.lexbor import LexborHTMLParser

from newsloom.parse.body import tree_text
from newsloom.parse.bounds import check_markup
from newsloom.parse.charset import decoded
from newsloom.parse.fields import Fields, when
from newsloom.parse.jsonld import linked
from newsloom.parse.reading import PageReading
from newsloom.parse.tree import page_tree
from newsloom.parse.unreadable import Unreadable, UnreadableError

NOTICE = 80  # characters in which a page's only sentence can ask for JavaScript
SHORT = 250  # characters of main text below which a page has to explain itself
_MAGIC = (
    (b"%PDF-", Unreadable.PDF),
    (b"\x89PNG", Unreadable.IMAGE),
    (b"GIF8", Unreadable.IMAGE),
    (b"\xff\xd8\xff", Unreadable.IMAGE),
    (b"RIFF", Unreadable.IMAGE),
    (b"PK\x03\x04", Unreadable.NOT_HTML),
    (b"\x1f\x8b", Unreadable.NOT_HTML),
)
_HTML_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream"})
_LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype html|html|head|body|title|meta|article|p|div)[\s>]", re.IGNORECASE)
_CHALLENGE = re.compile(r"captcha|just a moment|verify you are (?:a )?human|are you a robot", re.IGNORECASE)
_NEEDS_SCRIPT = re.compile(r"(?:enable|requires?|need|activate|turn on)\W+(?:\w+\W+){0,3}javascript", re.IGNORECASE)
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dc.date",
    "date",
    "pubdate",
    "sailthru.date",
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")


def read_page(body: bytes, *, url: str, content_type: str = "") -> PageReading:
    """Read one article's page.

    Args:
        body: the page, with its content encoding undone.
        url: where it came from, after redirects; relative links are resolved against it.
        content_type: the Content-Type header as it came, or "".

    Raises:
        UnreadableError: a PageError whose `reason` says what the page is instead of an article.
    """
    _check_kind(body, content_type)
    html = decoded(body, content_type=content_type)
    check_markup(html)
    tree = page_tree(html)
    said = linked(tree)
    fields = Fields(tree=tree, linked=said, url=url)
    text = tree_text(tree, said)
    title = fields.title(fields.site_name())
    if len(text) < SHORT:
        _check_purpose(tree, text, title)
        if not text:
            fields.problems.append("no main text")
    published = fields.moment("published", linked_key="datePublished", metas=_PUBLISHED)
    return _reading(fields, text, url=url, title=title, published=published or _guessed_date(html, url, fields))


def _reading(fields: Fields, text: str, *, url: str, title: str | None, published: datetime | None) -> PageReading:
    return PageReading(
        url=url,
        title=title,
        authors=fields.authors(),
        published=published,
        modified=fields.moment("modified", linked_key="dateModified", metas=_MODIFIED),
        canonical=fields.canonical(),
        amp_url=fields.amp_url(),
        image=fields.image(),
        site_name=fields.site_name(),
        language=fields.language(),
        text=text,
        problems=tuple(fields.problems),
        provenance=fields.provenance,
    )


def _check_kind(body: bytes, content_type: str) -> None:
    """Refuse what is no HTML, by its first bytes and then by what its header says."""
    start = body[:4_096].lstrip()
    if not start:
        raise UnreadableError(Unreadable.EMPTY, "the page has no content")
    for magic, reason in _MAGIC:
        if start.startswith(magic):
            raise UnreadableError(reason, f"the page begins with {magic!r}")
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith("image/"):
        raise UnreadableError(Unreadable.IMAGE, f"the page is {kind}")
    if kind == "application/pdf":
        raise UnreadableError(Unreadable.PDF, f"the page is {kind}")
    is_text = b"\0" not in start or start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_text or (kind not in _HTML_TYPES and not _LOOKS_LIKE_HTML.search(start)):
        raise UnreadableError(Unreadable.NOT_HTML, f"the page is {kind or 'binary'}")
    if kind in {"text/plain", "application/octet-stream"} and not _LOOKS_LIKE_HTML.search(start):
        raise UnreadableError(Unreadable.NOT_HTML, f"the page is {kind} without markup")


def _check_purpose(tree: LexborHTMLParser, text: str, title: str | None) -> None:
    """Say what a page with hardly any text is, where that can be seen."""
    if tree.css_first("frameset") is not None:
        raise UnreadableError(Unreadable.FRAMES, "the page only names frames")
    if tree.css_first('input[type="password" i]') is not None:
        raise UnreadableError(Unreadable.LOGIN, "the page asks for a password")
    seen = tree.body.text(deep=True, separator=" ")[:5_000] if tree.body is not None else ""
    if _CHALLENGE.search(f"{title or ''} {seen}"):
        raise UnreadableError(Unreadable.CHALLENGE, "the page asks for a sign of humanity")
    if _NEEDS_SCRIPT.search(text[:NOTICE] or seen) or (not text and _is_shell(tree)):
        raise UnreadableError(Unreadable.SCRIPT_SHELL, "the page is filled in by scripts")
    if not text and not title:
        raise UnreadableError(Unreadable.EMPTY, "the page has neither text nor title")


def _is_shell(tree: LexborHTMLParser) -> bool:
    root = tree.css_first("#root, #app, #__next, #__nuxt, app-root")
    return root is not None and not root.text(deep=True).strip()


def _guessed_date(html: str, url: str, fields: Fields) -> datetime | None:
    """Ask htmldate, which looks at addresses and visible dates: a day, at midnight UTC, marked as guessed."""
    from htmldate import find_date  # noqa: PLC0415  a second of imports that most pages never need

    try:
        day = find_date(html, url=url, original_date=True, extensive_search=False)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    found = when(day) if day else None
    if found is None:
        return None
    fields.provenance["published"] = "guessed"
    return found.replace(tzinfo=UTC)
