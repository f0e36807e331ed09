"""Weights proposed from marks: bounded, whole, the same each time, and better where the marks say something."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.curate.tune import PARTS, RULES, WEIGHTS_OF, Marked, lacking, marked, propose
from newsloom.model.judgement import Part, Score
from newsloom.model.weights import DefaultWeights

FIELDS = msgspec.structs.asdict(DefaultWeights())


def a_mark(*, is_good: bool, **points: float) -> Marked:
    """One marked story; what is not said has no points."""
    return Marked(points=dict.fromkeys(PARTS, 0.0) | points, is_good=is_good)


def many(number: int, **good: float) -> list[Marked]:
    """As many good stories as bad ones, which differ in these points alone."""
    noise = [{"source": float(n % 7), "freshness": float(n % 3)} for n in range(number)]
    return [a_mark(is_good=True, **more, **good) for more in noise] + [a_mark(is_good=False, **more) for more in noise]


def test_too_few_marks_are_refused_with_how_many_are_wanted() -> None:
    """Each kind by itself: many good ones say nothing of bad ones."""
    marks = many(20)[:22]
    assert lacking(marks) == "20 good and 2 bad marks are too few: 10 of each are wanted, so 8 more bad"
    with pytest.raises(ValueError, match="8 more bad"):
        propose(marks, DefaultWeights())


def test_what_good_stories_have_weighs_more() -> None:
    """And the expected gain is that of stories the fit has not seen."""
    marks = [a_mark(is_good=True, voice=6.0, source=float(n % 9)) for n in range(30)]
    marks += [a_mark(is_good=False, voice=2.0, source=float(n % 9) + 3) for n in range(30)]
    found = propose(marks, DefaultWeights())
    assert found.weights.voice_most > DefaultWeights().voice_most
    assert found.weights.source_most < DefaultWeights().source_most
    assert found.gain > 0.1


def test_marks_that_say_nothing_change_nothing() -> None:
    """Good and bad alike: there is no gain, and no weight differs by much."""
    found = propose(many(15), DefaultWeights())
    assert found.gain == pytest.approx(0)
    assert all(factor == pytest.approx(1, abs=0.05) for factor in found.factors.values())


def test_parts_of_quality_count_by_their_share_of_interest() -> None:
    """What the fit sees sums to the heat."""
    quality = Score.of([Part(name="article", points=20), Part(name="source", points=20)])
    heat = Score.of([Part(name="interest", points=10), Part(name="voice", points=7)])
    assert {k: v for k, v in marked(quality, heat, is_good=True).points.items() if v} == {"source": 5.0, "voice": 7.0}


Parts = list[dict[str, float]]
points = st.fixed_dictionaries({part: st.floats(-20, 60) for part in PARTS})


@settings(max_examples=8, deadline=None)
@given(st.lists(points, min_size=10, max_size=14), st.lists(points, min_size=10, max_size=14))
def test_a_proposal_is_a_valid_profile_within_its_bounds(
    good: list[dict[str, float]], bad: list[dict[str, float]]
) -> None:
    """Whole numbers, each within half and double of what it was, and the same marks give the same ones."""
    marks = [Marked(points=p, is_good=True) for p in good] + [Marked(points=p, is_good=False) for p in bad]
    found = propose(marks, DefaultWeights())
    assert found == propose(marks, DefaultWeights())
    assert 0 <= found.ranked_now <= 1
    assert 0 <= found.ranked_then <= 1
    for name in (name for names in WEIGHTS_OF.values() for name in names):
        value = getattr(found.weights, name)
        assert isinstance(value, int)
        assert FIELDS[name] * RULES.smallest - 0.5 <= value <= FIELDS[name] * RULES.largest + 0.5
    assert found.weights.most_quality <= 100
