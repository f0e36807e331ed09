"""How newsletters are told: an issue that was built, what became of its letters, how all stand."""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from newsloom.cli.output import counted, local, print_json, print_table
from newsloom.flows.newsletters import NewsletterStanding
from newsloom.flows.newslettersending import SendReport
from newsloom.model.newsletter import DispatchStatus, Issue, NewsletterRules

SHOWN = 20  # letters that are listed one by one


def print_issue(issue: Issue, paths: Sequence[Path], *, as_json: bool) -> None:
    """An issue and where its files are."""
    if as_json:
        print_json(
            {
                "newsletter": issue.newsletter,
                "number": issue.number or None,
                "subject": issue.subject,
                "since": issue.since,
                "stories": issue.stories,
                "bytes": len(issue.html.encode()),
                "files": paths,
            }
        )
        return
    name = f"issue {issue.number}" if issue.number else "a preview; nothing is kept"
    print(f"newsletter {issue.newsletter}, {name}: {issue.subject}")
    print(f"{counted(len(issue.stories), 'story', 'stories')}, {len(issue.html.encode()):,} bytes of HTML")
    print("\n".join(map(str, paths)))


def print_sent(rules: NewsletterRules, report: SendReport | None, *, as_json: bool) -> None:
    """What sending did."""
    if as_json:
        print_json({"newsletter": rules.name, "report": report})
        return
    if report is None:
        print(f"newsletter {rules.name}: nothing to send; `newsloom newsletter build` makes an issue")
        return
    said = [f"{counted(report.sent, 'letter')} sent"]
    for number, what in (
        (report.refused, "refused"),
        (report.waiting, "to be tried again"),
        (report.unknown, "of unknown fate"),
        (report.dead, "given up"),
    ):
        said += [f"{number} {what}"] if number else []
    print(f"newsletter {rules.name}: {', '.join(said)}")
    print("".join(f"  {problem}\n" for problem in report.problems[:SHOWN]), end="")
    if report.stopped:
        print(f"stopped: {report.stopped}")
    if report.unknown or report.refused or report.dead:
        print("`newsloom newsletter status` lists them")


def print_standing(found: Sequence[NewsletterStanding], *, zone: ZoneInfo) -> None:
    """How newsletters stand."""
    if not found:
        print('newsloom.toml has no newsletter; [newsletter."weekly"] makes one')
    for one in found:
        due = "now" if one.due is None else local(one.due, zone)
        print(f"newsletter {one.name}: {one.title}; next issue due: {due}")
        if one.issues:
            _print_issues(one, zone)
        for letter in one.open[:SHOWN]:
            print(f"  {letter.status}  issue {letter.number}  {letter.reader.address}  {letter.detail}")
        if len(one.open) > SHOWN:
            print(f"  … and {len(one.open) - SHOWN} more; --json has all")
        if any(letter.status in {DispatchStatus.UNKNOWN, DispatchStatus.SENDING} for letter in one.open):
            print("  they may have arrived: `send --again ADDRESS` sends one more, `send --settle ADDRESS` lets it be")
        if one.next_try is not None:
            print(f"  letters wait; the next is due {local(one.next_try, zone)}: `newsloom newsletter send {one.name}`")
        if one.unsubscribed:
            print(f"  {counted(len(one.unsubscribed), 'reader')} unsubscribed")


def _print_issues(one: NewsletterStanding, zone: ZoneInfo) -> None:
    rows = [
        [
            str(issue.number),
            local(issue.at, zone),
            "built" if issue.begun is None else local(issue.begun, zone),
            ", ".join(f"{many} {status}" for status, many in sorted(issue.letters.items())) or "–",
            issue.subject,
        ]
        for issue in one.issues[:10]
    ]
    print_table(["issue", "built", "sent", "letters", "subject"], rows, right=["issue"])
