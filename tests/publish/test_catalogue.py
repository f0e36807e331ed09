"""What shapes ask of all listings together, against the plain way to find it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as replace_in

from newsloom.model.appearance import Appearance, HeldLedger, Presence
from newsloom.model.edition import Edition
from newsloom.model.listing import Catalogue, Listing
from newsloom.model.record import RecordState
from newsloom.model.story import StoryId

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
hours = st.integers(0, 3).map(lambda n: AT + timedelta(hours=n))

listings = st.builds(
    Listing,
    story=st.sampled_from("abcdefgh").map(StoryId),
    path=st.sampled_from([f"_news/{n}.md" for n in range(20)]),
    number=st.integers(1, 50),
    digest=st.just("d"),
    first_written=hours,
    changed_at=hours,
    title=st.just("A headline"),
    excerpt=st.just(""),
    published_at=hours,
    withdrawn=st.none() | hours,
    state=st.sampled_from(RecordState),
)
appearances = st.builds(
    Appearance,
    story=st.just(StoryId("")),
    number=st.integers(1, 50),
    presence=st.sampled_from(Presence),
    first_shown=hours,
    updated=hours,
    changed=hours,
    words=st.just("w"),
    whole=st.just("w"),
)
editions = st.builds(
    lambda some, known, changed: Edition(
        at=AT,
        listings=tuple(sorted(some, key=lambda one: one.path)),
        ledger=HeldLedger({story: replace_in(one, story=story) for story, one in known.items()}),
        changed=changed,
    ),
    st.lists(listings, max_size=8, unique_by=(lambda one: one.story, lambda one: one.path, lambda one: one.number)),
    st.dictionaries(st.sampled_from("abcdefgh").map(StoryId), appearances, max_size=8),
    st.none() | st.frozensets(st.sampled_from("abcdefghxyz").map(StoryId)),
)


@given(edition=editions)
def test_orders_and_choices_are_the_plain_ones(edition: Edition) -> None:
    """What is shown, by number and by date; what is due; each by its story."""
    catalogue = edition.catalogue
    shown = [one for one in edition.listings if one.is_shown]
    assert list(catalogue.shown_by_path) == shown
    assert list(catalogue.shown) == sorted(shown, key=lambda one: one.number)
    assert list(catalogue.newest) == sorted(shown, key=lambda one: (one.published_at, one.path), reverse=True)
    assert catalogue.by_story == {one.story: one for one in edition.listings}
    changed = edition.changed
    assert list(edition.due) == [one for one in edition.listings if changed is None or one.story in changed]


@given(edition=editions)
def test_who_may_be_told_of_what(edition: Edition) -> None:
    """Also of another ledger with the same listings."""
    for one in (edition, replace(edition, ledger=HeldLedger())):
        known = one.ledger.appearances
        read = {Presence.SHOWN, Presence.WITHDRAWN}
        told = [(listing, known[listing.story]) for listing in one.listings if listing.story in known]
        told = [(listing, seen) for listing, seen in told if seen.presence in read]
        assert sorted(one.told, key=lambda one: one[0].path) == told
        assert [seen.number for _, seen in one.told] == sorted(seen.number for _, seen in told)
        order = [(seen.updated, seen.number) for _, seen in one.readable]
        assert order == sorted(order, reverse=True)


def test_an_edition_of_any_sequence_has_a_catalogue() -> None:
    """A publisher of somebody else's may make one of a list."""
    assert isinstance(Edition(at=AT, listings=[]).listings, Catalogue)
