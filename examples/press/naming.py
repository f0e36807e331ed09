"""How the press is renamed: each listed proper name gets another invented one, everywhere at once."""

import re
from collections.abc import Callable, Sequence
from random import Random

_ONSETS = (
    "b",
    "br",
    "d",
    "dr",
    "f",
    "g",
    "gl",
    "h",
    "j",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "st",
    "t",
    "v",
    "z",
)
_VOWELS = ("a", "e", "i", "o", "u", "au", "ei", "ia")
_CODAS = ("b", "ck", "d", "ld", "lm", "m", "nd", "ng", "rk", "rn", "sk", "st", "th", "x", "zz")
_ENDINGS = r"(?=(?:s|n|ns|an|ans|er|ers)?(?![a-z]))"  # Kestria, Kestrian; but never the start of a longer word


def renamer(names: Sequence[str], seed: int | None) -> Callable[[str], str]:
    """A function that replaces the names in a text consistently; without a seed it changes nothing."""
    if seed is None or not names:
        return str
    new = _new_names(names, Random(seed))  # noqa: S311  a repeatable choice of names is no secret
    table = new | {old.upper(): name.upper() for old, name in new.items()}
    either = "|".join(sorted(map(re.escape, new), key=len, reverse=True))
    shouted = "|".join(sorted((re.escape(old.upper()) for old in new), key=len, reverse=True))
    pattern = re.compile(rf"\b(?:(?:{either}){_ENDINGS}|(?:{shouted})(?![a-z]))")
    return lambda text: pattern.sub(lambda found: table[found[0]], text)


def _new_names(names: Sequence[str], chance: Random) -> dict[str, str]:
    taken = {name.casefold() for name in names}
    new: dict[str, str] = {}
    for name in names:
        candidate = _word(name, chance)
        while candidate.casefold() in taken:
            candidate = _word(name, chance)
        taken.add(candidate.casefold())
        new[name] = candidate
    return new


def _word(old: str, chance: Random) -> str:
    syllables = [chance.choice(_ONSETS) + chance.choice(_VOWELS), chance.choice(_ONSETS) + chance.choice("aeiou")]
    end = "ra" if old.endswith("a") else chance.choice(_CODAS)  # so that "Kestrian" stays a word
    return ("".join(syllables) + end).capitalize()
