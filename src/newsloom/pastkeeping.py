"""What a store must be able to tell of what was known when, and how readers have known what was published."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from newsloom.model.appearance import Appearance, LoggedChange, Seen
from newsloom.model.article import Article, ArticleId
from newsloom.model.publication import Logged, Publication
from newsloom.model.story import Evidence, StoryId


class History(Protocol):
    """What was known when."""

    def published(self, publication: Publication, *, again: bool = False) -> None:
        """Remember a publication; not one that knew what the last one knew, unless it judged stories `again`."""

    def publications(self, *, since: datetime | None, until: datetime) -> list[Publication]:
        """Those remembered from `since` to `until`, in order."""

    def began(self) -> datetime | None:
        """When the first article was seen that is still stored."""

    def log(self) -> Iterator[Logged]:
        """The log of stories, oldest first, read in parts; without evidence."""

    def evidence(self, articles: Iterable[ArticleId]) -> dict[ArticleId, Evidence]:
        """Why placed articles are where they are."""

    def revisions(self) -> list[tuple[datetime, ArticleId]]:
        """When later revisions were met, and of which article; in order."""

    def as_of(self, ids: Iterable[ArticleId], at: datetime) -> dict[ArticleId, Article]:
        """The newest revision of each that was known at a moment; the first, where none was."""

    def repeated(self, *, least: int) -> dict[tuple[str, str], datetime]:
        """The pictures (host, address) on `least` or more different texts of their host, and since when."""


class Appearances(Protocol):
    """How readers have known the stories that were published."""

    def all(self) -> dict[StoryId, Appearance]:
        """Every story that was published once, by number."""

    def length(self) -> int:
        """How many changes the log holds: the number of the last one."""

    def changes(self, first: int, last: int) -> list[LoggedChange]:
        """The changes with these numbers, both among them, in order."""

    def save(self, seen: Seen) -> None:
        """Add or replace appearances and append what is new to the log, in one transaction."""
