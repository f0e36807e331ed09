"""Which words are so common in a language that they say nothing of a text's subject."""

from collections.abc import Iterable
from importlib.resources import files

from newsloom.text.words import fold

COMMONEST = 60  # words of a language; after these the first words with a subject stand in the lists


def common_in(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Of these words those that are among the commonest of a language, each with the codes of such languages."""
    wanted = {fold(word): word for word in words}
    found: dict[str, list[str]] = {}
    text = (files("newsloom.text") / "data" / "words.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        code, _, listed = line.partition("\t")
        for common in listed.split(" ")[:COMMONEST] if not line.startswith("#") else ():
            if (folded := fold(common)) in wanted:
                found.setdefault(wanted[folded], []).append(code)
    return {word: tuple(dict.fromkeys(codes)) for word, codes in found.items()}
