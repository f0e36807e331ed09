"""Build an issue of a newsletter, show it, and tell how the issues stand."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from newsloom.errors import SettingsError
from newsloom.failpoints import fail_at
from newsloom.flows.issueplan import Pages, plan_issue
from newsloom.flows.shelving import list_anew
from newsloom.keeping import Store
from newsloom.model.edition import DeskFacts
from newsloom.model.front import FrontRules
from newsloom.model.newsletter import Dispatch, DispatchStatus, Issue, IssuePlan, NewsletterRules, Reader, Unsubscribed
from newsloom.model.savedview import SavedView
from newsloom.publish.newsletter.printer import MJML, TEXT, IssuePrinter
from newsloom.publish.newsletter.record import TOLD, record
from newsloom.publish.site.moments import clock_of
from newsloom.seams import Criteria
from newsloom.text.clean import line

LARGEST = 500_000  # bytes of one template
SAMPLE = Reader(address="reader@reader.example", name="A reader")


class Composer(Protocol):
    """What makes a reader's message of an issue."""

    def compose(self, issue: Issue, letter: Dispatch, *, now: datetime) -> bytes:
        """The whole message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What issues are made with: the desk's facts, its views, where its stories have pages, the templates."""

    criteria: Criteria
    views: tuple[SavedView, ...]
    front: FrontRules
    desk: DeskFacts
    page_of: Pages
    printer: IssuePrinter


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueStanding:
    """How one issue stands: its letters by status."""

    number: int
    at: datetime
    subject: str
    stories: int
    begun: datetime | None
    letters: dict[DispatchStatus, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsletterStanding:
    """How a newsletter does. `due` is when its next issue is (UTC); `open` are letters whose end an editor must see."""

    name: str
    title: str
    due: datetime | None
    issues: tuple[IssueStanding, ...]
    open: tuple[Dispatch, ...]
    unsubscribed: tuple[Unsubscribed, ...]
    next_try: datetime | None = None


def printer_of(folder: Path | None) -> IssuePrinter:
    """The templates of issues, with the owner's in the place of newsloom's.

    Raises:
        SettingsError: the folder is not there, or a template in it cannot be read.
    """
    own = files("newsloom.publish.newsletter").joinpath("templates")
    templates = {name: own.joinpath(name).read_text("utf-8") for name in (MJML, TEXT)}
    if folder is None:
        return IssuePrinter(templates)
    if not folder.is_dir():
        raise SettingsError("there is no such folder; make it, or leave `templates` out", path=folder)
    owners = {name: _template(folder / name) for name in (MJML, TEXT) if (folder / name).is_file()}
    if not owners:
        raise SettingsError(f"holds neither {MJML} nor {TEXT}", path=folder)
    return IssuePrinter({**templates, **owners}, folder=str(folder), owners=frozenset(owners))


def _template(path: Path) -> str:
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError("is not UTF-8 text; save it as UTF-8", path=path) from error
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", path=path) from error
    if len(content) > LARGEST:
        raise SettingsError(f"is larger than {LARGEST:,} bytes", path=path)
    return text


def make_issue(store: Store, rules: NewsletterRules, press: Press, *, now: datetime) -> Issue:
    """The issue as it would be built now; nothing is kept.

    Raises:
        UsageError: it asks for a view or a topic that is not there.
        TemplatesError: a template fails.
    """
    plan = plan_issue(
        store, press.criteria, rules, views=press.views, front=press.front, page_of=press.page_of, now=now
    )
    mark = f"unsubscribe-{secrets.token_hex(12)}"
    rendered = press.printer.print(
        plan,
        rules,
        mark=mark,
        site=f"{press.desk.base_url}/" if press.desk.base_url else "",
        language=press.desk.language,
        moment=clock_of(press.desk.time_zone),
    )
    return issue_of(rendered.plan, html=rendered.html, text=rendered.text, mark=mark)


def build_issue(store: Store, rules: NewsletterRules, press: Press, *, now: datetime) -> Issue:
    """Build the next issue and keep it, in the place of one that nobody was sent yet."""
    list_anew(store, press.criteria, now=now)
    made = make_issue(store, rules, press, now=now)
    fail_at("newsletter.rendered")
    kept = store.newsletters.keep(made)
    fail_at("newsletter.kept")
    return kept


def issue_of(plan: IssuePlan, *, html: str, text: str, mark: str) -> Issue:
    """A rendered plan as an issue that has no number yet."""
    topics = dict.fromkeys(story.topic for story in plan.stories if story.topic)
    return Issue(
        newsletter=plan.newsletter,
        number=0,
        at=plan.at,
        since=plan.since,
        title=plan.title,
        subject=plan.subject,
        excerpt=line(" / ".join(story.title for story in plan.stories[:TOLD]), limit=1_000),
        html=html,
        text=text,
        mark=mark,
        stories=tuple(story.story for story in plan.stories),
        topics=tuple(topics),
    )


def files_of(issue: Issue, composer: Composer | None, *, url: str = "") -> Iterator[tuple[str, bytes]]:
    """The files of an issue: HTML, text, Markdown record, and the message a reader of nobody's would get.

    Args:
        issue: as it was built.
        composer: what makes messages; None where the newsletter has no sender yet.
        url: where the issue is published, "" for nowhere.
    """
    yield "issue.html", issue.html.replace(issue.mark, "#").encode("utf-8", "replace")
    yield "issue.txt", issue.text.replace(issue.mark, "").encode("utf-8", "replace")
    yield "issue.md", record(issue, url=url)
    if composer is not None:
        letter = Dispatch(newsletter=issue.newsletter, number=issue.number, reader=SAMPLE, token="sample", due=issue.at)  # noqa: S106  no secret: it is nobody's
        yield "issue.eml", composer.compose(issue, letter, now=issue.at)


def write_files(folder: Path, named: Sequence[tuple[str, bytes]]) -> list[Path]:
    """Write files into a folder, each whole or not at all; raises SettingsError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in named:
            beside = folder / f".{name}.new"
            beside.write_bytes(content)
            beside.replace(folder / name)
    except OSError as error:
        raise SettingsError(f"cannot be written to: {error.strerror}", path=folder) from error
    return [folder / name for name, _ in named]


def next_issue(store: Store, rules: NewsletterRules) -> datetime | None:
    """When the next issue is due (UTC); None: now, for there was none yet."""
    begun = [issue.at for issue in store.newsletters.issues(rules.name) if issue.begun is not None]
    return max(begun) + rules.every - timedelta(minutes=30) if begun else None  # a clock's job starts a little early


def standing_of(store: Store, rules: NewsletterRules) -> NewsletterStanding:
    """How a newsletter does, its newest issue first."""
    kept, counts = store.newsletters.issues(rules.name), store.newsletters.counts(rules.name)
    issues = (
        IssueStanding(
            number=one.number,
            at=one.at,
            subject=one.subject,
            stories=len(one.stories),
            begun=one.begun,
            letters=counts.get(one.number, {}),
        )
        for one in reversed(kept)
    )
    waiting = store.newsletters.dispatches(rules.name, DispatchStatus.WAITING)
    bad = (DispatchStatus.SENDING, DispatchStatus.UNKNOWN, DispatchStatus.REFUSED, DispatchStatus.DEAD)
    return NewsletterStanding(
        name=rules.name,
        title=rules.title,
        due=next_issue(store, rules),
        issues=tuple(issues),
        open=tuple(store.newsletters.dispatches(rules.name, *bad)),
        unsubscribed=tuple(store.newsletters.unsubscribed(rules.name)),
        next_try=min((one.due for one in waiting), default=None),
    )


def as_test(issue: Issue) -> Issue:
    """The issue, marked as a test."""
    return replace(issue, subject=f"[Test] {issue.subject}")
