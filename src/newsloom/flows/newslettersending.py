"""Send what waits of a newsletter: each letter is kept as begun before it leaves, and what became of it after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from newsloom.curate.newslettersending import PostRules, next_try
from newsloom.errors import UsageError
from newsloom.failpoints import fail_at
from newsloom.keeping import Store
from newsloom.model.alert import Answer, Fate
from newsloom.model.newsletter import Dispatch, DispatchStatus, Issue, Reader
from newsloom.seams import Clock, Post

CUT_SHORT = "newsloom ended while it was sent; it may have arrived"


@dataclass(slots=True, kw_only=True)
class SendReport:
    """What sending did: letters by what became of them, and why it stopped ("" where it went through)."""

    sent: int = 0
    refused: int = 0
    waiting: int = 0
    unknown: int = 0
    dead: int = 0
    left: int = 0
    stopped: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether every letter of these turns left."""
        return not (self.refused or self.unknown or self.dead or self.waiting or self.stopped)


def recover(store: Store, newsletter: str, *, now: datetime) -> None:
    """Say of letters whose sending a kill interrupted that nobody knows; nobody else sends this newsletter now."""
    cut = store.newsletters.dispatches(newsletter, DispatchStatus.SENDING)
    if cut:
        store.newsletters.save(
            [replace(one, status=DispatchStatus.UNKNOWN, ended=now, detail=CUT_SHORT) for one in cut]
        )


def begin(store: Store, newsletter: str, readers: Sequence[Reader], *, now: datetime) -> Issue | None:
    """List a letter a reader of the newest issue, and freeze it.

    Returns the newest issue; None where none was built. One that was begun gets no new readers.

    Args:
        store: the desk's.
        newsletter: by name.
        readers: who is to get it.
        now: this moment, UTC.

    Raises:
        UsageError: something that it told of was removed.
    """
    issue = next(reversed(store.newsletters.issues(newsletter)), None)
    if issue is not None and not issue.html:
        raise UsageError(f"issue {issue.number} of {newsletter} told of what was removed; build another one")
    if issue is not None and issue.begun is None:
        store.newsletters.begin(newsletter, issue.number, readers, at=now)
        fail_at("newsletter.listed")
    return issue


def send_turn(  # noqa: PLR0913  a turn and all it is done with
    store: Store,
    newsletter: str,
    post: Post,
    report: SendReport,
    *,
    clock: Clock,
    rules: PostRules,
    pause: Callable[[], None],
) -> bool:
    """Try some of the letters that are due; returns whether others are left that may be tried now.

    Args:
        store: the desk's.
        newsletter: by name.
        post: what carries letters.
        report: what is added to.
        clock: time.
        rules: how many at once, and the waits.
        pause: keeps the owner's rate, before each letter.
    """
    issues = {issue.number: issue for issue in store.newsletters.issues(newsletter)}
    due = store.newsletters.due(newsletter, now=clock.now(), limit=rules.batch)
    for letter in due:
        pause()
        _one(store, post, issues[letter.number], letter, report, clock=clock, rules=rules)
        if report.stopped:
            return False
    return len(due) == rules.batch


def _one(  # noqa: PLR0913  a letter and all it is sent with
    store: Store, post: Post, issue: Issue, letter: Dispatch, report: SendReport, *, clock: Clock, rules: PostRules
) -> None:
    begun = replace(letter, status=DispatchStatus.SENDING, tries=letter.tries + 1)
    message = post.compose(issue, begun, now=clock.now())  # what fails here fails before anything is begun
    store.newsletters.save([begun])
    fail_at("newsletter.sending")
    try:
        answer = post.send(message, begun)
    except Exception as error:  # noqa: BLE001  whatever it was, the letter may have left
        answer = Answer(fate=Fate.UNKNOWN, detail=f"unexpected {type(error).__name__}")
    fail_at("newsletter.sent")
    store.newsletters.save([_ended(begun, answer, report, now=clock.now(), rules=rules)])
    fail_at("newsletter.noted")


def _ended(letter: Dispatch, answer: Answer, report: SendReport, *, now: datetime, rules: PostRules) -> Dispatch:
    """The letter with what became of it."""
    letter = replace(letter, detail=answer.detail)
    if answer.fate is not Fate.SENT:
        report.problems.append(f"{letter.reader.address}: {answer.detail}")
    match answer.fate:
        case Fate.SENT:
            report.sent += 1
            return replace(letter, status=DispatchStatus.SENT, ended=now)
        case Fate.REFUSED | Fate.CLOSED:
            report.refused += 1
            return replace(letter, status=DispatchStatus.REFUSED, ended=now)
        case Fate.UNKNOWN:
            report.unknown += 1
            return replace(letter, status=DispatchStatus.UNKNOWN, ended=now)
        case Fate.UNREADY:  # the next letter would fare no better, and this one was not tried
            report.stopped = answer.detail
            return replace(letter, status=DispatchStatus.WAITING, tries=letter.tries - 1)
        case Fate.UNREACHABLE | Fate.FAILED:
            if answer.fate is Fate.UNREACHABLE:
                report.stopped = answer.detail
            again = next_try(letter, now=now, rules=rules)
            if again is None:
                report.dead += 1
                return replace(letter, status=DispatchStatus.DEAD, ended=now)
            report.waiting += 1
            return replace(letter, status=DispatchStatus.WAITING, due=again)


def send_again(store: Store, newsletter: str, addresses: Sequence[str], *, now: datetime) -> int:
    """Let letters wait anew that ended otherwise than well, of these readers; an editor says so. Returns how many.

    Raises:
        UsageError: a reader has no such letter.
    """
    found = _ended_badly(store, newsletter, addresses, [*_BAD, DispatchStatus.SETTLED])
    anew = [replace(one, status=DispatchStatus.WAITING, due=now, tries=0, ended=None) for one in found]
    store.newsletters.save(anew)
    return len(anew)


def settle(store: Store, newsletter: str, addresses: Sequence[str], *, now: datetime) -> int:
    """Let letters of unknown fate be, of these readers or of all; returns how many.

    Raises:
        UsageError: a reader has no such letter.
    """
    found = _ended_badly(store, newsletter, addresses, [DispatchStatus.UNKNOWN])
    store.newsletters.save(
        [replace(one, status=DispatchStatus.SETTLED, ended=now, detail="an editor let it be") for one in found]
    )
    return len(found)


_BAD = (DispatchStatus.UNKNOWN, DispatchStatus.REFUSED, DispatchStatus.DEAD)


def _ended_badly(
    store: Store, newsletter: str, addresses: Sequence[str], statuses: Sequence[DispatchStatus]
) -> list[Dispatch]:
    found = store.newsletters.dispatches(newsletter, *statuses)
    keys = {address.casefold() for address in addresses}
    for address in addresses:
        if address.casefold() not in {one.reader.key for one in found}:
            known = " or ".join(status.value for status in statuses)
            raise UsageError(f"no letter of {newsletter} to `{address}` is {known}; `newsloom newsletter status` tells")
    return [one for one in found if not keys or one.reader.key in keys]
