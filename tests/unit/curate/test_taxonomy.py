"""Which topic stands below which."""

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.taxonomy import ancestors, parent_faults
from newsloom.model.judgement import Topic

NAMES = st.sampled_from("abcdef")


def topics(**parents: str) -> list[Topic]:
    """Topics by id with their parents, "" for none."""
    return [Topic(id=id_, name=f"Topic {id_}", parent=parent or None) for id_, parent in parents.items()]


def test_parents_by_name_or_id() -> None:
    """The nearest first."""
    assert ancestors(topics(a="", b="Topic a", c="b")) == {"b": ("a",), "c": ("b", "a")}
    assert list(parent_faults(topics(a="", b="Topic a", c="b"))) == []


def test_faults_say_what_would_be_right() -> None:
    """An unknown parent, and a circle once."""
    ((topic, problem),) = parent_faults(topics(a="", b="Topc a"))
    assert (topic.id, problem) == ("b", "no topic `Topc a` to be the parent of `b`; did you mean `Topic a`?")
    ((topic, problem),) = parent_faults(topics(a="b", b="c", c="a", d="a"))
    assert (topic.id, problem) == ("a", "the parents go in a circle: a → b → c → a; take one `parent` out")
    ((topic, problem),) = parent_faults(topics(a="a"))
    assert "a → a" in problem


@given(st.dictionaries(NAMES, st.sampled_from(["", *"abcdefg"]), max_size=6))
def test_a_sound_tree_has_no_faults_and_ends(parents: dict[str, str]) -> None:
    """Whatever the parents, asking ends; without faults no topic is above itself."""
    listed = topics(**parents)
    above = ancestors(listed)
    assert all(len(chain) == len(set(chain)) for chain in above.values())
    if not list(parent_faults(listed)):
        assert all(topic not in chain for topic, chain in above.items())
        assert set(above) == {id_ for id_, parent in parents.items() if parent}
