"""Whatever strangers write into headlines, names and addresses, an issue and an export stay inert and well-formed."""

import csv
import io
import json
import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import html5lib
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsloom.deliver.dataset import FolderDataset, harmless
from newsloom.deliver.issuemail import message_of
from newsloom.flows.newsletters import files_of, issue_of, printer_of
from newsloom.model.coverage import CoveringReport, StoryCoverage
from newsloom.model.dataset import DataFormat
from newsloom.model.edition import Entry
from newsloom.model.newsletter import (
    Dispatch,
    Issue,
    IssuePlan,
    IssueReport,
    IssueSection,
    IssueStory,
    NewsletterRules,
    Reader,
)
from newsloom.model.source import SourceId
from newsloom.publish.inert import address, headline, language, name, plain
from newsloom.publish.ninjs import ninjs
from newsloom.publish.site.moments import clock_of
from newsloom.records.datatables import SCORES, score_rows
from newsloom.testing.editions import AT, an_edition
from newsloom.testing.hostile import hostile_entries
from newsloom.testing.hostiletexts import HOST
from newsloom.testing.ninjsrules import NINJS
from newsloom.text.mailboxes import mailbox

RULES = NewsletterRules(name="weekly", title="Weekly", sender="news@desk.example", pictures=True)
PER_ISSUE = 20
MANY = 400  # entries: each headline, excerpt, name and address another
ACTIVE = {"script", "iframe", "object", "embed", "form", "input", "button", "svg", "math", "base", "video", "audio"}


def a_story(entry: Entry) -> IssueStory:
    """A record as an issue tells it."""
    record = entry.record
    return IssueStory(
        story=entry.story,
        title=headline(record.title),
        excerpt=plain(record.excerpt),
        url=address(record.web_url),
        outlet=name(record.provider.name) or "nobody",
        language=language(record.language),
        published_at=record.published_at,
        others=tuple(
            IssueReport(outlet=name(one.provider.name), title=headline(one.title), url=address(one.web_url))
            for one in record.related
        ),
        correction=plain(record.correction),
    )


def an_issue(entries: list[Entry]) -> Issue:
    """An issue of these."""
    stories = tuple(map(a_story, entries))
    plan = IssuePlan(
        newsletter="weekly",
        title="Weekly",
        subject=f"Weekly: {stories[0].title}"[:110],
        at=AT,
        since=AT - timedelta(days=7),
        sections=(IssueSection(stories=stories[:10]), IssueSection(title=stories[0].outlet, stories=stories[10:15])),
        also=stories[15:],
    )
    made = printer_of(None).print(plan, RULES, mark="leave-0", site="", language="en", moment=clock_of("UTC"))
    return issue_of(made.plan, html=made.html, text=made.text, mark="leave-0")


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    """Hostile records."""
    return hostile_entries(MANY)


@pytest.fixture(scope="module")
def issues(entries: list[Entry]) -> list[Issue]:
    """All of them in issues."""
    return [an_issue(entries[at : at + PER_ISSUE]) for at in range(0, MANY, PER_ISSUE)]


def test_the_html_has_nothing_but_ours(issues: list[Issue]) -> None:
    """No element, handler, style or address of a stranger's making; two parsers see the same words."""
    for issue in issues:
        tree = LexborHTMLParser(issue.html)
        tags = {node.tag for node in tree.css("*")}
        assert not tags & ACTIVE
        for node in tree.css("*"):
            assert not any(key.startswith("on") for key in node.attributes)
        links = [node.attributes.get("href") or "" for node in tree.css("a")]
        assert all(link.startswith(("http://", "https://", "leave-0")) for link in links)
        assert not tree.css("img,link")
        assert len(tree.css("style")) <= 6
        other = html5lib.parse(issue.html, namespaceHTMLElements=False)
        ours = [(node.text() or "").strip() for node in tree.css("h3")]
        assert ours == ["".join(node.itertext()).strip() for node in other.iter("h3")]
        assert [a_title.strip() for a_title in ours]
        body = re.sub("<style.*?</style>", "", issue.html, flags=re.DOTALL)
        assert "{" not in body
        assert len(issue.html.encode()) <= 100_000


