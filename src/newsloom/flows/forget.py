"""Take articles back: their text, every output of it, all that names their words; that they were removed is kept.

The order makes it safe to be killed anywhere: one transaction takes everything out of the store, then the output is
published anew without it, then the database is written anew so that nothing is left in its free places. What a kill
leaves undone the same command does again, and every run finishes it too.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsloom.errors import UsageError
from newsloom.failpoints import fail_at
from newsloom.flows.publish import judge_stories, publish
from newsloom.flows.reports import PublishReport
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.removal import Rewriting, Traces
from newsloom.model.slot import Slot
from newsloom.model.story import StoryId
from newsloom.records.paths import path_for
from newsloom.records.without import without
from newsloom.seams import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """What a removal is about: the articles still stored, and those removed before that the words meant."""

    articles: tuple[ArticleId, ...] = ()
    before: tuple[ArticleId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetReport:
    """What a removal did. `scrubbed` is False where somebody who reads the database kept it from being written anew."""

    removed: tuple[ArticleId, ...]
    publish: PublishReport
    scrubbed: bool


def meant(store: Store, wanted: str) -> Forgetting:
    """What an article's id or address, or a source's id, stands for; raises UsageError if for nothing."""
    articles = tuple(store.removals.find(wanted))
    before = tuple(store.removals.before(wanted))
    if articles or before:
        return Forgetting(articles=articles, before=before)
    if store.stories.get(StoryId(wanted)) is not None:
        raise UsageError(f"`{wanted}` is a story; `newsloom explain {wanted}` names its articles: forget those")
    raise UsageError(
        f"no article or source `{wanted}`; an article's id or address is wanted (`newsloom search` shows ids), "
        "or a source's id (`newsloom sources`)"
    )


def forget(engine: Engine, articles: Sequence[ArticleId], *, now: datetime, reason: str = "") -> ForgetReport:
    """Remove the articles, publish without them, and leave nothing of them in the database.

    Args:
        engine: the collaborators.
        articles: what to remove; none finishes a removal that was cut short.
        now: this moment, UTC; the removal's date.
        reason: the owner's words, kept with the fact.
    """
    if articles:
        rewriting = _rewriting(engine, articles)
        engine.store.removals.remove(articles, at=now, reason=reason, rewriting=rewriting)
    fail_at("forget.removed")
    published = publish(engine, now=now)
    fail_at("forget.published")
    return ForgetReport(removed=tuple(articles), publish=published, scrubbed=engine.store.removals.scrub())


def finish(store: Store) -> None:
    """Write the database anew if a removal was killed before it could."""
    if not store.removals.is_scrubbed():
        store.removals.scrub()


def _rewriting(engine: Engine, articles: Sequence[ArticleId]) -> Rewriting:
    """The slots as they are without the articles; a path made of a removed headline is given up."""
    traces = engine.store.removals.traces(articles)
    slots = engine.store.records.slots()
    gone = set(articles)
    titles = _titles_after(engine, traces, gone)
    kept: list[Slot] = []
    given_up: set[StoryId] = set()
    taken = {slot.path for slot in slots.values()}
    for story, slot in slots.items():
        record = None if slot.record is None else without(slot.record, articles=gone, urls=set(traces.urls))
        told = record is not slot.record
        tells = any(_is_named_after(slot, title) for title in traces.titles) and (told or story in traces.stories)
        if story in titles and (told or tells):
            path = path_for(slot.first_written, titles[story], taken=taken) if tells else slot.path
            taken.add(path)
            kept.append(replace(slot, record=record, path=path))
        elif told and record is not None and not tells:
            kept.append(replace(slot, record=record))
        elif told or (story in traces.stories and story not in titles):
            given_up.add(story)
    return Rewriting(slots=tuple(kept), given_up=frozenset(given_up))


def _titles_after(engine: Engine, traces: Traces, gone: Collection[ArticleId]) -> Mapping[StoryId, str]:
    """The headline that leads each of the stories once the articles are gone; stories that end are left out."""
    return dict(_leads(engine, traces, gone))


def _leads(engine: Engine, traces: Traces, gone: Collection[ArticleId]) -> Iterator[tuple[StoryId, str]]:
    newest = engine.store.articles.newest()
    for id_ in traces.stories:
        story = engine.store.stories.get(id_)
        rest = () if story is None else tuple(member for member in story.members if member.article not in gone)
        if story is not None and rest and newest is not None:
            left = replace(story, members=rest)
            judged = judge_stories(engine.store, [left], criteria=engine.criteria, at=newest)[0]
            yield id_, judged.lead.article.title


def _is_named_after(slot: Slot, title: str) -> bool:
    """Whether a slot's path was made of a headline, with or without a number behind it."""
    stem = path_for(slot.first_written, title).removesuffix(".md")
    rest = slot.path.removesuffix(".md").removeprefix(stem)
    return slot.path.startswith(stem) and (not rest or rest.removeprefix("-").isdigit())
