"""Who is told of a story: properties of the decision."""

from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.alerting import AlertingRules, Standpoint, decide
from newsloom.model.alert import AlertCause, AlertState
from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId

A, B = StoryId("a"), StoryId("b")
RULES = AlertingRules()
ARTICLES = [ArticleId(f"x{n}") for n in range(4)]


def a_standpoint(story: StoryId = A, **fields: object) -> Standpoint:
    """A story that fits, with one voice."""
    return Standpoint(**({"story": story, "fits": True, "heat": 40, "articles": frozenset(ARTICLES[:2])} | fields))  # type: ignore[arg-type]  # any field of the value


@st.composite
def standpoints(draw: st.DrawFn) -> Standpoint:
    """A story as it may stand."""
    articles = frozenset(draw(st.sets(st.sampled_from(ARTICLES), min_size=1)))
    faulty = draw(st.sets(st.sampled_from(sorted(articles))))
    return Standpoint(
        story=A,
        fits=draw(st.booleans()),
        heat=draw(st.integers(0, 400)),
        voices=draw(st.integers(1, 4)),
        faults=frozenset(f"{one}:{draw(st.sampled_from(['corrected', 'withdrawn']))}" for one in faulty),
        articles=articles,
        is_killed=draw(st.booleans()),
    )


@st.composite
def states(draw: st.DrawFn, story: StoryId = A) -> AlertState:
    """What may be remembered of a story."""
    seen = frozenset(draw(st.sets(st.sampled_from(ARTICLES))))
    return AlertState(
        story=story,
        told=draw(st.integers(0, 3)),
        heat=draw(st.integers(0, 200)),
        voices=draw(st.integers(0, 3)),
        faults=frozenset(
            f"{one}:corrected" for one in draw(st.sets(st.sampled_from(sorted(seen))) if seen else st.just(set()))
        ),
        seen=seen,
    )


@given(standpoints(), st.none() | states(), st.lists(states(B), max_size=1), st.booleans())
def test_nothing_is_told_twice(
    now: Standpoint, known: AlertState | None, absorbed: list[AlertState], silent: bool
) -> None:
    """Deciding again from what came out, with the story as it was, tells nobody and changes nothing."""
    first = decide(now, known=known, absorbed=absorbed, silent=silent)
    again = decide(now, known=first.state)
    if now.is_killed and silent:  # taken note of, whatever an editor says
        assert not first.causes
        return
    assert (again.causes, again.state) == ((), first.state)


@given(standpoints(), st.none() | states())
def test_silence_takes_note_for_good(now: Standpoint, known: AlertState | None) -> None:
    """What was only taken note of is not told by the next decision either, as long as it stands as it stood."""
    noted = decide(now, known=known, silent=True)
    assert not noted.causes
    if noted.state is not None:
        assert not decide(now, known=noted.state).causes


@given(standpoints(), states())
def test_no_notice_without_a_material_change(now: Standpoint, known: AlertState) -> None:
    """Of a story that is known, each cause given is there; of a killed one, or one that left, only faults are told."""
    causes = {*decide(now, known=known).causes}
    new_faults = {fault for fault in now.faults - known.faults if fault.partition(":")[0] in known.seen}
    assert AlertCause.ENTERED not in causes
    assert AlertCause.MERGE not in causes
    assert (AlertCause.VOICE in causes) == (now.fits and not now.is_killed and known.voices < 2 <= now.voices)
    assert (AlertCause.HEAT in causes) == (
        now.fits and not now.is_killed and now.heat >= 3 * max(known.heat, RULES.least_heat)
    )
    told = (
        {fault.partition(":")[2] for fault in new_faults} if (now.fits or known.told) and not now.is_killed else set()
    )
    assert (AlertCause.CORRECTION in causes) == ("corrected" in told)
    assert (AlertCause.WITHDRAWAL in causes) == ("withdrawn" in told)


@given(st.lists(st.integers(0, 2_000), min_size=1, max_size=20))
def test_heat_is_measured_against_the_last_notice(heats: list[int]) -> None:
    """However it gets there, heat is told when it is three times that of the last notice, and not before."""
    state = decide(a_standpoint(heat=50, voices=2), known=None).state
    told_at = 50
    for heat in heats:
        decided = decide(a_standpoint(heat=heat, voices=2), known=state)
        state = decided.state
        assert bool(decided.causes) == (heat >= 3 * max(told_at, RULES.least_heat))
        told_at = heat if decided.causes else told_at


