"""The latest articles that found a match."""

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.lately import Lately
from newsloom.model.article import ArticleId


@given(st.lists(st.booleans() | st.integers(0, 30), max_size=60), st.integers(1, 8))
def test_counts_the_latest_that_are_there(steps: list[bool | int], most: int) -> None:
    """Whatever comes and goes, those counted are the last arrived of what is left."""
    lately = Lately(most)
    there: list[tuple[ArticleId, bool]] = []
    for number, step in enumerate(steps):
        if isinstance(step, bool):
            there.append((ArticleId(f"a{number}"), step))
            lately.add(there[-1][0], matched=step)
        elif there:
            lately.remove(there.pop(step % len(there))[0])
        assert len(lately) == len(there[-most:])
        assert lately.matched == sum(matched for _, matched in there[-most:])
