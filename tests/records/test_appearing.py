from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsloom.model.appearance import Appearance, Presence, PublicChange
from newsloom.model.judgement import Part, Score
from newsloom.model.record import DEMOTED, Receipts, Record, RecordProvider, RelatedRecord
from newsloom.model.story import StoryId
from newsloom.records.appearing import Published, seen

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=3)
STORY = StoryId("s1")
KURIER = RecordProvider(name="Kurier", domain="kurier.example")
RECORD = Record(
    title="Bridge closed",
    excerpt="Since Monday.",
    published_at=NOON,
    web_url="https://kurier.example/1",
    quality=50,
    heat=60,
    published=True,
    provider=KURIER,
    topics=("Transit",),
)
REPORT = RelatedRecord(
    title="Closed", excerpt="", published_at=NOON, web_url="https://post.example/2", provider=KURIER, quality=9
)


def appearance_of(record: Record) -> Appearance:
    """How a story stands that is published for the first time."""
    (found,) = seen([Published(story=STORY, record=record)], {}, last=0, now=NOON).appearances
    return found


def then(*records: Record | None) -> tuple[Appearance, list[PublicChange]]:
    """How a story stands after it had these records, an hour apart, and what was told of it."""
    known: dict[StoryId, Appearance] = {}
    told: list[PublicChange] = []
    for hour, record in enumerate(records):
        new = seen([Published(story=STORY, record=record)], known, last=len(known), now=NOON + timedelta(hours=hour))
        known |= {one.story: one for one in new.appearances}
        told += [kind for _, kind, _ in new.changes]
    return known[STORY], told


def test_what_was_never_shown_has_no_appearance() -> None:
    """A story below the threshold is nothing to readers."""
    cold = replace(RECORD, published=False)
    assert seen([Published(story=STORY, record=cold)], {}, last=0, now=NOON).appearances == ()
    assert seen([Published(story=STORY, record=None)], {}, last=0, now=NOON).changes == ()


def test_numbers_follow_the_order_of_publication() -> None:
    """Each new story has the next number; what is known keeps its own."""
    one, other = (Published(story=StoryId(name), record=RECORD) for name in ("b", "a"))
    new = seen([one, other], {}, last=7, now=NOON)
    assert [(found.story, found.number) for found in new.appearances] == [("b", 8), ("a", 9)]


def test_scores_are_no_change() -> None:
    """Neither heat nor receipts nor the order of reports, which follows from them, move any time."""
    with_two = replace(RECORD, related=(REPORT, replace(REPORT, web_url="https://post.example/3")))
    warmer = replace(
        with_two,
        heat=99,
        quality=51,
        scores=Receipts(heat=Score.of([Part(name="x", points=99)])),
        related=tuple(replace(one, quality=70) for one in reversed(with_two.related)),
    )
    assert then(with_two, warmer) == (appearance_of(with_two), [PublicChange.PUBLISHED])


def test_each_change_is_told_by_its_name() -> None:
    """Words, corrections, what stands around them, and every way to go and to come back."""
    edited = replace(RECORD, title="Bridge open")
    corrected = replace(edited, correction="It was Tuesday.")
    covered = replace(corrected, related=(REPORT,))
    killed = replace(covered, published=False)
    withdrawn = replace(covered, published=False, withdrawn=NOON)
    merged = replace(covered, published=False, heat=DEMOTED)
    found, told = then(
        RECORD, edited, corrected, covered, killed, covered, withdrawn, covered, merged, covered, None, None
    )
    assert [kind.value for kind in told] == [
        *("published", "updated", "corrected", "details", "hidden", "restored"),
        *("withdrawn", "restored", "merged", "restored", "removed"),
    ]
    assert found.presence is Presence.REMOVED
    assert (found.words, found.whole) == ("", "")  # nothing of what was removed is kept, not even a digest


def test_coverage_moves_the_time_of_change_alone() -> None:
    """Feeds say `updated` where words changed; maps and the API also where something else did."""
    found, _ = then(RECORD, replace(RECORD, related=(REPORT,)))
    assert (found.first_shown, found.updated, found.changed) == (NOON, NOON, NOON + timedelta(hours=1))
    found, _ = then(RECORD, replace(RECORD, excerpt="Since Tuesday."))
    assert found.updated == found.changed == NOON + timedelta(hours=1)


def test_what_was_there_before_anything_was_remembered_is_as_old_as_it_is() -> None:
    """A desk that begins to remember does not tell its readers that all it has is new."""
    old = Published(story=STORY, record=RECORD, since=NOON - timedelta(days=9))
    new = seen([old], {}, last=0, now=NOON)
    assert new.appearances[0].first_shown == NOON - timedelta(days=9)
    assert new.changes == ((STORY, PublicChange.PUBLISHED, NOON - timedelta(days=9)),)


CHOICES = [
    RECORD,
    replace(RECORD, title="Other"),
    replace(RECORD, correction="x"),
    replace(RECORD, related=(REPORT,)),
    replace(RECORD, published=False),
    replace(RECORD, withdrawn=NOON, published=False),
    None,
]


@given(st.lists(st.sampled_from(CHOICES), max_size=8))
def test_a_story_keeps_its_number_and_its_time(records: list[Record | None]) -> None:
    """Whatever becomes of it: number and first appearance stay, times never go back, saying it twice says nothing."""
    known: dict[StoryId, Appearance] = {}
    for hour, record in enumerate(records):
        now = NOON + timedelta(hours=hour)
        published = [Published(story=STORY, record=record)]
        new = seen(published, known, last=len(known), now=now)
        before = known.get(STORY)
        known |= {one.story: one for one in new.appearances}
        after = known.get(STORY)
        if before is not None and after is not None:
            assert (after.number, after.first_shown) == (before.number, before.first_shown)
            assert before.updated <= after.updated <= now
            assert after.changed >= before.changed
            assert bool(new.changes) == (after.changed == now)
        again = seen(published, known, last=len(known), now=now + timedelta(minutes=1))
        assert (again.appearances, again.changes) == ((), ())
