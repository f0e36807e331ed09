"""What corrections say of a topic's words."""

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.suggest import Example, TrainRules, train, unseen_right, words_of
from newsloom.testing.builders import an_article

RULES = TrainRules(fewest=1, steps=100)
WORDS = st.frozensets(st.sampled_from("abcdef"), max_size=4)
EXAMPLES = st.lists(st.builds(Example, words=WORDS, is_about=st.booleans()), min_size=1, max_size=8)


def example(words: str, *, is_about: bool, weight: float = 1.0) -> Example:
    """One article by its words."""
    return Example(words=frozenset(words.split()), is_about=is_about, weight=weight)


FEW = [
    example("bank loan rate", is_about=True),
    example("bank cup night", is_about=True),
    example("loan bank day", is_about=True),
    example("cup goal night", is_about=False),
    example("goal day rate", is_about=False),
    example("cup day goal", is_about=False),
]


def test_words_that_tell_apart_weigh_most() -> None:
    """And explain each chance."""
    model = train(FEW, RULES)
    assert max(model.weights, key=lambda word: model.weights[word]) == "bank"
    assert min(model.weights, key=lambda word: model.weights[word]) in {"goal", "cup"}
    assert model.probability(frozenset({"bank", "loan"})) > 0.8
    assert model.probability(frozenset({"goal", "cup"})) < 0.2
    assert [word for word, _ in model.reasons(frozenset({"bank", "day", "zebra"}))] == ["bank", "day"]


def test_what_was_not_seen_is_judged_by_the_rest() -> None:
    """So that an owner sees how far a model may be trusted."""
    assert unseen_right(FEW, range(6), RULES) >= 5
    assert unseen_right(FEW, [], RULES) == 0


def test_a_lighter_example_says_less() -> None:
    """What rules say of an article gives way to the owner's own word."""
    ours = [example("bank", is_about=True), example("goal", is_about=False)]
    rules = [example("goal", is_about=True, weight=0.1) for _ in range(3)]
    assert train([*ours, *rules], RULES).probability(frozenset({"goal"})) < 0.5


@given(EXAMPLES, WORDS)
def test_training_is_the_same_each_time(examples: list[Example], words: frozenset[str]) -> None:
    """Whatever the examples, a chance is one, and its reasons explain it."""
    model, again = train(examples, RULES), train(examples, RULES)
    assert model == again
    assert 0 <= model.probability(words) <= 1
    assert {word for word, _ in model.reasons(words)} <= words


def test_the_words_of_an_article() -> None:
    """Folded, without figures, of a text only the beginning."""
    article = an_article("Élan 2026", lead="A Bank", text="one two three")
    assert words_of(article, TrainRules(text_words=2)) == {"elan", "bank", "one", "two"}
