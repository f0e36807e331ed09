"""`newsloom newsletter`: from stories to readers, once each."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.postoffice import Office, office
from tests.cli.stage import Newsloom, Site, run_quietly, write_desk

TABLE = """
[newsletter.weekly]
title = "The Weekly"
from = "news@desk.example"
host = "127.0.0.1"
port = {port}
tls = "none"
recipients = "readers.txt"
unsubscribe_url = "https://desk.example/leave?reader={{token}}"
per_minute = 6000
"""
READERS = "ana@reader.example\nBo Dahl <bo@reader.example>\n# a note\n\nANA@reader.example\nEve <eve@bücher.example>\n"
TO = ["ana@reader.example", "bo@reader.example", "eve@xn--bcher-kva.example"]


@pytest.fixture
def post() -> Iterator[Office]:
    """A mail server."""
    with office() as told:
        yield told


@pytest.fixture(scope="module")
def grown(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with two stories. Tests work on copies of it."""
    desk = tmp_path_factory.mktemp("grown")
    file = write_desk(desk)
    address = site.feed("/weekly", "Daily", "Ferry Halmar runs aground off Torvik", "Comet seen over Brayfell")
    run_quietly("add", address, "--desk", desk, "--id", "d", "--no-visit")
    file.write_text(file.read_text().replace("# threshold = 36 ", "threshold = 1 "))
    run_quietly("run", "--desk", desk)
    return desk


@pytest.fixture
def weekly(grown: Path, tmp_path: Path, post: Office) -> Path:
    """A desk of one's own that has run, with a newsletter that three people get."""
    desk = tmp_path / "desk"
    shutil.copytree(grown, desk)
    file = desk / "newsloom.toml"
    file.write_text(file.read_text() + TABLE.format(port=post.port))
    (desk / "readers.txt").write_text(READERS)
    return desk


def built(newsloom: Newsloom, desk: Path) -> None:
    """Build an issue."""
    done = newsloom("newsletter", "build", "--desk", desk, "--json")
    assert done.code == 0, done.err
    assert len(done.data["stories"]) == 2


