"""Looking again at the stories an arriving article touches: which of them are one, and who stands in the wrong one.

Only what the new article brings fresh evidence on is looked at, in the moment it arrives. So nothing depends on when a
run ends, and what an article costs does not grow with the stream.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from newsloom.curate.choose import ABSENT, strength
from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleRules:
    """How much surer than at placing a change must be, in log-odds, and how many links make evidence.

    `linked` is the log-odds from which a link is a witness; `looked` bounds the articles of a story that are asked.
    """

    merging: float = 0.5
    linked: float = 1.0
    witnesses: int = 2
    looked: int = 40


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

    def latest(self, story: StoryId, most: int) -> list[ArticleId]:
        """A story's last arrived articles, in order of arrival."""
        return sorted(self.members[story], key=self.arrived.__getitem__)[-most:]

    def into(self, article: ArticleId, story: StoryId) -> list[float]:
        """The article's links with a story's members, best first."""
        mine = self.links[article]
        return sorted((odds for other, odds in mine.items() if self.story[other] == story), reverse=True)

    def _leave(self, article: ArticleId, story: StoryId) -> None:
        del self.members[story][article]
        if not self.members[story]:
            del self.members[story]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """One story going into another; `odds` are the mean log-odds of its articles belonging there."""

    ending: StoryId
    story: StoryId
    odds: float
    nearest: ArticleId


def mergeable(
    threads: Threads,
    article: ArticleId,
    *,
    joining: float,
    share: float,
    rules: SettleRules,
    allowed: Callable[[StoryId, StoryId], bool] = lambda _one, _other: True,
) -> Merge | None:
    """The surest merge of the article's story with one it is linked with and may go with; None if all is well."""
    home = threads.story[article]
    near: dict[StoryId, ArticleId] = {}
    for other, odds in threads.links[article].items():
        if odds > rules.linked and threads.story[other] != home:
            near.setdefault(threads.story[other], other)
    best: Merge | None = None
    for story, nearest in near.items():
        if not allowed(home, story):
            continue
        small, large = _by_size(threads, home, story)
        sure = _belongs(threads, small, large, share=share, rules=rules)
        if sure > joining + rules.merging and (best is None or sure > best.odds):
            best = Merge(ending=small, story=large, odds=sure, nearest=nearest)
    return best


def _by_size(threads: Threads, one: StoryId, other: StoryId) -> tuple[StoryId, StoryId]:
    """The smaller, then the larger; of equals the one with the later article first."""
    small, large = sorted((one, other), key=lambda story: (len(threads.members[story]), -_opened(threads, story)))
    return small, large


def _opened(threads: Threads, story: StoryId) -> int:
    return min(map(threads.arrived.__getitem__, threads.members[story]))


def _belongs(threads: Threads, small: StoryId, large: StoryId, *, share: float, rules: SettleRules) -> float:
    """The mean log-odds with which the articles of one story belong to another; none on too few witnesses."""
    size = len(threads.members[large])
    found = [threads.into(article, large) for article in threads.latest(small, rules.looked)]
    if any(odds <= ABSENT for links in found for odds in links):
        return ABSENT  # parts of one series
    linked = sum(odds > rules.linked for links in found for odds in links)
    if linked < rules.witnesses:
        return ABSENT
    return _mean([strength(links or [ABSENT], size=size, share=share) for links in found])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
