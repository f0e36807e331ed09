"""What the sense of texts adds to their words."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.sense import Senses, heard, packed, sense_text
from newsloom.model.article import ArticleId
from newsloom.model.sense import SenseScale
from newsloom.testing.builders import NOON, an_article

SCALE = SenseScale(alike=0.8, unlike=0.4)


def some_senses(*rows: tuple[str, str, int, tuple[float, float]]) -> Senses:
    """Vectors by article, language and hours after noon."""
    senses = Senses(scale=SCALE, window=timedelta(days=30))
    for name, language, hours, vector in rows:
        unit = np.array(vector, dtype=np.float32) / np.linalg.norm(vector)
        at = NOON + timedelta(hours=hours)
        senses.add(ArticleId(name), language=language, at=at, vector=packed(unit.astype(np.float32)))
    return senses


def test_an_opinion_follows_the_scale() -> None:
    """All of it from `alike` on, all against up to `unlike`, nothing said of an article without a vector."""
    senses = some_senses(("a", "en", 0, (1, 0)), ("same", "en", 1, (1, 0.01)), ("other", "en", 2, (0, 1)))
    said = senses.opinion(ArticleId("a"), [ArticleId(name) for name in ("same", "other", "unknown")])
    assert said == [1.5, -1.5, None]
    assert senses.opinion(ArticleId("unknown"), [ArticleId("a")]) == [None]


@given(st.lists(st.tuples(st.floats(-6, 6), st.none() | st.floats(-1.5, 1.5)), max_size=20), st.floats(-1, 1))
def test_only_uncertain_pairs_are_heard(pairs: list[tuple[float, float | None]], joining: float) -> None:
    """What is sure stays as it is; what is not moves by what was said."""
    odds, said = [one for one, _ in pairs], [two for _, two in pairs]
    names = [ArticleId(str(number)) for number in range(len(odds))]
    found = heard(odds, ArticleId("a"), names, opinion=lambda _one, _others: said, joining=joining)
    assert heard(odds, ArticleId("a"), names, opinion=None, joining=joining) is odds
    for before, shift, after in zip(odds, said, found, strict=True):
        sure = abs(before - joining) > 1.5
        assert after == pytest.approx(before if sure or shift is None else before + shift, abs=1e-5)


def test_counterparts_are_of_another_language_and_the_same_days() -> None:
    """The likest first; not those of the same language, of another sense, or of other days."""
    senses = some_senses(
        ("old", "fr", -24 * 5, (1, 0)),
        ("near", "fr", 1, (1, 0.3)),
        ("nearer", "de", 2, (1, 0.1)),
        ("own", "en", 2, (1, 0)),
        ("else", "fr", 2, (0, 1)),
        ("new", "en", 3, (1, 0)),
    )
    assert [link.other for link in senses.counterparts(ArticleId("new"))] == ["nearer", "near"]
    assert senses.counterparts(ArticleId("unknown")) == ()


def test_what_left_the_window_counts_no_more() -> None:
    """Whether it was dropped already or not: a restart would not have it."""
    senses = some_senses(("first", "en", 0, (1, 0)), *((f"n{i}", "en", 24 * 31 + i, (1, 0)) for i in range(300)))
    assert senses.opinion(ArticleId("n299"), [ArticleId("first"), ArticleId("n0")]) == [None, 1.5]
    assert senses.since == NOON + timedelta(hours=24 + 299)


def test_a_vector_that_says_nothing_is_left_out() -> None:
    """Zeros, and vectors of another size, which another model gave."""
    senses = some_senses(("a", "en", 0, (1, 0)))
    for name, vector in (("zeros", np.zeros(2)), ("long", np.ones(3))):
        senses.add(ArticleId(name), language="fr", at=NOON, vector=packed(vector.astype(np.float32)))
        assert senses.opinion(ArticleId("a"), [ArticleId(name)]) == [None]
        assert senses.counterparts(ArticleId(name)) == ()


def test_a_model_reads_title_and_beginning() -> None:
    """Of an article without text its lead, of one without both the title."""
    assert sense_text(an_article("Flood", text="River rises. " * 100)).startswith("Flood\nRiver rises.")
    assert sense_text(an_article("Flood", text="", lead="River rises.")) == "Flood\nRiver rises."
    assert sense_text(an_article("Flood", text="")) == "Flood"
