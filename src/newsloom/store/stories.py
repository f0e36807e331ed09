"""Stories as they stand, kept by the log of their changes; `curate.history` says what each change does."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select

from newsloom.failpoints import fail_at
from newsloom.keeping import Placed
from newsloom.model.article import ArticleId
from newsloom.model.story import Change, Membership, Story, StoryChange, StoryId
from newsloom.store import placing
from newsloom.store.database import Database, beginning_with, chunks
from newsloom.store.tables import CHANGES, MEMBERS, SKETCHES, STORIES, UNJUDGED


@dataclass(frozen=True, slots=True)
class SqlStories:
    """`Stories` in a database."""

    database: Database

    def window(self, language: str, *, since: datetime) -> Iterator[tuple[ArticleId, StoryId, datetime, bytes]]:
        """The frozen features of placed articles with a sort date from `since` on, in order of placement.

        They come one after the other, of one moment: those of a large window are a hundred megabytes.
        """
        # Their places come from an index alone; sorting those is cheap, sorting rows with their features is not.
        places = select(MEMBERS.c.place).where(MEMBERS.c.language == language, MEMBERS.c.sort_date >= since)
        query = (
            select(MEMBERS.c.article, MEMBERS.c.story, MEMBERS.c.sort_date, MEMBERS.c.features)
            .where(MEMBERS.c.place.in_(places))
            .order_by(MEMBERS.c.place)
        )
        with self.database.reading() as connection:
            for article, story, at, features in connection.execute(query):
                yield ArticleId(article), StoryId(story), at, features

    def sketches(self, *, window: timedelta, most: int) -> list[tuple[ArticleId, ArticleId, bytes]]:
        """What recognises copies: article, whose text it has, sketch; in order of placement.

        They begin with the first whose sort date is within `window` of the latest one's, and are the last `most`.
        """
        query = select(SKETCHES.c.article, SKETCHES.c.original, SKETCHES.c.sketch).order_by(SKETCHES.c.number)
        with self.database.reading() as connection:
            first = _first_sketch(connection, window=window, most=most)
            rows = connection.execute(query.where(SKETCHES.c.number >= first))
            return [(ArticleId(a), ArticleId(o), bytes(sketch)) for a, o, sketch in rows]

    def drop_sketches(self, *, window: timedelta, most: int) -> None:
        """Let go of what `sketches` would leave out."""
        with self.database.writing() as connection:
            first = _first_sketch(connection, window=window, most=most)
            connection.execute(delete(SKETCHES).where(SKETCHES.c.number < first))

    def save(self, placed: Sequence[Placed], changes: Sequence[StoryChange]) -> None:
        """Keep placements and append the changes to the log, in one transaction.

        The changes say where articles go, the placements carry evidence and features; a change that changes nothing is
        not kept, so the same batch saved twice is kept once. Raises StoreError for one without the other.
        """
        with self.database.writing() as connection:
            placing.keep(connection, self.database.dialect, placed, changes)
            fail_at("curate.saving")

    def get(self, story: StoryId) -> Story | None:
        """One story; the id of a story that was merged away finds the one it went into."""
        with self.database.reading() as connection:
            living = connection.scalar(select(STORIES.c.alias_of).where(STORIES.c.id == story)) or story
            found = connection.execute(_LIVING.where(STORIES.c.id == living)).mappings().all()
            stories = _with_members(connection, found)
        return stories[0] if stories else None

    def containing(self, article: ArticleId) -> StoryId | None:
        """The story an article is in."""
        with self.database.reading() as connection:
            story = connection.scalar(select(MEMBERS.c.story).where(MEMBERS.c.article == article))
        return None if story is None else StoryId(story)

    def standing(self, articles: Iterable[ArticleId]) -> dict[ArticleId, StoryId]:
        """The stories that articles are in; those in none are left out."""
        found: dict[ArticleId, StoryId] = {}
        with self.database.reading() as connection:
            for chunk in chunks(articles):
                query = select(MEMBERS.c.article, MEMBERS.c.story).where(MEMBERS.c.article.in_(chunk))
                found.update({ArticleId(a): StoryId(s) for a, s in connection.execute(query)})
        return found

    def named_like(self, beginning: str, *, limit: int) -> list[StoryId]:
        """Ids of stories, merged-away ones among them, that begin so."""
        query = select(STORIES.c.id).where(beginning_with(STORIES.c.id, beginning)).order_by(STORIES.c.id)
        with self.database.reading() as connection:
            return [StoryId(i) for i in connection.scalars(query.limit(limit))]

    def latest(self, language: str, *, most: int) -> list[datetime]:
        """The latest sort dates of a language's placed articles, the latest first."""
        dates = select(MEMBERS.c.sort_date).where(MEMBERS.c.language == language)
        with self.database.reading() as connection:
            return [*connection.scalars(dates.order_by(MEMBERS.c.sort_date.desc()).limit(most))]

    def mark(self) -> int:
        """A number that is another one whenever stories have changed."""
        with self.database.reading() as connection:
            return connection.scalar(select(func.max(CHANGES.c.number))) or 0

    def features(self, articles: Iterable[ArticleId]) -> dict[ArticleId, bytes]:
        """The frozen features of placed articles; empty of copies."""
        found: dict[ArticleId, bytes] = {}
        with self.database.reading() as connection:
            for chunk in chunks(articles):
                query = select(MEMBERS.c.article, MEMBERS.c.features).where(MEMBERS.c.article.in_(chunk))
                found.update({ArticleId(a): bytes(blob) for a, blob in connection.execute(query)})
        return found

    def since(self, moment: datetime | None, *, limit: int | None = None) -> list[Story]:
        """Stories whose newest member is from `moment` on (all, if None), newest first."""
        query = _LIVING.order_by(STORIES.c.last.desc(), STORIES.c.id.desc()).limit(limit)
        if moment is not None:
            query = query.where(STORIES.c.last >= moment)
        with self.database.reading() as connection:
            return _with_members(connection, connection.execute(query).mappings().all())

    def ids_since(self, moment: datetime) -> list[StoryId]:
        """Those whose newest member is from `moment` on, in no order."""
        query = select(STORIES.c.id).where(STORIES.c.alias_of.is_(None), STORIES.c.last >= moment)
        with self.database.reading() as connection:
            return [StoryId(story) for story in connection.scalars(query)]

    def those(self, stories: Iterable[StoryId]) -> list[Story]:
        """These of the living, in no order."""
        found: list[Story] = []
        with self.database.reading() as connection:
            for chunk in chunks(stories):
                rows = connection.execute(_LIVING.where(STORIES.c.id.in_(chunk))).mappings().all()
                found += _with_members(connection, rows)
        return found

    def unjudged(self) -> list[Story]:
        """Stories that changed since they were last judged, newest first."""
        # Neither order nor who lives is asked of the database: it would go through all that live to find these few.
        query = select(STORIES).where(STORIES.c.id.in_(select(UNJUDGED.c.story)))
        with self.database.reading() as connection:
            found = [row for row in connection.execute(query).mappings() if row["alias_of"] is None]
            return _with_members(connection, sorted(found, key=itemgetter("last", "id"), reverse=True))

    def aliases(self) -> dict[StoryId, StoryId]:
        """Every merged-away id and the story it lives on in, closed over chains."""
        query = select(STORIES.c.id, STORIES.c.alias_of).where(STORIES.c.alias_of.is_not(None))
        with self.database.reading() as connection:
            return {StoryId(name): StoryId(living) for name, living in connection.execute(query)}

    def changes(self, story: StoryId | None = None) -> list[StoryChange]:
        """The log, oldest first: of one story and those it took in, or of all."""
        query = select(CHANGES).order_by(CHANGES.c.number)
        with self.database.reading() as connection:
            if story is not None:
                living = connection.scalar(select(STORIES.c.alias_of).where(STORIES.c.id == story)) or story
                family = select(STORIES.c.id).where(or_(STORIES.c.id == living, STORIES.c.alias_of == living))
                query = query.where(or_(CHANGES.c.story.in_(family), CHANGES.c.other.in_(family)))
            return [_change(row) for row in connection.execute(query).mappings()]

    def count(self) -> int:
        """How many stories live."""
        with self.database.reading() as connection:
            living = select(func.count()).select_from(STORIES).where(STORIES.c.alias_of.is_(None))
            return connection.scalar(living) or 0