def test_a_story_that_leaves_and_comes_back_is_not_told_again() -> None:
    """What was told once is known, whether or not the story still fits."""
    entered = decide(a_standpoint(), known=None)
    assert entered.causes == (AlertCause.ENTERED,)
    left = decide(a_standpoint(fits=False, heat=0), known=entered.state)
    back = decide(a_standpoint(), known=left.state)
    assert (left.causes, back.causes) == ((), ())


def test_a_second_voice_that_came_while_it_was_away_is_told_when_it_is_back() -> None:
    """A change counts from the last notice on, not from the last look."""
    entered = decide(a_standpoint(), known=None)
    left = decide(a_standpoint(fits=False, voices=2), known=entered.state)
    assert decide(a_standpoint(voices=2), known=left.state).causes == (AlertCause.VOICE,)


def test_what_came_corrected_is_no_correction() -> None:
    """An article that is corrected when it joins corrects nothing that was told; one corrected later does."""
    entered = decide(a_standpoint(), known=None)
    joined = decide(
        a_standpoint(articles=frozenset(ARTICLES[:3]), faults=frozenset({f"{ARTICLES[2]}:corrected"})),
        known=entered.state,
    )
    assert joined.causes == ()
    later = decide(
        a_standpoint(
            articles=frozenset(ARTICLES[:3]),
            faults=frozenset({f"{ARTICLES[2]}:corrected", f"{ARTICLES[0]}:corrected"}),
        ),
        known=joined.state,
    )
    assert later.causes == (AlertCause.CORRECTION,)


def test_a_withdrawal_is_told_although_the_story_fits_no_more() -> None:
    """Who was told of a story hears that it was withdrawn; who was not, does not."""
    entered = decide(a_standpoint(), known=None)
    gone = a_standpoint(fits=False, faults=frozenset({f"{ARTICLES[0]}:withdrawn"}))
    assert decide(gone, known=entered.state).causes == (AlertCause.WITHDRAWAL,)
    noted = decide(a_standpoint(), known=None, silent=True)
    assert decide(gone, known=noted.state).causes == ()


def test_a_merge_is_told_under_the_surviving_id() -> None:
    """Where a told story went into another one, that is told once; one that was only noted is told of nowhere."""
    told = decide(a_standpoint(B), known=None).state
    assert told is not None
    merged = decide(a_standpoint(A), known=None, absorbed=[told])
    assert (merged.causes, merged.merged) == ((AlertCause.MERGE,), (B,))
    assert decide(a_standpoint(A), known=merged.state).causes == ()
    noted = replace(told, told=0)
    assert decide(a_standpoint(A), known=None, absorbed=[noted]).causes == ()


@dataclass(slots=True)
class Desk:
    """One alert's memory, as a store keeps it, and all that was told."""

    states: dict[StoryId, AlertState] = field(default_factory=dict)
    told: list[tuple[StoryId, tuple[AlertCause, ...]]] = field(default_factory=list)

    def run(self, now: Standpoint, gone: list[StoryId], *, killed: bool) -> None:
        """Decide, and keep all of it or nothing."""
        absorbed = [self.states[one] for one in gone if one in self.states]
        decided = decide(now, known=self.states.get(now.story), absorbed=absorbed)
        if killed:
            return
        for one in absorbed:
            del self.states[one.story]
        if decided.state is not None:
            self.states[now.story] = decided.state
        if decided.causes:
            self.told.append((now.story, decided.causes))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "merge"]), st.integers(1, 300), st.integers(1, 3), st.booleans(), st.booleans()
    ),
    max_size=15,
)


@given(STEPS)
def test_kills_and_repetitions_change_nothing_that_is_told(steps: list[tuple[str, int, int, bool, bool]]) -> None:
    """Whatever runs die before they are kept, and are made again: each decision is made exactly once."""
    plain, shaken = Desk(), Desk()
    merged = False
    for what, heat, voices, fits, killed in steps:
        merged = merged or what == "merge"
        story, gone = (A, [B]) if merged else (StoryId(what), [])
        now = a_standpoint(story, heat=heat, voices=voices, fits=fits)
        plain.run(now, gone, killed=False)
        if killed:
            shaken.run(now, gone, killed=True)
        shaken.run(now, gone, killed=False)
        shaken.run(now, gone, killed=False)  # nothing changed in between
    assert shaken == plain
    entered = [story for story, causes in plain.told if AlertCause.ENTERED in causes]
    assert len(entered) == len(set(entered))
    assert sum(AlertCause.MERGE in causes for _, causes in plain.told) <= 1
