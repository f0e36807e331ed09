"""Where topics' keywords stand in a title or lead: as whole words, or anywhere, as the desk's profile has it."""

from collections.abc import Iterable
from itertools import accumulate
from unicodedata import category

from ahocorasick_rs import AhoCorasick, MatchKind

from newsloom.text.boundaries import folded, is_boundary

Span = tuple[int, int]


class KeywordIndex:
    """Finds keywords, each by its place in the list it was made from; an empty keyword is nowhere.

    Args:
        keywords: what to find.
        whole_words: whether a keyword must begin and end where a word does.
    """

    def __init__(self, keywords: Iterable[str], *, whole_words: bool) -> None:
        self._whole_words = whole_words
        owners: dict[str, list[int]] = {}
        for number, keyword in enumerate(keywords):
            if form := self._form(keyword):
                owners.setdefault(form, []).append(number)
        self._owners = [tuple(of) for of in owners.values()]
        self._search = AhoCorasick([*owners], matchkind=MatchKind.Standard) if owners else None

    def find(self, text: str) -> dict[int, list[Span]]:
        """Every place of every keyword that is there, in order; offsets in the text as it is written."""
        found: dict[int, list[Span]] = {}
        if self._search is None:
            return found
        form = self._form(text)
        hits = self._search.find_matches_as_indexes(form, overlapping=True)
        if self._whole_words:
            hits = [hit for hit in hits if is_boundary(form, hit[1]) and is_boundary(form, hit[2])]
        way_back = self._way_back(text, form) if hits else []
        for number, begin, end in hits:
            span = (way_back[begin], way_back[end - 1] + 1) if way_back else (begin, end)
            for keyword in self._owners[number]:
                found.setdefault(keyword, []).append(span)
        return found

    def _form(self, text: str) -> str:
        return folded(text) if self._whole_words else text.lower()

    def _way_back(self, text: str, form: str) -> list[int]:
        """For each character of the form the one it comes from; empty where they are the same."""
        if text.isascii():
            return []
        letters = [at for at, character in enumerate(text) if not at or category(character)[0] != "M"]
        ends = [*letters[1:], len(text)]
        forms = [self._form(text[begin:end]) for begin, end in zip(letters, ends, strict=True)]
        if "".join(forms) != form:  # letters that only form together: as near as can be said
            last = max(len(text) - 1, 0)
            return [min(at, last) for at in range(len(form))]
        starts = list(accumulate(map(len, forms), initial=0))
        back = [0] * len(form)
        for begin, end, start, of in zip(letters, ends, starts, forms, strict=False):
            for at in range(len(of)):
                back[start + at] = min(begin + at, end - 1)
        return back
