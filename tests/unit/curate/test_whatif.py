from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.curate.whatif import MINUTE, MOST_VOICES, Prospect, Turn, applied, of_article, of_story, scores
from newsloom.model.judgement import Candidate, Coverage, Originality, Topic
from newsloom.model.metadata import Genre
from newsloom.model.weights import DefaultWeights
from newsloom.records.profiles.default import Default
from newsloom.records.profiles.smartable import Smartable
from newsloom.seams import Profile

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOPIC = Topic(id="t", name="T", keywords=("tram", "flood"))
PROFILES = st.one_of(
    st.just(Smartable()), st.integers(0, 120).map(lambda points: Default(weights=DefaultWeights(threshold=points)))
)
moments = st.timedeltas(timedelta(), timedelta(days=9)).map(lambda age: NOW - age)
reports = st.builds(
    Coverage,
    outlet=st.sampled_from("abcdef"),
    family=st.sampled_from(["", "f", "g"]),
    is_copy=st.booleans(),
    tier=st.integers(0, 100),
    quality=st.integers(0, 100),
    published=moments,
)
fields: dict[str, Any] = {
    "title": st.sampled_from(["Tram", "FLOOD IN THE LOWER TOWN!!", "t" * 90]),
    "topics": st.sampled_from([(), (TOPIC,)]),
    "genre": st.sampled_from(Genre),
    "originality": st.sampled_from(Originality),
    "has_author": st.booleans(),
    "has_date": st.booleans(),
    "has_image": st.booleans(),
    "has_amp": st.booleans(),
    "is_paywalled": st.booleans(),
    "words": st.integers(0, 900),
    "tier": st.integers(0, 100),
    "outlet": st.sampled_from("xyz"),
    "published": moments,
    "coverage": st.lists(reports, max_size=5).map(tuple),
}
candidates = st.builds(Candidate, **fields)


def with_threshold(profile: Profile, threshold: int) -> Profile:
    """The same profile with another threshold."""
    assert isinstance(profile, Default | Smartable)
    weights: Any = profile.weights
    kept = {name: getattr(weights, name) for name in weights.__struct_fields__}
    return replace(profile, weights=type(weights)(**(kept | {"threshold": threshold})))


@settings(max_examples=60)
@given(candidates, PROFILES)
def test_making_the_named_change_gives_the_named_result(candidate: Candidate, profile: Profile) -> None:
    """For every prospect there is: quality, heat and whether it is published."""
    before = scores(candidate, profile, NOW)
    for prospect in (*of_article(candidate, profile, now=NOW), *of_story(candidate, profile, now=NOW)):
        judge = with_threshold(profile, prospect.number) if prospect.turn is Turn.THRESHOLD else profile
        changed = applied(candidate, prospect.turn, number=prospect.number, name=prospect.name, now=NOW)
        after = scores(changed, judge, prospect.at or NOW)
        assert (after.quality.value, after.heat.value, after.published) == (
            prospect.quality,
            prospect.heat,
            prospect.published,
        )
        gained = after.quality.value - before.quality.value or after.heat.value - before.heat.value
        assert prospect.adds == gained


@settings(max_examples=60)
@given(candidates, PROFILES)
def test_what_would_publish_it_is_the_least_that_does(candidate: Candidate, profile: Profile) -> None:
    """One voice fewer does not, a threshold one higher does not; where no number is named, twenty would not do."""
    if scores(candidate, profile, NOW).published:
        return
    found = {prospect.turn: prospect for prospect in of_story(candidate, profile, now=NOW)}
    number = found[Turn.VOICES].number - 1 if Turn.VOICES in found else MOST_VOICES
    assert not scores(applied(candidate, Turn.VOICES, number=number, now=NOW), profile, NOW).published
    if Turn.THRESHOLD in found:
        higher = with_threshold(profile, found[Turn.THRESHOLD].number + 1)
        assert not scores(candidate, higher, NOW).published


@settings(max_examples=40)
@given(candidates, PROFILES)
def test_it_falls_below_the_threshold_at_that_minute_and_not_before(candidate: Candidate, profile: Profile) -> None:
    """A minute earlier it is still published."""
    for prospect in of_story(candidate, profile, now=NOW):
        if prospect.turn is Turn.TIME:
            assert prospect.at is not None
            assert scores(candidate, profile, prospect.at - MINUTE).published
            assert not scores(candidate, profile, prospect.at).published


@settings(max_examples=40)
@given(candidates, PROFILES)
def test_an_articles_prospects_add_and_the_greatest_comes_first(candidate: Candidate, profile: Profile) -> None:
    """What would add nothing is not named."""
    gains = [prospect.adds for prospect in of_article(candidate, profile, now=NOW)]
    assert all(gain > 0 for gain in gains)
    assert gains == sorted(gains, reverse=True)


def turns(prospects: list[Prospect]) -> list[tuple[Turn, int]]:
    """What each is about, and its number."""
    return [(prospect.turn, prospect.number) for prospect in prospects]


def test_what_a_bare_story_is_told() -> None:
    """Two more voices, or a lower threshold, and all that its article lacks."""
    bare = Candidate(title="Tram", outlet="daily", words=90, published=NOW)
    profile = Default(weights=DefaultWeights(threshold=40))
    heat = scores(bare, profile, NOW).heat.value
    assert turns(of_story(bare, profile, now=NOW)) == [(Turn.VOICES, 2), (Turn.THRESHOLD, heat)]
    assert turns(of_article(bare, Default(), now=NOW)) == [(Turn.LENGTH, 400), (Turn.AUTHOR, 0), (Turn.IMAGE, 0)]


def test_what_never_cools_never_falls() -> None:
    """Time is no prospect under the profile `smartable`."""
    video = Candidate(title="Tram", has_featured=True, outlet="daily", published=NOW)
    assert of_story(video, Smartable(), now=NOW) == []


def test_the_voice_it_hinges_on_is_named() -> None:
    """Without it the story would not be published."""
    second = Coverage(outlet="post", tier=80, published=NOW)
    story = Candidate(title="Tram", outlet="daily", tier=60, words=400, published=NOW, coverage=(second,))
    profile = Default(weights=DefaultWeights(threshold=50))
    named = [prospect.name for prospect in of_story(story, profile, now=NOW) if prospect.turn is Turn.WITHOUT]
    assert named == ["post"]
