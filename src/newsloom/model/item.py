"""One piece of news as its source presents it: unchecked, no id."""

from dataclasses import dataclass
from datetime import datetime

from newsloom.model.page import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemImage:
    """A picture the source names; sizes in pixels where it says them."""

    url: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a feed: plain text fields; `summary` and `content` are HTML as the source sent it, unsanitised.

    `key` is the source's own identifier (guid, atom:id, JSON Feed id) or "" if it gives none. `published` and
    `updated` are UTC or None; the source's raw words stay in `published_raw`. `origin` names the real publisher where
    the feed says so (RSS `<source>`, Atom `<source>`): (name, url).
    """

    key: str = ""
    url: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    published_raw: str = ""
    summary: str = ""
    content: str = ""
    image: ItemImage | None = None
    categories: tuple[str, ...] = ()
    language: str = ""
    origin: tuple[str, str] | None = None
    enclosures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What one feed document says. `format` is as `rss20`, `rss10`, `atom10`, `json11`; `problems` are plain sentences.

    `ttl_seconds` is the shortest time the feed asks pollers to wait (`<ttl>`, `sy:updatePeriod`), if it does.
    `hub` is the WebSub hub that announces it, under the name `topic` (its own address, where it says it).
    `more` are pages that belong to the same reading and are still to be asked for, as the sitemaps of an index.
    """

    format: str
    title: str = ""
    url: str = ""
    language: str = ""
    items: tuple[Item, ...] = ()
    problems: tuple[str, ...] = ()
    ttl_seconds: int | None = None
    hub: str | None = None
    topic: str = ""
    more: tuple[Request, ...] = ()
