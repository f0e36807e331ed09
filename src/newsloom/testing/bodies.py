"""What training and measuring the main text's model need of it: facts of blocks, tables of words, a model of arrays."""

from selectolax.lexbor import LexborHTMLParser

from newsloom.parse.blockfacts import Numbers, Tables, head_words, text_keys
from newsloom.parse.blocks import Page, name_keys
from newsloom.parse.body import page_hints, tree_text
from newsloom.parse.bodymodel import COLUMNS, ODDS_STEP, BodyModel, model_from, page_facts
from newsloom.parse.jsonld import linked

__all__ = [
    "COLUMNS",
    "ODDS_STEP",
    "BodyModel",
    "Page",
    "Tables",
    "block_keys",
    "model_from",
    "name_keys",
    "page_and_facts",
    "text_by",
]


def page_and_facts(html: str, tables: Tables) -> tuple[Page, Numbers]:
    """Give a page's blocks and their facts, in the order of `COLUMNS`."""
    tree = LexborHTMLParser(html)
    return page_facts(tree, page_hints(tree, linked(tree)), tables)


def block_keys(text: str) -> list[int]:
    """Give the keys of a block's wording."""
    words, whole = head_words(text)
    return text_keys([word.lower() for word in words], whole=whole)


def text_by(model: BodyModel, html: str) -> str:
    """Give the main text that a model finds on a page."""
    tree = LexborHTMLParser(html)
    return tree_text(tree, linked(tree), model=model)
