"""What the owner's rules for a site find on one of its pages."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from newsloom.model.site import SiteRules
from newsloom.parse.people import byline
from newsloom.text import clean, html

MOST_ELEMENTS = 1_000  # that one selector may stand for; more is a selector gone wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What one rule found: how many elements, how many words in them, and how they begin."""

    kind: str
    selector: str
    elements: int
    words: int
    sample: str


def matches(tree: LexborHTMLParser, rules: SiteRules) -> tuple[Match, ...]:
    """What each rule finds on a page, in the rules' order; the page stays as it is."""
    return tuple(_match(tree, kind, selector) for kind, selector in rules.selectors())


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What a page holds by its owner's rules: empty where no rule says it, or its rule found nothing.

    `problems` names the rules that found nothing.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    text: str = ""
    problems: tuple[str, ...] = ()


def ruled(tree: LexborHTMLParser, rules: SiteRules | None) -> Ruled:
    """Read what the rules name, and take out of the page what they drop."""
    if rules is None:
        return Ruled()
    missed = tuple(
        f"rule `{kind}` finds no {selector}" for kind, selector in rules.selectors() if not _found(tree, selector)
    )
    title, written = _texts_of(tree, rules.title), byline(_texts_of(tree, rules.authors))
    for selector in rules.drop:
        for node in _outermost(_found(tree, selector)):
            node.decompose()
    return Ruled(
        title=title[0] if title else "",
        authors=written.people or written.organisations,
        text=_kept_text(tree, rules),
        problems=missed,
    )


def _kept_text(tree: LexborHTMLParser, rules: SiteRules) -> str:
    nodes = _outermost(_found(tree, ", ".join(rules.keep))) if rules.keep else []
    return "\n".join(text for node in nodes if (text := _text(node)))


def _texts_of(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> list[str]:
    """The texts of the elements that the first selector with any finds, one line each."""
    for selector in selectors:
        found = [line for node in _outermost(_found(tree, selector)) if (line := clean.line(_text(node)))]
        if found:
            return found
    return []


def _match(tree: LexborHTMLParser, kind: str, selector: str) -> Match:
    nodes = _outermost(_found(tree, selector))
    text = "\n".join(map(_text, nodes))
    return Match(
        kind=kind,
        selector=selector,
        elements=len(nodes),
        words=len(text.split()),
        sample=clean.line(text, limit=100),
    )


def _found(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """The elements a selector stands for, all inside the body: what the head says is no text of the page."""
    body = tree.body
    try:
        return [] if body is None else [node for node in body.css(selector) if node.tag != "body"][:MOST_ELEMENTS]
    except SelectolaxError:
        return []  # settings refuse such a selector; who brings rules from elsewhere finds nothing


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    """The nodes that stand in no other of them, so that nothing counts twice."""
    chosen = {node.mem_id for node in nodes}
    return [node for node in nodes if not any(above.mem_id in chosen for above in _above(node))]


def _above(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _text(node: LexborNode) -> str:
    return html.plain(node.html or "").replace("\n\n", "\n")
