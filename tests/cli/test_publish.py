"""`newsloom publish`: what an owner types and reads, and what Git remembers of it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, Site

git_is_here = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")


@pytest.fixture
def busy(newsloom: Newsloom, desk: Path, site: Site) -> Path:
    """A desk that has run once over two headlines."""
    address = site.feed("/daily", "The Daily", "Ferry Halmar runs aground", "Market reopens")
    newsloom("add", address, "--desk", desk, "--id", "daily", "--no-visit")
    assert newsloom("run", "--desk", desk).code == 0
    return desk


def git(desk: Path, *words: str) -> str:
    """What Git says of the repository that newsloom keeps beside the output."""
    place = {"GIT_DIR": str(desk / ".site.newsloom/git"), "GIT_WORK_TREE": str(desk / "site")}
    done = subprocess.run(["git", *words], env=os.environ | place, cwd=desk, capture_output=True, text=True, check=True)
    return done.stdout


def test_publish_does_what_is_needed_and_says_so(newsloom: Newsloom, busy: Path) -> None:
    """Nothing when nothing changed; what was deleted; everything if asked, with no file rewritten that is the same."""
    assert "0 files written" in newsloom("publish", "--desk", busy).out
    record = next((busy / "site/_news").glob("*halmar*"))
    kept = record.read_bytes()
    record.unlink()
    assert "1 file would be written" in newsloom("publish", "--dry-run", "--desk", busy).out
    assert not record.exists()
    assert newsloom("publish", "--desk", busy, "--json").data["publish"]["written"] == [f"_news/{record.name}"]
    assert record.read_bytes() == kept
    assert "0 files written" in newsloom("publish", "--full", "--desk", busy).out


@git_is_here
def test_commits_tell_what_became_of_records(newsloom: Newsloom, busy: Path) -> None:
    """What was added, and what was removed with no word of it; a file of somebody else is left out."""
    (busy / "site" / "CNAME").write_text("news.example")
    first = newsloom("publish", "--git", "--desk", busy)
    assert (first.code, "committed" in first.out) == (0, True)
    message = git(busy, "log", "-1", "--format=%B")
    assert message.startswith("Records: 2 added\n\nadded: ")
    assert "added: Ferry Halmar runs aground" in message
    assert "CNAME" not in git(busy, "ls-tree", "-r", "--name-only", "HEAD")
    assert "no commit" in newsloom("publish", "--git", "--desk", busy).out
    [id_] = [found["id"] for found in newsloom("search", "Halmar", "--desk", busy, "--json").data]
    newsloom("forget", id_, "--yes", "--desk", busy)
    newsloom("publish", "--git", "--desk", busy)
    message = git(busy, "log", "-1", "--format=%B")
    assert message.partition("\n")[0].endswith("1 removed")
    assert "Ferry Halmar" not in message
    assert git(busy, "status", "--porcelain").strip() == "?? CNAME"


@git_is_here
def test_an_output_inside_a_repository_is_committed_there_alone(newsloom: Newsloom, busy: Path) -> None:
    """The owner's other work, staged or not, stays as it is."""
    for words in (("init", "-q"), ("config", "user.email", "owner@desk.example"), ("config", "user.name", "Owner")):
        subprocess.run(["git", "-C", busy, *words], check=True)
    subprocess.run(["git", "-C", busy, "add", "newsloom.toml"], check=True)
    assert "committed" in newsloom("publish", "--git", "--desk", busy).out
    listed = subprocess.run(
        ["git", "-C", busy, "ls-tree", "-r", "--name-only", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.split()
    assert {name.partition("/")[0] for name in listed} == {"site"}
    staged = subprocess.run(
        ["git", "-C", busy, "diff", "--cached", "--name-only"], check=True, capture_output=True, text=True
    ).stdout
    assert staged.strip() == "newsloom.toml"


def test_what_cannot_be_is_said(newsloom: Newsloom, busy: Path) -> None:
    """A rehearsal commits nothing, and a repository inside the output would be swapped with it."""
    refused = newsloom("publish", "--git", "--dry-run", "--desk", busy)
    assert (refused.code, "choose one" in refused.err) == (2, True)
    if shutil.which("git"):
        (busy / "site/.git").mkdir()
        refused = newsloom("publish", "--git", "--desk", busy)
        assert (refused.code, "inside the output" in refused.err) == (2, True)
