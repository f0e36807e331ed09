"""How to cut a text into words that compare: folded, without accents, in any script."""

import re
import unicodedata
from dataclasses import dataclass

SIGNS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u1049\u1780-\u17d3"
_TOKEN = re.compile(rf"[\w{SIGNS}]+(?:[.,][0-9]+)*")  # vowel signs are no word characters to `re`, but part of a word
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]")
UNSPACED = re.compile(  # Thai, Lao, Myanmar, Khmer, kana, Han: written without spaces between words
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_DIGIT = re.compile(r"\d")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'", "`": "'", "_": " "})
_POSSESSIVE = re.compile(r"(?<=\w)'s\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one text in order: `folded` to compare, `raw` as written; both have the same length."""

    folded: tuple[str, ...]
    raw: tuple[str, ...]


def fold(text: str) -> str:
    """The text without case and accents: `Élan` and `elan` are one, wide digits are digits."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", plain).casefold()


def words(text: str) -> Words:
    """The words of a text: letters with digits, `1,200` as `1200`, unspaced scripts as character pairs.

    Single letters are dropped, single digits stay.
    """
    raw = _TOKEN.findall(_POSSESSIVE.sub("", text.translate(_APOSTROPHES)))
    if not text.isascii():
        raw = _pairs(raw)
    folded = fold(" ".join(raw)).split(" ")
    if len(folded) != len(raw):  # a compatibility character became several words
        folded = [fold(token).replace(" ", "") for token in raw]
    kept = [(f.replace(",", ""), r) for f, r in zip(folded, raw, strict=True) if len(f) > 1 or _stands(f)]
    return Words(folded=tuple(f for f, _ in kept), raw=tuple(r for _, r in kept))


def fold_word(token: str) -> str:
    """One token of a text, folded as `words` does it; nothing for one that is dropped."""
    folded = fold(token).replace(" ", "")
    return folded.replace(",", "") if len(folded) > 1 or _stands(folded) else ""


def count_words(text: str) -> int:
    """How many words a text has; two characters of a script without spaces count as one."""
    return sum(_share(token) for token in _TOKEN.findall(text.translate(_APOSTROPHES).replace("'", "")))


def _share(token: str) -> int:
    unspaced = 0 if token.isascii() else sum(map(len, UNSPACED.findall(token)))
    return max(1, (unspaced + 1) // 2)


def is_number(word: str) -> bool:
    """The word carries a digit: an amount, a date, an ordinal."""
    return not word.isalpha() and bool(_DIGIT.search(word))


def is_capitalised(word: str) -> bool:
    """The word starts with an upper-case letter: false in scripts without case."""
    return word[:1].isupper()


def _stands(word: str) -> bool:
    return word.isdigit() or bool(UNSPACED.match(word))


def _pairs(tokens: list[str]) -> list[str]:
    out: list[str] = []
    for token in tokens:
        if token.isascii() or not UNSPACED.search(token):
            out.append(token)
            continue
        out.extend(_split(token))
    return out


def _split(token: str) -> list[str]:
    out: list[str] = []
    at = 0
    for match in UNSPACED.finditer(token):
        if match.start() > at:
            out.append(token[at : match.start()])
        run = match.group()
        out.extend(run[i : i + 2] for i in range(max(1, len(run) - 1)))
        at = match.end()
    if at < len(token):
        out.append(token[at:])
    return out