def test_a_message_has_our_headers_alone(issues: list[Issue]) -> None:
    """Whatever is in a subject or a name, the headers are the ones meant, and each line is one a server takes."""
    names = ["From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "Precedence"]
    for at, issue in enumerate(issues):
        reader = Reader(address="ana@reader.example", name=issue.subject[:80])
        letter = Dispatch(newsletter="weekly", number=1, reader=reader, token="t" * 32, due=AT)
        raw = message_of(issue, letter, RULES, now=AT)
        found = message_from_bytes(raw, policy=policy.default)
        assert [*found.keys()][:8] == names, at
        assert not found.defects
        assert found["to"].addresses[0].addr_spec == "ana@reader.example"
        assert found["from"].addresses[0].addr_spec == "news@desk.example"
        assert max(map(len, raw.split(b"\r\n"))) <= 998
        assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
        raw.decode("ascii")
        plain_part, html_part = found.get_body(("plain",)), found.get_body(("html",))
        assert plain_part is not None
        assert html_part is not None
        assert (
            plain_part.get_content().replace("\r\n", "\n").rstrip()
            == issue.text.replace(
                "leave-0", "mailto:news@desk.example?subject=unsubscribe%20weekly%20" + "t" * 32
            ).rstrip()
        )
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", issue.text)
        assert "leave-0" not in html_part.get_content()


def test_the_record_is_front_matter_and_html(issues: list[Issue]) -> None:
    """Its front matter is read back as the values meant; nothing in it is a template."""
    import yaml  # noqa: PLC0415  wanted here alone

    for issue in issues:
        text = dict(files_of(issue, None))["issue.md"].decode()
        _, front, body = text.split("---\n", 2)
        said = yaml.safe_load(front)
        assert (said["title"], said["excerpt"]) == (issue.subject, issue.excerpt)
        assert "{{" not in body
        assert "{%" not in body


def test_ninjs_keeps_to_the_standard(entries: list[Entry]) -> None:
    """Every document is valid by the restated rules, and asks for nothing of the web."""
    reports = [
        CoveringReport(
            article=entry.record.id or "a",  # type: ignore[arg-type]  # an id
            title=entry.record.title,
            url=entry.record.web_url or "",
            outlet=entry.record.provider.name,
            domain=entry.record.provider.domain,
            source=SourceId("s"),
            published_at=entry.record.published_at,
            authors=entry.record.authors,
        )
        for entry in entries
    ]
    covered = [StoryCoverage(story=entry.story, reports=(one,)) for entry, one in zip(entries, reports, strict=True)]
    edition = an_edition(*entries, coverage=covered)
    check = jsonschema.Draft202012Validator(NINJS, format_checker=jsonschema.FormatChecker())
    documents = list(edition.each(edition.listings))
    for listing, entry, told in documents:
        document = json.loads(json.dumps(ninjs(listing, entry, told)))
        check.validate(document)
        assert document["associations"][0]["rel"] == "coverage"
    assert len(documents) == MANY


@pytest.mark.parametrize("form", [DataFormat.CSV, DataFormat.NDJSON])
def test_tables_bring_back_what_was_said(entries: list[Entry], tmp_path: Path, form: DataFormat) -> None:
    """No cell of a table begins a formula, and taking one mark away gives each text back."""
    rows = [row for entry in entries for row in score_rows(entry.story, entry.record)]
    with FolderDataset(tmp_path / "out", form, about={}) as dataset:
        dataset.rows(SCORES, rows)
    meant = [str(row[5]).encode("utf-8", "replace").decode() for row in rows]  # lone surrogates have no UTF-8
    text = (tmp_path / f"out/scores.{form.value}").read_bytes().decode()
    if form is DataFormat.NDJSON:
        found = [json.loads(line) for line in text.split("\n") if line]
        assert [one["reason"] for one in found] == meant
        return
    table = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert not [one for one in table if one["reason"][:1] in set("=+-@\t\r\n")]
    assert [one["reason"].removeprefix("'") for one in table] == meant


@given(st.text())
def test_a_cell_can_be_undone(text: str) -> None:
    """One mark before what might be a formula, or before a mark; none else."""
    made = harmless(text)
    assert (made.removeprefix("'") if made.startswith("'") else made) == text
    assert made[:1] not in set("=+-@\t\r\n") or not made


@given(st.text())
def test_an_address_writes_no_header(text: str) -> None:
    """What passes for an address is ASCII, has one domain, and no blank, line end or bracket."""
    try:
        found = mailbox(text)
    except ValueError:
        return
    assert re.fullmatch(r"[!-~]+@[a-z0-9.-]+", found)
    assert not set(found) & set('<>()[],;:\\" \r\n')


@pytest.mark.slow
def test_the_whole_corpus_goes_through_the_newsletter() -> None:
    """All twelve thousand strings: web page, plain part and message, each read by a parser that is not ours."""
    records = hostile_entries(3_000)  # four strings each
    for at in range(0, len(records), PER_ISSUE):
        some = records[at : at + PER_ISSUE]
        issue = an_issue(some)
        test_the_html_has_nothing_but_ours([issue])
        test_nothing_is_asked_for([issue])
        test_a_message_has_our_headers_alone([issue])
        test_the_record_is_front_matter_and_html([issue])
        told = html5lib.parse(issue.html, namespaceHTMLElements=False)
        words = "".join(" ".join("".join(told.itertext()).split()).split())
        for entry in some:
            said = "".join(headline(entry.record.title).split())
            assert said in words, entry.record.title
            assert said in "".join(issue.text.split()), entry.record.title


def test_nothing_is_asked_for(issues: list[Issue]) -> None:
    """Without pictures a mail loads nothing, not even a font."""
    for issue in issues:
        outside = re.sub(r'<a href="[^"]*"', "<a", issue.html)
        outside = re.sub(r"aria-label=\"[^\"]*\"", "", outside)  # the subject, as words
        outside = re.sub(r">[^<]*<", "><", outside)
        assert HOST not in outside
        assert "fonts.g" not in issue.html
