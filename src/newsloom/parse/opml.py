"""Lists of subscriptions (OPML 1.0 to 2.0), read and written; groups and unknown attributes are kept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree
from lxml.etree import _Element as Element

from newsloom.errors import FeedError
from newsloom.model.subscription import Subscription
from newsloom.parse.limits import SIZE_LIMIT
from newsloom.text import clean, urls

OUTLINE_LIMIT = 10_000
"""Outlines of one document that are read: the first."""

DEPTH_LIMIT = 64
"""Groups inside one another; what stands deeper is left out."""

KIND = "newsloomKind"
"""The attribute that says of which kind a source is, where it is no feed."""

_VALUE_LIMIT = 8_000  # characters of an attribute that are kept
_FIRST = {"title": 0, "type": 1}  # where we write them, so that what is written reads back alike
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


@dataclass(slots=True, kw_only=True)
class _Count:
    outlines: int = 0
    deep: int = 0
    bad: list[str] = field(default_factory=list)

    def problems(self) -> tuple[str, ...]:
        over = self.outlines > OUTLINE_LIMIT
        told = (
            (over, f"more than {OUTLINE_LIMIT:,} outlines; the first {OUTLINE_LIMIT:,} were read"),
            (self.deep, f"groups nest beyond {DEPTH_LIMIT}; what stands deeper was left out"),
            (
                self.bad,
                f"{len(self.bad)} outlines with an address that is not http or https, the first {self.bad[:1]}",
            ),
        )
        return tuple(sentence for is_so, sentence in told if is_so)


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
    outlines = _read(place, count, depth=1)
    title = clean.line(root.findtext("head/title") or "", limit=clean.NAME_LIMIT)
    return Opml(title=title, outlines=outlines, problems=count.problems())


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
        if "depth" in str(error).lower():
            raise FeedError(f"too deep: outlines nest beyond {DEPTH_LIMIT} by far; no list of feeds does") from error
        line = error.position[0] if error.position else 0
        raise FeedError(f"not OPML: ill-formed XML in line {line}: {clean.line(error.msg or '', limit=200)}") from error
    except (ValueError, LookupError) as error:
        raise FeedError(f"not OPML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None and list(root.iter(etree.Entity)):
        raise FeedError("not OPML: entities of a document type are not read")
    return root


def _read(parent: Element, count: _Count, *, depth: int) -> tuple[Outline, ...]:
    """The outlines below an element, up to the limits."""
    found: list[Outline] = []
    for child in parent:
        if child.tag != "outline":
            continue
        if depth > DEPTH_LIMIT:
            count.deep += 1
            break
        count.outlines += 1
        if count.outlines > OUTLINE_LIMIT:
            break
        found.append(_outline(child, count, depth=depth))
    return tuple(found)


def _outline(element: Element, count: _Count, *, depth: int) -> Outline:
    said = {str(name): clean.stripped(str(value))[:_VALUE_LIMIT] for name, value in element.attrib.items()}
    extra = [(name, value) for name, value in said.items() if _is_extra(name, value, said)]
    return Outline(
        text=clean.line(said.get("text") or said.get("title") or "", limit=clean.NAME_LIMIT),
        xml_url=_url(said.get("xmlUrl") or said.get("xmlurl") or "", count),
        html_url=urls.absolute(said.get("htmlUrl") or said.get("htmlurl") or ""),
        extra=tuple(sorted(extra, key=lambda pair: _FIRST.get(pair[0], len(_FIRST)))),
        children=_read(element, count, depth=depth + 1),
    )


def _is_extra(name: str, value: str, said: dict[str, str]) -> bool:
    """Whether an attribute says more than we write anyway: any other one, a title unlike the text, an odd type."""
    if name == "title":
        return bool(said.get("text")) and clean.line(value, limit=clean.NAME_LIMIT) != clean.line(
            said["text"], limit=clean.NAME_LIMIT
        )
    if name == "type":
        return value.lower() != "rss"
    return name not in _OURS | {"xmlurl", "htmlurl"}


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
            yield Subscription(
                url=outline.xml_url,
                title=outline.text,
                site_url=outline.html_url,
                groups=groups,
                kind=next((value for name, value in outline.extra if name == KIND), "feed"),
            )
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


def merged(old: Opml, new: Opml) -> Opml:
    """Both lists in one: groups of one name at one place are one group, a feed stands where it stood first."""
    seen = {one.url for one in subscriptions(old)}
    return replace(old, title=old.title or new.title, outlines=_joined(old.outlines, new.outlines, seen))


def _joined(old: tuple[Outline, ...], new: tuple[Outline, ...], seen: set[str]) -> tuple[Outline, ...]:
    found = list(old)
    places = {outline.text: at for at, outline in enumerate(found) if not outline.xml_url}
    for outline in new:
        at = places.get(outline.text)
        if outline.xml_url and outline.xml_url not in seen:
            seen.add(outline.xml_url)
            found.append(replace(outline, children=_joined((), outline.children, seen)))
        elif outline.xml_url or at is None:
            bare = replace(outline, xml_url="", children=_joined((), outline.children, seen))
            if not outline.xml_url or bare.children:
                places.setdefault(outline.text, len(found))
                found.append(bare)
        else:
            known = dict(found[at].extra)
            extra = (*found[at].extra, *(pair for pair in outline.extra if pair[0] not in known))
            found[at] = replace(found[at], extra=extra, children=_joined(found[at].children, outline.children, seen))
    return tuple(found)


def of_sources(shape: Opml, sources: Mapping[str, Outline]) -> Opml:
    """The list as `shape` has it, of these sources alone: by address; those that stand nowhere in it come last.

    Args:
        shape: groups, order and attributes to keep.
        sources: what is watched, by its address, as it would stand in a list.
    """
    left = dict(sources)
    outlines = _kept(shape.outlines, left)
    return replace(shape, outlines=(*outlines, *left.values()), problems=())


def _kept(outlines: tuple[Outline, ...], left: dict[str, Outline]) -> tuple[Outline, ...]:
    found: list[Outline] = []
    for outline in outlines:
        children = _kept(outline.children, left)
        if not outline.xml_url:
            found.append(replace(outline, children=children))
        elif (own := left.pop(outline.xml_url, None)) is not None:
            known = {name for name, _ in own.extra}
            extra = (*own.extra, *(pair for pair in outline.extra if pair[0] not in known))
            found.append(replace(outline, text=own.text or outline.text, extra=extra, children=children))
        elif children:
            found.append(replace(outline, xml_url="", html_url="", children=children))
    return tuple(found)
