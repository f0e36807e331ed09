"""One entry while it is being read: words as found, made into an `Item` at the end."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from newsloom.model.item import Item, ItemImage
from newsloom.parse.dates import read_date
from newsloom.text import clean, html, language, urls

BODY_LIMIT = 500_000
"""Characters of a summary or content that are kept."""

KEY_LIMIT = 2_000
"""Characters of an entry's own identifier that are kept."""

MANY = 50
"""Authors, categories or enclosures of one entry that are kept."""

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+(?:\?subject=\S+)?")
_PARENS = re.compile(r"\(\s*\)|<\s*>|&lt;\s*&gt;")
_C1 = re.compile("[\x80-\x9f]")


@dataclass(slots=True, kw_only=True)
class Draft:
    """What one entry says, word for word. Addresses are resolved against `base` when the item is made.

    `unproxied` is the address that a feed proxy says it replaced in `link`.
    """

    base: str = ""
    key: str = ""
    link: str = ""
    unproxied: str = ""
    key_is_link: bool = False
    title: str = ""
    authors: list[str] = field(default_factory=list)
    published: str = ""
    updated: str = ""
    summary: str = ""
    content: str = ""
    images: list[tuple[str, str, str]] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    language: str = ""
    origin: tuple[str, str] | None = None
    enclosures: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Oddities:
    """Counts of what was odd over all entries of a feed; they become its problems."""

    unreadable_dates: int = 0
    unzoned_dates: int = 0
    undated: int = 0
    bad_links: int = 0
    without_link: int = 0
    cut_bodies: int = 0

    def sentences(self, total: int) -> tuple[str, ...]:
        """One plain sentence for each kind that occurred."""
        told = (
            (self.unreadable_dates, "have a date that cannot be read"),
            (self.unzoned_dates, "have a date without a zone, read as UTC"),
            (self.undated, "have no date"),
            (self.bad_links, "have a link that is not http or https; it was dropped"),
            (self.without_link, "have no link"),
            (self.cut_bodies, f"have text beyond {BODY_LIMIT:,} characters; it was cut"),
        )
        return tuple(f"{count} of {total} entries {what}" for count, what in told if count)


def item_of(draft: Draft, odd: Oddities) -> Item:
    """The item a draft amounts to; what was odd is counted in `odd`."""
    published, updated = _date(draft.published, odd), _date(draft.updated, odd)
    odd.undated += not (draft.published or draft.updated)
    summary, content = _body(draft.summary, odd), _body(draft.content, odd)
    return Item(
        key=clean.stripped(draft.key).strip()[:KEY_LIMIT],
        url=_link(draft, odd),
        title=draft.title,
        authors=_names(map(author_name, draft.authors[: MANY * 2])),
        published=published,
        updated=updated,
        published_raw=clean.line(draft.published or draft.updated, limit=clean.NAME_LIMIT),
        summary="" if summary == content else summary,
        content=content,
        image=_image(draft),
        categories=_names(html.line(name, limit=clean.NAME_LIMIT) for name in draft.categories[: MANY * 2]),
        language=language.primary(draft.language),
        origin=_origin(draft),
        enclosures=_enclosures(draft),
    )


def _date(raw: str, odd: Oddities) -> datetime | None:
    if not raw.strip():
        return None
    moment = read_date(raw)
    if moment is None:
        odd.unreadable_dates += 1
        return None
    odd.unzoned_dates += not moment.zoned
    return moment.at


def _body(text: str, odd: Oddities) -> str:
    """HTML as sent, without characters no database takes, cut at the limit."""
    odd.cut_bodies += len(text) > BODY_LIMIT
    return clean.stripped(mended(text[:BODY_LIMIT])).strip()


def _link(draft: Draft, odd: Oddities) -> str:
    found = urls.absolute(clean.stripped(draft.unproxied), draft.base) if draft.unproxied else ""
    if not found and draft.link:
        found = urls.absolute(clean.stripped(draft.link), draft.base)
    if not found and draft.key_is_link:
        found = urls.absolute(clean.stripped(draft.key), draft.base)
    if not found:
        odd.bad_links += bool(draft.link)
        odd.without_link += not draft.link
    return found


def _origin(draft: Draft) -> tuple[str, str] | None:
    if draft.origin is None:
        return None
    name, url = draft.origin
    origin = html.line(name, limit=clean.NAME_LIMIT), urls.absolute(clean.stripped(url), draft.base)
    return origin if any(origin) else None


def _enclosures(draft: Draft) -> tuple[tuple[str, str], ...]:
    found = ((urls.absolute(clean.stripped(url), draft.base), kind) for url, kind in draft.enclosures[:MANY])
    return tuple(dict.fromkeys((url, clean.line(kind, limit=clean.NAME_LIMIT)) for url, kind in found if url))


def _image(draft: Draft) -> ItemImage | None:
    """The widest picture named, the first among equals; else the first picture enclosed."""
    named = [(url, _pixels(width), _pixels(height)) for url, width, height in draft.images[:MANY]]
    named += [(url, None, None) for url, kind in draft.enclosures[:MANY] if kind.lower().startswith("image/")]
    for url, width, height in sorted(named, key=lambda image: -(image[1] or 0)):
        if found := urls.absolute(clean.stripped(url), draft.base):
            return ItemImage(url=found, width=width, height=height)
    return None


def _pixels(word: str) -> int | None:
    digits = word.strip().removesuffix("px")
    return int(digits) or None if digits.isascii() and digits.isdigit() and len(digits) < len("100000") else None


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))[:MANY]


def author_name(raw: str) -> str:
    """A person's name without the mail address beside it: `jo@daily.example (Jo Bell)` is `Jo Bell`."""
    name = html.line(raw, limit=clean.NAME_LIMIT * 2)
    if "@" in name:
        name = _PARENS.sub("", _MAIL.sub("", name)).strip()
        name = name.removeprefix("mailto:").removeprefix("(").removesuffix(")").strip()
    return clean.capped(name, clean.NAME_LIMIT)


def title_of(raw: str, *, is_html: bool) -> str:
    """A title as plain text. HTML in a title declared plain is read as HTML where it plainly is."""
    text = mended(raw)
    if is_html or html.looks_like_html(text):
        return html.line(text)
    return clean.line(text)


def mended(text: str) -> str:
    """Text with two faults of senders mended, as feedparser does.

    They are UTF-8 sent as Latin-1, and windows-1252 sent as C1 controls.
    """
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    if _C1.search(text):
        return _C1.sub(lambda match: match[0].encode("iso-8859-1").decode("windows-1252", "ignore") or match[0], text)
    return text
