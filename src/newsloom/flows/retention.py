"""Drop texts that are older than their owner wants to keep them; records stay as they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from newsloom.keeping import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRules:
    """How long texts are kept; None keeps them for ever. `most` bounds the articles one run looks at."""

    texts: timedelta | None = None
    most: int = 2_000


def retain(store: Store, *, now: datetime, rules: RetentionRules) -> int:
    """Drop text and earlier revisions of articles whose whole story is older than the rules say; returns of how many.

    A story that still grows keeps its texts: its record is judged by them.

    Args:
        store: the desk's store.
        now: this moment, UTC.
        rules: how long and how many.
    """
    if rules.texts is None:
        return 0
    return store.removals.drop_texts(before=now - rules.texts, at=now, most=rules.most)
