"""Which copies stand beside an active original, so that they go where it goes."""

from dataclasses import dataclass, field, replace

from newsloom.curate.rulings import Ruled
from newsloom.model.article import ArticleId
from newsloom.model.story import StoryChange


@dataclass(slots=True)
class Followers:
    """The copies of each active original, in order of arrival."""

    copies: dict[ArticleId, list[ArticleId]] = field(default_factory=dict)

    def add(self, copy: ArticleId, original: ArticleId) -> None:
        """A copy stands beside its original now."""
        self.copies.setdefault(original, []).append(copy)

    def remove(self, original: ArticleId) -> None:
        """An original is not active any more."""
        self.copies.pop(original, None)

    def along(self, change: StoryChange, ruled: Ruled) -> StoryChange:
        """The change with the copies of its articles; one that an editor keeps from there follows no more."""
        going: list[ArticleId] = []
        for article in change.articles:
            going.append(article)
            if article in self.copies:
                self.copies[article] = [c for c in self.copies[article] if ruled.may_move([c], change.story)]
                going += self.copies[article]
        return replace(change, articles=tuple(going)) if len(going) > len(change.articles) else change
