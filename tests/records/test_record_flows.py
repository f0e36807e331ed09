import json
import os
from pathlib import Path

import pytest
from tests.records.desk import CASES, START, TIERS, TOPICS, Case, written

from newsloom.errors import UsageError
from newsloom.flows import records, recordscores
from newsloom.flows.records import Outcome, check
from newsloom.flows.recordscores import ScoreDifference, score
from newsloom.model.judgement import Topic
from newsloom.model.record import Record, RecordProvider
from newsloom.records.profiles.default import Default
from newsloom.records.profiles.smartable import Smartable, keyword_count, tier_of

SHARED = Path(__file__).resolve().parents[2] / "../shared/records"


@pytest.fixture
def desk(tmp_path: Path) -> dict[Path, Case]:
    """The fifty records in a folder, by path."""
    return {path: case for case, path in written(tmp_path)}


def test_all_fifty_are_identical(desk: dict[Path, Case], tmp_path: Path) -> None:
    """A desk newsloom wrote reads and writes back byte for byte, archive and both line ends included."""
    report = check([tmp_path])
    assert report.ok
    assert report.records == report.count(Outcome.IDENTICAL) == len(desk) == 50
    assert list(records.lines(report)) == ["50 of 50 identical"]


def test_all_scores_are_exact(desk: dict[Path, Case], tmp_path: Path) -> None:
    """Every score worked out by hand is computed, in all states; ties are told apart and stubs counted."""
    report = score([tmp_path], tiers=TIERS)
    assert report.ok, list(recordscores.lines(report))
    assert len(report.records) == 48
    assert report.unscored == 2
    undecided = {record.path for record in report.records if record.undecidable}
    assert undecided == {path for path, case in desk.items() if case.undecidable}
    assert (
        list(recordscores.lines(report))[-1] == "48 of 48 scored records exact, 4 ties undecidable, 2 unscored, 0 torn"
    )


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        (b"quality: 37", b"quality: 38", ScoreDifference(field="quality", stored=38, computed=37)),
        (b"heat: 57", b"heat: 58", ScoreDifference(field="heat", stored=58, computed=57)),
        (b"published: false", b"published: true", ScoreDifference(field="published", stored=True, computed=False)),
        (b"heat: 57", b"heat: -1", ScoreDifference(field="demotion", stored="demoted", computed="leads")),
    ],
)
def test_every_wrong_field_is_listed(tmp_path: Path, old: bytes, new: bytes, difference: ScoreDifference) -> None:
    """A changed score is found, with what it should be; the report is no longer good."""
    wanted = Case(title="Clay from the river", has="i", related=(10, 5), quality=37, heat=57)
    path = next(path for case, path in written(tmp_path) if case == wanted)
    path.write_bytes(path.read_bytes().replace(old, new))
    report = score([path], tiers=TIERS)
    assert not report.ok
    assert difference in report.records[0].differences
    assert report.differences == len(report.records[0].differences)
    told = "\n".join(recordscores.lines(report))
    assert f"{difference.field} is {difference.stored}, computed {difference.computed}" in told
    assert json.loads(json.dumps(report.as_json()))["differing"][0]["path"] == str(path)


def test_a_tie_with_wrong_numbers_is_a_difference(desk: dict[Path, Case]) -> None:
    """A tie leaves open who leads, not how much either is worth."""
    path = next(path for path, case in desk.items() if case.undecidable)
    path.write_bytes(path.read_bytes().replace(b"heat: 47", b"heat: 48"))
    assert score([path], tiers=TIERS).differing[0].differences == (
        ScoreDifference(field="heat", stored=48, computed=47),
    )


@pytest.mark.parametrize("published", [False, True])
def test_a_demoted_tie_differs_only_in_what_is_shown(tmp_path: Path, published: bool) -> None:
    """On the demoted side of a tie the heat -1 is right whatever `published` says; only that one is listed."""
    wanted = Case(title="Clay from the river", has="i", related=(37, 37, 1, 0), quality=37, heat=-1, undecidable=True)
    path = next(path for case, path in written(tmp_path) if case == wanted)
    if published:
        path.write_bytes(path.read_bytes().replace(b"published: false", b"published: true"))
    listed = (ScoreDifference(field="published", stored=True, computed=False),)
    assert score([path], tiers=TIERS).records[0].differences == (listed if published else ())


def test_a_topic_without_file_is_told(desk: dict[Path, Case], tmp_path: Path) -> None:
    """The record is scored as if the topic had no keywords, and the report names the topic."""
    next((tmp_path / "_data/topics").glob("*glazes*")).unlink()
    report = score([tmp_path], tiers=TIERS)
    missing = [record for record in report.records if record.missing_topics == ("Glazes",)]
    assert len(missing) == sum("Glazes" in case.topics for case in desk.values()) == 3
    assert "no topic file for 'Glazes'" in "\n".join(recordscores.lines(report))
    assert not report.ok


