"""`newsloom replay` shows what other settings would have made, and leaves the desk as it is."""

import re
from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, Site, run_quietly, write_desk


@pytest.fixture(scope="module")
def grown(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that has published two feeds. Tests work on copies of it."""
    desk = tmp_path_factory.mktemp("grown")
    write_desk(desk)
    site.feed("/a", "The <Daily>", "Flood in Marnhem & beyond", "Bridge closed in Oslet")
    site.feed("/b", "The Post", "Flood in Marnhem harbour", "Quake shakes Pelagor")
    for name in ("a", "b"):
        run_quietly("--desk", desk, "add", f"{site.address}/{name}", "--id", name, "--yes", "--no-visit")
    run_quietly("--desk", desk, "run")
    return desk


def kept(desk: Path) -> dict[str, bytes]:
    """The desk's files, without what SQLite puts beside a database that is open."""
    files = (path for path in desk.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal")))
    return {str(path): path.read_bytes() for path in files}


def test_changed_weights_are_told_and_the_desk_stays_as_it_is(newsloom: Newsloom, busy: Path, tmp_path: Path) -> None:
    """The database is the same, byte for byte; the page asks nobody for anything and runs no script."""
    changed, page = tmp_path / "changed.toml", tmp_path / "replay.html"
    changed.write_text("[profile]\nthreshold = 90\n", encoding="utf-8")
    before = kept(busy)
    said = newsloom("--desk", busy, "replay", "--since", "1d", "--every", "1h", "--with", changed, "--html", page)
    assert said.code == 0, said.err
    assert kept(busy) == before
    told = page.read_text(encoding="utf-8")
    assert "<script" not in told
    assert not re.search(r"(?:src|href)=|url\(|https?://", told)
    assert "prefers-color-scheme:dark" in told


def test_unchanged_settings_change_nothing(newsloom: Newsloom, busy: Path) -> None:
    """What was is shown as it was."""
    data = newsloom("--desk", busy, "replay", "--since", "1d", "--every", "1h", "--json").data
    assert data["same"] is True
    assert data["before"] == data["after"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[profile]\nthreshhold = 3\n", r"changed\.toml:2: unknown key `threshhold`.*did you mean `threshold`"),
        ("[tiers]\n\na = 3\n", r"changed\.toml:3: `a` in \[tiers\] is no host"),
        ('[profile]\nname = "defualt"\n', r"changed\.toml:2: no profile named `defualt`; did you mean `default`"),
        ("[profile\n", r"changed\.toml:1: not valid TOML"),
    ],
)
def test_bad_settings_are_named_by_their_file_and_line(
    newsloom: Newsloom, busy: Path, tmp_path: Path, text: str, wrong: str
) -> None:
    """As those of newsloom.toml are."""
    changed = tmp_path / "changed.toml"
    changed.write_text(text, encoding="utf-8")
    said = newsloom("--desk", busy, "replay", "--with", changed)
    assert said.code != 0
    assert re.search(wrong, said.err), said.err
