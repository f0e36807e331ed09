"""Sending a newsletter from the command line: turn by turn, so that a run may come between."""

import argparse
import time
from collections.abc import Callable, Sequence
from contextlib import closing

from newsloom.curate.newslettersending import PostRules
from newsloom.errors import UsageError
from newsloom.flows.newsletters import as_test
from newsloom.flows.newslettersending import SendReport, begin, recover, send_again, send_turn, settle
from newsloom.model.alert import Fate
from newsloom.model.newsletter import Dispatch, Reader
from newsloom.seams import Clock, Post
from newsloom.settings import Settings
from newsloom.settings.newsletters import NewsletterSettings
from newsloom.settings.recipients import read_recipients
from newsloom.text.mailboxes import mailbox
from newsloom.wiring import clock, run_lock, store_of
from newsloom.wiring.newsletters import post_lock, post_of, recipients_file

TURN = 10.0  # seconds for which the desk is held at once, about
SHOWN = 5  # bad lines that are named


def sent(args: argparse.Namespace, settings: Settings, newsletter: NewsletterSettings) -> SendReport | None:
    """Do what `--again` and `--settle` say, and send what waits; None where no issue was built.

    The desk is held for one turn at a time. A second process that sends is kept out all the while.
    """
    name, time_ = newsletter.rules.name, clock()
    report = SendReport()
    with post_lock(settings, now=time_.now(), wait=args.wait):
        with run_lock(settings, now=time_.now(), wait=args.wait), closing(store_of(settings)) as store:
            recover(store, name, now=time_.now())
            if args.settle:
                settle(store, name, [] if "all" in args.settle else args.settle, now=time_.now())
        if args.settle:
            return report
        post = post_of(newsletter)
        readers = _readers(newsletter, skip_bad=args.skip_bad)
        with run_lock(settings, now=time_.now(), wait=args.wait), closing(store_of(settings)) as store:
            if begin(store, name, readers, now=time_.now()) is None:
                return None
            if args.again:
                send_again(store, name, args.again, now=time_.now())
        try:
            _turns(args, settings, newsletter, post, report, time_)
        finally:
            post.close()
    return report


def _turns(
    args: argparse.Namespace,
    settings: Settings,
    newsletter: NewsletterSettings,
    post: Post,
    report: SendReport,
    time_: Clock,
) -> None:
    rate = newsletter.rules.per_minute
    rules = PostRules(batch=max(1, int(rate * TURN / 60)))
    pause = _paced(rate, time_)
    more = True
    while more:
        with run_lock(settings, now=time_.now(), wait=args.wait), closing(store_of(settings)) as store:
            more = send_turn(store, newsletter.rules.name, post, report, clock=time_, rules=rules, pause=pause)
        time.sleep(0.01 if more else 0)  # who waits for the desk gets it


def _paced(per_minute: int, time_: Clock) -> Callable[[], None]:
    """What waits until the next letter may leave."""
    gap, last = 60 / per_minute, [-1e9]

    def pause() -> None:
        time.sleep(max(0.0, last[0] + gap - time_.monotonic()))
        last[0] = time_.monotonic()

    return pause


def _readers(newsletter: NewsletterSettings, *, skip_bad: bool) -> Sequence[Reader]:
    path = recipients_file(newsletter)
    readers, faults = read_recipients(path)
    if faults and not skip_bad:
        more = f"\n… and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
        raise UsageError("\n".join(faults[:SHOWN]) + more + "\nmend them, or leave them out with --skip-bad")
    if not readers:
        raise UsageError(f"{path} names nobody")
    return readers


def tested(args: argparse.Namespace, settings: Settings, newsletter: NewsletterSettings) -> SendReport | None:
    """Send the newest issue, marked as a test, to one address; nothing is remembered of it."""
    try:
        reader = Reader(address=mailbox(args.test))
    except ValueError as error:
        raise UsageError(str(error)) from error
    post, now = post_of(newsletter), clock().now()
    with closing(store_of(settings)) as store:
        issues = store.newsletters.issues(newsletter.rules.name)
    if not issues:
        return None
    letter = Dispatch(newsletter=newsletter.rules.name, number=issues[-1].number, reader=reader, token="test", due=now)  # noqa: S106  it stands for nobody
    try:
        answer = post.send(post.compose(as_test(issues[-1]), letter, now=now), letter)
    finally:
        post.close()
    if answer.fate is Fate.SENT:
        return SendReport(sent=1)
    return SendReport(stopped=answer.detail)
