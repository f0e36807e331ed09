"""How rare a term is: a shipped table of the language, and the articles at hand."""

from typing import Any

from numpy.typing import NDArray

from newsloom.curate.columns import BODY, ONE, PAIRS, PHRASES, START, TITLE
from newsloom.curate.columns import TERMS as TERMS_AT
from newsloom.curate.compiled import inner
from newsloom.curate.state import LOG_BITS, LOG_TABLE, Rows, Terms

_RARE = 473_276  # -log2(0.0067) * 2^16: from that share of the articles here a word is common, whatever its table says
_FEW = 100  # articles without a word that the window is thought to hold beside its own


@inner
def logarithm(number: int, logs: NDArray[Any]) -> int:
    """The binary logarithm of a whole number from 1, times 2^16; exact to one part in 4096 of the number."""
    whole = 0
    while number >= LOG_TABLE:
        number >>= 1
        whole += 1
    return int(logs[number]) + (whole << LOG_BITS)


@inner
def rarity(term: int, terms: Terms) -> int:
    """`ONE` for a term never seen, near 0 for one in every article."""
    articles, here = int(terms.totals[0]), int(terms.totals[1])
    ceiling = logarithm(2 * articles + 2, terms.logs)
    ever, lately = int(terms.counts[term, 0]), int(terms.counts[term, 1])
    weight = ((ceiling - logarithm(2 * ever + 1, terms.logs)) * ONE) // ceiling
    met = lately + 1 if lately == ever else lately  # no table vouches that the word is rare: it may come again
    if met > 0:
        common = ((logarithm(here + _FEW, terms.logs) - logarithm(met, terms.logs)) * ONE) // _RARE
        weight = min(weight, common)
    return max(0, min(ONE, weight))


@inner
def count_in(slot: int, sign: int, terms: Terms, rows: Rows) -> None:
    """Count an article's words, pairs and phrases in (or, with sign -1, out)."""
    terms.totals[0] += sign
    terms.totals[1] += sign
    said = BODY if rows.facts[slot, TERMS_AT + BODY] > 0 else TITLE
    for view in (said, PAIRS, PHRASES):
        for at in range(START[view], START[view] + rows.facts[slot, TERMS_AT + view]):
            term = rows.ids[slot, at]
            terms.counts[term, 0] += sign
            terms.counts[term, 1] += sign