_LIVING = select(STORIES).where(STORIES.c.alias_of.is_(None))


def _first_sketch(connection: Connection, *, window: timedelta, most: int) -> int:
    """The number of the first sketch that is still remembered."""
    latest: datetime | None = connection.scalar(select(func.max(SKETCHES.c.sort_date)))
    if latest is None:
        return 0
    begins = select(func.min(SKETCHES.c.number)).where(SKETCHES.c.sort_date >= latest - window)
    last = select(SKETCHES.c.number).order_by(SKETCHES.c.number.desc()).offset(most - 1).limit(1)
    return max(connection.scalar(begins) or 0, connection.scalar(last) or 0)


def _with_members(connection: Connection, found: Iterable[Any]) -> list[Story]:
    rows = list(found)
    members: dict[str, list[Membership]] = {row["id"]: [] for row in rows}
    for chunk in chunks(members):
        query = select(MEMBERS.c.article, MEMBERS.c.story, MEMBERS.c.evidence)
        for article, story, evidence in connection.execute(
            query.where(MEMBERS.c.story.in_(chunk)).order_by(MEMBERS.c.place)
        ):
            members[story].append(Membership(article=article, story=story, evidence=evidence))
    return [
        Story(
            id=row["id"],
            language=row["language"],
            members=tuple(members[row["id"]]),
            first=row["first"],
            last=row["last"],
        )
        for row in rows
    ]


def _change(row: Any) -> StoryChange:  # noqa: ANN401  a row of `changes`
    return StoryChange(
        kind=Change(row["kind"]),
        story=row["story"],
        articles=row["articles"],
        other=row["other"],
        evidence=row["evidence"],
        at=row["at"],
    )
