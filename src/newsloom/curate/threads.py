"""Active articles, the stories they are in, and what each resembled when it arrived."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId


@dataclass(slots=True)
class Threads:
    """Active articles, the stories they are in, and the links between them, both ways."""

    story: dict[ArticleId, StoryId] = field(default_factory=dict)
    members: dict[StoryId, dict[ArticleId, None]] = field(default_factory=dict)
    links: dict[ArticleId, dict[ArticleId, float]] = field(default_factory=dict)
    arrived: dict[ArticleId, int] = field(default_factory=dict)
    arrivals: int = 0

    def add(self, article: ArticleId, story: StoryId, links: Iterable[tuple[ArticleId, float]]) -> None:
        """Take an article into a story; links to articles that are not active are left out."""
        self.arrivals += 1
        self.arrived[article] = self.arrivals
        self.story[article] = story
        self.members.setdefault(story, {})[article] = None
        own = self.links.setdefault(article, {})
        for other, odds in links:
            if other in self.story and other != article:
                own[other] = odds
                self.links[other][article] = odds

    def remove(self, article: ArticleId) -> None:
        """Forget an article."""
        self._leave(article, self.story.pop(article))
        del self.arrived[article]
        for other in self.links.pop(article):
            self.links[other].pop(article, None)

    def move(self, article: ArticleId, story: StoryId) -> None:
        """Put an active article into another story."""
        self._leave(article, self.story[article])
        self.story[article] = story
        self.members.setdefault(story, {})[article] = None

    def merge(self, ending: StoryId, story: StoryId) -> None:
        """Put all of a story into another."""
        for article in list(self.members[ending]):
            self.move(article, story)

    def split(self, articles: Iterable[ArticleId], story: StoryId) -> None:
        """Put some articles of a story into one that is new."""
        for article in articles:
            self.move(article, story)

    def latest(self, story: StoryId, most: int) -> list[ArticleId]:
        """A story's last arrived articles, in order of arrival."""
        return sorted(self.members[story], key=self.arrived.__getitem__)[-most:]

    def into(self, article: ArticleId, story: StoryId) -> list[float]:
        """The article's links with a story's members, best first."""
        mine = self.links[article]
        return sorted((odds for other, odds in mine.items() if self.story[other] == story), reverse=True)

    def opened(self, story: StoryId) -> int:
        """When a story's first active article arrived, as a place in the order of arrival."""
        return min(map(self.arrived.__getitem__, self.members[story]))

    def _leave(self, article: ArticleId, story: StoryId) -> None:
        del self.members[story][article]
        if not self.members[story]:
            del self.members[story]