def test_topics_can_be_named(tmp_path: Path) -> None:
    """Without _data/topics above a record the folder must be given; a folder that is not there is refused."""
    list(written(tmp_path / "desk"))
    (tmp_path / "desk/_data").rename(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="--topics"):
        score([tmp_path / "desk"], tiers=TIERS)
    assert score([tmp_path / "desk"], tiers=TIERS, topics_dir=tmp_path / "elsewhere/topics").ok
    with pytest.raises(UsageError, match="no folder"):
        score([tmp_path / "desk"], tiers=TIERS, topics_dir=tmp_path / "nowhere")
    (tmp_path / "elsewhere/topics/00-pottery.yaml").write_text("name: [\n")
    with pytest.raises(UsageError, match=r"00-pottery\.yaml: line 2: not YAML"):
        score([tmp_path / "desk"], tiers=TIERS, topics_dir=tmp_path / "elsewhere/topics")


def test_other_profiles_cannot_be_recomputed(tmp_path: Path) -> None:
    """What needs the stories is refused with the reason."""
    with pytest.raises(UsageError, match="smartable"):
        score([tmp_path], tiers={}, profile=Default())


def test_check_names_the_first_difference(tmp_path: Path) -> None:
    """A file that would be written otherwise is shown with line, expected and found."""
    path = next(path for _, path in list(written(tmp_path))[1:])
    data = path.read_bytes()
    path.write_bytes(data.replace(b"category: news\n", b"category: news\n\n"))
    report = check([path])
    assert not report.ok
    assert report.files[0].outcome is Outcome.DIFFERING
    assert report.differing == report.files
    difference = report.files[0].difference
    assert difference is not None
    assert (difference.line, difference.expected, difference.found) == (3, 'title: "Night market"\\n', "\\n")
    assert f"{path}:3: differing" in list(records.lines(report))
    path.write_bytes(data[:-1])
    assert check([path]).as_json()["differing"] == 1
    path.write_bytes(data.replace(b"---\n", b"---\r\n", 1))
    assert check([path]).count(Outcome.DIFFERING) == 1


def test_check_tells_foreign_torn_and_other_apart(tmp_path: Path) -> None:
    """Foreign files differ, torn ones are left alone and do not fail the check, other Markdown is not counted."""
    paths = [path for _, path in written(tmp_path)]
    paths[1].write_bytes(paths[1].read_bytes().replace(b'title: "Night market"', b"title: 'Night market'\nmood: calm"))
    paths[2].write_bytes(paths[2].read_bytes()[:200])
    (tmp_path / "README.md").write_text("# A desk\n")
    (tmp_path / "about.md").write_text("---\ntitle: About\n---\n")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/note.md").write_text("---\ncategory: news\n---\n")
    report = check([tmp_path, paths[1]])
    counts = {outcome: report.count(outcome) for outcome in Outcome}
    assert counts == {
        Outcome.IDENTICAL: 48,
        Outcome.DIFFERING: 0,
        Outcome.FOREIGN: 1,
        Outcome.TORN: 1,
        Outcome.UNREADABLE: 0,
        Outcome.OTHER: 2,
    }
    assert report.records == 50
    plain = json.loads(json.dumps(report.as_json()))
    assert [file["lost"] for file in plain["files"] if file["outcome"] == "foreign"] == [["mood"]]
    assert list(records.lines(report))[-1] == "48 of 50 identical, 1 foreign, 1 torn, 2 not a record"
    torn_only = check([paths[2]])
    assert torn_only.ok
    assert "no --- ends the record" in torn_only.files[0].reason


def test_check_notes_what_records_lack(tmp_path: Path) -> None:
    """A record that lacks fields is identical and good; --json says which fields every record has and it has not."""
    path = next(path for _, path in written(tmp_path))
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join(line for line in lines if not line.startswith((b"excerpt", b"type", b"heat"))))
    report = check([path])
    assert list(records.lines(report)) == ["1 of 1 identical"]
    assert report.ok
    plain = json.loads(json.dumps(report.as_json()))
    assert plain["files"] == []
    assert plain["missing"] == {str(path): ["excerpt", "type"]}


