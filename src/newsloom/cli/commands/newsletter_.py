"""`newsloom newsletter build|preview|send|status|unsubscribe|resubscribe`."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import patience

if TYPE_CHECKING:
    from newsloom.settings import Settings
    from newsloom.settings.newsletters import NewsletterSettings

ACTIONS = ("build", "preview", "send", "status", "unsubscribe", "resubscribe")
#: Options, and the actions each belongs to.
OPTIONS = {
    "if_due": ("build",),
    "dir": ("preview",),
    "at": ("preview", "build"),
    "again": ("send",),
    "settle": ("send",),
    "test": ("send",),
    "skip_bad": ("send",),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """An action, the newsletter, and readers' addresses."""
    parser.add_argument(
        "action",
        nargs="?",
        default="status",
        choices=ACTIONS,
        metavar="ACTION",
        help="status: issues, letters, what an editor must decide (default); build: make the next issue and keep it; "
        "preview: write its files and keep nothing; send: send the issue that was built, and what waits; "
        "unsubscribe, resubscribe: take readers off the list, or on it again",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="the newsletter, where the desk has several")
    parser.add_argument("readers", nargs="*", metavar="READER", help="unsubscribe, resubscribe: addresses or tokens")
    parser.add_argument("--if-due", action="store_true", help="build: do nothing before the next issue is due")
    parser.add_argument("--dir", type=Path, metavar="DIR", help="preview: where the files go")
    parser.add_argument("--at", metavar="TIME", help="build, preview: as if it were then: 2026-03-01, or `latest`")
    parser.add_argument("--again", action="append", metavar="ADDRESS", help="send: this reader's letter once more")
    parser.add_argument(
        "--settle", action="append", metavar="ADDRESS", help="send: let letters of unknown fate be; `all` for all"
    )
    parser.add_argument("--test", metavar="ADDRESS", help="send: the issue, marked as a test, to you alone")
    parser.add_argument("--skip-bad", action="store_true", help="send: leave out lines that are no address")
    patience(parser)


def run(args: argparse.Namespace) -> int:
    """Do one of the things."""
    from newsloom.cli.desk import settings_of
    from newsloom.errors import UsageError

    for option, actions in OPTIONS.items():
        if getattr(args, option) and args.action not in actions:
            raise UsageError(f"`--{option.replace('_', '-')}` belongs to `newsloom newsletter {' or '.join(actions)}`")
    settings = settings_of(args)
    if args.action in {"unsubscribe", "resubscribe"} and args.name and "@" in args.name and len(_names(settings)) == 1:
        args.readers, args.name = [args.name, *args.readers], None
    if args.readers and args.action not in {"unsubscribe", "resubscribe"}:
        raise UsageError(f"`{args.readers[0]}` is one word too many; see `newsloom newsletter --help`")
    if args.action == "status":
        return status(args, settings)
    newsletter = _meant(settings, args.name)
    does = {"build": build, "preview": preview, "send": send, "unsubscribe": listing, "resubscribe": listing}
    return does[args.action](args, settings, newsletter)


def build(args: argparse.Namespace, settings: "Settings", newsletter: "NewsletterSettings") -> int:
    """Make the next issue, keep it, and write its files."""
    from newsloom.cli.desk import noting
    from newsloom.cli.newslettertold import print_issue
    from newsloom.cli.output import local, print_json
    from newsloom.flows.newsletters import build_issue, next_issue
    from newsloom.wiring import clock
    from newsloom.wiring.newsletters import press_of

    press = press_of(settings, newsletter)
    with noting(args) as (_, store):
        now = _moment(args.at, clock().now(), store.articles.newest())
        due = next_issue(store, newsletter.rules)
        if args.if_due and due is not None and due > now:
            told = f"newsletter {newsletter.rules.name}: the next issue is due {local(due, settings.zone)}"
            print_json({"built": None, "due": due}) if args.json else print(told)
            return Exit.OK
        issue = build_issue(store, newsletter.rules, press, now=now)
    folder = newsletter.home / newsletter.table.folder / newsletter.rules.name / f"{issue.number:04d}"
    print_issue(issue, _written(folder, newsletter, issue), as_json=args.json)
    return Exit.OK


