"""What a page says of its article in JSON-LD (schema.org)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from selectolax.lexbor import LexborHTMLParser

MAX_BLOCKS = 20
MAX_CHARACTERS = 1_000_000
MAX_NODES = 2_000
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|VideoObject|NewsItem)$")
_WRAPPING = re.compile(r"^\s*(?:<!--|(?://\s*)?<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>)\s*$")
_WHOLE = frozenset({"{}", "[]"})  # how a text without wrapping begins and ends
_CONTROL = re.compile(r"[\x00-\x1f]+")

Node = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """The article's node and every node by its @id, to resolve references."""

    article: Node
    by_id: dict[str, Node]

    def resolve(self, value: object) -> object:
        """Follow a bare reference to the node it names."""
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            return self.by_id.get(str(value.get("@id")), value)
        return value


def linked(tree: LexborHTMLParser) -> Linked:
    """Collect a page's JSON-LD; an empty article where it says nothing of one."""
    nodes = [node for block in _blocks(tree) for node in _nodes(block)][:MAX_NODES]
    articles = [node for node in nodes if _is_article(node)]
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    best = max(articles, key=_completeness, default={})
    return Linked(article=best, by_id=by_id)


def names(linked: Linked, value: object, *, depth: int = 4) -> Iterator[str]:
    """Give the names of people or organisations, however they are written."""
    value = linked.resolve(value)
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth:
        for part in value[:50]:
            yield from names(linked, part, depth=depth - 1)
    elif isinstance(value, dict) and depth:
        yield from names(linked, value.get("name"), depth=depth - 1)


def _blocks(tree: LexborHTMLParser) -> Iterator[object]:
    for script in tree.css('script[type="application/ld+json" i]')[:MAX_BLOCKS]:
        text = (script.text(deep=True) or "").strip()
        if text[:1] + text[-1:] not in _WHOLE:
            text = _WRAPPING.sub("", text)
        if len(text) > MAX_CHARACTERS:
            continue
        try:
            yield msgspec.json.decode(_CONTROL.sub(" ", text))
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            continue


def _nodes(block: object) -> Iterator[Node]:
    """Walk through lists, graphs and main entities, breadth first, so depth costs no stack."""
    waiting: list[object] = [block]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting.extend(value[:200])
        elif isinstance(value, dict):
            yield value
            waiting.extend(value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "author") if key in value)


def _is_article(node: Node) -> bool:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(name, str) and _ARTICLE.search(name) for name in kinds)


def _completeness(node: Node) -> int:
    return sum(key in node for key in ("headline", "datePublished", "author", "image", "publisher"))
