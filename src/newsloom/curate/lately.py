"""How many of the latest articles found a strong match."""

from collections import OrderedDict
from itertools import islice

from newsloom.model.article import ArticleId


class Lately:
    """Active articles in order of arrival, and how many of the latest, at most `most`, were matched."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._all: dict[ArticleId, bool] = {}
        self._latest: OrderedDict[ArticleId, bool] = OrderedDict()
        self.matched = 0

    def __len__(self) -> int:
        return len(self._latest)

    def add(self, article: ArticleId, *, matched: bool) -> None:
        """Count an article that arrived."""
        self._all[article] = matched
        if len(self._latest) == self._most:
            self.matched -= self._latest.popitem(last=False)[1]
        self._latest[article] = matched
        self.matched += matched

    def remove(self, article: ArticleId) -> None:
        """Forget an article; where it was one of the latest, an earlier one is again."""
        del self._all[article]
        if article in self._latest:
            self._latest = OrderedDict(reversed([*islice(reversed(self._all.items()), self._most)]))
            self.matched = sum(self._latest.values())
