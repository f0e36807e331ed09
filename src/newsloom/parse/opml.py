"""Lists of subscriptions (OPML 1.0 to 2.0), read and written; groups and unknown attributes are kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from newsloom.errors import FeedError
from newsloom.parse.limits import SIZE_LIMIT
from newsloom.text import clean, urls

OUTLINE_LIMIT = 10_000
"""Outlines of one document; more are refused."""

DEPTH_LIMIT = 64
"""Groups inside one another; deeper ones are refused."""

_VALUE_LIMIT = 8_000  # characters of an attribute that are kept
_OURS = frozenset({"text", "title", "xmlUrl", "htmlUrl", "type"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One line of the list: a feed if it has `xml_url`, a group if it has `children` (some have both).

    `extra` are attributes OPML does not define, in their order.
    """

    text: str
    xml_url: str = ""
    html_url: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    children: "tuple[Outline, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opml:
    """A list of subscriptions."""

    title: str = ""
    outlines: tuple[Outline, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One feed of a list, with the names of the groups it stands in, outermost first."""

    url: str
    title: str = ""
    site_url: str = ""
    groups: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Count:
    outlines: int = 0
    bad: list[str] = field(default_factory=list)


def read_opml(body: bytes) -> Opml:
    """The list a document holds.

    Raises:
        FeedError: no OPML, or beyond the limits; says which, and the line where the XML breaks.
    """
    root = _root(body)
    place = root.find("body")
    if root.tag.lower() != "opml" or place is None:
        raise FeedError(
            f"not OPML: the document is <{clean.line(root.tag, limit=60)}>; <opml> with a <body> was expected"
        )
    count = _Count()
    outlines = tuple(_outline(child, count, depth=1) for child in _outlines(place))
    dropped = (
        f"{len(count.bad)} outlines with an address that is not http or https, the first {count.bad[0]!r}"
        if count.bad
        else ""
    )
    title = clean.line(root.findtext("head/title") or "", limit=clean.NAME_LIMIT)
    return Opml(title=title, outlines=outlines, problems=(dropped,) if dropped else ())


def _root(body: bytes) -> Element:
    if len(body) > SIZE_LIMIT:
        raise FeedError(f"beyond the limits: {len(body):,} bytes of OPML, at most {SIZE_LIMIT:,} are read")
    if not body.strip():
        raise FeedError("empty: the document has no content; OPML was expected")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        line = error.position[0] if error.position else 0
        raise FeedError(f"not OPML: ill-formed XML in line {line}: {clean.line(error.msg or '', limit=200)}") from error
    except (ValueError, LookupError) as error:
        raise FeedError(f"not OPML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None and list(root.iter(etree.Entity)):
        raise FeedError("not OPML: entities of a document type are not read")
    return root


def _outlines(parent: Element) -> Iterator[Element]:
    return (child for child in parent if child.tag == "outline")


def _outline(element: Element, count: _Count, *, depth: int) -> Outline:
    count.outlines += 1
    if count.outlines > OUTLINE_LIMIT:
        raise FeedError(f"beyond the limits: more than {OUTLINE_LIMIT:,} outlines")
    if depth > DEPTH_LIMIT:
        raise FeedError(f"too deep: outlines nest beyond {DEPTH_LIMIT}")
    said = {str(name): clean.stripped(str(value))[:_VALUE_LIMIT] for name, value in element.attrib.items()}
    return Outline(
        text=clean.line(said.get("text") or said.get("title") or "", limit=clean.NAME_LIMIT),
        xml_url=_url(said.get("xmlUrl") or said.get("xmlurl") or "", count),
        html_url=urls.absolute(said.get("htmlUrl") or said.get("htmlurl") or ""),
        extra=tuple((name, value) for name, value in said.items() if name not in _OURS | {"xmlurl", "htmlurl"}),
        children=tuple(_outline(child, count, depth=depth + 1) for child in _outlines(element)),
    )


def _url(said: str, count: _Count) -> str:
    word = said.strip()
    found = urls.absolute(
        "http" + word.removeprefix("feed") if word.startswith("feed://") else word.removeprefix("feed:")
    )
    if word and not found:
        count.bad.append(word[:100])
    return found


def subscriptions(opml: Opml) -> tuple[Subscription, ...]:
    """The feeds of the list in order, each address once."""
    found: dict[str, Subscription] = {}
    for subscription in _walk(opml.outlines, ()):
        found.setdefault(subscription.url, subscription)
    return tuple(found.values())


def _walk(outlines: Iterable[Outline], groups: tuple[str, ...]) -> Iterator[Subscription]:
    for outline in outlines:
        if outline.xml_url:
            yield Subscription(url=outline.xml_url, title=outline.text, site_url=outline.html_url, groups=groups)
        yield from _walk(outline.children, (*groups, outline.text))


def write_opml(opml: Opml) -> bytes:
    """The list as an OPML 2.0 document in UTF-8; reading it gives an equal list."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = clean.stripped(opml.title)
    body = etree.SubElement(root, "body")
    _write(opml.outlines, body)
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _write(outlines: Iterable[Outline], parent: Element) -> None:
    for outline in outlines:
        element = etree.SubElement(parent, "outline", _attributes(outline))
        _write(outline.children, element)


def _attributes(outline: Outline) -> dict[str, str]:
    own = {"text": outline.text, "title": outline.text}
    if outline.xml_url:
        own |= {"type": "rss", "xmlUrl": outline.xml_url}
    if outline.html_url:
        own |= {"htmlUrl": outline.html_url}
    return own | dict(outline.extra)
