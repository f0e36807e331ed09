"""Whether bytes are an HTML page at all."""

import re

from newsloom.parse.charset import wide_encoding
from newsloom.parse.unreadable import Unreadable, UnreadableError

MAX_BYTES = 20_000_000  # four for each character that is read at most
START = 4_096  # bytes a page is judged by
_MOST_CONTROLS = 0.02  # of the beginning; text has none
_MAGIC = (
    (b"%PDF-", Unreadable.PDF),
    (b"%!PS", Unreadable.NOT_HTML),
    (b"\x89PNG", Unreadable.IMAGE),
    (b"GIF8", Unreadable.IMAGE),
    (b"\xff\xd8\xff", Unreadable.IMAGE),
    (b"II*\0", Unreadable.IMAGE),
    (b"MM\0*", Unreadable.IMAGE),
    (b"\0\0\1\0", Unreadable.IMAGE),
    (b"<svg", Unreadable.IMAGE),
    (b"PK\x03\x04", Unreadable.NOT_HTML),
    (b"\x1f\x8b", Unreadable.NOT_HTML),
    (b"BZh", Unreadable.NOT_HTML),
    (b"\xfd7zXZ", Unreadable.NOT_HTML),
    (b"7z\xbc\xaf", Unreadable.NOT_HTML),
    (b"Rar!", Unreadable.NOT_HTML),
    (b"\x28\xb5\x2f\xfd", Unreadable.NOT_HTML),
    (b"\xd0\xcf\x11\xe0", Unreadable.NOT_HTML),
    (b"{\\rtf", Unreadable.NOT_HTML),
    (b"\x7fELF", Unreadable.NOT_HTML),
    (b"ID3", Unreadable.NOT_HTML),
    (b"OggS", Unreadable.NOT_HTML),
    (b"\x1aE\xdf\xa3", Unreadable.NOT_HTML),
    (b"wOF", Unreadable.NOT_HTML),
)
_HTML_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream"})
_LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype html|html|head|body|title|meta|article|p|div)[\s>]", re.IGNORECASE)
_FEED = re.compile(
    rb"^(?:<\?xml[^>]{0,200}>)?\s*(?:<[!?][^>]{0,1000}>\s*)*<(rss|feed|rdf:RDF|urlset|sitemapindex|opml)[\s>]"
)
_SVG = re.compile(rb"^(?:<\?xml[^>]{0,200}>)?\s*(?:<[!?][^>]{0,1000}>\s*)*<svg[\s>]")
_DATA = re.compile(rb"^(?:[\w.$]{1,60}\()?\s*[\[{]\s*(?:[\"\[{\]}0-9]|$)")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def check_kind(body: bytes, content_type: str) -> None:
    """Refuse what is no HTML, by its first bytes and then by what its header says.

    Raises:
        UnreadableError: with what it is instead.
    """
    if len(body) > MAX_BYTES:
        raise UnreadableError(Unreadable.TOO_LARGE, f"{len(body):,} bytes; at most {MAX_BYTES:,} are read")
    start = body[:START].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise UnreadableError(Unreadable.EMPTY, "the page has no content")
    _check_magic(start)
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith("image/"):
        raise UnreadableError(Unreadable.IMAGE, f"the page is {kind}")
    if kind == "application/pdf":
        raise UnreadableError(Unreadable.PDF, f"the page is {kind}")
    is_wide = wide_encoding(body) is not None
    if not is_wide and (b"\0" in start or len(_CONTROLS.findall(start)) > _MOST_CONTROLS * len(start)):
        raise UnreadableError(Unreadable.NOT_HTML, f"the page is binary, whatever {kind or 'its header'} says")
    is_html = is_wide or _LOOKS_LIKE_HTML.search(start) is not None
    if not is_html and (kind not in _HTML_TYPES or kind in {"text/plain", "application/octet-stream"}):
        raise UnreadableError(Unreadable.NOT_HTML, f"the page is {kind} without markup")
    _check_data(start, is_html=is_html)


def _check_magic(start: bytes) -> None:
    for magic, reason in _MAGIC:
        if start.startswith(magic):
            raise UnreadableError(reason, f"the page begins with {magic!r}")
    if start.startswith(b"RIFF"):
        is_picture = start[8:12] == b"WEBP"
        raise UnreadableError(Unreadable.IMAGE if is_picture else Unreadable.NOT_HTML, "the page is a RIFF file")
    if start[4:8] == b"ftyp":
        is_picture = start[8:12] in {b"avif", b"avis", b"heic", b"heix", b"mif1"}
        raise UnreadableError(Unreadable.IMAGE if is_picture else Unreadable.NOT_HTML, "the page is a media file")
    if b"%PDF-" in start[:1_024].partition(b"<")[0]:  # PDF 1.7, appendix H, note 13: within the first 1,024 bytes
        raise UnreadableError(Unreadable.PDF, "the page holds a PDF document")


def _check_data(start: bytes, *, is_html: bool) -> None:
    if feed := _FEED.match(start):
        raise UnreadableError(Unreadable.NOT_HTML, f"the page is a feed or list: <{feed[1].decode()}>")
    if _SVG.match(start):
        raise UnreadableError(Unreadable.IMAGE, "the page is an SVG picture")
    if not is_html and _DATA.match(start):
        raise UnreadableError(Unreadable.NOT_HTML, "the page is data, as JSON")
