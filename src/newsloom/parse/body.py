"""The main text of a page, without its furniture."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from newsloom.parse.blockfacts import Hints, Numbers, hints
from newsloom.parse.blocks import Page, page_blocks
from newsloom.parse.bodymodel import BodyModel, likelihoods, most_expected, shipped_model
from newsloom.parse.bounds import check_markup
from newsloom.parse.charset import decoded
from newsloom.parse.elements import HEADINGS, KEPT
from newsloom.parse.embedded import embedded_text
from newsloom.parse.jsonld import Linked, linked
from newsloom.parse.tree import page_tree

SHORTEST_BODY = 400  # characters of a text in JSON-LD that can be the article's own
LEAST_LIKELY = 0.2  # a page whose likeliest block is less likely than this has no main text
LITTLE = 250  # characters of main text below which a page's scripts are asked for more
MORE = 3  # times the characters that a text from the scripts has at least
_TITLES = frozenset({"og:title", "twitter:title"})
_DESCRIPTIONS = frozenset({"og:description", "description"})
_MARKUP = re.compile(r"<[^>]{0,500}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A page's main text, all its blocks, how much of each is in links, and which of them the text is made of.

    `linked` is in characters.
    """

    text: str = ""
    blocks: Sequence[str] = ()
    linked: Sequence[float] = ()
    kept: Sequence[int] = ()


def main_text(html: bytes | str, *, url: str) -> str:
    """Give the article's paragraphs, separated by line breaks; "" where there are none.

    Raises:
        UnreadableError: if the markup is too large or too deep to be parsed in reasonable time.
    """
    text = decoded(html) if isinstance(html, bytes) else html
    check_markup(text)
    return checked_text(text, url=url)


def checked_text(html: str, *, url: str) -> str:  # noqa: ARG001  for rules of single sites
    """As `main_text`, for markup whose limits have been checked."""
    tree = page_tree(html)
    return tree_text(tree, linked(tree))


def tree_text(tree: LexborHTMLParser, said: Linked, *, model: BodyModel | None = None) -> str:
    """As `main_text`, for a page that has been parsed and whose JSON-LD has been read."""
    return tree_body(tree, said, model=model).text


def tree_body(
    tree: LexborHTMLParser,
    said: Linked,
    *,
    model: BodyModel | None = None,
    dropped: Collection[int] = (),
    kept: Collection[int] = (),
) -> Body:
    """As `tree_text`, with the blocks the text was chosen from.

    Args:
        tree: the page; it is not changed.
        said: its JSON-LD.
        model: another model than the one that comes with newsloom.
        dropped: `mem_id` of elements that are no main text whatever the model says.
        kept: `mem_id` of elements whose text is main text whatever the model says.
    """
    model = model or shipped_model()
    page = page_blocks(tree, odds=model.names, dropped=dropped, kept=kept)
    blocks, links = page.texts, page.linked()
    if not blocks:
        return Body(text=_hidden(tree, said, ""))
    likely = likelihoods(page, model, page_hints(tree, said))
    marked = most_expected(likely, _sizes(blocks)) & (float(likely.max()) >= LEAST_LIKELY)
    forced = {at for at in range(len(blocks)) if _is_kept(page, at)} if kept else set()
    chosen = [at for at, mark in enumerate(marked.tolist()) if mark or at in forced]
    while len(chosen) > 1 and chosen[-1] not in forced and page.element(chosen[-1]).kind in HEADINGS:
        chosen.pop()  # what it heads is furniture
    text = "\n".join([blocks[at] for at in chosen])
    if len(text) < LITTLE and (hidden := _hidden(tree, said, text)):
        return Body(text=hidden, blocks=blocks, linked=links)
    return Body(text=text, blocks=blocks, linked=links, kept=chosen)


def _hidden(tree: LexborHTMLParser, said: Linked, text: str) -> str:
    """Give the text in the scripts of a page that says it is an article, where that is much more than it shows."""
    is_article = said.article or tree.css_first('meta[property="og:type"][content="article"]') is not None
    found = embedded_text(tree, said) if is_article else ""
    return found if len(found) > MORE * len(text) else ""


def _is_kept(page: Page, block: int) -> bool:
    return any(element.inside & KEPT for element in page.around(block))


def _sizes(texts: Sequence[str]) -> Numbers:
    """Give about how many runs of word characters each has; where spaces are rare, one in eight characters."""
    return np.maximum([text.count(" ") + 1 for text in texts], np.array(list(map(len, texts))) / 8).astype(np.float32)


def page_hints(tree: LexborHTMLParser, said: Linked) -> Hints:
    """Collect what a page says of its article, to compare its blocks with."""
    body = said.article.get("articleBody")
    text = _MARKUP.sub(" ", body) if isinstance(body, str) and len(body) >= SHORTEST_BODY else ""
    title = description = ""
    node = tree.head.first_child if tree.head is not None else None
    while node is not None and not (title and description):
        if node.tag == "meta":
            attributes = node.attributes
            name = attributes.get("property") or attributes.get("name")
            if name in _TITLES:
                title = title or attributes.get("content") or ""
            elif name in _DESCRIPTIONS:
                description = description or attributes.get("content") or ""
        node = node.next
    if not title and (found := tree.css_first("title")) is not None:
        title = found.text(deep=True)
    return hints(title=title, description=description, body=text)
