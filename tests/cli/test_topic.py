"""`newsloom topic`."""

import shutil
from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, Site, write_desk

from newsloom.cli import main

TOPICS = """
[topic.country]
name = "Country"

[topic.bank]
name = "Banks"
parent = "country"
any = ["central bank", "loan*"]
exclude = ["Loan Bridge"]

[topic.sport]
keywords = ["cup"]
"""


@pytest.fixture(scope="module")
def model_desk(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with topics that has read one feed."""
    site.feed("/rss", "Nord", "The Central Bank waits", "Loans for a cup", "Loan Bridge opens", "Rain again")
    desk = tmp_path_factory.mktemp("model")
    path = write_desk(desk)
    path.write_text(path.read_text(encoding="utf-8") + TOPICS, encoding="utf-8")
    assert main(["add", f"{site.address}/rss", "--no-visit", "--desk", str(desk)]) == 0
    assert main(["run", "--desk", str(desk)]) == 0
    return desk


@pytest.fixture
def read_desk(model_desk: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(model_desk, tmp_path / "read"))


def test_list(newsloom: Newsloom, read_desk: Path) -> None:
    """A row a topic, with how many articles have it."""
    rows = newsloom("topic", "list", "--json", "--desk", read_desk).data
    assert [(row["id"], row["name"], row["parent"], row["terms"], row["articles"]) for row in rows] == [
        ("country", "Country", "", 0, 2),
        ("bank", "Banks", "country", 2, 2),
        ("sport", "sport", "", 0, 1),
    ]
    assert "Banks" in newsloom("topic", "list", "--desk", read_desk).out


def test_a_topic_as_it_is(newsloom: Newsloom, read_desk: Path) -> None:
    """Its articles with the places that speak for it, and what else they have."""
    found = newsloom("topic", "test", "bank", "--json", "--desk", read_desk).data
    assert (found["articles"], found["before"], found["after"], found["caught"], found["lost"]) == (4, 2, 2, 0, 0)
    assert found["overlaps"] == [["sport", 1]]
    assert {use["term"]: use["articles"] for use in found["terms"]} == {"central bank": 1, "loan*": 1}
    shown = newsloom("topic", "test", "bank", "--desk", read_desk).out
    assert "bank: 2 of 4 articles have it (50%)" in shown
    assert "+3  title   The [Central Bank] waits  (central bank)" in shown
    assert "! matches 50% of everything" in shown


def test_a_change_is_tried_and_not_saved(newsloom: Newsloom, read_desk: Path) -> None:
    """What it would catch and lose."""
    before = (read_desk / "newsloom.toml").read_bytes()
    found = newsloom("topic", "test", "bank", "--any", "rain", "--json", "--desk", read_desk).data
    assert (found["before"], found["after"], found["caught"], found["lost"]) == (2, 3, 1, 0)
    assert found["samples_caught"][0]["matches"][0]["words"] == "Rain"
    lost = newsloom("topic", "test", "bank", "--exclude", "loans", "--desk", read_desk).out
    assert "2 of 4 articles have it, 1 would (25%)" in lost
    assert "would be lost: 1\n- Loans for a cup" in lost
    assert (read_desk / "newsloom.toml").read_bytes() == before


def test_a_new_topic_and_a_file(newsloom: Newsloom, read_desk: Path, tmp_path: Path) -> None:
    """Neither has to be in the desk."""
    new = newsloom("topic", "test", "weather", "--any", "rain*", "--json", "--desk", read_desk).data
    assert (new["before"], new["caught"]) == (0, 1)
    (tmp_path / "new.toml").write_text('[topic.bank]\nany = ["bridge"]\n', encoding="utf-8")
    found = newsloom("topic", "test", "bank", "--with", tmp_path / "new.toml", "--json", "--desk", read_desk).data
    assert (found["before"], found["after"], found["caught"], found["lost"]) == (2, 1, 1, 2)


def test_a_fault_of_the_file_tried_is_named_by_its_line(newsloom: Newsloom, read_desk: Path, tmp_path: Path) -> None:
    """As one of newsloom.toml would be."""
    (tmp_path / "new.toml").write_text('[topic.bank]\nany = ["x"]\nparent = "cuontry"\n', encoding="utf-8")
    result = newsloom("topic", "test", "bank", "--with", tmp_path / "new.toml", "--desk", read_desk)
    assert (result.code, result.out) == (2, "")
    assert "new.toml:3: no topic `cuontry` to be the parent of `bank`; did you mean" in result.err
    result = newsloom("topic", "test", "sport", "--with", tmp_path / "new.toml", "--desk", read_desk)
    assert "new.toml: no topic named `sport`; there are: bank" in result.err


def test_check(newsloom: Newsloom, read_desk: Path) -> None:
    """Words that tell no subject, with their share; exit code 1."""
    path = read_desk / "newsloom.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"loan*"]', '"the", "and", "zebra"]'), encoding="utf-8")
    result = newsloom("topic", "check", "--desk", read_desk)
    assert result.code == 1
    assert "bank: ! `the` is among the commonest words of en" in result.out
    assert "bank: ! `the` alone stands in 100% of everything" in result.out
    assert "bank: found in none of them: `zebra`" in result.out
    path.write_text(path.read_text(encoding="utf-8").replace('"the", "and", "zebra"]', '"loan*"]'), encoding="utf-8")
    assert newsloom("topic", "check", "--desk", read_desk).code == 1  # half of four articles


def test_explain_shows_the_places(newsloom: Newsloom, read_desk: Path) -> None:
    """Field, words, rule and points; and where nothing in the article speaks for a topic."""
    (hit,) = newsloom("search", "central", "--json", "--desk", read_desk).data
    shown = newsloom("explain", hit["id"], "--desk", read_desk).out
    assert "Country: as a topic below it, its source or the desk says" in shown
    assert "+3  title   The [Central Bank] waits  (central bank)" in shown
    told = newsloom("explain", hit["id"], "--json", "--desk", read_desk).data["topics"]
    assert [one["topic"] for one in told] == ["Country", "Banks"]
    assert told[1]["matches"][0] == {
        "topic": "bank",
        "rule": "central bank",
        "field": "title",
        "start": 4,
        "end": 16,
        "words": "Central Bank",
        "points": 3,
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("test",), "which topic?"),
        (("list", "bank"), "one word too many"),
        (("test", "bnak"), "no topic named `bnak`; did you mean `bank`?"),
        (("test", "bank", "--any", "*"), "`*` alone matches everything"),
        (("test", "bank", "--none", "x"), "--any or --all says what must"),
        (("test", "bank", "--since", "soon"), "is no number"),
        (("test", "bank", "--with", "nowhere.toml"), "cannot be read"),
        (("tset",), "invalid choice"),
    ],
)
def test_wrong_words(newsloom: Newsloom, read_desk: Path, words: tuple[str, ...], said: str) -> None:
    """Exit code 2 and what would be right."""
    result = newsloom("topic", *words, "--desk", read_desk)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_faulty_rule_stops_a_run_before_anything_changes(newsloom: Newsloom, read_desk: Path) -> None:
    """The file, the line, the fix."""
    path = read_desk / "newsloom.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"loan*"]', '"*"]'), encoding="utf-8")
    before = {file: file.read_bytes() for file in read_desk.rglob("*") if file.is_file()}
    line = next(n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if '"*"' in text)
    result = newsloom("run", "--desk", read_desk)
    assert result.code == 2
    assert f"newsloom.toml:{line}: `topic.bank.any`: `*`: `*` alone matches everything" in result.err
    assert {file: file.read_bytes() for file in read_desk.rglob("*") if file.is_file()} == before


def test_corrections_suggest_and_never_decide(newsloom: Newsloom, read_desk: Path) -> None:
    """Articles of the other mind and words no rule has; topics stay what the rules say."""
    rows = newsloom("topic", "list", "--json", "--desk", read_desk).data
    ids = {
        hit["title"]: hit["id"]
        for word in ("bank", "rain", "loan", "loans")
        for hit in _hits(newsloom, word, read_desk)
    }
    assert newsloom("topic", "suggest", "--desk", read_desk).out.startswith("no corrections yet")
    said = newsloom("topic", "correct", ids["Rain again"], "+bank", "-sport", "--json", "--desk", read_desk).data
    assert [(one["topic"], one["is_about"]) for one in said] == [("bank", True), ("sport", False)]
    assert (
        "1 articles have it by your word, 0 have it not; 3 of each"
        in newsloom("topic", "suggest", "--desk", read_desk).out
    )
    for title, word in (
        ("The Central Bank waits", "+bank"),
        ("Loans for a cup", "+bank"),
        ("Loan Bridge opens", "-bank"),
    ):
        assert newsloom("topic", "correct", ids[title], word, "--desk", read_desk).code == 0
    found = newsloom("topic", "suggest", "bank", "--json", "--desk", read_desk).data
    assert found["waiting"] == [["bank", 3, 1]]
    assert newsloom("topic", "list", "--json", "--desk", read_desk).data == rows


def _hits(newsloom: Newsloom, word: str, desk: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = newsloom("search", word, "--json", "--desk", desk).data
    return found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere", "+bank"), "no article `nowhere`"),
        (("nowhere", "+bnak"), "did you mean `bank`?"),
        (("nowhere",), "an article, and topics with + or -"),
        (("nowhere", "bank"), "an article, and topics with + or -"),
        (("nowhere", "--bank"), "unknown option `--bank`"),
    ],
)
def test_wrong_corrections(newsloom: Newsloom, read_desk: Path, words: tuple[str, ...], said: str) -> None:
    """Exit code 2 and what would be right."""
    result = newsloom("topic", "correct", *words, "--desk", read_desk)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
