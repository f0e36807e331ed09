"""What training and measuring the main text's model need of it: facts of blocks, tables of words, a model of arrays."""

from collections.abc import Mapping
from dataclasses import dataclass

from newsloom.parse.blockfacts import Hints, Numbers, Tables, head_words, text_keys
from newsloom.parse.blockguess import FURNITURE, FirstGuess, guessed, standardised
from newsloom.parse.blocks import Page, page_blocks
from newsloom.parse.body import page_hints, tree_text
from newsloom.parse.bodymodel import COLUMNS, ODDS_STEP, BodyModel, first_facts, model_from, second_facts
from newsloom.parse.elements import NameOdds, name_keys
from newsloom.parse.jsonld import linked
from newsloom.parse.tree import page_tree

__all__ = [
    "COLUMNS",
    "FURNITURE",
    "ODDS_STEP",
    "BodyModel",
    "FirstGuess",
    "Numbers",
    "Page",
    "Parsed",
    "Tables",
    "block_keys",
    "first_facts",
    "guessed",
    "model_from",
    "name_keys",
    "parsed",
    "second_facts",
    "standardised",
    "text_by",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A page's blocks, and what it says of its article."""

    page: Page
    hints: Hints


def parsed(html: str, names: Mapping[int, float]) -> Parsed:
    """Read a page; `names` are the log-odds of the words of elements' names."""
    tree = page_tree(html)
    return Parsed(page=page_blocks(tree, odds=NameOdds(names)), hints=page_hints(tree, linked(tree)))


def block_keys(text: str) -> list[int]:
    """Give the keys of a block's wording."""
    words, whole = head_words(text)
    return text_keys([word.lower() for word in words], whole=whole)


def text_by(model: BodyModel, html: str) -> str:
    """Give the main text that a model finds on a page."""
    tree = page_tree(html)
    return tree_text(tree, linked(tree), model=model)
