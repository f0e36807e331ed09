import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from tests.publish.hostile import TRAPS, hostile_record
from tests.publish.test_feeds_out import DESK, NOTICES, TRANSIT, a_record

from newsloom.model.article import ArticleId
from newsloom.model.coverage import CoveringReport, StoryCoverage
from newsloom.model.edition import Edition, Organization, SourceFacts
from newsloom.model.judgement import Part, Score
from newsloom.model.life import Turn
from newsloom.model.metadata import Correction, Standing
from newsloom.model.record import Receipts, Record
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId
from newsloom.publish.apischemas import SCHEMAS
from newsloom.publish.apiv1 import ApiV1
from newsloom.testing.apireader import ApiReader
from newsloom.testing.contracts import check_publisher
from newsloom.testing.editions import an_edition
from newsloom.testing.ledgers import HeldAppearances, appeared

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)
SOURCES = (SourceFacts(id=SourceId("k"), title="Kurier", url="https://kurier.example/rss?key=secret", newest=NOON),)
RECEIPTS = Receipts(quality=Score.of([Part(name="author", points=70, reason="named")]), heat=None)
ALONE: dict[str, Any] = {
    "desk": DESK,
    "topics": (TRANSIT, NOTICES),
    "sources": SOURCES,
    "organizations": (Organization(domain="kurier.example", name="Kurier"),),
}


def the_edition(
    *given: Record, remembered: HeldAppearances | None = None, at: datetime = NOON, **fields: Any
) -> Edition:
    """An edition as it is when readers get it."""
    return appeared(an_edition(*given, at=at, **(ALONE | fields)), remembered=remembered)


