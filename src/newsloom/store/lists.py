"""What lists of subscriptions name."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from newsloom.model.source import SourceId
from newsloom.model.subscription import Subscription
from newsloom.store.database import Database
from newsloom.store.listtable import FOLLOWED


@dataclass(frozen=True, slots=True)
class SqlLists:
    """`Lists` in a database."""

    database: Database

    def all(self) -> dict[SourceId, list[Subscription]]:
        """What each list named when it was last read, in its order."""
        found: dict[SourceId, list[Subscription]] = {}
        with self.database.reading() as connection:
            for list_, feed in connection.execute(
                select(FOLLOWED.c.list, FOLLOWED.c.feed).order_by(FOLLOWED.c.list, FOLLOWED.c.place)
            ):
                found.setdefault(SourceId(list_), []).append(feed)
        return found

    def save(self, list_: SourceId, feeds: Sequence[Subscription]) -> None:
        """Keep what a list names now in the place of what it named, in one transaction."""
        rows = [{"list": list_, "place": place, "feed": feed} for place, feed in enumerate(feeds)]
        with self.database.writing() as connection:
            connection.execute(delete(FOLLOWED).where(FOLLOWED.c.list == list_))
            if rows:
                connection.execute(insert(FOLLOWED), rows)
