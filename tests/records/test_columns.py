from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.curate.candidates import Directions
from newsloom.curate.judge import weigh
from newsloom.curate.tallies import articles_in, tallies, tally_of
from newsloom.model.weights import DefaultWeights
from newsloom.records.profiles.columns import heats, qualities
from newsloom.records.profiles.default import Default, keywords
from newsloom.testing.judgementplay import LATEST, criteria_in_play, stories_in_play

WEIGHTS = st.builds(
    DefaultWeights,
    own_text=st.integers(0, 14),
    opinion=st.integers(0, 6),
    author=st.integers(0, 6),
    topics_most=st.integers(0, 14),
    length_words=st.integers(1, 900),
    thin_words=st.integers(0, 900),
    interest_percent=st.integers(0, 100),
    voice_least=st.integers(0, 30),
    voice_most=st.integers(0, 30),
    pace=st.integers(0, 9),
    pace_most=st.integers(0, 50),
    pace_hours=st.sampled_from([0.5, 6, 48.5]),
    fresh=st.integers(0, 9),
    family=st.integers(0, 5),
    country=st.integers(0, 5),
    spread_most=st.integers(0, 50),
    copies=st.integers(0, 5),
    half_life_hours=st.sampled_from([0.0001, 1, 18, 500.3]),
)


@settings(max_examples=30, deadline=None)
@given(WEIGHTS, st.integers(0, 10**6), st.sampled_from([0.01, 1, 20]), st.integers(-9, 99))
def test_many_stories_at_once_have_the_scores_of_their_receipts(
    weights: DefaultWeights, seed: int, days: float, hours: int
) -> None:
    """Quality of each article and heat of each story, to the point, whatever the weights and the moment."""
    profile, now = Default(weights=weights), LATEST + timedelta(hours=hours)
    criteria = criteria_in_play(profile, seed=seed)
    directions = Directions(criteria)
    weighed = [
        weigh(played.found.findings, directions=directions, now=now)
        for played in stories_in_play(60, criteria, seed=seed, days=days)
    ]
    packed = [tally_of((one.candidate, keywords(one.candidate)) for one in story.ranked) for story in weighed]
    rows, sizes = tallies(packed), np.array([articles_in(each) for each in packed])
    quality = qualities(rows, weights)
    assert quality.tolist() == [one.quality.value for story in weighed for one in story.ranked]
    assert heats(rows, sizes, quality, now, weights).tolist() == [story.heat.value for story in weighed]
