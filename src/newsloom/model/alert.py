"""What an owner wants to be told of, what was decided to be told, and what became of telling it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NewType

from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId

NoticeId = NewType("NoticeId", str)
MessageId = NewType("MessageId", str)


class AlertCause(StrEnum):
    """Why somebody is told of a story: a closed vocabulary."""

    ENTERED = "entered"
    VOICE = "second voice"
    HEAT = "heat"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    MERGE = "merge"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """Who is told of the stories of a view: the channels by name, and which causes count.

    `backfill` tells of what fits already when the alert is new.
    """

    name: str
    view: str
    channels: tuple[str, ...]
    causes: frozenset[AlertCause] = frozenset(AlertCause)
    backfill: bool = False


class ChannelKind(StrEnum):
    """How a channel carries messages."""

    WEBHOOK = "webhook"
    EMAIL = "email"
    APPRISE = "apprise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One way to tell somebody, without its secrets.

    At most `most_per_hour` messages leave in an hour. `digest` gathers what comes in such a time into one message
    (zero: each notice by itself). Between the two times of `quiet`, in the desk's zone, nothing leaves.
    """

    name: str
    kind: ChannelKind
    most_per_hour: int = 20
    digest: timedelta = timedelta()
    quiet: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertState:
    """What one alert remembers of one story.

    `told` counts its notices; 0 is a story that was there when the alert was new. `heat` and `voices` are those of the
    last notice. `faults` are corrections and withdrawals that are known, as `article:standing`; `seen` are the
    articles it has met in the story.
    """

    story: StoryId
    told: int = 0
    heat: int = 0
    voices: int = 0
    faults: frozenset[str] = frozenset()
    seen: frozenset[ArticleId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One decision to tell of a story, with what is told: the story as it stood then.

    `article` is its lead, `outlet` who published that. `merged` are told stories that this one took in. `heat_before`
    is that of the last notice, None at the first. Times are UTC.
    """

    id: NoticeId
    alert: str
    view: str
    story: StoryId
    article: ArticleId
    causes: tuple[AlertCause, ...]
    at: datetime
    headline: str
    excerpt: str = ""
    url: str = ""
    outlet: str = ""
    published_at: datetime | None = None
    quality: int = 0
    heat: int = 0
    heat_before: int | None = None
    voices: int = 0
    reports: int = 0
    topics: tuple[str, ...] = ()
    language: str = ""
    merged: tuple[StoryId, ...] = ()


class MessageStatus(StrEnum):
    """What became of a message.

    `waiting` is tried when it is due, `sending` was begun, `unknown` was begun and its end is not known: it is not
    sent again by itself. `dead` was given up.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMessage:
    """What leaves by one channel at once: one notice, or several in a summary.

    Its id stays the same however often it is tried. `due` is when it is tried next, `detail` what the last try
    brought. Times are UTC.
    """

    id: MessageId
    channel: str
    notices: tuple[NoticeId, ...]
    status: MessageStatus = MessageStatus.WAITING
    made: datetime
    due: datetime
    tries: int = 0
    ended: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message with what it says, for a channel to carry: `desk` is who writes. A sample says that it is one."""

    id: MessageId
    made: datetime
    desk: str
    notices: tuple[Notice, ...]
    is_sample: bool = False


class Fate(StrEnum):
    """How one try to deliver ended.

    `failed` may be tried again, `unreachable` too, and nothing else need be tried there now. `refused` is final for
    the message, `closed` for the channel: nobody wants to hear there any more. `unready` says that the channel lacks
    something the owner must give.
    """

    SENT = "sent"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    UNREADY = "unready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a try to deliver brought; `retry_after` is what the other side asked for, in seconds, unclamped."""

    fate: Fate
    detail: str = ""
    retry_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedChannel:
    """A channel whose other side said that it is gone: since when (UTC), and in which words."""

    channel: str
    at: datetime
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingNotice:
    """A notice that has to leave by a channel and is in no message yet; `at` is when it was decided (UTC)."""

    notice: NoticeId
    channel: str
    at: datetime
