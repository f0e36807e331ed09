"""Who was told of what: decisions, the messages they became, and their fate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from newsloom.alertkeeping import Decisions
from newsloom.model.alert import (
    AlertMessage,
    AlertState,
    ClosedChannel,
    MessageId,
    MessageStatus,
    Notice,
    NoticeId,
    WaitingNotice,
)
from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId
from newsloom.store.alerttables import (
    ALERT_CHANGED,
    ALERT_CLOSED,
    ALERT_KEYS,
    ALERT_MESSAGES,
    ALERT_NOTICES,
    ALERT_STATES,
    ALERT_WAITING,
)
from newsloom.store.database import Database, Dialect, chunks

_OPEN = (MessageStatus.WAITING, MessageStatus.SENDING)


@dataclass(frozen=True, slots=True)
class SqlAlerts:
    """`Alerts` in a database."""

    database: Database

    def changed(self) -> list[StoryId]:
        """The stories judged since alerts last decided, in order of their ids."""
        with self.database.reading() as connection:
            return list(connection.scalars(select(ALERT_CHANGED.c.story).order_by(ALERT_CHANGED.c.story)))

    def keys(self) -> dict[str, str]:
        """By which view and settings each alert last decided."""
        with self.database.reading() as connection:
            return {row.alert: row.key for row in connection.execute(select(ALERT_KEYS))}

    def states(self, alert: str, stories: Iterable[StoryId]) -> dict[StoryId, AlertState]:
        """What an alert remembers of these stories."""
        found: dict[StoryId, AlertState] = {}
        query = select(ALERT_STATES.c.story, ALERT_STATES.c.state).where(ALERT_STATES.c.alert == alert)
        with self.database.reading() as connection:
            for chunk in chunks(stories):
                rows = connection.execute(query.where(ALERT_STATES.c.story.in_(chunk)))
                found.update({StoryId(row.story): row.state for row in rows})
        return found

    def stories(self, alert: str) -> list[StoryId]:
        """The stories an alert remembers, in order of their ids."""
        query = select(ALERT_STATES.c.story).where(ALERT_STATES.c.alert == alert).order_by(ALERT_STATES.c.story)
        with self.database.reading() as connection:
            return list(connection.scalars(query))

    def decide(self, decisions: Decisions) -> None:
        """Keep a round of decisions in one transaction: states, notices, and what waits to be sent."""
        with self.database.writing() as connection:
            _keep_keys(connection, self.database.dialect, decisions)
            for alert, story in decisions.gone:
                connection.execute(
                    delete(ALERT_STATES).where(ALERT_STATES.c.alert == alert, ALERT_STATES.c.story == story)
                )
            if decisions.states:
                rows = [{"alert": alert, "story": state.story, "state": state} for alert, state in decisions.states]
                connection.execute(self.database.dialect.insert_or_replace(ALERT_STATES), rows)
            if decisions.notices:
                told = [
                    {"id": one.id, "article": one.article, "at": one.at, "notice": one} for one in decisions.notices
                ]
                connection.execute(ALERT_NOTICES.insert(), told)
            if decisions.waiting:
                waits = [{"notice": one.notice, "channel": one.channel, "at": one.at} for one in decisions.waiting]
                connection.execute(ALERT_WAITING.insert(), waits)
            for chunk in chunks(decisions.done):
                connection.execute(delete(ALERT_CHANGED).where(ALERT_CHANGED.c.story.in_(chunk)))

    def waiting(self) -> list[WaitingNotice]:
        """The notices that are in no message yet, oldest first."""
        with self.database.reading() as connection:
            rows = connection.execute(select(ALERT_WAITING).order_by(ALERT_WAITING.c.number))
            return [WaitingNotice(notice=NoticeId(row.notice), channel=row.channel, at=row.at) for row in rows]

    def pack(self, messages: Sequence[AlertMessage]) -> None:
        """Keep new messages; their notices wait no more. In one transaction."""
        with self.database.writing() as connection:
            for message in messages:
                connection.execute(ALERT_MESSAGES.insert(), _row(message))
                for chunk in chunks(message.notices):
                    connection.execute(
                        delete(ALERT_WAITING).where(
                            ALERT_WAITING.c.channel == message.channel, ALERT_WAITING.c.notice.in_(chunk)
                        )
                    )

    def made(self, channel: str, *, since: datetime) -> list[datetime]:
        """When the channel's messages since then were made."""
        query = select(ALERT_MESSAGES.c.made).where(ALERT_MESSAGES.c.channel == channel, ALERT_MESSAGES.c.made >= since)
        with self.database.reading() as connection:
            return list(connection.scalars(query.order_by(ALERT_MESSAGES.c.made)))

    def unsent(self, channel: str) -> int:
        """How many of a channel's messages wait."""
        query = select(func.count()).where(ALERT_MESSAGES.c.channel == channel, ALERT_MESSAGES.c.status.in_(_OPEN))
        with self.database.reading() as connection:
            return connection.scalar(query) or 0

    def messages(self, *statuses: MessageStatus, channel: str | None = None) -> list[AlertMessage]:
        """The messages with one of these statuses (all, if none is named), oldest first."""
        query = select(ALERT_MESSAGES.c.message).order_by(ALERT_MESSAGES.c.number)
        if statuses:
            query = query.where(ALERT_MESSAGES.c.status.in_([one.value for one in statuses]))
        if channel is not None:
            query = query.where(ALERT_MESSAGES.c.channel == channel)
        with self.database.reading() as connection:
            return list(connection.scalars(query))

    def message(self, id_: MessageId) -> AlertMessage | None:
        """One message."""
        with self.database.reading() as connection:
            return connection.scalar(select(ALERT_MESSAGES.c.message).where(ALERT_MESSAGES.c.id == id_))

    def save(self, messages: Sequence[AlertMessage], *, closed: Sequence[ClosedChannel] = ()) -> None:
        """Keep what became of messages, and which channels are gone, in one transaction."""
        with self.database.writing() as connection:
            for message in messages:
                connection.execute(
                    update(ALERT_MESSAGES).where(ALERT_MESSAGES.c.id == message.id).values(_row(message))
                )
            for one in closed:
                row = {"channel": one.channel, "closed": one}
                connection.execute(self.database.dialect.insert_or_replace(ALERT_CLOSED), row)

    def closed(self) -> dict[str, ClosedChannel]:
        """The channels that said they are gone."""
        with self.database.reading() as connection:
            return {row.channel: row.closed for row in connection.execute(select(ALERT_CLOSED))}

    def reopen(self, channel: str) -> None:
        """Try a channel again that had said it is gone."""
        with self.database.writing() as connection:
            connection.execute(delete(ALERT_CLOSED).where(ALERT_CLOSED.c.channel == channel))

    def notices(self, ids: Iterable[NoticeId]) -> dict[NoticeId, Notice]:
        """These notices; those whose article was removed are left out."""
        found: dict[NoticeId, Notice] = {}
        with self.database.reading() as connection:
            for chunk in chunks(ids):
                query = select(ALERT_NOTICES.c.notice).where(ALERT_NOTICES.c.id.in_(chunk))
                found.update({one.id: one for one in connection.scalars(query)})
        return found

    def log(self, *, limit: int) -> list[Notice]:
        """The latest notices, newest first."""
        query = select(ALERT_NOTICES.c.notice).order_by(ALERT_NOTICES.c.number.desc()).limit(limit)
        with self.database.reading() as connection:
            return list(connection.scalars(query))

    def drop(self, *, before: datetime) -> None:
        """Forget notices and ended messages from before then."""
        ended = ALERT_MESSAGES.c.status.not_in(_OPEN)
        with self.database.writing() as connection:
            connection.execute(delete(ALERT_MESSAGES).where(ALERT_MESSAGES.c.made < before, ended))
            waiting = select(ALERT_WAITING.c.notice)
            old = (ALERT_NOTICES.c.at < before) & ALERT_NOTICES.c.id.not_in(waiting)
            connection.execute(delete(ALERT_NOTICES).where(old))


