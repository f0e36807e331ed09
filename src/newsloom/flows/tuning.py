"""What was marked good or bad, and which weights that proposes; nothing changes by it."""

from dataclasses import replace
from datetime import datetime

import msgspec

from newsloom.curate.candidates import Directions
from newsloom.curate.judge import weigh
from newsloom.curate.tune import Marked, Proposal, lacking, marked, propose
from newsloom.errors import UsageError
from newsloom.flows.naming import article_named, story_named
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.feedback import Feedback
from newsloom.model.story import Story, StoryId
from newsloom.model.weights import DefaultWeights
from newsloom.records.profiles.default import Default
from newsloom.seams import Criteria

NAME = "tuned"


def marking(store: Store, word: str) -> tuple[ArticleId, Story]:
    """The article that is marked, and its story; of a story, the article that leads its record.

    Raises:
        UsageError: the word means neither, or the article is in no story yet.
    """
    try:
        story = story_named(store, word)
    except UsageError:
        article = article_named(store, word).id
        home = store.stories.containing(article)
        found = store.stories.get(home) if home else None
        if found is None:
            raise UsageError(f"article {article} is in no story yet; `newsloom run` places it") from None
        return article, found
    kept = store.records.found([story.id]).get(story.id)
    return (kept.order[0] if kept and kept.order else story.articles[0]), story


def mark(store: Store, word: str, *, is_good: bool, by: str, at: datetime) -> Feedback:
    """Keep somebody's word on a story; the latest counts."""
    article, story = marking(store, word)
    said = Feedback(article=article, story=story.id, is_good=is_good, by=by, at=at)
    store.feedback.save(said)
    return said


def unmark(store: Store, word: str, *, by: str) -> tuple[ArticleId, Story]:
    """Forget somebody's word on a story; raises UsageError if there is none."""
    article, story = marking(store, word)
    mine = [one for one in store.feedback.all() if one.by == by and one.article in {article, *story.articles}]
    if not mine:
        raise UsageError(f"{by} has not marked {word}; `newsloom mark` lists the marks")
    for one in mine:
        store.feedback.undo(one.article, by=by)
    return article, story


def marks(store: Store, criteria: Criteria) -> list[Marked]:
    """The marked stories that still have findings, as they were worth when they were marked; by time."""
    said = store.feedback.all()
    homes = store.stories.standing(one.article for one in said)
    known = store.records.found(set(homes.values()))
    directions = Directions(criteria)
    found = []
    for one in said:
        kept = known.get(homes.get(one.article, StoryId("")))
        if kept is not None:
            then = [finding for finding in kept.findings if finding.at <= one.at] or kept.findings
            weighed = weigh(then, directions=directions, now=one.at)
            found.append(marked(weighed.lead.quality, weighed.heat, is_good=one.is_good))
    return found


def proposal(store: Store, criteria: Criteria) -> Proposal:
    """Weights that fit the marks better.

    Raises:
        UsageError: there are too few marks, or the desk judges by another kind of profile.
    """
    profile = criteria.profile
    if not isinstance(profile, Default):
        raise UsageError(f"the profile `{profile.name}` is exact by contract; only weights of `default` are tuned")
    found = marks(store, criteria)
    if problem := lacking(found):
        raise UsageError(f"{problem}; `newsloom mark STORY good` or `bad` says more")
    return propose(found, profile.weights)


def tuned(criteria: Criteria, found: Proposal) -> Criteria:
    """The desk's settings with the proposed weights."""
    return replace(criteria, profile=Default(name=NAME, weights=found.weights))


def differences(before: DefaultWeights, after: DefaultWeights) -> dict[str, tuple[float, float]]:
    """The weights that differ, as they are and as they would be."""
    old, new = msgspec.structs.asdict(before), msgspec.structs.asdict(after)
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def as_toml(weights: DefaultWeights, *, note: str) -> str:
    """An owner's profile with these weights: those that are not newsloom's own."""
    changed = differences(DefaultWeights(), weights)
    lines = [f"{name} = {value:g}" for name, (_, value) in changed.items()]
    return "\n".join([f"# {note}", 'base = "default"', f'name = "{NAME}"', "", "[weights]", *lines, ""])
