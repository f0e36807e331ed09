"""What a term of a topic's rule says.

`vaccine` is a word, `central bank` a phrase, whatever their case and accents; `vaccin*` is every word that begins so.
`=AI` is meant letter by letter. `bank ~5 rate` are two with at most five words between them, in either order.
`/GPT-?[0-9]+/` is a regular expression, `=/…/` one for which case counts.
"""

import re
from dataclasses import dataclass
from itertools import groupby

from newsloom.text.boundaries import is_spaceless, is_word
from newsloom.text.patterns import PatternError, regex
from newsloom.text.plain import exact, plain_of

LONGEST = 500  # characters of a term
FARTHEST = 100  # words between the two sides of a near term
_NEAR = re.compile(r"\s+~(\S*)\s+")


class TermError(ValueError):
    """A term that says nothing, or too much; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a phrase up to a mark: `text` in its plain form, `written` as it must stand if the phrase is exact.

    `is_open` says that the last word may go on.
    """

    text: str
    written: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row; `is_exact` if case and accents count."""

    pieces: tuple[Piece, ...]
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Two phrases with at most so many words between them, in either order."""

    left: Phrase
    right: Phrase
    within: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression; `is_exact` if case counts."""

    source: str
    is_exact: bool = False


Term = Phrase | Near | Pattern


def term(said: str) -> Term:
    """What a term says; raises TermError."""
    text = said.strip()
    if not text:
        raise TermError("a term is empty and would match everything; write a word, or take it out")
    if len(text) > LONGEST:
        raise TermError(f"a term of {len(text)} characters is too long; {LONGEST} are the most")
    bare = text.removeprefix("=").strip()
    if bare.startswith("/"):
        return _pattern(bare, said=text, is_exact=text.startswith("="))
    sides = _NEAR.split(text)
    if len(sides) == 1:
        return _phrase(text)
    if len(sides) != 3:  # noqa: PLR2004  left, distance, right
        raise TermError(f"`{text}`: one ~ joins two sides; make more of them rules of their own, under `all`")
    return Near(_phrase(sides[0]), _phrase(sides[2]), _distance(sides[1], text))


def _pattern(bare: str, *, said: str, is_exact: bool) -> Pattern:
    if len(bare) < 3 or not bare.endswith("/"):  # noqa: PLR2004  two slashes and something between
        raise TermError(f"`{said}`: a regular expression stands between two slashes, as `/gpt-?[0-9]/`")
    try:
        regex(bare[1:-1], exact=is_exact)
    except PatternError as error:
        raise TermError(f"`{said}`: the regular expression cannot be used: {error}") from error
    return Pattern(bare[1:-1], is_exact)


def _distance(said: str, text: str) -> int:
    if not said.isascii() or not said.isdigit() or int(said) > FARTHEST:
        raise TermError(f"`{text}`: after ~ stands a number of words up to {FARTHEST}, as in `bank ~5 rate`")
    return int(said)


def _phrase(text: str) -> Phrase:
    is_exact = text.startswith("=")
    words = exact(text.removeprefix("=")).split()
    kept = [piece for word in words if (piece := _word(word, text)).text]
    if not any(map(is_word, "".join(piece.text for piece in kept))):
        raise TermError(f"`{text}` has no letter or digit; for signs alone write a regular expression, as `/[€$]/`")
    return Phrase(tuple(_joined(kept)), is_exact)


def _word(word: str, said: str) -> Piece:
    body = word.removesuffix("*")
    if not body:
        raise TermError(f"`{said}`: `*` alone matches everything; it stands at the end of a word's beginning")
    if "*" in body:
        raise TermError(f"`{said}`: `*` stands at the end of a word only; elsewhere write a regular expression")
    form = plain_of(body).plain.strip()
    is_open = len(body) < len(word) and not is_spaceless(form[-1:] or " ")
    if is_open and not is_word(form[-1]):
        raise TermError(f"`{said}`: before `*` stands a letter or a digit")
    if is_open and sum(map(is_word, form)) < 2:  # noqa: PLR2004  letters
        raise TermError(f"`{said}`: one letter and `*` match nearly everything; write more of the word")
    return Piece(form, body, is_open)


def _joined(words: list[Piece]) -> list[Piece]:
    """Words up to a mark as one piece."""
    pieces: list[Piece] = []
    for is_open, run in groupby(words, key=lambda word: word.is_open):
        group = list(run)
        if is_open:
            first, *rest = group
            before = [pieces.pop()] if pieces and not pieces[-1].is_open else []
            pieces += [_one([*before, first], is_open=True), *rest]
        else:
            pieces.append(_one(group, is_open=False))
    return pieces


def _one(words: list[Piece], *, is_open: bool) -> Piece:
    text, written = " ".join(word.text for word in words), " ".join(word.written for word in words)
    return Piece(text, written, is_open)
