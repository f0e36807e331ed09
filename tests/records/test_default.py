from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.model.judgement import Candidate, Coverage, Originality, Part, Score, Topic
from newsloom.model.metadata import Genre, Standing
from newsloom.model.weights import DefaultWeights
from newsloom.records.profiles.default import Default
from newsloom.text.headlines import is_shouted

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PROFILE = Default()
TRANSIT = Topic(id="transit", name="Transit", keywords=("tram", "ai", "東京", "метро"))

topics = st.lists(
    st.builds(Topic, id=st.just("t"), name=st.text(max_size=3), keywords=st.lists(st.text(max_size=3)).map(tuple)),
    max_size=3,
).map(tuple)
moments = st.datetimes(datetime(2026, 2, 1), datetime(2026, 3, 9), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis wants naive bounds
speakers: dict[str, Any] = {
    "outlet": st.sampled_from("abcdef"),
    "family": st.sampled_from(["", "f", "g"]),
    "voice": st.sampled_from(["", "", "wire", "press"]),
    "is_copy": st.booleans(),
    "is_reprint": st.booleans(),
    "country": st.sampled_from(["", "FR", "SE"]),
    "language": st.sampled_from(["", "fr", "sv"]),
    "tier": st.integers(-10, 300),
    "published": moments,
}
reports = st.builds(Coverage, quality=st.integers(0, 100), **speakers)
articles: dict[str, Any] = {
    **speakers,
    "title": st.text(),
    "lead": st.text(),
    "topics": topics,
    "genre": st.sampled_from(Genre),
    "originality": st.sampled_from(Originality),
    "standing": st.sampled_from(Standing),
    "has_image": st.booleans(),
    "has_author": st.booleans(),
    "has_date": st.booleans(),
    "is_paywalled": st.booleans(),
    "words": st.integers(-1, 9999),
    "coverage": st.lists(reports, max_size=6).map(tuple),
}
candidates = st.builds(Candidate, **articles)


def a_candidate(title: str = "News", **fields: Any) -> Candidate:
    """A new article with nothing to it but what is given."""
    plain: dict[str, Any] = {"title": title, "outlet": "own", "published": NOW}
    return Candidate(**(plain | fields))


def with_report(candidate: Candidate, *more: Coverage) -> Candidate:
    """The same article with more reports beside it."""
    return replace(candidate, coverage=(*candidate.coverage, *more))


def heat(candidate: Candidate, now: datetime = NOW) -> int:
    """How hot the article is."""
    return PROFILE.heat(candidate, quality=PROFILE.quality(candidate), now=now).value


def points(score: Score) -> dict[str, int]:
    """The points by name, those of one name together."""
    found: dict[str, int] = {}
    for part in score.parts:
        found[part.name] = found.get(part.name, 0) + part.points
    return found


def moved(one: Score, other: Score) -> set[str]:
    """The names of the parts that differ."""
    before, after = points(one), points(other)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def heat_of(candidate: Candidate, now: datetime = NOW, quality: int = 60) -> Score:
    """The receipt of the heat around an article of some quality."""
    worth = Score(value=quality, parts=(Part(name="all", points=quality),))
    return PROFILE.heat(candidate, quality=worth, now=now)


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


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("source", {"tier": st.integers(-10, 300)}),
        ("originality", {"originality": st.sampled_from(Originality)}),
        ("genre", {"genre": st.sampled_from(Genre)}),
        ("topics", {"topics": topics}),
        ("topics", {"lead": st.text()}),
        ("author", {"has_author": st.booleans()}),
        ("date", {"has_date": st.booleans()}),
        ("image", {"has_image": st.booleans()}),
        ("length", {"words": st.integers(-1, 9999)}),
        ("paywall", {"is_paywalled": st.booleans()}),
        ("corrections", {"standing": st.sampled_from(Standing)}),
        ("", {"coverage": st.lists(reports, max_size=3).map(tuple), "published": moments, "language": st.text()}),
    ],
)
@given(candidate=candidates, data=st.data())
def test_an_input_moves_the_part_of_quality_named_after_it_alone(
    part: str, change: dict[str, st.SearchStrategy[Any]], candidate: Candidate, data: st.DataObject
) -> None:
    """Whatever else the article is; what no part is named after moves none."""
    changed = replace(candidate, **{name: data.draw(values) for name, values in change.items()})
    assert moved(PROFILE.quality(candidate), PROFILE.quality(changed)) <= {part}


@given(candidates, moments, st.timedeltas(timedelta(), timedelta(days=30)))
def test_heat_never_rises_by_waiting(candidate: Candidate, now: datetime, wait: timedelta) -> None:
    """Later no part is hotter, pace no more than the others, and none is below nothing."""
    quality = PROFILE.quality(candidate)
    before, after = (points(PROFILE.heat(candidate, quality=quality, now=at)) for at in (now, now + wait))
    assert all(0 <= after[name] <= before.get(name, 0) for name in after)


