"""What a store must be able to tell of what was known when, for the past to be judged anew."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from newsloom.model.article import Article, ArticleId
from newsloom.model.publication import Logged, Publication
from newsloom.model.story import Evidence


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
