"""Which topics an article has, and where it says so."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.topics import TopicBook
from newsloom.model.article import Article
from newsloom.model.judgement import Topic, TopicFinding, TopicReason
from newsloom.model.metadata import Metadata
from newsloom.model.topicrule import ArticleField, TopicMatch, TopicRule, TopicRules
from newsloom.records.profiles.default import Default
from newsloom.records.profiles.smartable import Smartable
from newsloom.testing.builders import an_article

WORDS = ["ai", "bank", "rate", "cup", "the", "Ai Weiwei", "banks", "é"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
TERMS = st.lists(st.sampled_from(["ai", "bank", "bank*", "=ai", "the bank", "cup ~2 rate", "/c.p/"]), max_size=3)
RULES = st.builds(
    lambda some, every, none, weight: TopicRule(any=tuple(some), all=tuple(every), none=tuple(none), weight=weight),
    TERMS,
    TERMS,
    TERMS,
    st.sampled_from([1, 2, -1]),
)
ARTICLES = st.builds(lambda title, lead, text: story(title, lead=lead, text=text), TEXTS, TEXTS, TEXTS)


def story(title: str = "", **fields: Any) -> Article:
    """An article whose address says nothing."""
    return replace(an_article(title, **({"text": ""} | fields)), url="https://daily.example/")


def topic(*some: str, id_: str = "t", parent: str | None = None, keywords: tuple[str, ...] = (), **more: Any) -> Topic:
    """A topic with a rule of these terms."""
    rules = (*((TopicRule(any=some),) if some else ()), *more.pop("rules", ()))
    return Topic(
        id=id_,
        name=id_.upper(),
        parent=parent,
        keywords=keywords,
        rules=TopicRules(rules=rules, **more) if rules else None,
    )


def finding(one: Topic, article: Article) -> TopicFinding:
    """What was found of one topic."""
    found = TopicBook([one]).tag(article, ungiven=True)
    return found[0] if found else TopicFinding(topic=one)


def told(match: TopicMatch) -> tuple[str, str, int]:
    """The gist of a match."""
    return match.field.value, match.words, match.points


def test_a_place_counts_by_its_field_once() -> None:
    """And every place is told, with the words that stand there."""
    found = finding(topic("machine learning"), story("Machine-Learning", lead="Of machine learning, machine learning."))
    assert list(map(told, found.matches)) == [
        ("title", "Machine-Learning", 3),
        ("lead", "machine learning", 2),
        ("lead", "machine learning", 0),
    ]
    assert (found.score, found.reasons) == (5, (TopicReason.RULES,))


@pytest.mark.parametrize(
    ("fields", "score", "is_given"),
    [
        ({"text": "A bank."}, 1, False),
        ({"text": "A bank, a cup."}, 2, True),
        ({"lead": "A bank."}, 2, True),
        ({"categories": ("cup", "the bank")}, 4, True),
        ({"metadata": Metadata(section="Bank")}, 2, True),
    ],
)
def test_one_mention_in_the_text_is_no_subject(fields: dict[str, Any], score: int, is_given: bool) -> None:
    """Two are, or one in a better place."""
    found = finding(topic("bank", "cup"), story(**fields))
    assert (found.score, found.is_given) == (score, is_given)


def test_the_path_of_an_address_is_read() -> None:
    """Not its host."""
    article = replace(story(), url="https://bank.example/sport/the-cup-final")
    found = finding(topic("cup final", "bank"), article)
    assert [(m.field, m.words, m.start) for m in found.matches] == [(ArticleField.URL, "cup-final", 11)]


def test_weights_threshold_and_fields() -> None:
    """An owner's own; a field of weight 0 is not read."""
    one = topic("bank", weights=((ArticleField.TITLE, 7), (ArticleField.LEAD, 0)), threshold=8)
    found = finding(one, story("bank", lead="bank", text="bank"))
    assert (found.score, found.is_given) == (8, True)
    assert [match.field for match in found.matches] == ["title", "text"]
    only = topic(rules=[TopicRule(any=("bank",), fields=(ArticleField.LEAD,), weight=5)])
    assert finding(only, story("bank", lead="bank")).score == 10
    assert finding(only, story("bank")).score == 0


def test_any_all_and_none() -> None:
    """A rule holds where all is there, one of any, none of none."""
    one = topic(rules=[TopicRule(any=("bank", "loan"), all=("rate",), none=("river",))])
    assert finding(one, story("bank rate")).score == 6
    assert finding(one, story("bank")).score == 0
    assert finding(one, story("rate")).score == 0
    assert finding(one, story("bank rate river")).score == 0