@given(candidates, reports, moments)
def test_more_coverage_never_lowers_heat(candidate: Candidate, report: Coverage, now: datetime) -> None:
    """Another report adds or does nothing, to any part, whoever brings it."""
    quality = PROFILE.quality(candidate)
    before = points(PROFILE.heat(candidate, quality=quality, now=now))
    after = points(PROFILE.heat(with_report(candidate, report), quality=quality, now=now))
    assert all(after.get(name, 0) >= worth for name, worth in before.items())


@given(candidates, st.randoms(use_true_random=False))
def test_the_order_of_coverage_does_not_matter(candidate: Candidate, chance: Random) -> None:
    """The same reports in another order are the same heat with the same receipt."""
    shuffled = list(candidate.coverage)
    chance.shuffle(shuffled)
    other = replace(candidate, coverage=tuple(shuffled))
    quality = PROFILE.quality(candidate)
    assert PROFILE.heat(other, quality=quality, now=NOW) == PROFILE.heat(candidate, quality=quality, now=NOW)


#: Twelve publishers of one country that have a text of their own each, all new.
CHORUS = st.integers(0, 11).map(
    lambda number: tuple(
        Coverage(outlet=f"o{n}", published=NOW, tier=50, country="FR", language="fr") for n in range(number)
    )
)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("voice", {"tier": st.integers(0, 50)}),
        ("spread", {"country": st.sampled_from(["", "FR", "SE"])}),
        ("spread", {"language": st.sampled_from(["", "fr", "sv"])}),
    ],
)
@given(coverage=CHORUS, data=st.data())
def test_an_input_moves_the_part_of_heat_named_after_it_alone(
    part: str, change: dict[str, st.SearchStrategy[Any]], coverage: tuple[Coverage, ...], data: st.DataObject
) -> None:
    """Standing is the voice's, country and language are the spread's."""
    candidate = a_candidate(coverage=coverage, tier=50, country="FR", language="fr")
    last = replace(candidate.as_coverage(quality=0), outlet="last")
    changed = replace(last, **{name: data.draw(values) for name, values in change.items()})
    assert moved(heat_of(with_report(candidate, last)), heat_of(with_report(candidate, changed))) <= {part}


@given(CHORUS, st.integers(0, 100), st.integers(0, 100))
def test_quality_moves_interest_alone(coverage: tuple[Coverage, ...], one: int, other: int) -> None:
    """What the best article is worth is one part."""
    candidate = a_candidate(coverage=coverage)
    assert moved(heat_of(candidate, quality=one), heat_of(candidate, quality=other)) <= {"interest"}


@given(CHORUS, st.lists(st.sampled_from("pqrst"), min_size=1, max_size=9))
def test_copies_move_the_part_of_copies_alone(coverage: tuple[Coverage, ...], outlets: list[str]) -> None:
    """By little, each publisher once."""
    candidate = a_candidate(coverage=coverage)
    copies = [Coverage(outlet=outlet, is_copy=True, published=NOW) for outlet in outlets]
    before, after = heat_of(candidate), heat_of(with_report(candidate, *copies))
    assert moved(before, after) == {"copies"}
    assert after.value - before.value == min(len(set(outlets)), PROFILE.weights.copies_most)


@given(CHORUS, st.integers(0, 5), st.integers(7, 30))
def test_how_far_apart_voices_are_moves_pace_alone(coverage: tuple[Coverage, ...], near: int, far: int) -> None:
    """Seen at one moment by a desk where nothing cools."""
    profile = Default(weights=DefaultWeights(half_life_hours=8_760, threshold=0))
    candidate = a_candidate(coverage=coverage)
    now = NOW + timedelta(hours=0)
    late = (Coverage(outlet="late", published=NOW - timedelta(hours=hours)) for hours in (near, far))
    one, other = (profile.heat(with_report(candidate, report), quality=Score(value=0), now=now) for report in late)
    named = moved(one, other) - {"voice", "spread"}  # by the last digit: a year's half-life has begun
    assert named <= {"pace"}


def test_a_family_is_one_voice_and_a_copy_is_none() -> None:
    """Two outlets of one publisher count once; a copy adds a point, the article's own family nothing."""
    one = Coverage(outlet="a", family="group", published=NOW)
    two = Coverage(outlet="b", family="group", published=NOW)
    copy = Coverage(outlet="c", is_copy=True, published=NOW)
    own = Coverage(outlet="d", family="us", published=NOW)
    lone = a_candidate(outlet="x", family="us")
    weights = PROFILE.weights
    assert heat(with_report(lone, one)) == heat(lone) + weights.voice_least + weights.pace + weights.family
    assert heat(with_report(lone, one, two, own)) == heat(with_report(lone, one))
    assert heat(with_report(lone, one, copy)) == heat(with_report(lone, one)) + weights.copies


