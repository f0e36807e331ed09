"""A JSON Feed (1.0 and 1.1) as a `Feed`. Reads what it can of entries that break the specification, and says so."""

import re
from collections.abc import Mapping
from html import escape
from typing import Final

import msgspec

from newsloom.errors import FeedError
from newsloom.model.item import Feed
from newsloom.parse.draft import Draft, Oddities, item_of
from newsloom.parse.limits import newest
from newsloom.text import clean, language, urls

_VERSION = re.compile(r"jsonfeed\.org/version/(1(?:\.1)?)")
_FORMATS: Final = {"1": "json10", "1.1": "json11"}
_DEEPEST = 256  # brackets inside one another


def read_json(body: bytes, *, url: str) -> Feed:
    """What a JSON Feed says; relative addresses are resolved against its own `feed_url`, else `url`.

    Raises:
        FeedError: the bytes are no JSON, or not a JSON Feed.
    """
    document = _document(body)
    version = _VERSION.search(_word(document.get("version")))
    entries = document.get("items")
    if not isinstance(entries, list) or not (version or "version" in document or "title" in document):
        raise FeedError("not a feed: JSON without `version` and `items`; a JSON Feed was expected")
    base = urls.absolute(_word(document.get("feed_url")), url or None) or url
    home = urls.absolute(_word(document.get("home_page_url")), base or None)
    said = _word(document.get("language"))
    kept, dropped = newest(_objects(entries), lambda entry: _word(entry.get("date_published")))
    odd = Oddities()
    items = tuple(item_of(_draft(entry, base or home, said), odd) for entry in kept)
    return Feed(
        format=_FORMATS[version[1]] if version else "json",
        title=clean.line(_word(document.get("title"))),
        url=home,
        language=language.primary(said),
        items=items,
        problems=(*_complaints(entries, known=bool(version)), *dropped, *odd.sentences(len(items))),
        hub=_hub(document, base),
    )


def _document(body: bytes) -> Mapping[str, object]:
    text = body.decode("utf-8", "replace")
    try:
        document = msgspec.json.decode(text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError) as error:
        raise FeedError(f"not a feed: JSON that cannot be read ({error})") from error
    if not isinstance(document, dict):
        raise FeedError("not a feed: JSON, but not an object; a JSON Feed was expected")
    return document


def _complaints(entries: list[object], *, known: bool) -> tuple[str, ...]:
    broken = sum(not isinstance(entry, Mapping) for entry in entries)
    told = (
        (not known, "no known `version`; read as JSON Feed 1.1"),
        (broken, f"{broken} of {len(entries)} entries are no objects; they were dropped"),
        (not entries, "no entries"),
    )
    return tuple(sentence for true, sentence in told if true)


def _hub(document: Mapping[str, object], base: str) -> str | None:
    found = (urls.absolute(_word(hub.get("url")), base or None) for hub in _objects(document.get("hubs")))
    return next((hub for hub in found if hub), None)


def _word(value: object) -> str:
    """Text, or a number written out (ids often are); "" for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _objects(value: object) -> list[Mapping[str, object]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def _draft(entry: Mapping[str, object], base: str, said: str) -> Draft:
    text = _word(entry.get("content_text"))
    authors = _objects(entry.get("authors")) or _objects([entry.get("author")])
    files = _objects(entry.get("attachments"))
    tags = entry.get("tags")
    pictures = [_word(entry.get(name)) for name in ("image", "banner_image")]
    key = _word(entry.get("id"))
    return Draft(
        base=base,
        key=key,
        link=_word(entry.get("url")) or _word(entry.get("external_url")),
        key_is_link=key.startswith(("http://", "https://")),
        title=clean.line(_word(entry.get("title"))),
        authors=[_word(author.get("name")) for author in authors],
        published=_word(entry.get("date_published")),
        updated=_word(entry.get("date_modified")),
        summary=escape(_word(entry.get("summary")), quote=False),
        content=_word(entry.get("content_html")) or _paragraphs(text),
        images=[(picture, "", "") for picture in pictures if picture],
        categories=[_word(tag) for tag in tags] if isinstance(tags, list) else [],
        language=_word(entry.get("language")) or said,
        enclosures=[(_word(file.get("url")), _word(file.get("mime_type"))) for file in files],
    )


def _paragraphs(text: str) -> str:
    """Plain text as HTML."""
    parts = (part.strip() for part in text.split("\n\n"))
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)
