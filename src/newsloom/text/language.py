"""Which language a text is in and how surely, or "" where we had better not say.

A guess is Bayes' rule. What is likely before reading: what the feed declares, believed but not blindly, else how much
news there is in each language. What the text then says: the byte sequences of py3langid, common words, the script, and
letters that few languages have. docs/notes tells how the weights below were found and how well it does.
"""

from dataclasses import dataclass
from functools import cache

from newsloom.text.languagemodel import Model, load
from newsloom.text.languagetags import primary
from newsloom.text.scripts import letters_by_script

__all__ = ["Guess", "guess", "language_of", "primary"]

ANSWER = 0.6
"""The least probability at which a language is named."""

SHORTEST = 10
"""Letters (counted as Latin ones) below which a text alone is not enough; what is declared then stands."""

TRUST = 0.95
"""How often the language a feed declares is that of its articles, before reading any."""

_READ = 1_000  # characters; more text makes no better guess


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A language as a two-letter code (three where there are no two), and the probability that it is that one.

    `language` is "" and `probability` 0 where nothing is named.
    """

    language: str = ""
    probability: float = 0.0


def guess(text: str, *, hint: str = "") -> Guess:
    """The language of a text.

    Norwegian is `no` in both its written forms, Chinese `zh` whatever its script.

    Args:
        text: plain text; a headline is often enough, title and lead nearly always.
        hint: the language tag its outlet declares, if it does. Between languages that look alike it decides; elsewhere
        the text may overrule it.
    """
    said = primary(hint)
    sample = text[:_READ].strip()
    letters = sum(letters_by_script(sample).values())
    if letters < SHORTEST:
        return Guess(language=said, probability=TRUST) if said else Guess()
    best, probability = _model().best(sample, said=said, trust=TRUST)
    probability = round(probability, 4)  # the digits after it differ between machines
    return Guess(language=best, probability=probability) if probability >= ANSWER else Guess()


def language_of(text: str, *, hint: str = "") -> str:
    """The language's code alone, or "" if the text is too short or the guess too weak."""
    return guess(text, hint=hint).language


@cache
def _model() -> Model:
    """The model, loaded at first need: it takes a fifth of a second, and most commands never ask."""
    return load()
