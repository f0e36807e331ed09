"""A desk from its first day to its worst: watched, run, read, mended."""

import json
import shutil
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, Site, write_desk

from newsloom.cli import main
from newsloom.settings.read import read_settings
from newsloom.testing.state import files_of

FLOOD = ("Flood closes the Elm bridge in Osterby", "Osterby counts what the flood took", "New mayor for Lindholm")
BRIDGE = ("Elm bridge in Osterby closed by flood", "Bakers of Lindholm go on strike")


@pytest.fixture(scope="module")
def grown(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that has watched two outlets and run once; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("grown")
    write_desk(folder)
    with redirect_stdout(StringIO()) as said:
        for url in (site.feed("/post.rss", "The Post", *FLOOD), site.feed("/herald.rss", "The Herald", *BRIDGE)):
            assert main(["add", url, "--desk", str(folder)]) == 0
        assert main(["run", "--desk", str(folder)]) == 0
    assert "visited 2 sources: 5 new articles" in said.getvalue()
    return folder


@pytest.fixture
def busy(grown: Path, tmp_path: Path) -> Path:
    """A desk of one's own that has run."""
    shutil.copytree(grown, tmp_path / "busy")
    return tmp_path / "busy"


def test_init_makes_a_desk_that_works(newsloom: Newsloom, tmp_path: Path) -> None:
    """What `init` writes can be run as it is, and is not written over."""
    made = newsloom("init", tmp_path / "my desk")
    assert made.code == 0
    assert f"next: cd '{tmp_path / 'my desk'}'" in made.out
    assert newsloom("run", "--desk", tmp_path / "my desk").out.startswith("no sources yet; `newsloom add URL`")
    again = newsloom("init", tmp_path / "my desk")
    assert (again.code, "exists already" in again.err) == (2, True)


@pytest.mark.parametrize("title", ['a "b" \\', "two\nlines", "\x7f\x00", "Økonomi 经济", "\udcff"])
def test_init_takes_any_title(newsloom: Newsloom, tmp_path: Path, title: str) -> None:
    """Whatever the title, the new file reads as settings."""
    assert newsloom("init", tmp_path / "x", "--title", title, "--json").code == 0
    assert read_settings(tmp_path / "x/newsloom.toml").desk.title == title.replace("\udcff", "?")


def test_add_finds_the_feed_of_a_page(newsloom: Newsloom, desk: Path, site: Site) -> None:
    """The page's one feed is appended, with its title and newest headlines; a second time nothing changes."""
    feed = site.feed("/news.rss", "The Post", *FLOOD)
    added = newsloom("add", site.page("/", "/news.rss"), "--desk", desk, "--id", "post")
    assert "added `post`" in added.out
    assert FLOOD[0] in added.out
    before = (desk / "newsloom.toml").read_bytes()
    assert f"{feed} is watched already, as `post`" in newsloom("add", feed, "--desk", desk).out
    assert (desk / "newsloom.toml").read_bytes() == before


def test_add_asks_which_of_several(newsloom: Newsloom, desk: Path, site: Site) -> None:
    """A page with several feeds is shown, not guessed; --pick, --yes or --json decide."""
    a, b = site.feed("/a", "The Post", *FLOOD), site.feed("/b", "The Herald", *BRIDGE)
    page = site.page("/", a, b)
    asked = newsloom("add", page, "--desk", desk)
    assert (asked.code, "names 2 feeds; --pick N takes one" in asked.out) == (1, True)
    told = newsloom("add", page, "--desk", desk, "--json")
    assert (told.code, told.data["added"]) == (1, [])
    assert [found["url"] for found in told.data["found"]] == [a, b]
    assert newsloom("add", page, "--desk", desk, "--pick", 3).code == 2
    assert newsloom("add", page, "--desk", desk, "--pick", 2, "--json").data["added"][0]["url"] == b


def test_add_says_why_it_cannot(newsloom: Newsloom, desk: Path, site: Site) -> None:
    """No feed, no page, no address: each is said in a line, and nothing is appended."""
    before = (desk / "newsloom.toml").read_bytes()
    site.pages["/junk"] = ("application/rss+xml", bytes(range(256)))
    for url, said in (
        (site.page("/none"), "names no feed that can be read"),
        (f"{site.address}/junk", "not a feed"),
        (f"{site.address}/nowhere", "the server answered 404"),
        ("daily.example", "must start with https:// or http://"),
        ("https://", "no valid URL"),
        ("http://192.168.7.7/", "192.168.7.7 is not a public address"),
    ):
        result = newsloom("add", url, "--desk", desk)
        assert (result.code, result.out, said in result.err) == (2, "", True), result
    assert (desk / "newsloom.toml").read_bytes() == before


def test_run_twice_changes_nothing(newsloom: Newsloom, busy: Path) -> None:
    """A second run has nothing due and writes nothing."""
    before = files_of(busy / "site")
    assert "0 files written" in newsloom("run", "--desk", busy).out
    assert files_of(busy / "site") == before


def test_run_of_one_source(newsloom: Newsloom, busy: Path) -> None:
    """--source visits one source though it is not due; an unknown one is refused."""
    name = newsloom("sources", "--json", "--desk", busy).data[0]["id"]
    assert newsloom("run", "--source", name, "--json", "--desk", busy).data["ingest"]["visited"] == 1
    wrong = newsloom("run", "--source", "nope", "--desk", busy)
    assert (wrong.code, "no source `nope`; `newsloom sources` lists them" in wrong.err) == (2, True)


def test_a_source_that_fails(newsloom: Newsloom, desk: Path, site: Site) -> None:
    """Among others it is named and no more; asked for by name, its failure is the answer."""
    assert newsloom("add", f"{site.address}/gone", "--no-visit", "--id", "gone", "--desk", desk).code == 0
    result = newsloom("run", "--desk", desk)
    assert (result.code, "gone: not found: the server answered 404" in result.out) == (0, True)
    assert newsloom("run", "--source", "gone", "--desk", desk).code == 1
    assert newsloom("doctor", "--desk", desk).code == 1


def test_dry_run_leaves_every_byte(newsloom: Newsloom, desk: Path, busy: Path, site: Site) -> None:
    """A dry run says what would be written and touches no file: neither on a new desk nor on one that has run."""
    newsloom("add", f"{site.address}/post.rss", "--desk", desk)
    site.feed("/post.rss", "The Post", "A late report of the flood", *FLOOD)
    name = newsloom("sources", "--json", "--desk", busy).data[0]["id"]
    for folder, more in ((desk, ()), (busy, ("--source", name))):
        before = files_of(folder)
        told = newsloom("run", "--dry-run", "--desk", folder, *more)
        assert told.code == 0
        assert "would be written" in told.out
        assert newsloom("run", "--dry-run", "--json", "--desk", folder, *more).data["publish"]["written"]
        assert files_of(folder) == before


def test_explain_by_every_name(newsloom: Newsloom, busy: Path) -> None:
    """An article, its story and its record lead to the same explanation, whose parts sum to its scores."""
    story = newsloom("stories", "--all", "--json", "--desk", busy).data[0]
    names = (story["id"], story["articles"][0]["id"], story["record"], story["record"].rpartition("/")[2])
    told = [newsloom("explain", name, "--json", "--desk", busy).data for name in names]
    assert {each["story"]["id"] for each in told} == {story["id"]}
    assert told[1]["asked"] == names[1]
    for score in (told[0]["heat"], told[0]["quality"]):
        assert sum(part["points"] for part in score["parts"]) == score["value"]
    shown = newsloom("explain", names[0], "--desk", busy).out
    assert "why these belong together" in shown
    assert "what would change it" in shown
    assert "the threshold of 36" in shown
    prospects = told[0]["would_change_it"]
    assert {"author", "length"} & {prospect["turn"] for prospect in prospects["article"]}
    assert all(prospect["adds"] > 0 for prospect in prospects["article"])
    unknown = newsloom("explain", "0123456789abcdef", "--desk", busy)
    assert (unknown.code, "`newsloom stories` and `newsloom search` show ids" in unknown.err) == (2, True)


def test_search(newsloom: Newsloom, busy: Path) -> None:
    """All words must be there; no word is an operator."""
    hits = newsloom("search", "flood", "bridge", "--json", "--desk", busy).data
    assert {hit["title"] for hit in hits} == {FLOOD[0], BRIDGE[0]}
    assert newsloom("search", "flood", "--limit", 1, "--json", "--desk", busy).data
    for odd in ('"', "NEAR(", "*", "flood OR", "title:flood", "'; drop table article"):
        assert newsloom("search", odd, "--desk", busy).code == 0
    assert newsloom("search", "--desk", busy, "--", "-flood").code == 0
    assert newsloom("search", "zebra", "--desk", busy).out == "nothing stored holds: zebra\n"


def test_sources_are_changed_one_at_a_time(newsloom: Newsloom, busy: Path) -> None:
    """Each action changes one block and is undone by its opposite, byte for byte; removing keeps the stories."""
    path = busy / "newsloom.toml"
    name = newsloom("sources", "--json", "--desk", busy).data[1]["id"]
    before = path.read_bytes()
    for action, opposite, health in (("disable", "enable", "disabled"), ("mute", "unmute", "muted")):
        assert newsloom("sources", action, name, "--desk", busy).out == f"{name}: {action}d in {path}\n"
        assert newsloom("sources", "--json", "--desk", busy).data[1]["health"] == health
        assert newsloom("sources", opposite, name, "--desk", busy).code == 0
        assert path.read_bytes() == before
    stories = newsloom("stories", "--all", "--json", "--desk", busy).data
    assert newsloom("sources", "remove", name, "--json", "--desk", busy).data == {"source": name, "action": "remove"}
    assert len(newsloom("sources", "--json", "--desk", busy).data) == 1
    assert len(newsloom("stories", "--all", "--json", "--desk", busy).data) == len(stories)
    assert newsloom("sources", "remove", name, "--desk", busy).code == 2
    assert newsloom("sources", "disable", "--desk", busy).code == 2


def test_sources_travel_as_opml(newsloom: Newsloom, busy: Path, tmp_path: Path) -> None:
    """What one desk exports another imports, once."""
    second = tmp_path / "second"
    second.mkdir()
    write_desk(second)
    file = tmp_path / "feeds.opml"
    assert newsloom("export", "--opml", file, "--json", "--desk", busy).data == {"file": str(file), "sources": 2}
    assert newsloom("export", "--opml", "--desk", busy).out.encode() == file.read_bytes()
    assert newsloom("export", "--opml", "--json", "--desk", busy).code == 2
    assert len(newsloom("import", file, "--json", "--desk", second).data["added"]) == 2
    assert "2 feeds, 0 added" in newsloom("import", file, "--desk", second).out
    assert newsloom("export", "--opml", "--desk", second).out.encode() == file.read_bytes()


def test_a_damaged_desk_is_mended_from_its_backup(newsloom: Newsloom, busy: Path, tmp_path: Path) -> None:
    """The doctor sees the damage, commands refuse, the backup brings everything back, and the output is the same."""
    output = files_of(busy / "site")
    copy = tmp_path / "desk.backup"
    assert newsloom("backup", copy, "--json", "--desk", busy).data["articles"] == 5
    assert newsloom("backup", copy, "--desk", busy).code == 2
    database = busy / "newsloom.db"
    size = database.stat().st_size
    with database.open("r+b") as file:
        file.seek(64)
        file.write(b"\xa5" * (size - 64))
    ill = newsloom("doctor", "--json", "--desk", busy)
    assert ill.code == 1
    assert [finding["what"] for finding in ill.data if not finding["well"]] == ["database"]
    refused = newsloom("stories", "--desk", busy)
    assert (refused.code, refused.out, refused.err.count("\n")) == (4, "", 1)
    restored = newsloom("restore", copy, "--json", "--desk", busy)
    assert (restored.code, Path(restored.data["replaced"]).exists()) == (0, True)
    assert newsloom("doctor", "--desk", busy).out.endswith("all is well\n")
    assert newsloom("run", "--desk", busy).code == 0
    assert files_of(busy / "site") == output


def test_restore_wants_a_backup(newsloom: Newsloom, busy: Path, tmp_path: Path) -> None:
    """A missing file, a folder or rubbish restores nothing."""
    junk = tmp_path / "junk"
    junk.write_bytes(b"\x00\xff" * 5000)
    before = (busy / "newsloom.db").read_bytes()
    assert newsloom("restore", tmp_path / "none", "--desk", busy).code == 2
    assert newsloom("restore", tmp_path, "--desk", busy).code == 2
    refused = newsloom("restore", junk, "--desk", busy)
    assert (refused.code, "nothing was changed" in refused.err) == (4, True)
    assert (busy / "newsloom.db").read_bytes() == before


def test_doctor_names_what_is_wrong(newsloom: Newsloom, desk: Path) -> None:
    """A fault is a finding, never a fall: a missing folder, an output that is a file, topics without files."""
    path = write_desk(desk)
    text = path.read_text(encoding="utf-8")
    (desk / "taken").write_text("", encoding="utf-8")
    for old, new, what in (
        ("[desk]\n", '[desk]\ndatabase = "nowhere/newsloom.db"\n', "database"),
        ('output = "site"', 'output = "taken/site"', "output"),
        ("[topics]\n", '[topics]\nroot = "nope"\n', "topics"),
    ):
        path.write_text(text.replace(old, new), encoding="utf-8")
        result = newsloom("doctor", "--json", "--desk", desk)
        assert result.code == 1, result
        assert [finding["what"] for finding in result.data if not finding["well"]] == [what]


def test_times_are_in_the_zone_of_the_desk(newsloom: Newsloom, busy: Path) -> None:
    """One setting moves every time shown; data stays in UTC."""
    path = busy / "newsloom.toml"
    text = path.read_text(encoding="utf-8").replace("[desk]\n", '[desk]\ntime_zone = "Asia/Kathmandu"\n')
    path.write_text(text, encoding="utf-8")
    assert "2026-11-21 00:45" in newsloom("search", "bakers", "--desk", busy).out
    assert newsloom("search", "bakers", "--json", "--desk", busy).data[0]["published"] == "2026-11-20T19:00:00+00:00"


def test_output_is_read_as_json(newsloom: Newsloom, busy: Path) -> None:
    """Every command that prints data prints one JSON document and nothing else."""
    story = newsloom("stories", "--all", "--json", "--desk", busy).data[0]["id"]
    for words in ("run", "stories", "search flood", f"explain {story}", "sources", "doctor"):
        result = newsloom(*words.split(), "--json", "--desk", busy)
        assert result.err == ""
        assert json.loads(result.out) is not None


def test_doctor_names_a_tier_that_rates_nobody(newsloom: Newsloom, busy: Path) -> None:
    """A host that is misspelt in [tiers] is told with its line and the host that was meant; a known one is not."""
    path = busy / "newsloom.toml"
    text = path.read_text(encoding="utf-8")
    rated = '[tiers]\n"127.0.0.1" = 40\n"127.0.0.l.example" = 40\n#'
    path.write_text(text.replace("[tiers]", rated, 1), encoding="utf-8")
    found = [one for one in newsloom("doctor", "--json", "--desk", busy).data if one["what"] == "tiers"]
    assert [one["well"] for one in found] == [False]
    line = text[: text.index("[tiers]")].count("\n") + 3
    assert found[0]["detail"].startswith(f"newsloom.toml:{line}: `127.0.0.l.example` rates nobody")
    assert "did you mean `127.0.0.1`?" in found[0]["detail"]


def test_every_read_shows_what_changed_weights_make(newsloom: Newsloom, busy: Path) -> None:
    """Without a run in between stories, the front and the receipt agree on the new scores; so does the next run."""
    old = newsloom("stories", "--all", "--json", "--desk", busy).data
    (busy / "mine.toml").write_text('base = "default"\n[weights]\nown_text = 2\nhalf_life_hours = 200\nthreshold = 5\n')
    path = busy / "newsloom.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[profile]", '[profile]\nfile = "mine.toml"\n#', 1), encoding="utf-8")
    new = newsloom("stories", "--all", "--json", "--desk", busy).data
    heats = {story["id"]: story["heat"] for story in new}
    assert heats != {story["id"]: story["heat"] for story in old}
    front = newsloom("edition", "show", "--json", "--desk", busy).data
    assert {one["story"]: one["heat"] for one in front["placed"]}.items() <= heats.items()
    for story, heat in heats.items():
        told = newsloom("explain", story, "--json", "--desk", busy).data
        assert told["heat"]["value"] == heat
    assert newsloom("run", "--desk", busy).code == 0
    again = newsloom("stories", "--all", "--json", "--desk", busy).data
    assert {story["id"]: story["heat"] for story in again} == heats
    for story in again:
        record = (busy / "site" / story["record"]).read_text(encoding="utf-8")
        assert f"heat: {story['heat']}\n" in record
