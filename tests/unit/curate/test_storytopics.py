"""Which topics a story has."""

from newsloom.curate.storytopics import story_topics
from newsloom.curate.topics import TopicBook
from newsloom.model.judgement import Topic
from newsloom.model.topicrule import TopicRule, TopicRules
from newsloom.records.profiles.default import Default
from newsloom.seams import Criteria

RULES = TopicRules(rules=(TopicRule(any=("x",)),))
TOP = Topic(id="top", name="Top")
RULED = Topic(id="ruled", name="Ruled", parent="Top", rules=RULES)
PLAIN = Topic(id="plain", name="Plain")
TOPICS = (TOP, RULED, PLAIN)


def story(lead: tuple[Topic, ...], *others: tuple[Topic, ...], contract_only: bool = False) -> list[str]:
    """The ids of the topics of a story whose lead is no copy."""
    criteria = Criteria(
        sources={},
        tiers={},
        topics=TOPICS,
        root="",
        profile=Default(),
        tagger=TopicBook(TOPICS),
        contract_only=contract_only,
    )
    return [topic.id for topic in story_topics(lead, [lead, *others], criteria=criteria)]


def test_half_of_the_articles_give_a_topic_with_rules() -> None:
    """With what is above it; one of three do not, not even the lead."""
    assert story((), (TOP, RULED)) == ["top", "ruled"]
    assert story((RULED,), (), ()) == []
    assert story((), (TOP, RULED), (TOP, RULED)) == ["top", "ruled"]


def test_the_lead_gives_topics_without_rules() -> None:
    """As ever; and all of them where it stands alone or records follow the contract."""
    assert story((PLAIN,), (), ()) == ["plain"]
    assert story((), (PLAIN,), (PLAIN,)) == []
    assert story((RULED,)) == ["ruled"]
    assert story((RULED,), (), (), contract_only=True) == ["ruled"]
