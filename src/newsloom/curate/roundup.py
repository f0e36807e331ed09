"""Whether an article tells of many subjects in a line each, by its shape alone: a morning's briefing, the day in brief.

A report comes back to what it is about, and its headline says it. A round-up is a row of short sentences of which none
has a telling word in common with another or with the headline. It resembles whatever it names and reports none of it.
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from newsloom.curate.cutting import cut
from newsloom.model.article import Article

#: Why a round-up and another article do not belong together, in words for people.
SIGN = "one of them is a round-up of many subjects, which is compared with nothing"
_READ = 1_000  # characters of a text
_LEAST = 5  # sentences
_LONGEST = 70  # characters of a sentence, in the mean
_MOST_WORDS = 10  # of a sentence, in the mean
_COMMON = 0.02  # share of a language's articles from which on a word tells nothing
_STEM = 5  # letters
_ENDS = re.compile(r"[.!?;]\s*(?:\s|$)|[\u3002\uff01\uff1f]|\n+")
_MARKS = (". ", "! ", "? ", "; ", "\n", "\u3002", "\uff01", "\uff1f")
_SIGNS = tuple(dict.fromkeys(mark[0] for mark in _MARKS))


def common_words(warm: Mapping[str, int], *, counted: int) -> frozenset[str]:
    """The words of a language that tell nothing, of a table of how many of `counted` articles each stood in."""
    return frozenset(word[:_STEM] for word, count in warm.items() if count > _COMMON * counted)


def is_round_up(article: Article, common: AbstractSet[str]) -> bool:
    """The article's text is a row of short sentences that have nothing in common; `common` words do not count.

    Of a language without a table nothing is said: there its small words would be subjects.
    """
    text = (article.text or article.lead)[:_READ]
    least = len(text) - _LONGEST
    if not common or sum(map(text.count, _SIGNS)) * _LONGEST < least:
        return False  # the most are told by this, which is quickest
    if sum(map(text.count, _MARKS)) * _LONGEST < least:
        return False
    sentences = _ENDS.split(text)
    spoken = [sentence for sentence in dict.fromkeys(map(str.strip, sentences)) if sentence]
    if len(spoken) < _LEAST or sum(map(len, spoken)) > _LONGEST * len(spoken):
        return False
    title = _words(article.title)
    met, told, said = set(title) - common, 0, 0
    for words in map(_words, spoken):
        if len(words) > 1 and words != title:
            telling = set(words) - common
            if telling & met:
                return False
            met |= telling
            told += 1
            said += len(words)
    return told >= _LEAST and said <= _MOST_WORDS * told


def _words(text: str) -> list[str]:
    return [folded[:_STEM] for piece in text.split() for folded, _ in cut(piece)]
