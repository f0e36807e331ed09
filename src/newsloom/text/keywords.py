"""Which of many keywords a text speaks of: each as a whole word, all looked for at once."""

from collections.abc import Iterable, Mapping

from ahocorasick_rs import AhoCorasick

from newsloom.text.boundaries import folded, is_whole


class KeywordFinder:
    """Finds who is meant by the keywords in a text.

    Args:
        keywords: of each name; as an owner writes them.
    """

    def __init__(self, keywords: Mapping[str, Iterable[str]]) -> None:
        names: dict[str, set[str]] = {}
        for name, words in keywords.items():
            for word in words:
                if low := folded(word):
                    names.setdefault(low, set()).add(name)
        self._names = tuple(frozenset(of) for of in names.values())
        self._finder = AhoCorasick(list(names)) if names else None

    def names(self, *texts: str) -> frozenset[str]:
        """The names of which a keyword stands in one of the texts, with a boundary at both ends."""
        if self._finder is None:
            return frozenset()
        found: set[str] = set()
        for text in texts:
            low = folded(text)
            for number, start, end in self._finder.find_matches_as_indexes(low, overlapping=True):
                if not self._names[number] <= found and is_whole(low, start, end):
                    found |= self._names[number]
        return frozenset(found)
