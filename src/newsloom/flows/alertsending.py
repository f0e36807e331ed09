"""Send what waits: one message a channel at a time, all channels side by side, and note what became of each."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from newsloom.curate.packing import HOUR, SendRules, bundle, next_try, pack
from newsloom.failpoints import fail_at
from newsloom.flows.reports import AlertReport
from newsloom.keeping import Store
from newsloom.model.alert import (
    AlertMessage,
    Answer,
    ClosedChannel,
    Fate,
    Letter,
    MessageId,
    MessageStatus,
    Notice,
    NoticeId,
    WaitingNotice,
)
from newsloom.seams import Alerting, Clock, Engine, Messenger

KEPT = timedelta(days=90)  # notices, and messages that ended
HELD = timedelta(minutes=5)  # after so long held notices are looked at again
SIDE_BY_SIDE = 8  # channels
Queues = dict[str, list[AlertMessage]]  # by channel


def send(engine: Engine, *, now: datetime, rules: SendRules) -> AlertReport:
    """Make messages of the notices that wait, and try those that are due.

    Who is told by webhook may get a message twice, with the same id, if a kill comes between its arrival and our note
    of it. Mail is never tried again after such a kill: it is listed as unknown.
    """
    store = engine.store
    store.alerts.drop(before=now - KEPT)
    report = AlertReport()
    _recover(store, engine.alerting.messengers, report)
    _pack(store, engine.alerting, report, now=now, rules=rules)
    fail_at("alerts.packed")
    due: dict[str, list[AlertMessage]] = {}
    for message in store.alerts.messages(MessageStatus.WAITING):
        if message.due <= now:
            due.setdefault(message.channel, []).append(message)
    sending = _Sending(store=store, alerting=engine.alerting, clock=engine.clock, now=now, rules=rules, report=report)
    queues: Queues = {channel: messages[: rules.batch] for channel, messages in due.items()}
    with ThreadPoolExecutor(max_workers=SIDE_BY_SIDE, thread_name_prefix="newsloom-alerts") as pool:
        while any(queues.values()):
            queues = sending.turn(queues, pool)
    return report


def next_due(engine: Engine, *, now: datetime) -> datetime | None:
    """When there is something to send again, UTC: messages that wait for their next try, notices that are held."""
    if not engine.alerting.rules:
        return None
    moments = [message.due for message in engine.store.alerts.messages(MessageStatus.WAITING)]
    moments += [now + HELD] if engine.store.alerts.waiting() else []
    return min(moments, default=None)


def letters_of(store: Store, messages: Iterable[AlertMessage], *, desk: str) -> dict[MessageId, Letter]:
    """What each message says; a notice whose article was removed is left out of it."""
    wanted = list(messages)
    notices = store.alerts.notices(id_ for message in wanted for id_ in message.notices)
    return {one.id: _letter(one, notices, desk=desk) for one in wanted}


def _letter(message: AlertMessage, notices: Mapping[NoticeId, Notice], *, desk: str) -> Letter:
    told = tuple(notices[id_] for id_ in message.notices if id_ in notices)
    return Letter(id=message.id, made=message.made, desk=desk, notices=told)


def _recover(store: Store, messengers: Mapping[str, Messenger], report: AlertReport) -> None:
    """Say of messages that a kill interrupted what can be known of them."""
    found = []
    for message in store.alerts.messages(MessageStatus.SENDING):
        messenger = messengers.get(message.channel)
        if messenger is not None and not messenger.at_most_once:
            found.append(replace(message, status=MessageStatus.WAITING))
        else:
            detail = "newsloom ended while it was sent; it may have arrived"
            found.append(replace(message, status=MessageStatus.UNKNOWN, detail=detail))
            report.unknown += 1
    if found:
        store.alerts.save(found)


def _pack(store: Store, alerting: Alerting, report: AlertReport, *, now: datetime, rules: SendRules) -> None:
    """Keep the messages that leave now; what is in none of them is held."""
    waiting: dict[str, list[WaitingNotice]] = {}
    for notice in store.alerts.waiting():
        waiting.setdefault(notice.channel, []).append(notice)
    closed = store.alerts.closed()
    messages: list[AlertMessage] = []
    for name, notices in waiting.items():
        channel = alerting.channels.get(name)
        if channel is None:
            whole = bundle(name, [one.notice for one in notices], now)
            messages += _dead([whole], f"there is no channel `{name}` any more", now)
            continue
        made = store.alerts.made(name, since=now - HOUR)
        packed = pack(notices, channel, made=made, now=now, zone=alerting.zone)
        room = 0 if name in closed else max(rules.queue - store.alerts.unsent(name), 0)
        why = closed[name].detail if name in closed else f"{rules.queue} messages wait there already"
        messages += [*packed[:room], *_dead(packed[room:], why, now)]
    if messages:
        store.alerts.pack(messages)
    report.dead += sum(message.status is MessageStatus.DEAD for message in messages)
    report.held = sum(map(len, waiting.values())) - sum(len(message.notices) for message in messages)


def _dead(messages: Iterable[AlertMessage], why: str, now: datetime) -> list[AlertMessage]:
    return [replace(message, status=MessageStatus.DEAD, detail=why, ended=now) for message in messages]


@dataclass(slots=True, kw_only=True)
class _Sending:
    """One round of sending under way."""

    store: Store
    alerting: Alerting
    clock: Clock
    now: datetime
    rules: SendRules
    report: AlertReport

    def turn(self, queues: Queues, pool: ThreadPoolExecutor) -> Queues:
        """Try the first message of each channel; returns what is left to try in this run."""
        first = self._begun([messages[0] for messages in queues.values() if messages])
        letters = letters_of(self.store, first, desk=self.alerting.desk)
        fail_at("alerts.sending")
        answers = list(pool.map(lambda message: self._try(message, letters[message.id]), first))
        fail_at("alerts.sent")
        left = {}
        for message, answer in zip(first, answers, strict=True):
            if self._note(message, answer):
                left[message.channel] = queues[message.channel][1:]
        fail_at("alerts.noted")
        return left

    def _begun(self, messages: Sequence[AlertMessage]) -> list[AlertMessage]:
        """The messages with this try counted; of those that may be sent once only, that is kept before it is made."""
        begun = [replace(one, status=MessageStatus.SENDING, tries=one.tries + 1) for one in messages]
        once = [one for one in begun if self._is_once(one.channel)]
        if once:
            self.store.alerts.save(once)
        return begun

    def _is_once(self, channel: str) -> bool:
        messenger = self.alerting.messengers.get(channel)
        return messenger is not None and messenger.at_most_once

    def _try(self, message: AlertMessage, letter: Letter) -> Answer:
        messenger = self.alerting.messengers.get(message.channel)
        if messenger is None:
            return Answer(fate=Fate.REFUSED, detail=f"there is no channel `{message.channel}` any more")
        if not letter.notices:
            return Answer(fate=Fate.REFUSED, detail="what it told of was removed")
        try:
            return messenger.send(letter, now=self.clock.now())
        except Exception as error:  # noqa: BLE001  one channel's surprise must not cost the others theirs
            fate = Fate.UNKNOWN if messenger.at_most_once else Fate.FAILED
            return Answer(fate=fate, detail=f"unexpected {type(error).__name__}")

    def _note(self, message: AlertMessage, answer: Answer) -> bool:
        """Keep what became of a message; returns whether the channel's next may be tried in this run."""
        message = replace(message, detail=answer.detail)
        match answer.fate:
            case Fate.SENT:
                self.report.sent += 1
                self._keep(replace(message, status=MessageStatus.SENT, ended=self.now))
                return True
            case Fate.REFUSED:
                self._give_up(message)
                return True
            case Fate.UNKNOWN:
                self.report.unknown += 1
                self.report.problems[message.channel] = answer.detail
                self._keep(replace(message, status=MessageStatus.UNKNOWN, ended=self.now))
            case Fate.CLOSED:
                self._close(message)
            case Fate.UNREADY:
                self.report.failed += 1
                self.report.problems[message.channel] = answer.detail
                self._keep(replace(message, status=MessageStatus.WAITING, tries=message.tries - 1))
            case Fate.FAILED | Fate.UNREACHABLE:
                self._again(message, answer)
            case _:
                assert_never(answer.fate)
        return False

    def _keep(self, *messages: AlertMessage) -> None:
        self.store.alerts.save(messages)

    def _give_up(self, message: AlertMessage) -> None:
        self.report.dead += 1
        self.report.problems[message.channel] = message.detail
        self._keep(*_dead([message], message.detail, self.now))

    def _again(self, message: AlertMessage, answer: Answer) -> None:
        """Try later; who asked for patience is not asked for the channel's other messages either."""
        due = next_try(message, now=self.now, asked=answer.retry_after, rules=self.rules)
        if due is None:
            self._give_up(replace(message, detail=f"given up after {message.tries} tries: {answer.detail}"))
            return
        self.report.failed += 1
        self.report.problems[message.channel] = answer.detail
        kept = [replace(message, status=MessageStatus.WAITING, due=due)]
        if answer.retry_after is not None:
            others = self.store.alerts.messages(MessageStatus.WAITING, channel=message.channel)
            kept += [replace(one, due=due) for one in others if one.id != message.id and one.due < due]
        self._keep(*kept)

    def _close(self, message: AlertMessage) -> None:
        """Give up all that waits for a channel whose other side is gone."""
        others = self.store.alerts.messages(MessageStatus.WAITING, channel=message.channel)
        dead = _dead([message, *(one for one in others if one.id != message.id)], message.detail, self.now)
        self.report.dead += len(dead)
        self.report.problems[message.channel] = message.detail
        closed = ClosedChannel(channel=message.channel, at=self.now, detail=message.detail)
        self.store.alerts.save(dead, closed=[closed])
