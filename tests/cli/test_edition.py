"""`newsloom edition`: what an editor types and reads."""

from pathlib import Path
from typing import Any

import pytest
from tests.cli.stage import Newsloom, Site, run_quietly, write_desk


@pytest.fixture(scope="module")
def grown(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that has run once over three events, all of them published. Tests work on copies of it."""
    desk = tmp_path_factory.mktemp("grown")
    file = write_desk(desk)
    feeds = {
        "daily": ("Ferry Halmar runs aground off Torvik", "Parliament of Velmark passes its budget"),
        "weekly": ("Comet seen over Brayfell",),
    }
    for name, headlines in feeds.items():
        address = site.feed(f"/{name}", name.title(), *headlines)
        run_quietly("add", address, "--desk", desk, "--id", name, "--no-visit")
    text = file.read_text().replace("# threshold = 36 ", "threshold = 1 ")
    file.write_text(
        text.replace("# source_share = 0.25", "source_share = 1").replace("# family_share = 0.35", "family_share = 1")
    )
    run_quietly("run", "--desk", desk)
    return desk


def shown(newsloom: Newsloom, desk: Path) -> dict[str, Any]:
    """The front by the first words of its headlines, in order."""
    data = newsloom("edition", "show", "--desk", desk, "--json").data
    return {one["title"].split(maxsplit=1)[0]: one for one in data["placed"]}


def test_pin_kill_edit_undo(newsloom: Newsloom, busy: Path) -> None:
    """Each says what it did and how to take it back, is published at once, and stands in show, explain and log."""
    before = shown(newsloom, busy)
    assert before.keys() == {"Ferry", "Parliament", "Comet"}
    comet, ferry, budget = (before[name]["story"] for name in ("Comet", "Ferry", "Parliament"))
    pinned = newsloom(
        "edition", "pin", comet[:8], "--place", "1", "--until", "2999-01-01", "--by", "Ana", "--desk", busy
    )
    assert (pinned.code, f"story {comet}: pinned at place 1 until 2999-01-01 00:00" in pinned.out) == (0, True)
    edited = newsloom("edition", "edit", ferry, "--headline", "All safe", "--by", "Ana", "--desk", busy, "--json").data
    assert (edited["intervention"]["headline"], len(edited["written"]) > 0) == ("All safe", True)
    killed = newsloom("edition", "kill", budget, "--by", "Ana", "--reason", "a hoax", "--desk", busy)
    order = killed.out.split("edition undo ")[1].split("`")[0]
    after = shown(newsloom, busy)
    assert [*after] == ["Comet", "All"]
    told = newsloom("edition", "show", "--desk", busy).out
    assert all(word in told for word in ("pinned at place 1", "headline “All safe” by Ana", "an editor killed it"))
    assert "killed by Ana" in newsloom("explain", budget, "--desk", busy).out
    asked = newsloom("explain", comet, "--desk", busy, "--json").data["edition"]
    assert (asked["place"], asked["is_pinned"], asked["orders"]["pin"]["by"]) == (1, True, "Ana")
    hoax = next(busy.glob("site/_news/*parliament*")).read_text()
    assert "published: false" in hoax
    listed = newsloom("stories", "--days", 30000, "--desk", busy, "--json").data
    assert budget not in {story["id"] for story in listed}
    assert newsloom("edition", "undo", order, "--by", "Bo", "--desk", busy).code == 0
    assert "published: true" in next(busy.glob("site/_news/*parliament*")).read_text()
    log = newsloom("edition", "log", "--desk", busy).out
    assert all(word in log for word in ("Ana", "a hoax", "undone by Bo", order, "headline “All safe”"))
    assert [one["action"] for one in newsloom("edition", "log", "--desk", busy, "--json").data] == [
        "pin",
        "edit",
        "kill",
    ]


def test_a_short_front_says_of_what_its_shares_are(newsloom: Newsloom, busy: Path) -> None:
    """Where quotas keep stories off it, and by which keys that is changed; as data too."""
    file = busy / "newsloom.toml"
    file.write_text(file.read_text().replace("source_share = 1", "source_share = 0.25"))
    told = newsloom("edition", "show", "--desk", busy).out
    assert "2 of 20 places" in told
    assert "daily leads 1 of 2 places already" in told
    assert "shares are of the 2 places filled" in told
    assert "`source_share`" in told
    data = newsloom("edition", "show", "--desk", busy, "--json").data
    assert (data["filled"], [one["reason"] for one in data["left"]]) == (2, ["source"])


REFUSED = [
    ("pin nosuchstory", "no story `nosuchstory`"),
    ("pin", "wants more words: newsloom edition pin STORY"),
    ("show x", "`x` is one word too many"),
    ("pin {} --until 2020-01-01", "is in the past"),
    ("pin {} --until soon", "--until `soon` is no time; one is wanted as 2026-03-01T18:00"),
    ("pin {} --until 0001-01-01T00:00+14:00", "is no time"),
    ("pin {} --place 0", "the front has no place 0"),
    ("edit {}", "nothing to edit"),
    ("edit {} --headline \x00", "the headline is empty"),
    ("kill {} --place 2", "--place belongs to `newsloom edition pin`"),
    ("undo e0", "no order `e0` for the edition"),
]


def test_what_cannot_be_is_refused(newsloom: Newsloom, busy: Path) -> None:
    """With what would be right; nothing is kept of it."""
    story = shown(newsloom, busy)["Comet"]["story"]
    for words, message in REFUSED:
        said = newsloom("edition", *words.format(story).split(" "), "--desk", busy)
        assert (said.code, message in said.err) == (2, True), said.err
    assert newsloom("edition", "log", "--desk", busy, "--json").data == []


def test_a_topic_that_is_none_is_named(newsloom: Newsloom, busy: Path) -> None:
    """By file and line; an empty desk has an empty front."""
    file = busy / "newsloom.toml"
    file.write_text(file.read_text().replace("[topics]", "[edition.topics]\nai = 2\n\n[topics]", 1))
    said = newsloom("edition", "show", "--desk", busy)
    assert (said.code, "newsloom.toml:" in said.err, "no topic named `ai`" in said.err) == (2, True, True)
