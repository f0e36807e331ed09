"""When a letter that a mail server did not take is tried again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from newsloom.model.newsletter import Dispatch


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRules:
    """How letters leave: `batch` in one turn of the desk; the waits double from `first` to `longest`."""

    batch: int = 20
    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=6)
    most_tries: int = 12


def next_try(letter: Dispatch, *, now: datetime, rules: PostRules) -> datetime | None:
    """When it is tried again; None if it is given up.

    Args:
        letter: with the try that failed among its tries.
        now: the moment of the failure, UTC.
        rules: the waits.
    """
    if letter.tries >= rules.most_tries:
        return None
    return now + min(rules.first * int(2 ** (letter.tries - 1)), rules.longest)
