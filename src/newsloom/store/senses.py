"""What articles mean: the vectors of those in the window, and which tell of one event in two languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select

from newsloom.keeping import Placed
from newsloom.model.article import ArticleId
from newsloom.model.sense import Counterpart
from newsloom.model.story import StoryId
from newsloom.store.database import Database, Dialect
from newsloom.store.sensetables import COUNTERPARTS, VECTORS
from newsloom.store.tables import MEMBERS


@dataclass(frozen=True, slots=True)
class SqlSenses:
    """`SenseStore` in a database."""

    database: Database

    def window(self, model: str, *, since: datetime) -> list[tuple[ArticleId, str, datetime, bytes]]:
        """Article, language, sort date and vector by this model, of those from `since` on, in order of placement."""
        query = (
            select(MEMBERS.c.article, MEMBERS.c.language, MEMBERS.c.sort_date, VECTORS.c.vector)
            .join(VECTORS, VECTORS.c.article == MEMBERS.c.article)
            .where(VECTORS.c.model == model, MEMBERS.c.sort_date >= since)
            .order_by(MEMBERS.c.place)
        )
        with self.database.reading() as connection:
            return [(ArticleId(a), language, at, bytes(v)) for a, language, at, v in connection.execute(query)]

    def drop(self, *, before: datetime) -> None:
        """Let go of the vectors of articles older than that; what they found stays."""
        old = select(MEMBERS.c.article).where(MEMBERS.c.sort_date < before)
        with self.database.writing() as connection:
            connection.execute(delete(VECTORS).where(VECTORS.c.article.in_(old)))

    def counterparts(self, story: StoryId) -> list[tuple[StoryId, Counterpart]]:
        """The stories that tell of the same event in another language, by which articles; the likest first."""
        members = select(MEMBERS.c.article).where(MEMBERS.c.story == story)
        query = select(COUNTERPARTS).where(or_(COUNTERPARTS.c.article.in_(members), COUNTERPARTS.c.other.in_(members)))
        with self.database.reading() as connection:
            links = [Counterpart(**row) for row in connection.execute(query).mappings()]
            named = {article for link in links for article in (link.article, link.other)}
            where = select(MEMBERS.c.article, MEMBERS.c.story).where(MEMBERS.c.article.in_(named))
            home = {ArticleId(a): StoryId(s) for a, s in connection.execute(where)}
        found = [(home[a], link) for link in links for a in (link.article, link.other) if home[a] != story]
        return sorted(found, key=lambda one: (-one[1].likeness, one[1].article, one[1].other))


def keep(connection: Connection, dialect: Dialect, placed: Iterable[Placed]) -> None:
    """Keep what placed articles mean, inside a transaction that somebody else began."""
    known = [(p.membership.article, p.sense) for p in placed if p.sense is not None]
    vectors = [{"article": article, "model": sense.model, "vector": sense.vector} for article, sense in known]
    links = [
        {"article": link.article, "other": link.other, "likeness": link.likeness}
        for _, sense in known
        for link in sense.counterparts
    ]
    for table, rows in ((VECTORS, vectors), (COUNTERPARTS, links)):
        if rows:
            connection.execute(dialect.insert_new(table), rows)
