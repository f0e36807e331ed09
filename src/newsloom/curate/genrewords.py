"""By which words each genre is known: the data file, as tables to look into."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation

from newsloom.model.metadata import Genre
from newsloom.text.words import UNSPACED, fold

TELLING = 3  # points of a sign that is enough by itself
HINT = 2  # points of a sign that needs another beside it
CONTEXT = 1  # points of being where the genre is at home

Weights = tuple[tuple[Genre, int], ...]
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class GenreWords:
    """What each word, folded, is worth for which genres.

    `places`, `labels`, `endings` (of labels), `hosts` and `kinds` are looked up whole; `titles` are searched in
    titles (parted words stand between blanks there), `edges` begin or end them; `wordings` are searched in texts. The
    finders know them by their places.
    """

    kinds: dict[str, Weights]
    places: dict[str, Weights]
    labels: dict[str, Weights]
    endings: dict[str, Weights]
    hosts: dict[str, Weights]
    titles: tuple[tuple[str, Weights], ...]
    edges: tuple[tuple[str, Weights], ...]
    wordings: tuple[tuple[str, Weights], ...]
    title_finder: AhoCorasick
    wording_finder: AhoCorasick


def bare(text: str) -> str:
    """Only the words, folded, with one blank between them: `Op-Ed` is `op ed`, `PR記事` stays whole."""
    return _NOT_WORDS.sub(" ", fold(text)).strip()


def running(text: str) -> str:
    """The text folded, with straight apostrophes and single blanks."""
    return " ".join(fold(text.replace("\u2019", "'")).split())


def _titled(text: str) -> str:
    """Words as they stand in a padded title: between blanks, unless their script has none."""
    words = bare(text)
    return words if UNSPACED.match(words) else f" {words} "


@cache
def genre_words() -> GenreWords:
    """The tables, read once."""
    data = tomllib.loads((files("newsloom.curate.data") / "genres.toml").read_text(encoding="utf-8"))
    titles = tuple(_table(data, ("titles", TELLING), ("titles_hints", HINT), clean=_titled).items())
    wordings = tuple(_table(data, ("wordings", TELLING), ("wordings_hints", HINT), clean=running).items())
    return GenreWords(
        kinds=_table(data, ("kinds", TELLING + 1), ("kinds_hints", CONTEXT)),
        places=_table(data, ("names", TELLING), ("places", TELLING), ("hints", HINT), ("context", CONTEXT)),
        labels=_table(data, ("names", TELLING), ("labels", TELLING), ("hints", HINT)),
        endings=_table(data, ("names", TELLING), ("labels", TELLING)),
        hosts=_table(data, ("hosts", TELLING + 1), clean=str),
        titles=titles,
        edges=tuple(_table(data, ("edges", TELLING), clean=_titled).items()),
        wordings=wordings,
        title_finder=_finder(titles),
        wording_finder=_finder(wordings),
    )


def _table(data: dict[str, Any], *parts: tuple[str, int], clean: Any = bare) -> dict[str, Weights]:  # noqa: ANN401  a function of text
    """Fold some lists of every genre into one table; a word's highest weight for a genre counts."""
    found: dict[str, dict[Genre, int]] = {}
    for name, lists in data.items():
        genre = Genre(name.replace("-", " "))
        for part, weight in parts:
            for words in _words(lists.get(part, ())):
                held = found.setdefault(clean(words), {})
                held[genre] = max(weight, held.get(genre, 0))
    return {words: tuple(held.items()) for words, held in found.items()}


def _words(listed: dict[str, list[str]] | list[str]) -> Iterator[str]:
    if isinstance(listed, dict):
        for words in listed.values():
            yield from words
    else:
        yield from listed


def _finder(table: tuple[tuple[str, Weights], ...]) -> AhoCorasick:
    return AhoCorasick([words for words, _ in table], implementation=Implementation.DFA)