def test_an_issue_reaches_each_reader_once(newsloom: Newsloom, weekly: Path, post: Office) -> None:
    """Each gets a message of its own with the headers that lists need; sending again sends nothing."""
    built(newsloom, weekly)
    sent = newsloom("newsletter", "send", "--desk", weekly)
    assert (sent.code, "3 letters sent" in sent.out, sorted(post.to)) == (0, True, TO)
    again = newsloom("newsletter", "send", "--desk", weekly, "--json").data["report"]
    assert (again["sent"], len(post.got)) == (0, 3)
    letters = dict(post.got)
    bo = letters["bo@reader.example"]
    assert (bo["to"], bo["from"]) == ("Bo Dahl <bo@reader.example>", "The Weekly <news@desk.example>")
    assert bo["list-id"] == "<weekly.newsletter.desk.example>"
    assert bo["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert bo["list-unsubscribe"].startswith("<https://desk.example/leave?reader=")
    assert "<mailto:news@desk.example?subject=unsubscribe%20weekly%20" in bo["list-unsubscribe"]
    assert bo["precedence"] == "bulk"
    assert len({one["message-id"] for one in letters.values()}) == 3
    plain, html = bo.get_body(("plain",)), bo.get_body(("html",))
    assert plain is not None
    assert html is not None
    link = bo["list-unsubscribe"][1:].split(">")[0]
    for part in (plain.get_content(), html.get_content()):
        assert "Ferry Halmar runs aground off Torvik" in part
        assert link in part
    assert max(map(len, plain.get_content().splitlines())) <= 120
    assert newsloom("newsletter", "--desk", weekly).code == 0


def test_a_preview_keeps_nothing(newsloom: Newsloom, weekly: Path, post: Office) -> None:
    """It writes four files, says where, and neither an issue nor a letter comes of it."""
    done = newsloom("newsletter", "preview", "--desk", weekly, "--dir", weekly / "look")
    assert {path.name for path in (weekly / "look").iterdir()} == {"issue.html", "issue.txt", "issue.eml", "issue.md"}
    assert str(weekly / "look/issue.html") in done.out
    assert "nothing to send" in newsloom("newsletter", "send", "--desk", weekly).out
    assert post.got == []


def test_a_story_stands_in_one_issue(newsloom: Newsloom, weekly: Path) -> None:
    """The next issue tells what came since; before it is due `--if-due` builds none."""
    built(newsloom, weekly)
    newsloom("newsletter", "send", "--desk", weekly)
    assert "next issue is due" in newsloom("newsletter", "build", "--if-due", "--desk", weekly).out
    done = newsloom("newsletter", "build", "--desk", weekly, "--json").data
    assert (done["number"], done["stories"]) == (2, [])


def test_what_the_server_says_decides(newsloom: Newsloom, weekly: Path, post: Office) -> None:
    """A delay is tried again, a refusal never, silence after the message is for the editor to settle."""
    built(newsloom, weekly)
    post.says = {"ana@reader.example": "451 later", "bo@reader.example": "550 nobody here", "DATA": "hang up"}
    done = newsloom("newsletter", "send", "--desk", weekly)
    assert done.code == 1
    assert all(word in done.out for word in ("1 refused", "1 to be tried again", "1 of unknown fate"))
    post.says = {}
    assert newsloom("newsletter", "send", "--desk", weekly, "--json").data["report"]["sent"] == 0
    status = newsloom("newsletter", "status", "--desk", weekly)
    assert (status.code, "unknown  issue 1  eve@" in status.out, "refused  issue 1  bo@" in status.out) == (1, 1, 1)
    assert newsloom("newsletter", "send", "--settle", TO[2], "--desk", weekly).code == 0
    assert newsloom("newsletter", "send", "--again", TO[1], "--desk", weekly, "--json").data["report"]["sent"] == 1
    assert post.to == [TO[2], TO[1]]
    bad = newsloom("newsletter", "send", "--again", "who@reader.example", "--desk", weekly)
    assert (bad.code, "no letter of weekly to `who@reader.example`" in bad.err) == (2, True)


def test_a_server_that_is_down(newsloom: Newsloom, weekly: Path) -> None:
    """Nothing is lost: the letters wait, and the first says why."""
    built(newsloom, weekly)
    file = weekly / "newsloom.toml"
    file.write_text(file.read_text().replace("port = ", "port = 1 # "))
    done = newsloom("newsletter", "send", "--desk", weekly)
    assert (done.code, "stopped: 127.0.0.1" in done.out) == (1, True)
    letters = newsloom("newsletter", "--desk", weekly, "--json").data[0]["issues"][0]["letters"]
    assert letters == {"waiting": 3}


def test_who_left_gets_nothing(newsloom: Newsloom, weekly: Path, post: Office) -> None:
    """By address or by the token of a letter; and may come back."""
    assert newsloom("newsletter", "unsubscribe", "Ana@reader.example", "--desk", weekly).code == 0
    built(newsloom, weekly)
    newsloom("newsletter", "send", "--desk", weekly)
    assert sorted(post.to) == TO[1:]
    token = post.got[0][1]["list-unsubscribe"].split("reader=")[1].split(">")[0]
    assert newsloom("newsletter", "unsubscribe", "weekly", token, "--desk", weekly).code == 0
    assert len(newsloom("newsletter", "--desk", weekly, "--json").data[0]["unsubscribed"]) == 2
    assert newsloom("newsletter", "resubscribe", "ana@reader.example", "--desk", weekly).code == 0
    assert newsloom("newsletter", "unsubscribe", "weekly", "x" * 32, "--desk", weekly).code == 2


def test_a_test_letter_is_marked(newsloom: Newsloom, weekly: Path, post: Office) -> None:
    """It goes to one address, and nothing is remembered of it."""
    built(newsloom, weekly)
    assert newsloom("newsletter", "send", "--test", "me@desk.example", "--desk", weekly).code == 0
    assert post.to == ["me@desk.example"]
    assert post.got[0][1]["subject"].startswith("[Test] The Weekly")
    assert newsloom("newsletter", "--desk", weekly, "--json").data[0]["issues"][0]["begun"] is None


def test_bad_lines_stop_it(newsloom: Newsloom, weekly: Path, post: Office) -> None:
    """They are named by file and line; `--skip-bad` leaves them out. Nobody writes a header through an address."""
    built(newsloom, weekly)
    (weekly / "readers.txt").write_text('ana@reader.example\nx y@z\n"a\\nBcc: b@c"@d.example\nb@-.example\n')
    done = newsloom("newsletter", "send", "--desk", weekly)
    assert (done.code, post.got) == (2, [])
    assert all(f"readers.txt:{number}: " in done.err for number in (2, 3, 4))
    assert newsloom("newsletter", "send", "--skip-bad", "--desk", weekly).code == 0
    assert post.to == ["ana@reader.example"]


def test_readers_in_a_table(newsloom: Newsloom, weekly: Path, post: Office) -> None:
    """A CSV with a heading; names beyond ASCII arrive as they are."""
    built(newsloom, weekly)
    (weekly / "readers.csv").write_text('Name,Email\n"Müller, Anna",ana@reader.example\n李娜,li@reader.example\n')
    file = weekly / "newsloom.toml"
    file.write_text(file.read_text().replace('"readers.txt"', '"readers.csv"'))
    assert newsloom("newsletter", "send", "--desk", weekly).code == 0
    assert [message["to"].addresses[0].display_name for _, message in post.got] == ["Müller, Anna", "李娜"]


@pytest.mark.parametrize(
    ("template", "text", "said"),
    [
        ("issue.mjml", "<mjml>\n{{ plan.nothing }}</mjml>", "issue.mjml:2: "),
        ("issue.txt", "a\n{% if %}", "issue.txt:2: "),
        ("issue.mjml", "<mjml><mj-body><mj-include path='/etc/passwd'/></mj-body></mjml>", "no MJML"),
        ("issue.txt", "{{ plan.__class__.__mro__ }}", "issue.txt:1: "),
        ("issue.txt", "{{ ().__class__.__base__.__subclasses__() }}", "issue.txt:1: "),
    ],
)
def test_owners_templates(newsloom: Newsloom, weekly: Path, template: str, text: str, said: str) -> None:
    """They get data and no code; what fails is named by file and line."""
    file = weekly / "newsloom.toml"
    file.write_text(file.read_text() + 'templates = "look"\n')
    (weekly / "look").mkdir()
    (weekly / "look" / template).write_text(text)
    done = newsloom("newsletter", "preview", "--desk", weekly)
    assert (done.code, said in done.err) == (2, True), done.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('view = "floods"', "no view named `floods`"),
        ("size = 0", "a whole number from 1"),
        ('from = "news"', "is no mail address"),
        ('user = "x"', "`user` wants one of"),
        ('password = "x"', "secrets do not stand in this file"),
        ('unsubscribe_url = "http://x.example/{token}"', "one click must be safe"),
        ('tls = "ssl"', "no way named `ssl`"),
        ("sise = 3", "unknown key"),
    ],
)
def test_bad_settings(newsloom: Newsloom, desk: Path, line: str, said: str) -> None:
    """They are refused with file and line."""
    file = desk / "newsloom.toml"
    file.write_text(file.read_text() + f"\n[newsletter.weekly]\n{line}\n")
    done = newsloom("newsletter", "--desk", desk)
    assert (done.code, said in done.err, "newsloom.toml:" in done.err) == (2, True, True), done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build", "monthly"), "no newsletter named `monthly`"),
        (("send", "--dir", "x"), "`--dir` belongs to"),
        (("status", "weekly", "x"), "one word too many"),
        (("unsubscribe", "weekly"), "whom?"),
        (("preview", "--at", "soon"), "`soon` is no time"),
    ],
)
def test_bad_words(newsloom: Newsloom, weekly: Path, words: tuple[str, ...], said: str) -> None:
    """What cannot be is refused in one line that says what would be right."""
    done = newsloom("newsletter", *words, "--desk", weekly)
    assert (done.code, said in done.err) == (2, True), done.err


def test_a_desk_without_newsletters(newsloom: Newsloom, desk: Path) -> None:
    """It says how to begin."""
    assert '[newsletter."weekly"]' in newsloom("newsletter", "--desk", desk).out
    assert newsloom("newsletter", "build", "--desk", desk).code == 2