def test_editions_of_one_publisher_in_many_countries_are_no_spread() -> None:
    """A country wants a publisher of its own, as a language does."""
    editions = [
        Coverage(outlet=country, family="house", country=country, language=country.lower(), published=NOW)
        for country in ("DE", "ES", "FR", "IT", "SE")
    ]
    lone = a_candidate(family="house", country="GB", language="en")
    assert "spread" not in points(heat_of(with_report(lone, *editions)))


def test_a_reprint_in_the_same_house_is_no_copy_that_counts() -> None:
    """No editor elsewhere chose it."""
    reprint = Coverage(outlet="north", family="house", is_copy=True, is_reprint=True, published=NOW)
    lone = a_candidate(family="house")
    assert heat(with_report(lone, reprint)) == heat(lone)


def test_heat_halves_with_the_half_life() -> None:
    """After one half-life half the heat is left, each part rounded down."""
    candidate = with_report(a_candidate(tier=100), Coverage(outlet="a", published=NOW))
    quality = PROFILE.quality(candidate).value
    before, after = (
        points(PROFILE.heat(candidate, quality=PROFILE.quality(candidate), now=now))
        for now in (NOW, NOW + PROFILE.weights.half_life)
    )
    assert before == {"interest": quality * 45 // 100, "voice": 6, "pace": 3, "freshness": 6, "spread": 1}
    assert after == {"interest": quality * 45 // 200, "voice": 3, "pace": 1, "freshness": 3}


def test_a_story_that_breaks_is_hotter_than_one_that_drips() -> None:
    """Four voices within the hour against four over two days; the newest is as new in both."""
    at_once, dripping = (
        with_report(a_candidate(), *(Coverage(outlet=f"o{n}", published=NOW - n * apart) for n in range(1, 4)))
        for apart in (timedelta(minutes=15), timedelta(hours=12))
    )
    assert points(heat_of(at_once))["pace"] == 3 * PROFILE.weights.pace
    assert "pace" not in points(heat_of(dripping))


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
    assert points(in_title)["topics"] == PROFILE.weights.title_keyword
    assert [(part.points, part.reason) for part in in_lead.parts if part.name == "topics"] == [
        (PROFILE.weights.lead_keyword, "tram in the lead")
    ]


@pytest.mark.parametrize(
    ("title", "shouted"),
    [
        ("FLOOD IN THE LOWER TOWN", True),
        ("Flood in the lower town!!", True),
        ("洪水\uff01\uff01", True),
        ("Flood in the lower town!", False),
        ("NATO, EU, UN: who pays", False),
        ("FLOOD", False),
        ("東京都の計画が発表された", False),
    ],
)
def test_headlines_that_shout(title: str, shouted: bool) -> None:
    """Capitals or several exclamation marks; a name in capitals does not."""
    assert is_shouted(title) is shouted
    assert points(PROFILE.quality(a_candidate(title))).get("headline", 0) == -3 * shouted


def test_a_press_release_on_topic_does_not_outrank_a_report_off_it() -> None:
    """A mill's text with every keyword, a picture and length against a known paper's plain report."""
    mill = a_candidate(
        "AI tram in 東京",
        topics=(TRANSIT,),
        originality=Originality.PRESS_RELEASE,
        genre=Genre.PRESS_RELEASE,
        has_image=True,
        words=900,
    )
    report = a_candidate("Council votes on bridge", tier=60, has_author=True, words=300)
    assert PROFILE.quality(mill).value < PROFILE.quality(report).value


def test_a_middling_article_needs_a_second_voice() -> None:
    """Of quality 60 and middling standing it is not shown alone; with an independent voice beside it it is."""
    candidate = a_candidate(tier=50)
    quality = Score(value=60, parts=(Part(name="all", points=60),))
    alone = PROFILE.heat(candidate, quality=quality, now=NOW)
    second = Coverage(outlet="a", tier=50, published=NOW)
    seconded = PROFILE.heat(with_report(candidate, second), quality=quality, now=NOW)
    assert not PROFILE.publishes(quality=quality, heat=alone)
    assert PROFILE.publishes(quality=quality, heat=seconded)


def test_weights_that_leave_the_scale_are_refused() -> None:
    """Quality ends at 100, and faults are taken from what every article has."""
    with pytest.raises(ValueError, match="sum to 101"):
        DefaultWeights(author=7)
    with pytest.raises(ValueError, match="together take 21"):
        DefaultWeights(thin=6)


@given(st.integers(1, 60))
def test_no_story_is_hotter_than_the_most_there_is(voices: int) -> None:
    """The best article there is, told by so many at once, each in a country and language of its own, and copied."""
    best = a_candidate(tier=100, country="C0", language="l0")
    more = [
        Coverage(outlet=f"o{n}", tier=100, country=f"C{n}", language=f"l{n}", published=NOW) for n in range(1, voices)
    ]
    copies = [Coverage(outlet=f"c{n}", is_copy=True, published=NOW) for n in range(9)]
    assert heat_of(with_report(best, *more, *copies), quality=100).value == PROFILE.weights.most_heat(voices)
