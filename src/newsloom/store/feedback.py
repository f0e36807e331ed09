"""Which stories somebody found good or bad."""

from dataclasses import asdict, dataclass

from sqlalchemy import Boolean, Column, Delete, ForeignKey, Table, UniqueConstraint, delete, select

from newsloom.model.article import ArticleId
from newsloom.model.feedback import Feedback
from newsloom.store.columns import Moment, Words
from newsloom.store.database import Database
from newsloom.store.tables import METADATA, NUMBER

#: The latest word of each person on each article; part of `tables.METADATA`.
FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("number", NUMBER, primary_key=True),
    Column("story", Words, nullable=False),
    Column("article", Words, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("is_good", Boolean, nullable=False),
    Column("by", Words, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("article", "by"),
    sqlite_autoincrement=True,
)
_SAID = (FEEDBACK.c.article, FEEDBACK.c.story, FEEDBACK.c.is_good, FEEDBACK.c.by, FEEDBACK.c.at)


@dataclass(frozen=True, slots=True)
class SqlFeedback:
    """`FeedbackStore` in a database."""

    database: Database

    def save(self, feedback: Feedback) -> None:
        """Keep it; the latest word of one person on one article counts."""
        with self.database.writing() as connection:
            connection.execute(_by(feedback.article, feedback.by))
            connection.execute(FEEDBACK.insert(), asdict(feedback))

    def undo(self, article: ArticleId, *, by: str) -> bool:
        """Forget what somebody said of an article; False if that was nothing."""
        with self.database.writing() as connection:
            return bool(connection.execute(_by(article, by)).rowcount)

    def all(self) -> list[Feedback]:
        """Every word on an article that is still there, by time, then article and person."""
        query = select(*_SAID).order_by(FEEDBACK.c.at, FEEDBACK.c.article, FEEDBACK.c.by)
        with self.database.reading() as connection:
            return [Feedback(**row) for row in connection.execute(query).mappings()]


def _by(article: ArticleId, by: str) -> Delete:
    return delete(FEEDBACK).where(FEEDBACK.c.article == article, FEEDBACK.c.by == by)
