"""The rules of RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1, restated: what of them a file breaks.

Written from the specifications, and independent of what writes the files: parsed by lxml and json.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|[+-]\d{4})"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+")
_ACTIVE = re.compile(r"<[A-Za-z/!?]")  # HTML: after any other character `<` is text


def rss_faults(content: bytes) -> list[str]:
    """What of RSS 2.0 and of the Advisory Board's profile a file breaks, a line each."""
    root = _parsed(content)
    if root.tag != "rss" or root.get("version") != "2.0":
        return ["the root is no <rss version='2.0'>"]
    channels = root.findall("channel")
    return list(_rss_channel(channels[0])) if len(channels) == 1 else ["an RSS file has one channel"]


def atom_faults(content: bytes) -> list[str]:
    """What of RFC 4287 a file breaks, a line each."""
    root = _parsed(content)
    return list(_atom_feed(root)) if root.tag == f"{ATOM}feed" else ["the root is no atom:feed"]


def json_feed_faults(content: bytes) -> list[str]:
    """What of JSON Feed 1.1 a file breaks, a line each."""
    return list(_json_feed(json.loads(content.decode())))


def _rss_channel(channel: Any) -> Iterator[str]:  # noqa: ANN401  an element of lxml
    for tag in ("title", "link", "description"):
        yield from _exactly(channel, tag, 1)
    yield from _each(channel, "link", _is_web, "a web address")
    yield from _each(channel, "language", _LANGUAGE.fullmatch, "a language tag")
    for tag in ("lastBuildDate", "pubDate"):
        yield from _each(channel, tag, _is_rfc822, "an RFC 822 date")
    own = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if len(own) != 1 or not _is_web(own[0].get("href", "")):
        yield "a channel names its own address once, as atom:link rel=self"
    guids = [item.findtext("guid") for item in channel.findall("item")]
    if len(set(guids)) != len(guids):
        yield "two items have one guid"
    for item in channel.findall("item"):
        yield from _rss_item(item)


def _rss_item(item: Any) -> Iterator[str]:  # noqa: ANN401  an element of lxml
    if not (item.findtext("title") or item.findtext("description")):
        yield "an item has a title or a description"
    for tag in ("title", "link", "description", "guid", "pubDate", "source", "author", "comments"):
        if len(item.findall(tag)) > 1:
            yield f"an item has one <{tag}> at most"
    yield from _each(item, "link", _is_web, "a web address")
    yield from _each(item, "pubDate", _is_rfc822, "an RFC 822 date")
    yield from _each(item, "title", lambda text: not _ACTIVE.search(text), "a title in which no tag begins")
    for guid in item.findall("guid"):
        if guid.get("isPermaLink") != "false" and not _is_web(guid.text or ""):
            yield "a guid that is a permalink is a web address"
    yield from _rss_media(item)


def _rss_media(item: Any) -> Iterator[str]:  # noqa: ANN401  an element of lxml
    for source in item.findall("source"):
        if not _is_web(source.get("url", "")) or not source.text:
            yield "a source has a name and an address"
    for enclosure in item.findall("enclosure"):
        if not (_is_web(enclosure.get("url", "")) and enclosure.get("length", "").isdigit()):
            yield "an enclosure has an address and a length"
        if not _MIME.fullmatch(enclosure.get("type", "")):
            yield "an enclosure has a MIME type"


