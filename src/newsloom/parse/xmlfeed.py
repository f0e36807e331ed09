"""A strictly well-formed RSS, RDF, Atom or CDF document as drafts of its entries.

Where a format leaves a choice (which of two titles, what a guid means) this reads as feedparser does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element as Element

from newsloom.parse.draft import Draft
from newsloom.parse.names import ATOM, XML, attribute, name_of
from newsloom.parse.xmltext import html_of, is_page, text_of, title_in
from newsloom.text import urls

_RSS_VERSIONS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_ATOM_VERSIONS = {"0.1": "atom01", "0.2": "atom02", "0.3": "atom03"}
_ENTRIES = frozenset({"item", "entry"})
_PERIODS: Final = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DEEP_HEAD = 60  # children of the feed element before its first entry that are asked; the rest repeats itself


@dataclass(slots=True, kw_only=True)
class Head:
    """What a document says of the feed itself."""

    format: str = ""
    title: str = ""
    link: str = ""
    base: str = ""
    language: str = ""
    ttl_seconds: int | None = None
    hub: str | None = None
    topic: str = ""


_DATED = frozenset({"pubdate", "published", "issued", "updated", "modified", "dc:date"})


def date_word(entry: Element) -> str:
    """The first date an entry gives, as written; cheaper than a draft of it."""
    return next((child.text or "" for child in entry if name_of(child) in _DATED), "")


def entries_of(root: Element) -> list[Element]:
    """Every entry of the document in order, wherever it stands."""
    return [
        found
        for found in root.iter("{*}item", "{*}entry", "{*}ITEM", "{*}Item", "{*}Entry")
        if name_of(found) in _ENTRIES
    ]


def format_of(root: Element) -> str:
    """The document's format as `rss20`, `rss10`, `atom10`, `cdf`; "" if it is none we know."""
    name = name_of(root)
    spaces = {str(uri).lower() for uri in root.nsmap.values()}
    version = attribute(root, "version")
    if name == "rss":
        return _RSS_VERSIONS.get(version) or ("rss20" if version.startswith("2.") else "rss")
    if name in {"feed", "entry"}:
        return "atom10" if ATOM in spaces else _ATOM_VERSIONS.get(version, "atom")
    if name == "rdf:rdf":
        return "rss090" if "http://my.netscape.com/rdf/simple/0.9/" in spaces else "rss10"
    return "cdf" if name == "channel" else ""


def head_of(root: Element, *, url: str) -> Head:
    """What the document says of the feed itself; relative addresses are resolved against `url`."""
    head = Head(format=format_of(root), base=base_of(root, url), language=root.get(XML + "lang", ""))
    places = [root, *(child for child in root if name_of(child) == "channel")]
    for place in places:
        head.base = base_of(place, head.base) if place is not root else head.base
        head.link = head.link or urls.absolute(attribute(place, "href"), head.base)  # CDF
        _read_head(place, head)
    return head


def _read_head(place: Element, head: Head) -> None:
    asked = 0
    for child in place:
        name = name_of(child)
        if name in _ENTRIES:
            continue
        asked += 1
        if asked > _DEEP_HEAD:
            return
        if name == "title" and not head.title:
            head.title = title_in(child)
        elif name == "link":
            _feed_link(child, head)
        elif name in {"language", "dc:language"}:
            head.language = (child.text or "").strip() or head.language
        elif name in {"ttl", "sy:updateperiod"}:
            head.ttl_seconds = _longest(head.ttl_seconds, _period(child, place))


def _feed_link(link: Element, head: Head) -> None:
    href, rel = attribute(link, "href"), attribute(link, "rel").lower() or "alternate"
    found = urls.absolute(href or link.text or "", base_of(link, head.base))
    if rel == "hub":
        head.hub = head.hub or found or None
    elif rel == "self":
        head.topic = head.topic or found
    elif rel == "alternate" and is_page(link):
        head.link = head.link or found


def _longest(known: int | None, said: int | None) -> int | None:
    return max((seconds for seconds in (known, said) if seconds), default=None)


def _period(said: Element, place: Element) -> int | None:
    """Seconds between visits that `<ttl>` (in minutes) or `sy:updatePeriod` over `sy:updateFrequency` ask for."""
    word = (said.text or "").strip().lower()
    if name_of(said) == "ttl":
        return int(word) * 60 if word.isascii() and word.isdigit() and len(word) < len("1000000") else None
    times = next(((c.text or "").strip() for c in place if name_of(c) == "sy:updatefrequency"), "1")
    often = int(times) if times.isascii() and times.isdigit() and len(times) < len("1000000") else 1
    period = _PERIODS.get(word)
    return period // max(often, 1) if period else None


def base_of(element: Element, base: str) -> str:
    """The base address inside `element`, given the one around it."""
    own = element.get(XML + "base") or element.get("base")
    return (urls.absolute(own, base or None) or base) if own else base


def draft_of(entry: Element, head: Head) -> Draft:
    """One entry, word for word."""
    draft = Draft(base=base_of(entry, head.base), language=entry.get(XML + "lang", head.language))
    draft.key = entry.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", "")
    draft.link = attribute(entry, "href") if head.format == "cdf" else ""
    draft.updated = attribute(entry, "lastmod") if head.format == "cdf" else ""
    _read_children(entry, draft)
    return draft