def preview(args: argparse.Namespace, settings: "Settings", newsletter: "NewsletterSettings") -> int:
    """Write the files of the issue as it would be built now; nothing is kept and nothing opened."""
    from newsloom.cli.desk import reading
    from newsloom.cli.newslettertold import print_issue
    from newsloom.flows.newsletters import make_issue
    from newsloom.wiring import clock
    from newsloom.wiring.newsletters import press_of

    press = press_of(settings, newsletter)
    with reading(args) as (_, store):
        now = _moment(args.at, clock().now(), store.articles.newest())
        issue = make_issue(store, newsletter.rules, press, now=now)
    folder = args.dir or newsletter.home / newsletter.table.folder / newsletter.rules.name / "preview"
    print_issue(issue, _written(folder, newsletter, issue), as_json=args.json)
    return Exit.OK


def send(args: argparse.Namespace, settings: "Settings", newsletter: "NewsletterSettings") -> int:
    """Send what waits; exit code 1 if something did not leave."""
    from newsloom.cli.newslettertold import print_sent
    from newsloom.cli.posting import sent, tested

    report = tested(args, settings, newsletter) if args.test else sent(args, settings, newsletter)
    print_sent(newsletter.rules, report, as_json=args.json)
    return Exit.OK if report is None or report.is_clean else Exit.FOUND


def status(args: argparse.Namespace, settings: "Settings") -> int:
    """Print how newsletters stand; exit code 1 if an editor has to decide on a letter."""
    from newsloom.cli.desk import reading
    from newsloom.cli.newslettertold import print_standing
    from newsloom.cli.output import print_json
    from newsloom.flows.newsletters import standing_of

    wanted = [_meant(settings, args.name)] if args.name else settings.newsletters
    with reading(args) as (_, store):
        found = [standing_of(store, one.rules) for one in wanted]
    if args.json:
        print_json(found)
    else:
        print_standing(found, zone=settings.zone)
    return Exit.FOUND if any(one.open for one in found) else Exit.OK


def listing(args: argparse.Namespace, settings: "Settings", newsletter: "NewsletterSettings") -> int:
    """Take readers off the list, or put them on it again."""
    from newsloom.cli.desk import noting
    from newsloom.cli.output import print_json
    from newsloom.errors import UsageError
    from newsloom.wiring import clock

    del settings
    name, now, done = newsletter.rules.name, clock().now(), []
    if not args.readers:
        raise UsageError(f"whom? `newsloom newsletter {args.action} {name} ana@desk.example`")
    with noting(args) as (_, store):
        for wanted in args.readers:
            if args.action == "unsubscribe":
                address = store.newsletters.unsubscribe(name, wanted, at=now)
            else:
                address = wanted if store.newsletters.resubscribe(name, wanted) else None
            if address is None:
                raise UsageError(f"newsletter {name} knows no reader `{wanted}` to {args.action}")
            done.append(address)
    if args.json:
        print_json({"newsletter": name, args.action: done})
    else:
        print("\n".join(f"{address}: {args.action}d" for address in done))
    return Exit.OK


def _moment(said: str | None, now: datetime, newest: datetime | None) -> datetime:
    """The moment meant, UTC, which is not to come yet."""
    from newsloom.errors import UsageError

    if said is None or (said == "latest" and newest is None):
        return now
    try:
        at = newest if said == "latest" else datetime.fromisoformat(said)
    except ValueError as error:
        raise UsageError(f"`{said}` is no time; one is written as 2026-03-01 or 2026-03-01T18:00, in UTC") from error
    at = now if at is None else at.replace(tzinfo=at.tzinfo or UTC)
    if at > now:
        raise UsageError(f"`{said}` is still to come")
    return at


def _written(folder: Path, newsletter: "NewsletterSettings", issue: object) -> list[Path]:
    from newsloom.flows.newsletters import files_of, write_files
    from newsloom.model.newsletter import Issue
    from newsloom.wiring.newsletters import Composing

    assert isinstance(issue, Issue)  # noqa: S101  narrowed for the type checker: imports are late here
    composer = Composing(newsletter.rules) if newsletter.rules.sender else None
    return write_files(folder, list(files_of(issue, composer)))


def _names(settings: "Settings") -> list[str]:
    return [one.rules.name for one in settings.newsletters]


def _meant(settings: "Settings", name: str | None) -> "NewsletterSettings":
    """The newsletter of this name; without one, the desk's only one."""
    from newsloom.errors import UsageError
    from newsloom.settings.document import no_such

    names = _names(settings)
    if not names:
        raise UsageError('newsloom.toml has no newsletter; [newsletter."weekly"] makes one')
    if name is None and len(names) > 1:
        raise UsageError(f"which newsletter? There are: {', '.join(names)}")
    if name is not None and name not in names:
        raise UsageError(no_such("newsletter", name, names))
    return settings.newsletters[names.index(name or names[0])]
