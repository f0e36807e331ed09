"""Which articles were in which story at a moment: the log of stories, applied change by change up to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from newsloom.curate.history import Present
from newsloom.model.article import ArticleId
from newsloom.model.publication import Logged, Publication
from newsloom.model.story import StoryId


@dataclass(slots=True)
class Unrolled:
    """Stories as they stood, moved on from moment to moment; never back.

    `newest` is the latest sort date of the articles placed so far (UTC); `dated` has that of each, for a while.
    """

    log: Iterator[Logged]
    present: Present = field(default_factory=Present)
    newest: datetime | None = None
    dated: dict[ArticleId, datetime] | None = field(default_factory=dict)
    _place: dict[ArticleId, int] = field(default_factory=dict)
    _waiting: Logged | None = None

    def advance(self, to: Publication) -> set[StoryId]:
        """Apply what was known at a publication; returns the stories that are other than before, gone ones among them.

        Where a publication has no mark, a change counts once its articles were all seen.
        """
        touched: set[StoryId] = set()
        while (logged := self._waiting or next(self.log, None)) is not None:
            if _is_later(logged, to):
                self._waiting = logged
                break
            self._waiting = None
            touched |= self._apply(logged)
        return touched

    def articles(self, story: StoryId) -> tuple[ArticleId, ...]:
        """A story's articles in order of arrival; none, if there is no such story now."""
        return tuple(sorted(self.present.members.get(story, ()), key=self._place.__getitem__))

    def story_of(self, article: ArticleId) -> StoryId | None:
        """Where an article is."""
        return self.present.where.get(article)

    def active(self, stories: Iterable[StoryId], *, since: datetime) -> dict[StoryId, datetime]:
        """Those of the stories whose newest article is from then on, and its date; asked before dates are let go of."""
        dated = self.dated or {}
        found = {}
        for story in stories:
            last = max((dated[a] for a in self.present.members.get(story, ()) if a in dated), default=None)
            if last is not None and last >= since:
                found[story] = last
        return found

    def forget_dates(self) -> None:
        """Let go of the articles' dates: who goes on has them from what was found of each."""
        self.dated = None

    def _apply(self, logged: Logged) -> set[StoryId]:
        change, where = logged.change, self.present.where
        touched = {where[article] for article in change.articles if article in where}
        if change.other is not None:
            touched.add(self.present.living(change.other))
        self.present.apply(change)
        touched.add(self.present.living(change.story))
        for article, date in logged.dated.items():
            self._place.setdefault(article, len(self._place))
            self.newest = date if self.newest is None else max(self.newest, date)
        for article in change.articles:
            self._place.setdefault(article, len(self._place))
        if self.dated is not None:
            self.dated.update(logged.dated)
        return touched


def _is_later(logged: Logged, publication: Publication) -> bool:
    if publication.mark is not None:
        return logged.number > publication.mark
    return any(seen > publication.at for seen in logged.seen.values())
