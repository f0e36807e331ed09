"""What the log of changes says about stories: which article is where now.

The store keeps the present by these rules and a replay of the log gives the same again:

- An opening, joining, move or split puts its articles into `story`, wherever they were.
- A merge puts all members of `other` into `story`; from then on `other` is another name of it.
- A story that loses its last member to a change lives on in that change's `story`.
- Whoever names a merged-away story means the one it lives on in; only a split makes it a story again.
- A removal takes its articles out of all stories; a story without members is no more, whatever other names it had.
- A story closes when none of its articles is compared with new ones any more; whatever joins a closed one reopens it.
- A change after which everything is as before, such as the merge of a story that is not there, is not kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from newsloom.model.article import ArticleId
from newsloom.model.story import Change, StoryChange, StoryId


@dataclass(slots=True, kw_only=True)
class Present:
    """Where every article is, while changes are applied; `where` keeps the order of placement.

    `aliases` is closed over chains; `names` is the same turned round.
    """

    where: dict[ArticleId, StoryId] = field(default_factory=dict)
    members: dict[StoryId, set[ArticleId]] = field(default_factory=dict)
    aliases: dict[StoryId, StoryId] = field(default_factory=dict)
    names: dict[StoryId, set[StoryId]] = field(default_factory=dict)
    closed: set[StoryId] = field(default_factory=set)

    def living(self, story: StoryId) -> StoryId:
        """The story itself, or the one it lives on in."""
        return self.aliases.get(story, story)

    def put(self, article: ArticleId, story: StoryId) -> None:
        """Place an article that is nowhere yet."""
        self.where[article] = story
        self.members.setdefault(story, set()).add(article)

    def rename(self, name: StoryId, living: StoryId) -> None:
        """Make one story another name of a living one."""
        former = self.aliases.get(name)
        if former is not None:
            self.names.get(former, set()).discard(name)
        self.aliases[name] = living
        self.names.setdefault(living, set()).add(name)

    def apply(self, change: StoryChange) -> bool:
        """Let one change happen; False if everything was as it says already."""
        if change.kind is Change.CLOSED:
            return self._close(self.living(change.story))
        if change.kind is Change.REOPENED:
            return self._reopen(self.living(change.story))
        if change.kind is Change.MERGED:
            return self._merge(change)
        if change.kind is Change.REMOVED:
            return self._remove(change.articles)
        target = change.story if change.kind is Change.SPLIT else self.living(change.story)
        moving = [a for a in dict.fromkeys(change.articles) if self.where.get(a) != target]
        if moving:
            self._revive(target)
            self._move(moving, target)
        return bool(moving)

    def _close(self, story: StoryId) -> bool:
        if story in self.closed:
            return False
        self.closed.add(story)
        return True

    def _reopen(self, story: StoryId) -> bool:
        if story not in self.closed:
            return False
        self.closed.discard(story)
        return True

    def _merge(self, change: StoryChange) -> bool:
        target = self.living(change.story)
        ending = target if change.other is None else self.living(change.other)
        moving = list(self.members.get(ending, ()))
        if ending == target or not moving:
            return False
        self._move(moving, target)
        return True

    def _remove(self, articles: Iterable[ArticleId]) -> bool:
        removed = False
        for article in articles:
            story = self.where.pop(article, None)
            if story is None:
                continue
            removed = True
            self.members[story].discard(article)
            if not self.members[story]:
                self.members.pop(story)
                self.closed.discard(story)
                for name in self.names.pop(story, set()):
                    self.aliases.pop(name, None)
        return removed

    def _move(self, articles: Iterable[ArticleId], target: StoryId) -> None:
        for article in articles:
            old = self.where.get(article)
            self.put(article, target)
            if old is None:
                continue
            self.members[old].discard(article)
            if not self.members[old]:
                self._end(old, target)
        self.closed.discard(target)

    def _revive(self, story: StoryId) -> None:
        living = self.aliases.pop(story, None)
        if living is not None:
            self.names.get(living, set()).discard(story)

    def _end(self, story: StoryId, target: StoryId) -> None:
        self.members.pop(story, None)
        self.closed.discard(story)
        for name in self.names.pop(story, set()) | {story}:
            self.rename(name, target)


def replay(changes: Iterable[StoryChange]) -> dict[StoryId, tuple[ArticleId, ...]]:
    """The stories that the whole log leads to, each with its members in order of placement."""
    present = Present()
    for change in changes:
        present.apply(change)
    return stories(present.where)


def stories(where: Mapping[ArticleId, StoryId]) -> dict[StoryId, tuple[ArticleId, ...]]:
    """The same turned round: each story with its articles, in the order they came in."""
    gathered: dict[StoryId, list[ArticleId]] = {}
    for article, story in where.items():
        gathered.setdefault(story, []).append(article)
    return {story: tuple(articles) for story, articles in gathered.items()}
