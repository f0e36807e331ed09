"""`newsloom story`: what an editor types and reads."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.stage import Newsloom, Site

from newsloom.testing.state import differences, state_of


@pytest.fixture
def busy(newsloom: Newsloom, desk: Path, site: Site) -> Path:
    """A desk that has run once over three events, one of them told twice."""
    feeds = {
        "daily": ("Ferry Halmar runs aground off Torvik", "Parliament of Velmark passes its budget"),
        "weekly": ("Ferry Halmar aground off Torvik harbour", "Comet seen over Brayfell"),
    }
    for name, headlines in feeds.items():
        address = site.feed(f"/{name}", name.title(), *headlines)
        newsloom("add", address, "--desk", desk, "--id", name, "--no-visit")
    assert newsloom("run", "--desk", desk).code == 0
    return desk


def stories(newsloom: Newsloom, desk: Path) -> dict[str, dict[str, Any]]:
    """Every story by the first word of its first headline, and each article's id by its own."""
    found = newsloom("stories", "--all", "--days", 30000, "--desk", desk, "--json").data
    return {story["title"].split()[0]: story for story in found}


def test_merge_and_undo(newsloom: Newsloom, busy: Path) -> None:
    """One line for what changed, one for what holds, one for how to take it back; a rehearsal changes nothing."""
    before = stories(newsloom, busy)
    ids = [before[name]["id"] for name in ("Comet", "Parliament")]
    rehearsed = newsloom("story", "merge", *ids, "--dry-run", "--desk", busy)
    assert (rehearsed.code, "would go into" in rehearsed.out, "nothing was changed" in rehearsed.out) == (0, True, True)
    assert stories(newsloom, busy) == before
    said = newsloom("story", "merge", ids[0][:8], ids[1], "--by", "Ana", "--reason", "one day", "--desk", busy).out
    assert f"story {ids[1]} went into story {ids[0]}" in said
    assert "are kept together, whatever comes" in said
    ruling = said.split("story undo ")[1].split("`")[0]
    assert len(stories(newsloom, busy)) == len(before) - 1
    again = newsloom("story", "merge", *ids, "--desk", busy)
    assert (again.code, "cannot be merged with itself" in again.err) == (2, True)
    undone = newsloom("story", "undo", ruling, "--by", "Bo", "--desk", busy, "--json").data
    assert (undone["ruling"]["undone_by"], undone["stayed"]) == ("Bo", [])
    assert stories(newsloom, busy).keys() == before.keys()
    twice = newsloom("story", "undo", ruling, "--desk", busy)
    assert (twice.code, "undone already, by Bo" in twice.err) == (2, True)
    told = newsloom("story", "history", ids[1], "--desk", busy).out
    assert all(word in told for word in ("Ana", "Bo", "one day", ruling, "undone since"))


def test_split_move_keep_part(newsloom: Newsloom, busy: Path) -> None:
    """Each says what it did; what contradicts an earlier order names it."""
    (ferry, comet) = (stories(newsloom, busy)[name] for name in ("Ferry", "Comet"))
    first, second = (article["id"] for article in ferry["articles"])
    split = newsloom("story", "split", ferry["id"], "--articles", second, "--by", "Ana", "--desk", busy, "--json").data
    fresh = split["changes"][0]["story"]
    assert (split["ruling"]["kind"], split["changes"][0]["other"]) == ("apart", ferry["id"])
    refused = newsloom("story", "keep", first, second, "--desk", busy)
    assert (refused.code, f"story undo {split['ruling']['id']}" in refused.err) == (2, True)
    moved = newsloom("story", "move", second, comet["id"], "--desk", busy)
    assert f"went from story {fresh} to story {comet['id']}" in moved.out
    kept = newsloom("story", "keep", comet["articles"][0]["id"], second, "--desk", busy)
    assert "no story changes by this now" in kept.out
    assert newsloom("story", "part", first, comet["articles"][0]["id"], "--desk", busy).code == 0
    everything = newsloom("story", "history", "--desk", busy, "--json").data
    assert [ruling["order"] for ruling in everything["rulings"]] == ["split", "move", "keep", "part"]
    alone = newsloom("story", "split", ferry["id"], "--articles", first, "--desk", busy)
    assert (alone.code, "holds one article" in alone.err) == (2, True)


def test_an_order_that_is_killed_leaves_nothing(newsloom: Newsloom, busy: Path) -> None:
    """Neither ruling nor change; given again, it does what it would have done."""
    before = state_of(busy / "newsloom.toml")
    ids = [story["id"] for story in stories(newsloom, busy).values()]
    command = [sys.executable, "-m", "newsloom", "story", "merge", *ids, "--by", "Ana", "--desk", str(busy)]
    environment = {"PYTHONPATH": ":".join(sys.path), "NEWSLOOM_FAIL_AT": "story.saving"}
    killed = subprocess.run(command, env=environment, check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    assert differences(before, state_of(busy / "newsloom.toml")) == []
    assert newsloom("story", "merge", *ids, "--desk", busy).code == 0
    assert len(stories(newsloom, busy)) == 1


def test_show_tells_the_life(newsloom: Newsloom, busy: Path) -> None:
    """Phase, first report, outlets, in words and as data; the doctor finds the log in order."""
    ferry = stories(newsloom, busy)["Ferry"]
    said = newsloom("story", "show", ferry["id"][:6], "--desk", busy).out
    assert "first told by" in said
    assert "who had it when" in said
    life = newsloom("explain", ferry["id"], "--desk", busy, "--json").data["life"]
    assert life["phase"] == "breaking"
    assert {one["outlet"] for one in life["outlets"]} == {"Daily", "Weekly"}
    newsloom("story", "split", ferry["id"], "--articles", ferry["articles"][0]["id"], "--by", "Ana", "--desk", busy)
    assert "an editor put it here" in newsloom("explain", ferry["articles"][0]["id"], "--desk", busy).out
    assert "as the log of their changes tells" in newsloom("doctor", "--desk", busy).out


def test_bad_days(newsloom: Newsloom, busy: Path) -> None:
    """Unknown, mistyped, removed, too few, too many: one line that says what would be right."""
    ferry = stories(newsloom, busy)["Ferry"]
    article = ferry["articles"][0]["id"]
    typo = ferry["id"][:-1] + "x"
    newsloom("forget", ferry["articles"][1]["id"], "--yes", "--desk", busy)
    wrong = {
        ("merge", typo, ferry["id"]): f"did you mean `{ferry['id']}`?",
        ("merge", article, ferry["id"]): f"is an article; its story is {ferry['id']}",
        ("merge", ferry["id"]): "wants more words: newsloom story merge STORY STORY…",
        ("split", ferry["id"]): "--articles ARTICLE,ARTICLE…",
        ("move", ferry["id"], ferry["id"]): "is a story;",
        ("move", article, ferry["id"]): "already",
        ("keep", article, article): "two different articles",
        ("keep", article, ferry["articles"][1]["id"]): "was removed",
        ("part", article, "nowhere"): "no article `nowhere`",
        ("part", article, article, article): "one word too many",
        ("undo", "r0"): "no ruling `r0`",
        ("keep", article, article, "--articles", "x"): "--articles belongs to",
        ("history", "nowhere"): "no story `nowhere`",
    }
    for words, said in wrong.items():
        result = newsloom("story", *words, "--desk", busy)
        assert (result.code, result.err.count("\n")) == (2, 1), words
        assert said in result.err, words
    assert "no editor has ruled anything yet" in newsloom("story", "history", "--desk", busy).out
