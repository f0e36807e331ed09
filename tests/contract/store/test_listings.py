"""The contract of `Listings`: what is listed of records, and what the outlets they name are called."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsloom.keeping import Store
from newsloom.model.listing import Listing
from newsloom.model.story import StoryId
from newsloom.recordkeeping import Listed

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
STORIES = [StoryId(one) for one in "abc"]
NAMED_A, NAMED_B = [("one.example", "A")], [("one.example", "B")]
outlets = st.lists(st.tuples(st.sampled_from(["one.example", "two.example"]), st.sampled_from(["A", "B"])), max_size=2)
changes = st.tuples(st.sampled_from(STORIES), st.none() | st.tuples(st.integers(0, 3), outlets))


def listed(story: StoryId, hour: int, named: Iterable[tuple[str, str]]) -> Listed:
    """A story of this hour that names these."""
    listing = Listing(
        story=story,
        path=f"_news/{story}.md",
        number=0,
        digest=f"{hour}",
        first_written=AT,
        changed_at=AT,
        title="A headline",
        excerpt="",
        published_at=AT + timedelta(hours=hour),
    )
    return Listed(listing=listing, said="", outlets=tuple(named))


def names(known: Iterable[Listed]) -> dict[str, str]:
    """What outlets are called, found the plain way: by the newest record that names one."""
    found: dict[str, str] = {}
    for one in sorted(known, key=lambda one: (one.listing.published_at, one.listing.path)):
        found.update(one.outlets)
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(plays=[([(STORIES[0], (2, NAMED_A)), (STORIES[1], (1, NAMED_B))], True), ([(STORIES[0], (0, NAMED_A))], True)])
@example(plays=[([(STORIES[0], (1, NAMED_A))], True), ([(STORIES[0], (1, []))], True)])
@given(plays=st.lists(st.tuples(st.lists(changes, min_size=1, max_size=3), st.booleans()), max_size=5))
def test_outlets_go_by_the_name_the_newest_record_gives_them(
    factory: Callable[[], Store],
    plays: list[tuple[list[tuple[StoryId, tuple[int, list[tuple[str, str]]] | None]], bool]],
) -> None:
    """Whatever records came, changed or went since it was asked last, and however often that was."""
    store, known = factory(), dict[StoryId, Listed]()
    for changed, asked in plays:
        latest = dict(changed)
        new = {story: listed(story, *said) for story, said in latest.items() if said is not None}
        gone = [story for story, said in latest.items() if said is None and story in known]
        store.listings.save(list(new.values()), gone=gone)
        known = {story: one for story, one in (known | new).items() if story not in gone}
        if asked:
            assert dict(store.listings.shelf().names) == names(known.values())
    shelf = store.listings.shelf()
    assert dict(shelf.names) == names(known.values())
    assert shelf.listings.keys() == known.keys()