@pytest.mark.parametrize(
    ("front", "in_news", "elsewhere"),
    [
        ("title: About\npublished: true\nimages:\n  - a.jpg\n", Outcome.TORN, Outcome.OTHER),
        ('title: "About"\n', Outcome.IDENTICAL, Outcome.OTHER),
        ('title: "Port"\nwebUrl: "https://tern.example/"\n', Outcome.IDENTICAL, Outcome.IDENTICAL),
        ("heat: 7\n", Outcome.IDENTICAL, Outcome.IDENTICAL),
        ("category: news\n", Outcome.IDENTICAL, Outcome.IDENTICAL),
        ("category: blog\nheat: 7\n", Outcome.TORN, Outcome.OTHER),
        ("layout: page\n", Outcome.OTHER, Outcome.OTHER),
        ("", Outcome.OTHER, Outcome.OTHER),
    ],
)
def test_a_record_is_told_by_its_fields(tmp_path: Path, front: str, in_news: Outcome, elsewhere: Outcome) -> None:
    """The category is not needed: any field of a record will do in `_news`, elsewhere one that other pages lack."""
    (tmp_path / "_news").mkdir()
    for path in (tmp_path / "_news/a.md", tmp_path / "a.md"):
        path.write_text(f"---\n{front}---\n\n")
    assert [file.outcome for file in check([tmp_path / "_news", tmp_path / "a.md"]).files] == [in_news, elsewhere]


def test_an_issue_with_a_body_is_no_record(tmp_path: Path) -> None:
    """A newsletter's file has fields of a record, and a text."""
    (tmp_path / "issue.md").write_text('---\ntitle: "Weekly"\nwebUrl: "https://tern.example/"\n---\n<html></html>\n')
    assert check([tmp_path]).count(Outcome.OTHER) == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"heat: 57", "heat is missing, computed 57"),
        (b"quality: 37", "quality is missing, computed 37"),
        (b"published: false", "published is missing, computed False"),
        (b'title: "Clay from the river"', "no title; counted as empty"),
    ],
)
def test_a_score_with_a_missing_field_is_listed(tmp_path: Path, line: bytes, told: str) -> None:
    """A record with some of its scores, or without a field they are made of, is neither a stub nor passed over."""
    wanted = Case(title="Clay from the river", has="i", related=(10, 5), quality=37, heat=57)
    path = next(path for case, path in written(tmp_path) if case == wanted)
    data = path.read_bytes()
    ending = b"\r\n" if b"\r" in data else b"\n"
    assert line + ending in data
    path.write_bytes(data.replace(line + ending, b"", 1))
    report = score([path], tiers=TIERS)
    assert not report.ok
    assert (len(report.records), report.unscored) == (1, 0)
    assert f"{path}: {told}" in list(recordscores.lines(report))
    missing = json.loads(json.dumps(report.as_json()))["missing_fields"]
    assert missing == ({str(path): ["title"]} if "title" in told else {})


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    """A typing error is not an empty success."""
    with pytest.raises(UsageError, match="no file or folder"):
        check([tmp_path / "nowhere"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """A file without permission does not end the check; it fails it."""
    path = tmp_path / "a.md"
    path.write_text("---\n")
    path.chmod(0)
    assert check([path]).count(Outcome.UNREADABLE) == 1


def test_a_link_to_nowhere_is_told(tmp_path: Path) -> None:
    """A dangling link below a folder is reported, not raised."""
    (tmp_path / "a.md").symlink_to(tmp_path / "nowhere.md")
    report = check([tmp_path])
    assert report.count(Outcome.UNREADABLE) == 1
    assert not report.ok
    assert score([tmp_path], tiers={}).unreadable[0].path == tmp_path / "a.md"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the genuine records are not beside this checkout")
def test_genuine_records_are_identical() -> None:
    """Two of two."""
    assert list(records.lines(check([SHARED]))) == ["2 of 2 identical"]


def test_the_live_profile_finds_topics_in_titles() -> None:
    """The profile gives a title its topics by substring, whatever the lead says."""
    found = Smartable().topics("Rain on the clay pits", "glaze", TOPICS)
    assert [topic.name for topic in found] == ["Pottery", "Robotics"]
    assert keyword_count("GLAZE", TOPICS[1]) == 2
    assert keyword_count("any", Topic(id="e", name="E", keywords=("",))) == 0


def test_an_international_host_matches_its_entry() -> None:
    """A tier may name a host in its own script or in ASCII."""
    record = Record(
        title="",
        excerpt="",
        published_at=START,
        web_url="https://www.münze.example/a",
        provider=RecordProvider(name="M", domain="münze.example"),
    )
    assert tier_of(record, {"münze.example": 7}) == tier_of(record, {"xn--mnze-0ra.example": 7}) == 7


def test_the_cases_are_fifty() -> None:
    """The desk covers what it says."""
    assert len(CASES) == 50
