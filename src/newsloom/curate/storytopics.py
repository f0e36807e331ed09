"""Which topics a story has."""

from collections import Counter
from collections.abc import Sequence

from newsloom.model.judgement import Topic
from newsloom.seams import Criteria


def story_topics(
    lead: Sequence[Topic], originals: Sequence[Sequence[Topic]], *, criteria: Criteria
) -> tuple[Topic, ...]:
    """The topics of a story, in the desk's order.

    A topic with rules is the story's if half of its articles or more have it, copies left out; one without rules if the
    lead has it, as has always been. What is above a topic is the story's too. Where records hold the contract's fields
    alone, the lead decides alone: its record's scores must follow from its topics.

    Args:
        lead: the topics of the article that leads.
        originals: the topics of each article that repeats no other.
        criteria: the desk's topics.
    """
    if criteria.contract_only or criteria.tagger is None or not originals:
        return tuple(lead)
    votes = Counter(topic.id for topics in originals for topic in topics if topic.rules is not None)
    ruled = any(topic.rules is not None for topic in lead)
    if len(originals) == 1 or not (votes or ruled):
        return tuple(lead)
    kept = [topic.id for topic in lead if topic.rules is None]
    return criteria.tagger.with_others([*kept, *(id_ for id_, count in votes.items() if 2 * count >= len(originals))])