def files(edition: Edition, before: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """What stands in the output after this edition: of stories that are not due, what stood there before."""
    own = {path: content for path, content in (before or {}).items() if "/stories/s" in path}
    return own | {artifact.path: artifact.made for artifact in ApiV1().render(edition)}


def schema_of(path: str) -> str:
    """The schema a file of the API is told by."""
    known = {
        "api/v1/index.json": "index",
        "api/v1/stories/latest.json": "stories",
        "api/v1/topics/index.json": "topics",
        "api/v1/sources/index.json": "sources",
        "api/v1/changes/latest.json": "changes",
    }
    folders = {"stories/pages": "page", "stories": "story", "topics": "topic", "changes/pages": "log"}
    folder = path.removeprefix("api/v1/").rpartition("/")[0]
    return known.get(path) or folders[folder]


def assert_valid(made: dict[str, bytes]) -> None:
    """Every file is by its published schema, and has no key that the schema does not tell."""
    for path, content in made.items():
        if "/schemas/" in path:
            Draft202012Validator.check_schema(json.loads(content))
            continue
        schema = json.loads(made[f"api/v1/schemas/{schema_of(path)}.json"])
        said = json.loads(content)
        Draft202012Validator(closed(schema), format_checker=FormatChecker()).validate(said)


def closed(schema: Any) -> Any:
    """The schema, without room for keys it does not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(value) for key, value in schema.items()}
    return inner | {"additionalProperties": False} if "required" in inner and "properties" in inner else inner


def a_report(name: str, **fields: Any) -> CoveringReport:
    """One report of a story."""
    said: dict[str, Any] = {
        "article": ArticleId(name),
        "title": f"Told by {name}",
        "excerpt": "Trams stand still.",
        "url": f"https://{name}.example/1",
        "outlet": name.title(),
        "domain": f"{name}.example",
        "source": SourceId(name),
        "published_at": NOON,
    }
    return CoveringReport(**(said | fields))


def test_every_file_is_by_its_schema() -> None:
    """All kinds of files, of stories that are shown, were taken back, merged and killed."""
    remembered = HeldAppearances()
    shown = [a_record(number, scores=RECEIPTS) for number in range(5)]
    files(the_edition(*shown, remembered=remembered))
    told = StoryCoverage(
        story=StoryId("s001"),
        lead=ArticleId("kurier"),
        independent=2,
        reports=(
            a_report("kurier", corrections=(Correction(note="It was Tuesday.", at=NOON),), quality=70),
            a_report("post", copy_of=ArticleId("kurier"), revised_at=NOON, standing=Standing.WITHDRAWN),
        ),
        turns=(Turn(article=ArticleId("post"), at=NOON, words=("tunnel",), reports=2),),
    )
    after = [
        shown[0],
        replace(shown[1], published=False, withdrawn=LATER),
        replace(shown[2], published=False, heat=-1, leader="s001"),
        replace(shown[3], published=False),
        shown[4],
    ]
    made = files(the_edition(*after, remembered=remembered, at=LATER, coverage=[told]))
    assert_valid(made)
    story = json.loads(made["api/v1/stories/s001.json"])
    assert story["coverage"]["reports"][1]["copyOf"] == "kurier"
    assert [report["excerpt"] for report in story["coverage"]["reports"]] == ["Trams stand still.", ""]
    assert story["receipts"]["quality"] == {
        "value": 70,
        "parts": [{"name": "author", "points": 70, "reason": "named"}],
    }
    assert story["topics"] == [{"id": "transit", "name": "Transit"}]
    states = {path: json.loads(made[path])["state"] for path in made if "/stories/s" in path}
    assert [*states.values()] == ["shown", "withdrawn", "merged", "hidden", "shown"]
    assert json.loads(made["api/v1/stories/s003.json"])["leader"] == "s001"
    assert "title" not in json.loads(made["api/v1/stories/s004.json"])
    assert json.loads(made["api/v1/stories/s002.json"])["excerpt"] == ""


def test_a_new_story_rewrites_no_full_page() -> None:
    """Pages hold their stories for good: only the last one grows."""
    remembered = HeldAppearances()
    before = files(the_edition(*(a_record(number) for number in range(250)), remembered=remembered))
    pages = [f"api/v1/stories/pages/{page}.json" for page in (1, 2, 3)]
    assert [len(json.loads(before[page])["items"]) for page in pages] == [100, 100, 50]
    after = files(the_edition(*(a_record(number) for number in range(260)), remembered=remembered, at=LATER))
    assert [before[page] == after[page] for page in pages] == [True, True, False]
    old, new = (json.loads(made[pages[2]])["items"] for made in (before, after))
    assert new[:50] == old
    assert [item["number"] for item in new] == list(range(201, 261))


def test_a_late_publication_is_last() -> None:
    """A story that was written first and shown late stands on the newest page, not where it would shift others."""
    remembered = HeldAppearances()
    cold = a_record(published=False)
    files(the_edition(cold, a_record(1), remembered=remembered))
    made = files(the_edition(a_record(), a_record(1), remembered=remembered, at=LATER))
    assert [item["id"] for item in json.loads(made["api/v1/stories/pages/1.json"])["items"]] == ["s002", "s001"]


def test_an_update_touches_its_document_and_the_log() -> None:
    """Nothing else of an archive is rewritten when an old story changes; when only its heat does, not even the log."""
    remembered = HeldAppearances()
    records = [a_record(number, topics=()) for number in range(130)]
    before = files(the_edition(*records, remembered=remembered))
    warmer = [replace(records[0], heat=99), *records[1:]]
    cooled = files(the_edition(*warmer, remembered=remembered, at=LATER, changed={StoryId("s001")}), before)
    assert {path for path in cooled if cooled[path] != before[path]} == {"api/v1/stories/s001.json"}
    edited = [replace(records[0], title="Other"), *records[1:]]
    after = files(the_edition(*edited, remembered=remembered, at=LATER, changed={StoryId("s001")}), before)
    assert {path for path in after if after[path] != before[path]} == {
        "api/v1/index.json",
        "api/v1/stories/s001.json",
        "api/v1/changes/pages/1.json",
        "api/v1/changes/latest.json",
    }


def test_only_due_records_are_read() -> None:
    """Of a large archive, an edition with two changed stories asks for two records."""
    remembered = HeldAppearances()
    the_edition(*(a_record(number) for number in range(300)), remembered=remembered)
    edition = the_edition(
        *(a_record(number, heat=7) for number in range(300)), remembered=remembered, changed={"s001", "s250"}
    )
    edition.archive.asked.clear()  # type: ignore[attr-defined]  # the archive in memory counts
    files(edition)
    assert edition.archive.asked == ["s001", "s250"]  # type: ignore[attr-defined]  # the archive in memory counts


def test_full_pages_keep_their_seal() -> None:
    """So that nobody makes them again."""
    remembered = HeldAppearances()

    def seals(count: int) -> dict[str, str]:
        edition = the_edition(*(a_record(number) for number in range(count)), remembered=remembered)
        return {artifact.path: artifact.seal for artifact in ApiV1().render(edition) if artifact.seal}

    before, after = seals(150), seals(160)
    assert before["api/v1/stories/pages/1.json"] == after["api/v1/stories/pages/1.json"]
    assert before["api/v1/stories/pages/2.json"] != after["api/v1/stories/pages/2.json"]
    assert before["api/v1/changes/pages/1.json"] != after["api/v1/changes/pages/1.json"]


def test_a_reader_that_follows_the_log_has_what_there_is() -> None:
    """From any cursor on, by the published files alone: each state of the desk is reached without reading all again."""
    remembered, reader = HeldAppearances(), ApiReader()
    history = [
        [a_record(number) for number in range(1_500)],
        [a_record(number, title="Other") if number % 3 else a_record(number) for number in range(1_500)],
        [a_record(number, published=number > 700) for number in range(1_520)],
    ]
    made: dict[str, bytes] = {}
    for hour, records in enumerate(history):
        made = files(the_edition(*records, remembered=remembered, at=NOON + timedelta(hours=hour)), made)
        reader.follow(made)
        shown = {f"s{place:03d}": record.title for place, record in enumerate(records, 1) if record.published}
        assert reader.titles == shown
    assert reader.read < 2 * 1_500 + 1_000 + 800 + 20  # changed stories and pages of the log, never everything


def test_what_the_owner_removed_is_on_no_page() -> None:
    """Its number stays empty, its document goes, and the log says so: nothing but its id is left."""
    remembered = HeldAppearances()
    before = files(the_edition(a_record(), a_record(1), remembered=remembered))
    after = files(the_edition(a_record(), remembered=remembered, at=LATER))
    assert "api/v1/stories/s002.json" in before
    assert "api/v1/stories/s002.json" not in after
    assert [item["id"] for item in json.loads(after["api/v1/stories/pages/1.json"])["items"]] == ["s001"]
    assert json.loads(after["api/v1/changes/latest.json"])["items"][-1]["kind"] == "removed"
    assert_valid(after)


def test_an_empty_desk_has_an_api() -> None:
    """All lists are there and empty."""
    made = files(appeared(an_edition()))
    assert_valid(made)
    assert json.loads(made["api/v1/index.json"])["changes"]["cursor"] == 0
    assert json.loads(made["api/v1/stories/latest.json"])["items"] == []


def test_addresses_of_sources_stay_private() -> None:
    """What is watched may hold the key of a subscription; neither it nor an id made of it is told."""
    made = files(the_edition(a_record()))
    assert not any(b"secret" in content for content in made.values())
    assert json.loads(made["api/v1/sources/index.json"])["outlets"] == [{"name": "Kurier", "domain": "kurier.example"}]


def test_topics_list_their_newest() -> None:
    """With how many they have, the newest first; a topic's name that is the desk's no more has no id."""
    made = files(the_edition(*(a_record(number, topics=("Transit", "Old")) for number in range(60))))
    index = json.loads(made["api/v1/topics/index.json"])["items"]
    assert [(topic["id"], topic["shown"]) for topic in index] == [("transit", 60), ("notices", 0)]
    listed = json.loads(made["api/v1/topics/transit.json"])["items"]
    assert [story["number"] for story in listed] == list(range(60, 10, -1))
    assert listed[0]["topics"] == [{"id": "transit", "name": "Transit"}, {"id": None, "name": "Old"}]


def test_the_contract_of_publishers() -> None:
    """The same edition gives the same files, each at a path of its own; a story is rendered alone as among all."""
    check_publisher(ApiV1(), the_edition(a_record(), a_record(1)))


def test_hostile_words_stay_words() -> None:
    """Every file is by its schema; no control, bidi override or address of another scheme is in any."""
    records = [hostile_record(number) for number in range(len(TRAPS) * 4)]
    told = [
        StoryCoverage(
            story=StoryId(f"s{place:03d}"),
            reports=(a_report("x", title=TRAPS[place % len(TRAPS)], url="javascript:alert(1)", language="<x>"),),
        )
        for place in range(1, len(records) + 1)
    ]
    made = files(the_edition(*records, coverage=told))
    assert_valid(made)
    for content in made.values():
        text = json.dumps(json.loads(content), ensure_ascii=False)
        assert not set("\u202e\u2066\x1b\x7f\x85\ufffe") & set(text)
        assert "secret@" not in text
        assert '"javascript:' not in text


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_schemas_are_schemas(name: str) -> None:
    """By the draft they name; every key named is required, so that readers need not ask whether one is there."""
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
