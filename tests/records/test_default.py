from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.model.judgement import Candidate, Coverage, Part, Score, Topic
from newsloom.records.profiles.default import Default

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PROFILE = Default()
TRANSIT = Topic(id="transit", name="Transit", keywords=("tram", "ai", "東京", "метро"))

topics = st.lists(
    st.builds(Topic, id=st.just("t"), name=st.text(max_size=3), keywords=st.lists(st.text(max_size=3)).map(tuple)),
    max_size=3,
).map(tuple)
moments = st.datetimes(datetime(2026, 2, 1), datetime(2026, 3, 9), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis wants naive bounds
reports = st.builds(
    Coverage,
    outlet=st.sampled_from("abcdef"),
    family=st.sampled_from(["", "f", "g"]),
    is_copy=st.booleans(),
    published=moments,
)
candidates = st.builds(
    Candidate,
    title=st.text(),
    lead=st.text(),
    topics=topics,
    has_image=st.booleans(),
    has_author=st.booleans(),
    has_date=st.booleans(),
    words=st.integers(-1, 9999),
    tier=st.integers(-10, 300),
    outlet=st.sampled_from("abcdef"),
    family=st.sampled_from(["", "f", "g"]),
    published=moments,
    coverage=st.lists(reports, max_size=6).map(tuple),
)


def a_candidate(title: str = "News", **fields: object) -> Candidate:
    """A new article with nothing to it but what is given."""
    return Candidate(title=title, published=NOW, **fields)  # type: ignore[arg-type]  # a builder takes what comes


def with_report(candidate: Candidate, *more: Coverage) -> Candidate:
    """The same article with more reports beside it."""
    fields = {name: getattr(candidate, name) for name in Candidate.__slots__}
    return Candidate(**{**fields, "coverage": (*candidate.coverage, *more)})


def heat(candidate: Candidate, now: datetime = NOW) -> int:
    """How hot the article is."""
    return PROFILE.heat(candidate, quality=PROFILE.quality(candidate), now=now).value


def test_a_score_must_be_the_sum_of_its_parts() -> None:
    """A receipt that does not add up cannot be made."""
    with pytest.raises(ValueError, match="sum"):
        Score(value=3, parts=(Part(name="a", points=2),))


@given(candidates)
def test_quality_is_between_0_and_100_and_explained(candidate: Candidate) -> None:
    """The parts sum to the score and each tells why."""
    score = PROFILE.quality(candidate)
    assert 0 <= score.value <= 100
    assert sum(part.points for part in score.parts) == score.value
    assert all(part.reason for part in score.parts)


@given(candidates, moments, st.timedeltas(timedelta(), timedelta(days=30)))
def test_heat_never_rises_by_waiting(candidate: Candidate, now: datetime, wait: timedelta) -> None:
    """Later is never hotter, and never below nothing."""
    assert 0 <= heat(candidate, now + wait) <= heat(candidate, now)


@given(candidates, reports, moments)
def test_more_coverage_never_lowers_heat(candidate: Candidate, report: Coverage, now: datetime) -> None:
    """Another report adds or does nothing."""
    assert heat(with_report(candidate, report), now) >= heat(candidate, now)


@given(candidates, st.randoms())
def test_the_order_of_coverage_does_not_matter(candidate: Candidate, chance: Random) -> None:
    """The same reports in another order are the same heat with the same receipt."""
    shuffled = list(candidate.coverage)
    chance.shuffle(shuffled)
    other = with_report(
        Candidate(**{n: getattr(candidate, n) for n in Candidate.__slots__} | {"coverage": ()}), *shuffled
    )
    quality = PROFILE.quality(candidate)
    assert PROFILE.heat(other, quality=quality, now=NOW) == PROFILE.heat(candidate, quality=quality, now=NOW)


def test_a_family_is_one_voice_and_a_copy_is_none() -> None:
    """Two outlets of one publisher count once; a copy and the article's own family do not count."""
    one = Coverage(outlet="a", family="group", published=NOW)
    two = Coverage(outlet="b", family="group", published=NOW)
    copy = Coverage(outlet="c", is_copy=True, published=NOW)
    own = Coverage(outlet="d", family="us", published=NOW)
    lone = a_candidate(outlet="x", family="us")
    assert heat(with_report(lone, one)) == heat(lone) + PROFILE.weights.voice
    assert heat(with_report(lone, one, two, copy, own)) == heat(with_report(lone, one))


def test_heat_halves_with_the_half_life() -> None:
    """After one half-life half the heat is left, each part rounded down."""
    candidate = with_report(a_candidate(tier=100, has_image=True), Coverage(outlet="a", published=NOW))
    assert heat(candidate) == (30 + 8 + 8) // 2 + 25
    assert heat(candidate, NOW + PROFILE.weights.half_life) == (30 + 8 + 8) // 4 + 12


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("The tram returns", True),
        ("TRAM, again", True),
        ("Trampoline boom", False),
        ("Queues at the airport", False),
        ("AI in schools", True),
        ("東京都の計画", True),
        ("新しいAI技術", True),
        ("Московское метро растёт", True),
        ("метрополитен", False),
        ("e\u0301tram", False),
        ("tram\u0301", False),
    ],
)
def test_keywords_are_whole_words_in_every_script(title: str, found: bool) -> None:
    """Inside a longer word a keyword does not count; where a script has no blanks it does."""
    assert bool(PROFILE.topics(title, "", [TRANSIT])) is found


def test_title_counts_more_than_lead() -> None:
    """A keyword in both counts for the title alone; the receipt says where."""
    about = {"topics": (TRANSIT,)}
    in_title = PROFILE.quality(a_candidate("The tram", lead="A tram", **about))
    in_lead = PROFILE.quality(a_candidate("News", lead="A tram", **about))
    assert [part.points for part in in_title.parts if part.name == "topics"] == [15]
    assert [(part.points, part.reason) for part in in_lead.parts if part.name == "topics"] == [(6, "tram in the lead")]


def test_a_middling_article_needs_a_second_voice() -> None:
    """Quality 50 alone is not shown; with one independent voice it is."""
    candidate = a_candidate(tier=100, has_image=True, words=100)
    quality = PROFILE.quality(candidate)
    assert quality.value == 50
    alone = PROFILE.heat(candidate, quality=quality, now=NOW)
    seconded = PROFILE.heat(with_report(candidate, Coverage(outlet="a", published=NOW)), quality=quality, now=NOW)
    assert not PROFILE.publishes(quality=quality, heat=alone)
    assert PROFILE.publishes(quality=quality, heat=seconded)
