"""What a page says of its article in JSON-LD (schema.org)."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec
from selectolax.lexbor import LexborHTMLParser

MAX_BLOCKS = 20
MAX_CHARACTERS = 1_000_000
MAX_NODES = 2_000
MAX_NAMES = 50
MAX_STEPS = 300
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|VideoObject|NewsItem|Review)$")
_PAGE = re.compile(r"(?:Web|Item|Medical|About|FAQ|QA|Profile|Collection)Page$")
_OPENINGS = ("<!--", "//<![CDATA[", "// <![CDATA[", "<![CDATA[")
_ENDINGS = ("-->", "]]>", "//]]>", "// ]]>")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_WITHIN = ("@graph", "mainEntity", "mainEntityOfPage", "author", "hasPart", "liveBlogUpdate")

Node = dict[str, object]
_ORGANISATIONS = ("Organization", "Corporation", "Organisation", "Agency", "Company", "Association", "Brand", "WebSite")


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """The article's node, the page's own, every node by its @id to resolve references, and all nodes in order."""

    article: Node
    by_id: dict[str, Node]
    page: Node
    nodes: tuple[Node, ...] = ()

    def resolve(self, value: object) -> object:
        """Follow a bare reference to the node it names."""
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            key = value.get("@id")
            return self.by_id.get(key, value) if isinstance(key, str) else value
        return value

    def of_type(self, name: str) -> Iterator[Node]:
        """Give the nodes of a type, in the page's order."""
        return (node for node in self.nodes if name in types(node))


def linked(tree: LexborHTMLParser) -> Linked:
    """Collect a page's JSON-LD; an empty article where it says nothing of one."""
    nodes = [node for block in _blocks(tree) for node in _nodes(block)][:MAX_NODES]
    by_id = {key: node for node in nodes if isinstance(key := node.get("@id"), str) and len(node) > 1}
    best = max(_of_kind(nodes, _ARTICLE), key=_completeness, default={})
    page = max(_of_kind(nodes, _PAGE), key=_completeness, default={})
    return Linked(article=best, by_id=by_id, page=page, nodes=tuple(nodes))


def types(node: Node) -> list[str]:
    """Give a node's types without the vocabulary's address."""
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return [name.rpartition("/")[2].strip() for name in kinds[:MAX_BLOCKS] if isinstance(name, str)]


def names(linked: Linked, value: object) -> Iterator[str]:
    """Give the names of people or organisations, however they are written."""
    return (name for name, _ in typed_names(linked, value))


def typed_names(linked: Linked, value: object) -> Iterator[tuple[str, bool]]:
    """As `names`, each with whether it is said to be an organisation's."""
    waiting = [(value, False)]
    for _ in range(MAX_STEPS):  # references can name one another in circles
        if not waiting:
            return
        item, is_organisation = waiting.pop()
        item = linked.resolve(item)
        if isinstance(item, str):
            yield item, is_organisation
        elif isinstance(item, list):
            waiting.extend((part, is_organisation) for part in reversed(item[:MAX_NAMES]))
        elif isinstance(item, dict):
            says_so = any(kind.endswith(_ORGANISATIONS) for kind in types(item))
            waiting.append((item.get("name"), is_organisation or says_so))


def texts(value: object) -> Iterator[str]:
    """Give a value's texts, if it is one or a list of them."""
    parts = value[:MAX_NAMES] if isinstance(value, list) else (value,)
    return (part for part in parts if isinstance(part, str))


def _blocks(tree: LexborHTMLParser) -> Iterator[object]:
    for script in tree.css('script[type="application/ld+json" i]')[:MAX_BLOCKS]:
        text = script.text(deep=True) or ""
        if len(text) <= MAX_CHARACTERS:
            yield _decoded(_unwrapped(text))


def _unwrapped(text: str) -> str:
    """Give a script's text without the comment or CDATA marks that hid it from old browsers."""
    plain = text.strip()
    for mark in _OPENINGS:
        plain = plain.removeprefix(mark)
    for mark in reversed(_ENDINGS):
        plain = plain.removesuffix(mark)
    return plain.strip()


def _decoded(text: str) -> object:
    """Read JSON; None if it is broken in other ways than by commas, escapes or halves of characters."""
    for mend in (str, _on_one_line, _mended):
        try:
            found: object = msgspec.json.decode(mend(text))
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            continue
        return found
    return None


def _on_one_line(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _mended(text: str) -> str:
    plain = _on_one_line(text).strip().removesuffix(";")
    return _TRAILING_COMMA.sub(r"\1", _LONE_SURROGATE.sub("", _BAD_ESCAPE.sub(r"\\\\", plain)))


def _nodes(block: object) -> Iterator[Node]:
    """Walk through lists, graphs and main entities, breadth first, so depth costs no stack."""
    waiting: deque[object] = deque([block])
    for _ in range(MAX_NODES):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extend(value[:200])
        elif isinstance(value, dict):
            yield value
            waiting.extend(value[key] for key in _WITHIN if key in value)


def _of_kind(nodes: Iterable[Node], kind: re.Pattern[str]) -> list[Node]:
    return [node for node in nodes if any(kind.search(name) for name in types(node))]


def _completeness(node: Node) -> int:
    return sum(key in node for key in ("headline", "datePublished", "author", "image", "publisher"))