def note_changed(connection: Connection, dialect: Dialect, stories: Iterable[StoryId]) -> None:
    """Remember that these stories were judged, for alerts to decide on them."""
    rows = [{"story": story} for story in stories]
    if rows:
        connection.execute(dialect.insert_new(ALERT_CHANGED), rows)


def forget_articles(connection: Connection, ids: Sequence[ArticleId]) -> None:
    """Leave no notice that repeats the words of these articles."""
    gone = select(ALERT_NOTICES.c.id).where(ALERT_NOTICES.c.article.in_(ids))
    connection.execute(delete(ALERT_WAITING).where(ALERT_WAITING.c.notice.in_(gone)))
    connection.execute(delete(ALERT_NOTICES).where(ALERT_NOTICES.c.article.in_(ids)))


def _keep_keys(connection: Connection, dialect: Dialect, decisions: Decisions) -> None:
    """What alerts decided by; those that are no more are forgotten with all they remember."""
    kept = [*decisions.keys]
    for table in (ALERT_KEYS, ALERT_STATES):
        connection.execute(delete(table).where(table.c.alert.not_in(kept)))
    if kept:
        rows = [{"alert": alert, "key": key} for alert, key in decisions.keys.items()]
        connection.execute(dialect.insert_or_replace(ALERT_KEYS), rows)


def _row(message: AlertMessage) -> dict[str, object]:
    return {
        "id": message.id,
        "channel": message.channel,
        "status": message.status.value,
        "made": message.made,
        "message": message,
    }
