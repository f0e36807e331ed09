"""What an owner asks of alerts: how they stand, whether channels work, and to try again what failed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsloom.curate.packing import SendRules
from newsloom.errors import UsageError
from newsloom.flows.alertsending import letters_of, send
from newsloom.flows.reports import AlertReport
from newsloom.keeping import Store
from newsloom.model.alert import (
    AlertCause,
    AlertMessage,
    Answer,
    Letter,
    MessageId,
    MessageStatus,
    Notice,
    NoticeId,
)
from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId
from newsloom.seams import Alerting, Engine

GIVEN_UP = (MessageStatus.DEAD, MessageStatus.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelHealth:
    """How a channel does: what its owner must give, when it was closed, how many messages wait or were given up.

    `last_sent` is when one last arrived (UTC), `last_detail` what the last try of one that waits brought.
    """

    name: str
    kind: str
    problem: str = ""
    closed: datetime | None = None
    waiting: int = 0
    held: int = 0
    dead: int = 0
    unknown: int = 0
    sent: int = 0
    last_sent: datetime | None = None
    last_detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertHealth:
    """How an alert does: the stories it knows, how many notices it gave, and the last of them."""

    name: str
    view: str
    channels: tuple[str, ...]
    causes: tuple[str, ...]
    is_active: bool
    stories: int
    told: int
    last: Notice | None


def channels_health(store: Store, alerting: Alerting) -> list[ChannelHealth]:
    """Each channel, in the owner's order."""
    closed, waiting = store.alerts.closed(), store.alerts.waiting()
    found: dict[str, list[AlertMessage]] = {}
    for message in store.alerts.messages():
        found.setdefault(message.channel, []).append(message)
    rows = []
    for name, channel in alerting.channels.items():
        messages = found.get(name, [])
        by = {status: [one for one in messages if one.status is status] for status in MessageStatus}
        told = [one.ended for one in by[MessageStatus.SENT] if one.ended is not None]
        open_ = by[MessageStatus.WAITING]
        rows.append(
            ChannelHealth(
                name=name,
                kind=channel.kind.value,
                problem=alerting.messengers[name].problem if name in alerting.messengers else "",
                closed=closed[name].at if name in closed else None,
                waiting=len(open_) + len(by[MessageStatus.SENDING]),
                held=sum(one.channel == name for one in waiting),
                dead=len(by[MessageStatus.DEAD]),
                unknown=len(by[MessageStatus.UNKNOWN]),
                sent=len(told),
                last_sent=max(told, default=None),
                last_detail=next((one.detail for one in reversed(open_) if one.detail), ""),
            )
        )
    return rows


def alerts_health(store: Store, alerting: Alerting) -> list[AlertHealth]:
    """Each alert, in the owner's order."""
    keys = store.alerts.keys()
    log = store.alerts.log(limit=1_000_000)
    rows = []
    for rule in alerting.rules:
        notices = [one for one in log if one.alert == rule.name]
        rows.append(
            AlertHealth(
                name=rule.name,
                view=rule.view,
                channels=rule.channels,
                causes=tuple(cause.value for cause in AlertCause if cause in rule.causes),
                is_active=rule.name in keys,
                stories=len(store.alerts.stories(rule.name)),
                told=len(notices),
                last=notices[0] if notices else None,
            )
        )
    return rows


def given_up(store: Store, alerting: Alerting) -> list[tuple[AlertMessage, Letter]]:
    """The dead letters and those whose fate is not known, with what they say, oldest first."""
    messages = store.alerts.messages(*GIVEN_UP)
    letters = letters_of(store, messages, desk=alerting.desk)
    return [(one, letters[one.id]) for one in messages]


def try_channels(alerting: Alerting, wanted: Sequence[str], *, now: datetime) -> Iterator[tuple[str, Answer]]:
    """Send a message that says it is a test by each channel wanted (all, if none is named); nothing is remembered.

    Raises:
        UsageError: there is no such channel, or none at all.
    """
    for name in wanted:
        if name not in alerting.channels:
            raise UsageError(f"no channel `{name}`; there are: {', '.join(alerting.channels) or 'none'}")
    if not alerting.channels:
        raise UsageError('newsloom.toml has no channels; [channel."desk"] makes one')
    letter = _sample(alerting, now)
    for number, name in enumerate(wanted or alerting.channels):
        yield name, alerting.messengers[name].send(replace(letter, id=MessageId(f"{letter.id}_{number}")), now=now)


def retry(
    engine: Engine, wanted: Sequence[str], *, channel: str | None, now: datetime, rules: SendRules
) -> AlertReport:
    """Try again what was given up: the messages named, or all dead letters, of one channel if that is named.

    A channel that was closed is open again. Mail whose fate is not known is sent again only where it is named.

    Raises:
        UsageError: a name is that of no message that was given up, or of several; the channel is not there.
    """
    alerts = engine.store.alerts
    if channel is not None and channel not in engine.alerting.channels:
        raise UsageError(f"no channel `{channel}`; there are: {', '.join(engine.alerting.channels) or 'none'}")
    open_ = alerts.messages(*GIVEN_UP, MessageStatus.WAITING, channel=channel)
    chosen = [_named(open_, name) for name in wanted] or [
        one for one in open_ if one.status is not MessageStatus.UNKNOWN
    ]
    for name in {one.channel for one in chosen} | ({channel} if channel else set()):
        alerts.reopen(name)
    anew = [replace(one, status=MessageStatus.WAITING, tries=0, due=now, ended=None) for one in chosen]
    if anew:
        alerts.save(anew)
    return send(engine, now=now, rules=rules)


def _named(messages: Collection[AlertMessage], name: str) -> AlertMessage:
    found = [one for one in messages if one.id.removeprefix("msg_").startswith(name.removeprefix("msg_"))]
    if len(found) != 1:
        problem = f"no message `{name}` that was given up" if not found else f"`{name}` begins several ids; write more"
        raise UsageError(f"{problem}; `newsloom alerts list` has them")
    return found[0]


def _sample(alerting: Alerting, now: datetime) -> Letter:
    notice = Notice(
        id=NoticeId("sample"),
        alert="test",
        view=next((view.name for view in alerting.views), "test"),
        story=StoryId("0" * 16),
        article=ArticleId("0" * 16),
        causes=(AlertCause.ENTERED,),
        at=now,
        headline="A sample: nothing happened",
        excerpt="This is what a notice of a story looks like.",
        url="https://daily.example/sample",
        outlet="The Daily",
        published_at=now,
        quality=70,
        heat=42,
        voices=2,
        reports=3,
        language="en",
    )
    id_ = MessageId(f"msg_test_{int(now.timestamp() * 1000):x}")
    return Letter(id=id_, made=now, desk=alerting.desk, notices=(notice,), is_sample=True)
