from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publish.site.stage import NOON, a_record, a_report, told

from newsloom.model.article import ArticleId
from newsloom.model.judgement import Part, Score
from newsloom.model.listing import Listing
from newsloom.publish.site.frontplan import planned
from newsloom.publish.site.moments import clock_of
from newsloom.publish.site.timeline import Row, drawn
from newsloom.publish.site.told import receipt
from newsloom.publish.site.voices import voices_of
from newsloom.publish.site.words import headline, listed, tongue, web
from newsloom.testing.editions import an_edition

TOPICS = ("Towns", "Sea", "Sky")
IDS = st.integers(0, 9)
MOMENTS = st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(st.dictionaries(IDS, st.tuples(st.none() | IDS, st.sampled_from(("", "Wire", "House"))), min_size=1))
def test_every_report_belongs_to_one_voice(stories: dict[int, tuple[int | None, str]]) -> None:
    """Whatever repeats what, in chains, circles or outside the story: voices are a partition, none without a report."""
    reports = [
        a_report(f"a{id_}", hours=id_, voice=voice, copy_of=None if of is None else ArticleId(f"a{of}"))
        for id_, (of, voice) in sorted(stories.items())
    ]
    voices = voices_of(told("s1", *reports))
    placed = [one.article for voice in voices for one in (*voice.reports, *voice.copies)]
    assert sorted(placed) == sorted(report.article for report in reports)
    assert all(voice.reports for voice in voices)
    assert len({voice.name for voice in voices}) == len(voices)


def listings(topics: list[set[str]]) -> tuple[Listing, ...]:
    """Stories with these topics, newest first."""
    records = [
        a_record(f"Story {n}", heat=n * 7 % 90, topics=tuple(sorted(of)), published_at=NOON - timedelta(hours=n))
        for n, of in enumerate(topics)
    ]
    return tuple(an_edition(*records).listings)


@given(st.lists(st.sets(st.sampled_from((*TOPICS, "Other"))), max_size=60))
def test_a_front_has_no_story_twice_and_every_section_is_about_its_topic(topics: list[set[str]]) -> None:
    """And where anything is published, something leads."""
    shown = listings(topics)
    plan = planned(None, shown, TOPICS)
    stories = [one.story for one in plan.placed]
    assert len(stories) == len(set(stories))
    assert (plan.lead is None) == (not shown)
    assert all(topic in one.topics for topic, some in plan.sections for one in some)


@given(st.lists(st.integers(-40, 60).filter(bool), min_size=1, max_size=40))
def test_a_receipt_sums_to_its_score_however_many_parts(points: list[int]) -> None:
    """Small parts are told as one, and none is lost."""
    score = Score.of(Part(name=f"part {n}", points=one) for n, one in enumerate(points))
    (shown,) = receipt("Heat", "", score)
    assert sum(int(part.points.replace("−", "-")) for part in shown.parts) == score.value  # noqa: RUF001  the minus that is shown


@given(st.lists(st.tuples(MOMENTS, st.booleans()), min_size=2))
def test_a_timeline_stays_in_its_frame(marks: list[tuple[datetime, bool]]) -> None:
    """Minutes or a century long, all at once or in disorder: every mark is in the picture."""
    drawing = drawn([Row("<b>Wire", sorted(marks))], clock_of("UTC"))
    places = [float(part.split('"')[0]) for part in drawing.split('cx="')[1:]]
    assert all(190 <= place <= 704 for place in places)
    assert "<b>" not in drawing


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu", "America/St_Johns"])
def test_times_are_told_in_the_desks_zone(zone: str) -> None:
    """For machines they stay UTC."""
    moment = clock_of(zone)(NOON)
    assert moment.iso == "2026-03-01T12:00:00Z"
    assert moment.clock == f"{NOON.astimezone(ZoneInfo(zone)):%H:%M}"


def test_only_addresses_of_the_web_are_followed() -> None:
    """Scripts, files and what is no address lead nowhere."""
    assert web("https://daily.example/a b") == "https://daily.example/a%20b"
    assert [
        web(one) for one in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "", "x" * 9000)
    ] == [""] * 6


def test_only_language_tags_become_attributes() -> None:
    """Whatever else is said of a language is left to the browser."""
    assert tongue("he-IL", "en") == ' lang="he-IL" dir="rtl"'
    assert tongue("EN", "en") == ' dir="ltr"'
    assert tongue('en" onload="x', "en") == ' dir="auto"'


def test_words_are_one_clean_line() -> None:
    """Blanks collapse, controls and turns of direction go, nothing is left empty."""
    assert headline(" A\n\tB\u202e C\x00 ") == "A B C"
    assert headline("\u202e\x00 ") == "Untitled"
    assert listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert listed(["a"]) == "a"
