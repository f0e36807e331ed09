"""Newsletters in a database: issues, the letters of each, and who wants none any more."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from newsloom.model.article import ArticleId
from newsloom.model.newsletter import Dispatch, DispatchStatus, Issue, Reader, Unsubscribed
from newsloom.model.story import StoryId
from newsloom.store.database import Database, chunks
from newsloom.store.newslettertables import (
    NEWSLETTER_ISSUES,
    NEWSLETTER_LEFT,
    NEWSLETTER_LETTERS,
    NEWSLETTER_READERS,
)
from newsloom.store.tables import MEMBERS

_LETTERS = NEWSLETTER_LETTERS.c


@dataclass(frozen=True, slots=True)
class SqlNewsletters:
    """`Newsletters` in a database."""

    database: Database

    def issues(self, newsletter: str) -> list[Issue]:
        """Its issues, oldest first."""
        columns = NEWSLETTER_ISSUES.c
        query = select(columns.issue).where(columns.newsletter == newsletter).order_by(columns.number)
        with self.database.reading() as connection:
            return list(connection.scalars(query))

    def told(self, newsletter: str) -> frozenset[StoryId]:
        """The stories that issues which were begun told of."""
        return frozenset(story for one in self.issues(newsletter) if one.begun for story in one.stories)

    def keep(self, issue: Issue) -> Issue:
        """Keep a new issue that nobody was sent yet, in the place of such a one if there is one."""
        columns = NEWSLETTER_ISSUES.c
        mine = columns.newsletter == issue.newsletter
        with self.database.writing() as connection:
            connection.execute(delete(NEWSLETTER_ISSUES).where(mine, columns.begun == 0))
            last = connection.scalar(select(func.max(columns.number)).where(mine)) or 0
            kept = replace(issue, number=last + 1, begun=None)
            row = {"newsletter": kept.newsletter, "number": kept.number, "begun": 0, "issue": kept}
            connection.execute(NEWSLETTER_ISSUES.insert(), row)
        return kept

    def begin(self, newsletter: str, number: int, readers: Sequence[Reader], *, at: datetime) -> None:
        """Freeze an issue and list a letter for every reader who has none of it, in one transaction."""
        columns = NEWSLETTER_ISSUES.c
        this = (columns.newsletter == newsletter) & (columns.number == number)
        with self.database.writing() as connection:
            issue: Issue = connection.execute(select(columns.issue).where(this)).scalar_one()
            if issue.begun is None:
                begun = {"begun": 1, "issue": replace(issue, begun=at)}
                connection.execute(update(NEWSLETTER_ISSUES).where(this).values(begun))
            off = set(connection.scalars(_of(NEWSLETTER_LEFT.c.reader, newsletter)))
            wanted = {one.key: one for one in readers if one.key not in off}
            tokens = _tokens(connection, newsletter, wanted)
            fresh = [
                _row(Dispatch(newsletter=newsletter, number=number, reader=reader, token=tokens[key], due=at))
                for key, reader in wanted.items()
            ]
            if fresh:
                connection.execute(self.database.dialect.insert_new(NEWSLETTER_LETTERS), fresh)

    def dispatches(self, newsletter: str, *statuses: DispatchStatus, number: int | None = None) -> list[Dispatch]:
        """The letters with one of these statuses (all, if none is named), of one issue or of all, in order."""
        query = select(_LETTERS.letter).where(_LETTERS.newsletter == newsletter).order_by(_LETTERS.row)
        if statuses:
            query = query.where(_LETTERS.status.in_([one.value for one in statuses]))
        if number is not None:
            query = query.where(_LETTERS.number == number)
        with self.database.reading() as connection:
            return list(connection.scalars(query))

    def due(self, newsletter: str, *, now: datetime, limit: int) -> list[Dispatch]:
        """Letters that wait and are due, at most so many, in order."""
        waits = (_LETTERS.newsletter == newsletter) & (_LETTERS.status == DispatchStatus.WAITING.value)
        query = select(_LETTERS.letter).where(waits, _LETTERS.due <= now).order_by(_LETTERS.due, _LETTERS.row)
        with self.database.reading() as connection:
            return list(connection.scalars(query.limit(limit)))

    def counts(self, newsletter: str) -> dict[int, dict[DispatchStatus, int]]:
        """How many letters of each issue have which status."""
        query = select(_LETTERS.number, _LETTERS.status, func.count().label("many"))
        query = query.where(_LETTERS.newsletter == newsletter).group_by(_LETTERS.number, _LETTERS.status)
        found: dict[int, dict[DispatchStatus, int]] = {}
        with self.database.reading() as connection:
            for row in connection.execute(query):
                found.setdefault(row.number, {})[DispatchStatus(row.status)] = row.many
        return found

    def save(self, dispatches: Sequence[Dispatch]) -> None:
        """Keep what became of letters, in one transaction."""
        with self.database.writing() as connection:
            for one in dispatches:
                this = (_LETTERS.newsletter == one.newsletter) & (_LETTERS.number == one.number)
                changed = update(NEWSLETTER_LETTERS).where(this, _LETTERS.reader == one.reader.key)
                connection.execute(changed.values(_row(one)))

    def unsubscribe(self, newsletter: str, wanted: str, *, at: datetime) -> str | None:
        """Take a reader off the list, by address or token; what waits for him is not sent."""
        with self.database.writing() as connection:
            key: str | None = wanted.casefold()
            if "@" not in wanted:
                of = _of(NEWSLETTER_READERS.c.reader, newsletter)
                key = connection.scalar(of.where(NEWSLETTER_READERS.c.token == wanted))
            if key is None:
                return None
            row = {"newsletter": newsletter, "reader": key, "at": at}
            connection.execute(self.database.dialect.insert_new(NEWSLETTER_LEFT), row)
            mine = (_LETTERS.newsletter == newsletter) & (_LETTERS.reader == key)
            waits = mine & (_LETTERS.status == DispatchStatus.WAITING.value)
            for letter in list(connection.scalars(select(_LETTERS.letter).where(waits))):
                gone = replace(letter, status=DispatchStatus.LEFT, ended=at, detail="unsubscribed")
                this = mine & (_LETTERS.number == letter.number)
                connection.execute(update(NEWSLETTER_LETTERS).where(this).values(_row(gone)))
        return key

    def resubscribe(self, newsletter: str, address: str) -> bool:
        """Put a reader on the list again; whether he was off it."""
        columns = NEWSLETTER_LEFT.c
        this = (columns.newsletter == newsletter) & (columns.reader == address.casefold())
        with self.database.writing() as connection:
            return connection.execute(delete(NEWSLETTER_LEFT).where(this)).rowcount > 0

    def unsubscribed(self, newsletter: str) -> list[Unsubscribed]:
        """Who went off the list, in order of time."""
        columns = NEWSLETTER_LEFT.c
        query = select(columns.reader, columns.at).where(columns.newsletter == newsletter)
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(columns.at, columns.reader))
            return [Unsubscribed(address=row.reader, at=row.at) for row in rows]


def forget_issues(connection: Connection, articles: Sequence[ArticleId], *, at: datetime) -> None:
    """Leave no words in issues that told of stories with these articles; their letters that wait are not sent."""
    stories = set(connection.scalars(select(MEMBERS.c.story).where(MEMBERS.c.article.in_(articles))))
    columns = NEWSLETTER_ISSUES.c
    for issue in list(connection.scalars(select(columns.issue))) if stories else ():
        if stories.isdisjoint(issue.stories):
            continue
        bare = replace(issue, subject=issue.title, excerpt="", html="", text="")
        this = (columns.newsletter == issue.newsletter) & (columns.number == issue.number)
        connection.execute(update(NEWSLETTER_ISSUES).where(this).values(issue=bare))
        waits = (_LETTERS.newsletter == issue.newsletter) & (_LETTERS.number == issue.number)
        waits &= _LETTERS.status == DispatchStatus.WAITING.value
        for letter in list(connection.scalars(select(_LETTERS.letter).where(waits))):
            gone = replace(letter, status=DispatchStatus.LEFT, ended=at, detail="what it told of was removed")
            connection.execute(
                update(NEWSLETTER_LETTERS).where(waits, _LETTERS.reader == letter.reader.key).values(_row(gone))
            )


def _of(column, newsletter: str):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  SQLAlchemy's generics say nothing here
    return select(column).where(column.table.c.newsletter == newsletter)


def _tokens(connection: Connection, newsletter: str, readers: Iterable[str]) -> dict[str, str]:
    """What stands for each of these readers; made where there is none yet, and never made again."""
    columns = NEWSLETTER_READERS.c
    found: dict[str, str] = {}
    for chunk in chunks(readers):
        query = select(columns.reader, columns.token).where(columns.newsletter == newsletter)
        known = {row.reader: row.token for row in connection.execute(query.where(columns.reader.in_(chunk)))}
        fresh = {key: secrets.token_hex(16) for key in chunk if key not in known}
        if fresh:
            rows = [{"newsletter": newsletter, "reader": key, "token": token} for key, token in fresh.items()]
            connection.execute(NEWSLETTER_READERS.insert(), rows)
        found |= known | fresh
    return found


def _row(one: Dispatch) -> dict[str, object]:
    return {
        "newsletter": one.newsletter,
        "number": one.number,
        "reader": one.reader.key,
        "status": one.status.value,
        "due": one.due,
        "letter": one,
    }
