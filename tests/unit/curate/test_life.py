"""A story's life."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.life import LifeRules, life
from newsloom.model.article import ArticleId
from newsloom.model.life import Phase, Telling

MORNING = datetime(2031, 5, 6, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def told(number: int, hours: float, title: str = "Ferry Halmar aground off Torvik", **fields: object) -> Telling:
    """An article so many hours after the morning, by an outlet of its own if none is named."""
    outlet = str(fields.get("outlet", f"Paper {number}"))
    at = MORNING + hours * HOUR
    return Telling(
        article=ArticleId(f"a{number}"), at=at, outlet=outlet, title=title, is_copy=bool(fields.get("is_copy"))
    )


def phase(tellings: list[Telling], hours: float) -> Phase:
    """The phase so many hours after the morning."""
    return life(tellings, language="en", now=MORNING + hours * HOUR).phase


def test_first_report_outlets_and_peak() -> None:
    """Each outlet by its first report, in order of time, whatever order they come in; the fullest hour."""
    tellings = [told(1, 0, outlet="Daily"), told(2, 2, outlet="Weekly"), told(3, 2.5, outlet="Daily"), told(4, 5)]
    found = life(reversed(tellings), language="en", now=MORNING + 9 * HOUR)
    assert found.first == tellings[0]
    assert [one.article for one in found.outlets] == ["a1", "a2", "a4"]
    assert (found.peak, found.peak_reports, found.last) == (MORNING + 2 * HOUR, 2, MORNING + 5 * HOUR)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(1, Phase.BREAKING), (4.5, Phase.DEVELOPING), (24, Phase.DEVELOPING), (30, Phase.STEADY), (80, Phase.OVER)],
)
def test_a_story_breaks_develops_and_ends(hours: float, expected: Phase) -> None:
    """Decided at a moment that is given; what comes later does not count."""
    assert phase([told(1, 0), told(2, 1), told(3, 500)], hours) == expected


def test_one_outlet_alone_breaks_nothing() -> None:
    """It may be its own."""
    assert phase([told(1, 0, outlet="Daily"), told(2, 1, outlet="Daily")], 1) is Phase.DEVELOPING


def test_copies_do_not_develop_a_story() -> None:
    """Repeating is not news; an outlet's first word is."""
    story = [told(1, 0, outlet="Daily"), told(2, 30, outlet="Daily", is_copy=True)]
    assert phase(story, 31) is Phase.STEADY
    assert phase([*story, told(3, 30, outlet="Weekly", is_copy=True)], 31) is Phase.DEVELOPING


def test_a_silent_story_is_revived() -> None:
    """The report that ended the silence is told, and the story may break again."""
    tellings = [told(1, 0), told(2, 1), told(3, 100), told(4, 101)]
    found = life(tellings, language="en", now=MORNING + 102 * HOUR)
    assert [(one.article, one.silent_hours) for one in found.revivals] == [("a3", 99)]
    assert found.phase is Phase.BREAKING


def test_the_focus_turns() -> None:
    """Later reports speak of the captain, whom the first did not know; one outlet's habit is no turn."""
    opening = [told(1, 0), told(2, 1, "Ninety rescued from ferry Halmar off Torvik")]
    captain = [
        told(3, 20, "Halmar captain charged with negligence"),
        told(4, 22, "Captain of Halmar charged after ferry grounding"),
        told(5, 23, "Ninety rescued from ferry: a timeline"),
    ]
    (turn,) = life([*opening, *captain], language="en", now=MORNING + 30 * HOUR).turns
    assert (turn.article, turn.at, turn.reports) == ("a3", MORNING + 20 * HOUR, 2)
    assert set(turn.words) == {"captain", "charged"}
    alone = [replace(one, outlet="Daily") for one in captain]
    assert life([*opening, *alone], language="en", now=MORNING + 30 * HOUR).turns == ()
    known = replace(opening[0], lead="Its captain was charged at once.")
    assert life([known, *captain], language="en", now=MORNING + 30 * HOUR).turns == ()


TELLINGS = st.lists(
    st.builds(
        told,
        st.integers(0, 99),
        st.floats(0, 400),
        st.lists(st.sampled_from(["ferry", "captain", "charged", "inquiry", "the", "84"]), max_size=6).map(" ".join),
        outlet=st.sampled_from(["Daily", "Weekly", "Monthly"]),
        is_copy=st.booleans(),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one.article,
)


@given(TELLINGS, st.floats(0, 600), st.randoms(use_true_random=False))
def test_a_life_is_told_in_order(tellings: list[Telling], hours: float, random: object) -> None:
    """Of any story at any moment: its parts are the story's, in order of time, whatever the order they came in."""
    now = MORNING + hours * HOUR
    found = life(tellings, language="en", now=now)
    shuffled = list(tellings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random
    assert life(shuffled, language="en", now=now) == found
    assert found.first.at <= found.peak + HOUR
    assert found.outlets[0] == found.first
    assert len({one.outlet for one in found.outlets}) == len(found.outlets)
    for moments in ([o.at for o in found.outlets], [t.at for t in found.turns], [r.at for r in found.revivals]):
        assert moments == sorted(moments)
    if now - found.last >= LifeRules().over:
        assert found.phase is Phase.OVER