def _atom_feed(feed: Any) -> Iterator[str]:  # noqa: ANN401  an element of lxml
    yield from _atom_common(feed)
    for tag in ("generator", "icon", "logo", "subtitle"):
        yield from _exactly(feed, f"{ATOM}{tag}", 0, most=1)
    entries = feed.findall(f"{ATOM}entry")
    if not feed.findall(f"{ATOM}author") and not all(entry.findall(f"{ATOM}author") for entry in entries):
        yield "a feed without an author has one in each entry (4.1.1)"
    keys = [(entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated")) for entry in entries]
    if len(set(keys)) != len(keys):
        yield "two entries have one id and one time of update (4.1.1)"
    for entry in entries:
        yield from _atom_common(entry)
        yield from _atom_entry(entry)


def _atom_common(element: Any) -> Iterator[str]:  # noqa: ANN401  an element of lxml
    for tag in ("id", "title", "updated"):
        yield from _exactly(element, f"{ATOM}{tag}", 1)
    yield from _each(element, f"{ATOM}id", _IRI.fullmatch, "an IRI")
    for tag in ("updated", "published"):
        yield from _each(element, f"{ATOM}{tag}", _is_rfc3339, "an RFC 3339 time")
    for person in element.findall(f"{ATOM}author"):
        yield from _exactly(person, f"{ATOM}name", 1)
        if not person.findtext(f"{ATOM}name"):
            yield "an author's name is not empty"
    yield from _atom_links(element)
    language = element.get("{http://www.w3.org/XML/1998/namespace}lang")
    if language is not None and not _LANGUAGE.fullmatch(language):
        yield "xml:lang is a language tag"
    if any(not category.get("term") for category in element.findall(f"{ATOM}category")):
        yield "a category has a term"


def _atom_links(element: Any) -> Iterator[str]:  # noqa: ANN401  an element of lxml
    alternates = [(link.get("type"), link.get("hreflang")) for link in element.findall(f"{ATOM}link[@rel='alternate']")]
    if len(set(alternates)) != len(alternates):
        yield "two alternate links of one type and language (4.1.1)"
    for link in element.findall(f"{ATOM}link"):
        if not _IRI.fullmatch(link.get("href", "")):
            yield f"a link's href is an IRI, not {link.get('href')!r}"
        if link.get("type") and not _MIME.fullmatch(link.get("type")):
            yield "a link's type is a MIME type"


def _atom_entry(entry: Any) -> Iterator[str]:  # noqa: ANN401  an element of lxml
    for tag in ("content", "published", "rights", "source", "summary"):
        yield from _exactly(entry, f"{ATOM}{tag}", 0, most=1)
    if entry.find(f"{ATOM}content") is None and entry.find(f"{ATOM}link[@rel='alternate']") is None:
        yield "an entry without content has an alternate link (4.1.2)"
    for tag in ("title", "summary", "content"):
        for text in entry.findall(f"{ATOM}{tag}"):
            if text.get("type", "text") != "text" or len(text):
                yield f"<{tag}> is plain text"
    published, updated = (entry.findtext(f"{ATOM}{tag}") for tag in ("published", "updated"))
    if published and updated and published > updated:
        yield "an entry is not updated before it is published"


def _json_feed(feed: Any) -> Iterator[str]:  # noqa: ANN401  what JSON holds
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "the version is that of JSON Feed 1.1"
    if not isinstance(feed.get("title"), str) or not isinstance(feed.get("items"), list):
        yield "a feed has a title and items"
    yield from _json_common(feed, addresses=("home_page_url", "feed_url", "icon", "favicon", "next_url"))
    for hub in feed.get("hubs", []):
        if not (hub.get("type") and _is_web(hub.get("url", ""))):
            yield "a hub has a type and an address"
    ids = [item.get("id") for item in feed["items"]]
    if len(set(ids)) != len(ids) or not all(isinstance(id_, str) and id_ for id_ in ids):
        yield "each item has an id of its own, a string"
    for item in feed["items"]:
        yield from _json_item(item)


def _json_item(item: dict[str, Any]) -> Iterator[str]:
    yield from _json_common(item, addresses=("url", "external_url", "image", "banner_image"))
    if not isinstance(item.get("content_text", item.get("content_html")), str):
        yield "an item has content_text or content_html"
    for key in ("date_published", "date_modified"):
        if key in item and not _is_rfc3339(item[key]):
            yield f"{key} is an RFC 3339 time"
    for attachment in item.get("attachments", []):
        if not (_is_web(attachment.get("url", "")) and _MIME.fullmatch(attachment.get("mime_type", ""))):
            yield "an attachment has an address and a MIME type"


def _json_common(said: dict[str, Any], *, addresses: tuple[str, ...]) -> Iterator[str]:
    for key in addresses:
        if key in said and not _is_web(said[key]):
            yield f"{key} is a web address"
    if "author" in said:
        yield "`author` is of version 1.0; 1.1 has `authors`"
    for author in said.get("authors", []):
        if not any(author.get(key) for key in ("name", "url", "avatar")):
            yield "an author has a name, an address or a picture"
    if "language" in said and not _LANGUAGE.fullmatch(said["language"]):
        yield "language is a language tag"
    if not all(isinstance(tag, str) and tag for tag in said.get("tags", [])):
        yield "tags are words"
    for key, value in said.items():
        if value is None or value == "":
            yield f"{key} says nothing: leave it out"


def _exactly(element: Any, tag: str, least: int, *, most: int = 1) -> Iterator[str]:  # noqa: ANN401  an element of lxml
    found = len(element.findall(tag))
    if not least <= found <= most:
        yield f"<{tag.removeprefix(ATOM)}> stands {found} times in <{etree.QName(element).localname}>"


def _each(element: Any, tag: str, is_right: Callable[[str], object], wanted: str) -> Iterator[str]:  # noqa: ANN401  an element of lxml
    for child in element.findall(tag):
        if not is_right(child.text or ""):
            yield f"<{tag.removeprefix(ATOM)}> is {wanted}, not {child.text!r}"


def _is_web(url: str) -> bool:
    return bool(_IRI.fullmatch(url)) and urlsplit(url).scheme in {"http", "https"} and bool(urlsplit(url).hostname)


def _is_rfc3339(text: str) -> bool:
    return bool(_RFC3339.fullmatch(text)) and datetime.fromisoformat(text).tzinfo is not None


def _is_rfc822(text: str) -> bool:
    return bool(_RFC822.fullmatch(text)) and parsedate_to_datetime(text).tzinfo is not None


def _parsed(content: bytes) -> Any:  # noqa: ANN401  lxml's elements
    if not content.startswith(b"<?xml"):
        raise AssertionError("an XML file begins with its declaration")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser)
