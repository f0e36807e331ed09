"""A feed that is not strictly well-formed, as drafts of its entries: feedparser's reading, put into our words."""

import warnings
from collections.abc import Mapping
from html import escape
from typing import Any

import feedparser

from newsloom.parse.draft import Draft, title_of
from newsloom.parse.xmlfeed import Head

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def read_loose(body: bytes, *, url: str) -> tuple[Head, list[Draft]]:
    """What feedparser makes of UTF-8 bytes, unsanitised and with links inside HTML as they are.

    Bytes are handed over as bytes in a stream's place: feedparser opens what looks like a file name or an
    address.
    """
    headers = {"content-type": "application/xml; charset=utf-8"} | ({"content-location": url} if url else {})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(
            _Stream(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
        head = _head(parsed, url)
        return head, [_draft(entry, head) for entry in parsed.entries]


class _Stream:
    """Bytes that can be read once, so that they are never taken for a name."""

    __slots__ = ("_body",)

    def __init__(self, body: bytes) -> None:
        self._body = body

    def read(self) -> bytes:
        return self._body


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _head(parsed: Any, url: str) -> Head:  # noqa: ANN401  feedparser is untyped
    feed = parsed.feed
    detail = feed.get("title_detail") or {}
    hubs = (_word(link.get("href")) for link in feed.get("links") or () if link.get("rel") == "hub")
    ttl = _word(feed.get("ttl")).strip()
    return Head(
        format=_word(parsed.get("version")),
        title=title_of(_word(feed.get("title")), is_html=detail.get("type") in _HTML_TYPES),
        link=_word(feed.get("link")),
        base=url,
        language=_word(feed.get("language")),
        ttl_seconds=int(ttl) * 60 if ttl.isascii() and ttl.isdigit() and len(ttl) < len("1000000") else None,
        hub=next(hubs, None),
        topic=next((_word(one.get("href")) for one in feed.get("links") or () if one.get("rel") == "self"), ""),
    )


def _draft(entry: Any, head: Head) -> Draft:  # noqa: ANN401  feedparser is untyped
    detail = entry.get("title_detail") or {}
    links = [link for link in entry.get("links") or () if isinstance(link, Mapping)]
    return Draft(
        base=head.base,
        key=_word(entry.get("id")),
        link=_word(entry.get("link")),
        unproxied=_word(entry.get("feedburner_origlink")),
        key_is_link=bool(entry.get("guidislink")),
        title=title_of(_word(entry.get("title")), is_html=detail.get("type") in _HTML_TYPES),
        authors=[_word(author.get("name")) for author in entry.get("authors") or () if isinstance(author, Mapping)],
        published=_word(dict.get(entry, "published")),
        updated=_word(dict.get(entry, "updated")),
        summary=_html(_word(entry.get("summary")), entry.get("summary_detail")),
        content=next((_html(_word(part.get("value")), part) for part in entry.get("content") or ()), ""),
        images=_images(entry),
        categories=[_word(tag.get("label")) or _word(tag.get("term")) for tag in entry.get("tags") or ()],
        language=head.language,
        origin=_origin(entry.get("source")),
        enclosures=[
            (_word(link.get("href")), _word(link.get("type"))) for link in links if link.get("rel") == "enclosure"
        ],
    )


def _html(value: str, detail: object) -> str:
    kind = detail.get("type") if isinstance(detail, Mapping) else None
    return escape(value, quote=False) if kind == "text/plain" else value


def _origin(source: object) -> tuple[str, str] | None:
    if not isinstance(source, Mapping):
        return None
    return _word(source.get("title")), _word(source.get("href")) or _word(source.get("link"))


def _images(entry: Any) -> list[tuple[str, str, str]]:  # noqa: ANN401  feedparser is untyped
    media = [m for m in entry.get("media_content") or () if isinstance(m, Mapping)]
    pictures = [m for m in media if m.get("medium") == "image" or _word(m.get("type")).startswith("image/")]
    pictures += [m for m in entry.get("media_thumbnail") or () if isinstance(m, Mapping)]
    found = [(_word(m.get("url")), _word(m.get("width")), _word(m.get("height"))) for m in pictures]
    image = entry.get("image")
    return [*found, (_word(image.get("href")), "", "")] if isinstance(image, Mapping) else found
