"""Which notices leave by a channel now, and how many at once; when what failed is tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from newsloom.model.alert import AlertMessage, Channel, MessageId, MessageStatus, NoticeId, WaitingNotice

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRules:
    """How stubbornly messages are sent.

    A failed try is followed by another after `first`, then after twice as long each time up to `longest`, of which
    chance takes up to half; after `most_tries` the message is dead. What the other side asks for is kept to between
    `shortest` and `asked_longest`. A channel holds `queue` messages that were not sent; `batch` are tried in one run.
    """

    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=12)
    most_tries: int = 10
    shortest: timedelta = timedelta(minutes=1)
    asked_longest: timedelta = timedelta(hours=24)
    queue: int = 200
    batch: int = 50


def pack(
    waiting: Sequence[WaitingNotice],
    channel: Channel,
    *,
    made: Sequence[datetime],
    now: datetime,
    zone: ZoneInfo,
) -> list[AlertMessage]:
    """The messages that leave now; what is in none of them goes on waiting.

    While the channel is quiet, or its digest is not due, there are none. After that, and where more wait than may
    leave in an hour, one message holds them all; where nothing may leave any more, there are none again.

    Args:
        waiting: the channel's notices, oldest first.
        channel: its limits.
        made: when its messages of the last hour were made.
        now: this moment, UTC.
        zone: the zone that quiet hours are said in.
    """
    if not waiting or (channel.quiet is not None and _is_within(channel.quiet, now, zone)):
        return []
    if channel.digest and now - waiting[0].at < channel.digest:
        return []
    left = channel.most_per_hour - sum(now - at < HOUR for at in made)
    if left < 1:
        return []
    were_held = channel.quiet is not None and any(_is_within(channel.quiet, one.at, zone) for one in waiting)
    if channel.digest or were_held or len(waiting) > left:
        return [bundle(channel.name, [one.notice for one in waiting], now)]
    return [bundle(channel.name, [one.notice], now) for one in waiting]


def next_try(message: AlertMessage, *, now: datetime, asked: int | None, rules: SendRules) -> datetime | None:
    """When a message that failed is tried again; None if it is given up.

    Args:
        message: with the try that failed among its tries.
        now: the moment of the failure, UTC.
        asked: seconds the other side asked for.
        rules: the waits.
    """
    if message.tries >= rules.most_tries:
        return None
    wait = min(rules.first * int(2 ** (message.tries - 1)), rules.longest)
    wait *= 1 - chance(message.id, message.tries) / 2
    if asked is not None:
        # a server may ask for ten years, or for yesterday
        seconds = min(max(asked, rules.shortest.total_seconds()), rules.asked_longest.total_seconds())
        wait = max(wait, timedelta(seconds=seconds))
    return now + wait


def chance(message: MessageId, tries: int) -> float:
    """A number from 0 to 1 that is another for each message and try, and the same again for the same ones."""
    return int(sha256(f"{message}\n{tries}".encode()).hexdigest()[:8], 16) / 0xFFFF_FFFF


def bundle(channel: str, notices: Sequence[NoticeId], now: datetime) -> AlertMessage:
    """One message of some notices; the same ones make the same id."""
    digest = sha256("\n".join((channel, *notices)).encode()).hexdigest()[:24]
    return AlertMessage(
        id=MessageId(f"msg_{digest}"),
        channel=channel,
        notices=tuple(notices),
        status=MessageStatus.WAITING,
        made=now,
        due=now,
    )


def _is_within(quiet: tuple[time, time], moment: datetime, zone: ZoneInfo) -> bool:
    """Whether a moment lies between two times of the day, the second of which may be the next day's."""
    begin, end = quiet
    at = moment.astimezone(zone).time()
    return begin <= at < end if begin <= end else at >= begin or at < end
