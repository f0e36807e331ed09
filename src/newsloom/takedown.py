"""What a store must be able to do for articles to be taken back, and to grow old."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from newsloom.model.article import ArticleId
from newsloom.model.removal import Removal, Rewriting, Traces


class Removals(Protocol):
    """What an owner had removed, and what age takes away."""

    def find(self, wanted: str) -> list[ArticleId]:
        """The article or draft of this id or address, or all that came from a source of this id; none if none is."""

    def before(self, wanted: str) -> list[ArticleId]:
        """What was removed before under this id, address or source."""

    def traces(self, ids: Sequence[ArticleId]) -> Traces:
        """What is stored of these articles besides their text."""

    def remove(self, ids: Sequence[ArticleId], *, at: datetime, reason: str, rewriting: Rewriting) -> None:
        """Forget the articles and rewrite the records that told of them, in one transaction; the removals are kept."""

    def all(self) -> list[Removal]:
        """Every removal, newest first."""

    def lift(self, id_: ArticleId) -> bool:
        """Let a removed article come back when it is polled; False if it was not removed."""

    def scrub(self) -> bool:
        """Leave nothing of removed texts in free places of the files; False when somebody who reads prevents it."""

    def is_scrubbed(self) -> bool:
        """Whether there is nothing to scrub."""

    def drop_texts(self, *, before: datetime, at: datetime, most: int) -> int:
        """Drop text and earlier revisions of articles of stories that ended before; returns of how many."""
