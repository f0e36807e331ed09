"""A bad day: wrong settings, missing places, rubbish where a file should be."""

import os
from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, Site, write_desk

FAULTS = [
    ("[fetch]\nbacklgo = 3\n", 2, "unknown key `backlgo` in [fetch]; did you mean `backlog`?"),
    ("\n[fecth]\nbacklog = 3\n", 2, "unknown table or key `fecth`; did you mean `fetch`?"),
    ('[fetch]\n# a comment\nbacklog = "3"\n', 3, "`fetch.backlog`: expected `int`, got `str`"),
    ("[fetch]\nworkers = 0\n", 2, "`fetch.workers`"),
    ("[fetch\n", 1, "not valid TOML"),
    ('[desk]\ntime_zone = "Mars/Olympus"\n', 2, "no time zone `Mars/Olympus`; an IANA name is wanted, as Europe/Paris"),
    ('[profile]\nname = "defualt"\n', 2, "no profile named `defualt`; did you mean `default`?"),
    ('[[source]]\nurl = "https://a.example/"\n[[source]]\nurll = "x"\n', 4, "did you mean `url`?"),
    ('[[source]]\nid = "a"\n', 1, "missing required field `url`"),
    ('[[source]]\nurl = "a.example/rss"\n', 2, "`a.example/rss` is no address; it must start with https:// or http://"),
]


@pytest.mark.parametrize(("text", "line", "said"), FAULTS, ids=[said[:40] for _, _, said in FAULTS])
def test_wrong_settings_are_shown_by_line(newsloom: Newsloom, tmp_path: Path, text: str, line: int, said: str) -> None:
    """A fault in newsloom.toml is one line: file, line number, what is wrong, what would be right."""
    path = tmp_path / "newsloom.toml"
    path.write_text(text, encoding="utf-8")
    result = newsloom("stories", "--desk", tmp_path)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"newsloom: {path}:{line}: ")
    assert said in result.err
    assert result.err.count("\n") == 1
    assert not (tmp_path / "newsloom.db").exists()


def test_where_there_is_no_desk(newsloom: Newsloom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here, in a missing folder, in a file that is missing: the line says how to make a desk or name one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWSLOOM_DESK", raising=False)
    for words in ([], ["--desk", tmp_path / "none"], ["--desk", tmp_path / "none.toml"]):
        for command in ("run", "stories", "doctor", "sources"):
            result = newsloom(command, *words)
            assert (result.code, result.out) == (2, "")
            assert "there is no desk here; `newsloom init DIR` makes one, --desk DIR names another" in result.err
    assert not list(tmp_path.iterdir())


def test_a_desk_is_found_from_anywhere(
    newsloom: Newsloom, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By folder, by file, by NEWSLOOM_DESK, or because we stand in it; the database stays beside its settings."""
    monkeypatch.chdir(tmp_path)
    assert newsloom("sources", "--json", "--desk", desk.name).data == []
    assert newsloom("sources", "--json", "--desk", f"{desk.name}/newsloom.toml").data == []
    monkeypatch.setenv("NEWSLOOM_DESK", str(desk))
    assert newsloom("run", "--json").code == 0
    monkeypatch.delenv("NEWSLOOM_DESK")
    monkeypatch.chdir(desk)
    assert newsloom("stories", "--json").data == []
    assert (desk / "newsloom.db").exists()
    assert not (tmp_path / "newsloom.db").exists()


@pytest.fixture
def junk(tmp_path: Path) -> Path:
    """A file that is nothing in particular."""
    path = tmp_path / "junk.toml"
    path.write_bytes(bytes(range(255, -1, -1)) * 40)
    return path


@pytest.mark.parametrize(
    "words", ["sources --desk {}", "import {}", "feed {}", "restore {}"], ids=lambda words: words.split()[0]
)
def test_rubbish_is_refused_by_name(newsloom: Newsloom, desk: Path, junk: Path, words: str) -> None:
    """Rubbish is answered in one line that names the file."""
    more = () if "--desk" in words or "feed" in words else ("--desk", desk)
    result = newsloom(*words.format(junk).split(), *more)
    assert result.code == (4 if "restore" in words else 2)
    assert (result.out, result.err.count("\n")) == ("", 1)
    assert str(junk) in result.err


@pytest.mark.parametrize("words", ["import {}", "feed {}", "restore {}", "backup {}", "export --opml {}"])
@pytest.mark.parametrize("name", [".", "missing/file", "junk.toml/below", "x" * 300])
def test_places_that_are_no_files(newsloom: Newsloom, desk: Path, junk: Path, words: str, name: str) -> None:
    """A folder, a missing place, a file taken for a folder, a name too long: one line, wrong use."""
    result = newsloom(*words.format(junk.parent / name).split(), "--desk", desk)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1), result


@pytest.mark.parametrize("name", [b"\xff\xfe", b"50% ?#&;mode=ro %41 'x'"], ids=["not-utf-8", "signs"])
def test_file_names_are_only_names(newsloom: Newsloom, tmp_path: Path, site: Site, name: bytes) -> None:
    """Names that are no UTF-8, or look like parts of an address, are read, written and shown."""
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/" + name)
    assert newsloom("init", folder).code == 0
    write_desk(Path(folder))
    site.feed("/a", "The Post", "A headline")
    feed = Path(folder) / "feed.xml"
    feed.write_bytes(site.pages["/a"][1])
    assert newsloom("feed", feed, "--json").data["format"] == "rss20"
    assert newsloom("add", f"{site.address}/a", "--desk", folder).code == 0
    assert newsloom("run", "--desk", folder).code == 0
    assert newsloom("doctor", "--desk", folder).code == 0
    assert newsloom("export", "--opml", f"{folder}/out.opml", "--json", "--desk", folder).data["sources"] == 1
    assert newsloom("backup", f"{folder}/copy", "--json", "--desk", folder).code == 0
    assert newsloom("records", "check", f"{folder}/site").code == 0
    assert [path.name for path in tmp_path.iterdir()] == [Path(folder).name]


def test_an_output_that_cannot_be_written(newsloom: Newsloom, desk: Path) -> None:
    """A file where the output should be is the desk's fault, and nothing is lost."""
    (desk / "site").write_text("mine", encoding="utf-8")
    result = newsloom("run", "--desk", desk)
    assert (result.code, result.err.count("\n")) == (4, 1), result
    assert (desk / "site").read_text(encoding="utf-8") == "mine"


def test_settings_that_changed_into_a_folder(newsloom: Newsloom, tmp_path: Path) -> None:
    """A folder called newsloom.toml is no desk, nor can `init` make one over it."""
    (tmp_path / "newsloom.toml").mkdir()
    assert newsloom("stories", "--desk", tmp_path).code == 2
    assert newsloom("init", tmp_path).code == 2
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = newsloom("init", tmp_path / "file")
    assert (result.code, "is a file; a new desk wants a folder" in result.err) == (2, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_settings_nobody_may_read(newsloom: Newsloom, desk: Path) -> None:
    """A file that may not be read is named with the reason."""
    (desk / "newsloom.toml").chmod(0)
    result = newsloom("stories", "--desk", desk)
    assert (result.code, result.out) == (2, "")
    assert f"{desk}/newsloom.toml: cannot be read: Permission denied" in result.err
