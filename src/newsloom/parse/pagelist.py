"""A page without a feed as the items it lists, read by the owner's CSS selectors."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from newsloom.errors import FeedError, PageError
from newsloom.model.item import Item, ItemImage
from newsloom.model.source import Selectors
from newsloom.parse.bounds import check_markup
from newsloom.parse.charset import decoded
from newsloom.parse.dates import read_date
from newsloom.parse.limits import ENTRY_LIMIT
from newsloom.parse.writtendates import written_date
from newsloom.text import clean, urls

FIELDS = ("title", "link", "date", "summary", "image")
USUAL = {
    "title": ("h1", "h2", "h3", "h4", "[class*=title]", "[class*=headline]", "a[href]"),
    "link": ("h1 a[href]", "h2 a[href]", "h3 a[href]", "h4 a[href]", "a[href]"),
    "date": ("time[datetime]", "time", "[class*=date]"),
    "summary": ("p",),
    "image": ("img[src]", "img[data-src]"),
}
"""Where pages usually have what the owner does not say; the first that is there counts."""

_ATTRIBUTE = re.compile(r"^(.*)@([a-zA-Z][a-zA-Z-]{0,40})$", re.DOTALL)
_ATTRIBUTES = {
    "link": ("href",),
    "date": ("datetime", "content", "title"),
    "image": ("src", "data-src", "content"),
}
_SUMMARY = 2_000  # characters of a summary that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a page lists: how many places the selector for items found, what was read in them, what each lacks.

    `missing` counts, by field, the places in which nothing was found.
    """

    title: str
    language: str
    matched: int
    items: tuple[Item, ...]
    missing: dict[str, int]
    problems: tuple[str, ...]


def page_of(body: bytes, *, content_type: str = "") -> LexborHTMLParser:
    """The page as a tree, measured before it is parsed.

    Raises:
        FeedError: it is empty, no text, or beyond the limits.
    """
    if not body.strip():
        raise FeedError("empty: the page has no content")
    try:
        html = decoded(body, content_type=content_type)
        check_markup(html)
        return LexborHTMLParser(html)
    except PageError as error:
        raise FeedError(f"the page cannot be read: {error}") from error
    except SelectolaxError as error:
        raise FeedError("the page cannot be read as HTML") from error


def read_listing(body: bytes, *, url: str, select: Selectors, content_type: str = "") -> Listing:
    """What a page lists.

    Args:
        body: the bytes as received, content encoding undone.
        url: where they came from; links are resolved against it.
        select: where the page holds what.
        content_type: the Content-Type header, or "".

    Raises:
        FeedError: the page cannot be read, or has nothing where items should be: it was changed, or is another one.
    """
    tree = page_of(body, content_type=content_type)
    places = found(tree, select.items)
    if not places:
        raise FeedError(f"nothing on the page matches `{select.items}`; `newsloom sources try URL` shows what would")
    base = _base(tree, url)
    read = [_item(place, select, base) for place in places[:ENTRY_LIMIT]]
    items = list({item.url: item for item in read if item.url and item.title}.values())
    if not items:
        raise FeedError(f"{len(places)} places match `{select.items}`, and none has a title and a link")
    missing = {name: sum(1 for item in read if not _has(item, name)) for name in FIELDS}
    return Listing(
        title=_text(tree.css_first("title")),
        language=clean.line((tree.root.attributes.get("lang") if tree.root else "") or "", limit=40).partition("-")[0],
        matched=len(places),
        items=tuple(items),
        missing=missing,
        problems=_problems(places, read, items),
    )


def found(tree: LexborHTMLParser | LexborNode, selector: str) -> list[LexborNode]:
    """What a selector matches, in the page's order; nothing if it is none."""
    try:
        return list(tree.css(selector))
    except SelectolaxError as error:
        raise FeedError(f"`{selector}` is no CSS selector; one is written as `div.story > h2`") from error


def _problems(places: list[LexborNode], read: list[Item], items: list[Item]) -> tuple[str, ...]:
    lacking = sum(1 for item in read if not (item.url and item.title))
    undated = sum(1 for item in items if item.published is None)
    told = (
        (len(places) > ENTRY_LIMIT, f"{len(places):,} places; the first {ENTRY_LIMIT:,} were read"),
        (lacking, f"{lacking} of {len(read)} places have no title or no link; they were left out"),
        (undated, f"{undated} of {len(items)} items have no date that can be read"),
    )
    return tuple(sentence for is_so, sentence in told if is_so)


def _base(tree: LexborHTMLParser, url: str) -> str:
    base = tree.css_first("base[href]")
    return urls.absolute((base.attributes.get("href") or "") if base else "", url) or url


def _item(place: LexborNode, select: Selectors, base: str) -> Item:
    link = _link(place, select.link, base)
    said = _value(place, "date", select.date)
    picture = urls.absolute(clean.stripped(_value(place, "image", select.image)), base)
    title = clean.line(_value(place, "title", select.title))
    summary = clean.line(_value(place, "summary", select.summary), limit=_SUMMARY)
    return Item(
        key=link,
        url=link,
        title=title,
        published=_moment(said),
        published_raw=clean.line(said, limit=clean.NAME_LIMIT),
        summary="" if summary == title else _escaped(summary),
        image=ItemImage(url=picture) if picture else None,
    )


def _link(place: LexborNode, selector: str, base: str) -> str:
    said = _value(place, "link", selector)
    if not said and not selector and place.tag == "a":
        said = place.attributes.get("href") or ""
    if said.strip().startswith("#"):
        return ""
    return urls.absolute(clean.stripped(said), base)


def _value(place: LexborNode, field: str, selector: str) -> str:
    """The text or the attribute that a selector finds first; where none is said, at the usual places."""
    for one in (selector,) if selector else USUAL[field]:
        plain, attributes = _divided(one, field)
        for node in found(place, plain)[:5] if plain else [place]:
            said = next((value for name in attributes if (value := node.attributes.get(name))), "")
            said = said or ("" if field in {"link", "image"} else _text(node))
            if said.strip():
                return said
    return _text(place) if field == "title" and not selector and place.tag == "a" else ""


def _divided(selector: str, field: str) -> tuple[str, Iterable[str]]:
    match = _ATTRIBUTE.match(selector)
    return (match[1].strip(), (match[2],)) if match else (selector, _ATTRIBUTES.get(field, ()))


def _text(node: LexborNode | None) -> str:
    return "" if node is None else clean.line(node.text(separator=" "), limit=_SUMMARY)


def _moment(said: str) -> datetime | None:
    if not said.strip():
        return None
    written = written_date(said)
    if written is not None:
        return written.replace(tzinfo=UTC) if written.tzinfo is None else written.astimezone(UTC)
    moment = read_date(said)
    return moment.at if moment else None


def _escaped(text: str) -> str:
    """Plain text as the HTML that an item's summary is."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _has(item: Item, field: str) -> bool:
    said = {"title": item.title, "link": item.url, "date": item.published, "summary": item.summary, "image": item.image}
    return bool(said[field])