def _read_children(parent: Element, draft: Draft) -> None:
    for child in parent:
        read = _READERS.get(name_of(child))
        if read is not None:
            read(child, draft)


def _read_title(element: Element, draft: Draft) -> None:
    draft.title = draft.title or title_in(element)


def _read_link(element: Element, draft: Draft) -> None:
    href = next((found for name in ("url", "uri", "href") if (found := attribute(element, name))), "")
    base = base_of(element, draft.base)
    if not href:
        text = (element.text or "").strip()
        draft.link = urls.absolute(text, base) or text or draft.link
        return
    rel = attribute(element, "rel").lower() or "alternate"
    if rel == "alternate" and is_page(element):
        draft.link = urls.absolute(href, base) or href
    elif rel == "enclosure":
        draft.enclosures.append((urls.absolute(href, base), element.get("type", "")))


def _read_unproxied(element: Element, draft: Draft) -> None:
    draft.unproxied = text_of(element).strip()


def _read_key(element: Element, draft: Draft) -> None:
    draft.key = text_of(element).strip()
    draft.key_is_link = (attribute(element, "ispermalink") or "true") == "true"


def _read_author(element: Element, draft: Draft) -> None:
    named = next((text_of(child) for child in element if name_of(child) in {"name", "itunes:name"}), None)
    draft.authors.append(text_of(element) if named is None and not len(element) else named or "")


def _read_published(element: Element, draft: Draft) -> None:
    draft.published = text_of(element)


def _read_updated(element: Element, draft: Draft) -> None:
    draft.updated = text_of(element)


def _read_description(element: Element, draft: Draft) -> None:
    _add_summary(html_of(element, "text/html"), draft)


def _read_summary(element: Element, draft: Draft) -> None:
    _add_summary(html_of(element, "text"), draft)


def _add_summary(text: str, draft: Draft) -> None:
    """The first description is the summary; a second, where nothing else is content, is the content."""
    if not draft.summary:
        draft.summary = text
    elif not draft.content:
        draft.content = text


def _read_media_description(element: Element, draft: Draft) -> None:
    draft.summary = draft.summary or html_of(element, "text")


def _read_content(element: Element, draft: Draft) -> None:
    draft.content = draft.content or html_of(element, "text")


def _read_encoded(element: Element, draft: Draft) -> None:
    draft.content = draft.content or html_of(element, "text/html")


def _read_category(element: Element, draft: Draft) -> None:
    draft.categories.append(element.get("label") or element.get("term") or text_of(element))


def _read_enclosure(element: Element, draft: Draft) -> None:
    draft.enclosures.append((attribute(element, "url") or attribute(element, "href"), element.get("type", "")))


def _read_source(element: Element, draft: Draft) -> None:
    parts = {name_of(child): child for child in element}
    if "title" not in parts:
        draft.origin = (text_of(element), attribute(element, "url"))
        return
    link = parts.get("link")
    where = "" if link is None else attribute(link, "href") or link.text or ""
    draft.origin = (title_in(parts["title"]), where)


def _read_media(element: Element, draft: Draft) -> None:
    kind, medium = element.get("type", ""), element.get("medium", "")
    if medium == "image" or kind.startswith("image/") or (not medium and not kind):
        draft.images.append((element.get("url", ""), element.get("width", ""), element.get("height", "")))
    _read_children(element, draft)


def _read_thumbnail(element: Element, draft: Draft) -> None:
    draft.images.append((element.get("url") or text_of(element), element.get("width", ""), element.get("height", "")))


def _read_image(element: Element, draft: Draft) -> None:
    inner = next((text_of(child) for child in element if name_of(child) in {"url", "href"}), "")
    found = element.get("href") or element.get("url") or inner or (element.text or "")
    draft.images.append((found, "", ""))


_READERS: dict[str, Callable[[Element, Draft], None]] = {
    "title": _read_title,
    "dc:title": _read_title,
    "link": _read_link,
    "feedburner:origlink": _read_unproxied,
    "guid": _read_key,
    "id": _read_key,
    **dict.fromkeys(("author", "dc:creator", "dc:author", "itunes:author"), _read_author),
    **dict.fromkeys(("pubdate", "published", "issued", "dcterms:issued"), _read_published),
    **dict.fromkeys(("updated", "modified", "lastbuilddate", "dc:date", "dcterms:modified"), _read_updated),
    **dict.fromkeys(("description", "dc:description", "abstract"), _read_description),
    "summary": _read_summary,
    "content": _read_content,
    **dict.fromkeys(("content:encoded", "fullitem", "body", "xhtml:body"), _read_encoded),
    **dict.fromkeys(("category", "dc:subject", "media:category"), _read_category),
    "enclosure": _read_enclosure,
    "source": _read_source,
    "media:group": _read_children,
    "media:content": _read_media,
    "media:thumbnail": _read_thumbnail,
    "media:title": _read_title,
    "media:description": _read_media_description,
    "itunes:image": _read_image,
    "image": _read_image,
}