def test_what_must_be_and_must_not_be_holds_for_the_whole_topic() -> None:
    """For its keywords too."""
    one = topic("bank", keywords=("loan",), all=("rate",), none=("river",))
    assert finding(one, story("bank loan rate")).is_given
    assert not finding(one, story("bank loan")).is_given
    assert not finding(one, story("loan rate river")).is_given


def test_an_excluded_name_counts_for_nothing() -> None:
    """Neither for rules nor for keywords."""
    one = topic("ai", keywords=("ai",), exclude=("Ai Weiwei",))
    assert finding(one, story("Ai Weiwei shows")).matches == ()
    assert [m.start for m in finding(one, story("Ai Weiwei shows AI")).matches] == [16, 16]


def test_a_rule_may_speak_against_a_topic() -> None:
    """With a weight below zero."""
    one = topic("bank", rules=[TopicRule(any=("river",), weight=-1)])
    assert finding(one, story("bank")).is_given
    found = finding(one, story("river bank"))
    assert (found.score, found.is_given) == (0, False)


def test_parents_are_given_with_their_children() -> None:
    """Whoever says that the article has the child's topic."""
    tree = [topic(id_="top"), topic(id_="mid", parent="TOP"), topic("bank", id_="low", parent="mid")]
    book = TopicBook(tree)
    found = {one.topic.id: one.reasons for one in book.tag(story("bank"))}
    assert found == {"top": (TopicReason.CHILD,), "mid": (TopicReason.CHILD,), "low": (TopicReason.RULES,)}
    assert [one.topic.id for one in book.tag(story(), named=["MID"])] == ["top", "mid"]
    assert book.tag(story()) == ()


@given(st.lists(st.sampled_from(["ai", "b", "The", "ank", "é", "", "bank rate"]), max_size=4), ARTICLES)
def test_keywords_mean_what_the_profile_says(keywords: list[str], article: Article) -> None:
    """Whole words of title and lead, or anywhere in the title."""
    listed = [Topic(id=str(n), name=str(n), keywords=(keyword, "cup")) for n, keyword in enumerate(keywords)]
    for profile, whole_words in ((Default(), True), (Smartable(), False)):
        found = TopicBook(listed, whole_words=whole_words).tag(article)
        assert [one.topic for one in found] == list(profile.topics(article.title, article.lead, listed))
        for match in (match for one in found for match in one.matches):
            words = getattr(article, match.field)[match.start : match.end]
            assert words == match.words
            assert words.lower() == match.rule.lower()


def test_rules_leave_the_contracts_keywords_alone() -> None:
    """An exclusion is no reason for a record to have other topics."""
    one = topic("cup", keywords=("ai",), exclude=("air",), none=("fair",))
    (found,) = TopicBook([one], whole_words=False).tag(story("A fair in the air"))
    assert [match.words for match in found.matches] == ["ai", "ai"]


@given(st.lists(RULES, max_size=4), st.sampled_from([(), ("Ai Weiwei",), ("bank rate", "/a/")]), ARTICLES)
def test_points_sum_to_the_score_and_places_are_true(
    rules: list[TopicRule], exclude: tuple[str, ...], article: Article
) -> None:
    """Every match stands where it says, and outside of what is excluded."""
    one = topic(rules=rules, exclude=exclude)
    found = finding(one, article)
    assert found.score == sum(match.points for match in found.matches)
    assert found.is_given == (bool(found.matches) and found.score >= 2)
    masked = finding(topic(*exclude, weights=((ArticleField.URL, 0),)), article).matches
    for match in found.matches:
        assert getattr(article, match.field)[match.start : match.end] == match.words
        ends = {match.start, match.end - 1}
        assert not any(match.field == m.field and ends & set(range(m.start, m.end)) for m in masked)


@given(st.lists(RULES, max_size=4), ARTICLES, st.randoms())
def test_the_order_of_rules_and_topics_does_not_matter(rules: list[TopicRule], article: Article, random: Any) -> None:
    """Nor whether topics are looked at that are not given."""
    listed = [topic(rules=[rule], id_=str(number)) for number, rule in enumerate(rules)] + [topic(rules=rules)]
    mixed = sorted(rules, key=lambda _: random.random())
    assert finding(topic(rules=mixed), article).matches == finding(topic(rules=rules), article).matches
    every = {one.topic.id: one for one in TopicBook(listed).tag(article, ungiven=True)}
    given_ = {one.topic.id: one for one in TopicBook(listed[::-1]).tag(article)}
    assert given_ == {id_: one for id_, one in every.items() if one.is_given}
    assert every == {one.id: found for one in listed if (found := finding(one, article)).matches}
