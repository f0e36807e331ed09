"""The top stories, with receipts for those that are listed alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from newsloom.curate.interventions import killed
from newsloom.curate.judge import Judged
from newsloom.flows.edition import words_of
from newsloom.flows.publish import judge_stories
from newsloom.flows.ranking import ranking
from newsloom.keeping import Store
from newsloom.model.story import StoryId
from newsloom.seams import Criteria


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The listed stories, hottest first; how many would be, and how many there are, below the threshold or not.

    `killed` are those an editor took off.
    """

    stories: list[Judged]
    shown: int
    known: int
    killed: frozenset[StoryId] = frozenset()


def top_stories(
    store: Store,
    criteria: Criteria,
    *,
    at: datetime,
    since: datetime | None,
    limit: int,
    shown: Collection[StoryId] | None,
) -> Listing:
    """The hottest stories by the settings in force.

    All are weighed by what was found of them; the texts of those that changed since, and of those listed, are read.

    Args:
        store: where stories are kept.
        criteria: the desk's settings.
        at: the moment at which heat is evaluated, UTC.
        since: stories whose newest article is from then on, UTC; None for all.
        limit: at most so many.
        shown: stories that are listed below the threshold too, since they were once above; None lists all, killed ones
            too.
    """
    stories = {story.id: story for story in store.stories.since(since)}
    found = ranking(store, criteria, at=at, since=since)
    scores = {
        story: (heat, quality, published)
        for story, heat, quality, published in zip(
            found.stories, found.heat.tolist(), found.quality.tolist(), found.published.tolist(), strict=True
        )
        if story in stories
    }
    read = judge_stories(
        store, [story for id_, story in stories.items() if id_ not in scores], criteria=criteria, at=at
    )
    judged = {one.story.id: one for one in read}
    scores |= {id_: (one.heat.value, one.lead.quality.value, one.published) for id_, one in judged.items()}
    listed = _listed(scores, shown, off := killed(words_of(store, now=at)))
    rest = judge_stories(store, [stories[id_] for id_ in listed[:limit] if id_ not in judged], criteria=criteria, at=at)
    judged |= {one.story.id: one for one in rest}
    return Listing(stories=[judged[id_] for id_ in listed[:limit]], shown=len(listed), known=len(scores), killed=off)


def _listed(
    scores: Mapping[StoryId, tuple[int, int, bool]], shown: Collection[StoryId] | None, off: Collection[StoryId]
) -> list[StoryId]:
    """Those to be listed, hottest first."""
    wanted = (
        id_
        for id_, (_, _, published) in scores.items()
        if shown is None or ((published or id_ in shown) and id_ not in off)
    )
    return sorted(wanted, key=lambda id_: (-scores[id_][0], -scores[id_][1], id_))
