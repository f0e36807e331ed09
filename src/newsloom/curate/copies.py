"""Which articles of a story repeat another's text."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsloom.model.article import Article, ArticleId

WORD = re.compile(r"\w+")
SHINGLE = 3  # words; see docs/notes: three in a row tell wordings apart, two do not


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRules:
    """What counts as a copy: `containment` of the shorter text's shingles in the longer, from `shortest` words on."""

    containment: float = 0.5
    shortest: int = 20


def copies_in(articles: Sequence[Article], *, rules: CopyRules = CopyRules()) -> dict[ArticleId, ArticleId]:
    """Each copy and the article it repeats: the earliest of its wording.

    Containment, not Jaccard: a cut or extended copy still holds most of the shorter text. Articles are compared in
    order of (sort_date, id); an article that is a copy itself is never named as an original.
    """
    originals: list[tuple[ArticleId, frozenset[int]]] = []
    found: dict[ArticleId, ArticleId] = {}
    for article in sorted(articles, key=lambda article: (article.sort_date, article.id)):
        shingles = shingles_of(article.text or article.lead, rules=rules)
        original = next((id_ for id_, known in originals if _containment(shingles, known) >= rules.containment), None)
        if original is None:
            originals.append((article.id, shingles))
        else:
            found[article.id] = original
    return found


def shingles_of(text: str, *, rules: CopyRules) -> frozenset[int]:
    """Hashes of all runs of three words; none for a text too short to tell."""
    words = WORD.findall(text.casefold())
    if len(words) < rules.shortest:
        return frozenset()
    return frozenset(_hash(" ".join(words[i : i + SHINGLE])) for i in range(len(words) - SHINGLE + 1))


def _containment(one: frozenset[int], other: frozenset[int]) -> float:
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
