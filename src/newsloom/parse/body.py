"""The main text of a page, without its furniture."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from newsloom.parse.blockfacts import Hints, hints
from newsloom.parse.blocks import Block
from newsloom.parse.bodymodel import BodyModel, likelihoods, most_expected, page_facts, shipped_model
from newsloom.parse.bounds import check_markup
from newsloom.parse.charset import decoded
from newsloom.parse.jsonld import Linked, linked

SHORTEST_BODY = 400  # characters of a text in JSON-LD that can be the article's own
LEAST_LIKELY = 0.2  # a page whose likeliest block is less likely than this has no main text
_TITLES = 'meta[property="og:title"], meta[name="og:title"], meta[name="twitter:title"], title'
_DESCRIPTIONS = 'meta[property="og:description"], meta[name="description"]'
_MARKUP = re.compile(r"<[^>]{0,500}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A page's main text, all its blocks, and the places of those the text is made of."""

    text: str = ""
    blocks: Sequence[Block] = ()
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
    tree = LexborHTMLParser(html)
    return tree_text(tree, linked(tree))


def tree_text(tree: LexborHTMLParser, said: Linked, *, model: BodyModel | None = None) -> str:
    """As `main_text`, for a page that has been parsed and whose JSON-LD has been read."""
    return tree_body(tree, said, model=model).text


def tree_body(tree: LexborHTMLParser, said: Linked, *, model: BodyModel | None = None) -> Body:
    """As `tree_text`, with the blocks the text was chosen from."""
    model = model or shipped_model()
    page, facts = page_facts(tree, page_hints(tree, said), model.tables)
    if not page.blocks:
        return Body()
    likely = likelihoods(facts, model.trees)
    if float(likely.max()) < LEAST_LIKELY:
        return Body(blocks=page.blocks)
    sizes = np.array([block.text.count(" ") + 1 for block in page.blocks], dtype=np.float32)
    kept = np.flatnonzero(most_expected(likely, sizes)).tolist()
    return Body(text="\n".join([page.blocks[index].text for index in kept]), blocks=page.blocks, kept=kept)


def page_hints(tree: LexborHTMLParser, said: Linked) -> Hints:
    """Collect what a page says of its article, to compare its blocks with."""
    body = said.article.get("articleBody")
    text = _MARKUP.sub(" ", body) if isinstance(body, str) and len(body) >= SHORTEST_BODY else ""
    return hints(title=_first(tree, _TITLES), description=_first(tree, _DESCRIPTIONS), body=text)


def _first(tree: LexborHTMLParser, selector: str) -> str:
    for node in tree.css(selector)[:4]:
        text = node.attributes.get("content") or (node.text(deep=True) if node.tag == "title" else "")
        if text:
            return text
    return ""
