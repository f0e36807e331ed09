"""Judge stories anew, each with no more work than what changed asks for.

A story that changed, or whose topics may have, is read from its texts. One that did not is weighed by what was found
then: its scores are put into the record it has, and only where another article leads is the record made anew.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from newsloom.curate.candidates import Directions
from newsloom.curate.findings import find
from newsloom.curate.images import pictures_of, with_defaults
from newsloom.curate.judge import Judged, Weighed, assemble, weigh
from newsloom.curate.settingsmark import judged_by
from newsloom.curate.tallies import tally_of
from newsloom.keeping import Store
from newsloom.model.article import Article, ArticleId
from newsloom.model.finding import FoundStory, JudgedBy
from newsloom.model.judgement import Score
from newsloom.model.slot import Slot
from newsloom.model.story import Story, StoryId
from newsloom.records.compose import rescored
from newsloom.records.profiles.default import Default, keywords
from newsloom.seams import Criteria


@dataclass(slots=True, kw_only=True)
class Verdicts:
    """What became of some stories.

    `judged` are those whose record is to be made, `slots` those whose record has new scores alone; `found` is to be
    kept of both.
    """

    judged: list[Judged] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    found: list[FoundStory] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Where stories are judged: the store, the desk's settings with their hashes, and the moment (UTC)."""

    store: Store
    directions: Directions
    settings: JudgedBy
    at: datetime

    def judge(
        self, stories: Sequence[Story], slots: Mapping[StoryId, Slot], *, changed: Collection[StoryId]
    ) -> Verdicts:
        """The stories judged as the settings are now.

        Args:
            stories: those to judge.
            slots: of every story that has one.
            changed: the stories that changed since they were last judged.
        """
        known = self.store.records.found(story.id for story in stories if story.id not in changed)
        verdicts, faded = Verdicts(), self._faded(known)
        anew: list[Story] = []
        other: list[tuple[Story, FoundStory, Weighed]] = []
        for story in stories:
            found, slot = known.get(story.id), slots.get(story.id)
            if found is None or slot is None or story.id in faded or found.judged_by.texts != self.settings.texts:
                anew.append(story)
                continue
            weighed = weigh(found.findings, directions=self.directions, now=self.at)
            if not self._keeps(slot, found, weighed, verdicts):
                other.append((story, found, weighed))
        self._reorder(other, verdicts)
        self._read(anew, slots, known, verdicts)
        return verdicts

    def weigh_again(self, stories: Iterable[StoryId]) -> Verdicts:
        """Stories that did not change, judged as the settings are now; those without a record are left alone."""
        ids = list(stories)
        slots, known = self.store.records.slots_of(ids), self.store.records.found(ids)
        verdicts = Verdicts()
        rest: list[StoryId] = []
        for id_, found in known.items():
            if id_ not in slots:
                continue
            weighed = weigh(found.findings, directions=self.directions, now=self.at)
            if found.judged_by.texts != self.settings.texts or not self._keeps(slots[id_], found, weighed, verdicts):
                rest.append(id_)
        stories_ = [story for id_ in rest if (story := self.store.stories.get(id_)) is not None and story.id == id_]
        if stories_:
            more = self.judge(stories_, slots, changed=())
            verdicts.judged += more.judged
            verdicts.slots += more.slots
            verdicts.found += more.found
        return verdicts

    def qualities(self, stories: Collection[StoryId], fresh: Iterable[FoundStory]) -> dict[ArticleId, Score]:
        """The quality, with its receipt, of each article of some stories.

        Args:
            stories: which; of one that was never judged nothing is told.
            fresh: what was found lately and is not kept yet.
        """
        known = self.store.records.found(stories) | {one.story: one for one in fresh if one.story in stories}
        weighed = (weigh(found.findings, directions=self.directions, now=self.at) for found in known.values())
        return {one.finding.article: one.quality for story in weighed for one in (*story.ranked, *story.withdrawn)}

    def _faded(self, known: Mapping[StoryId, FoundStory]) -> set[StoryId]:
        """The stories with a picture that by now stands on any article of its host."""
        held = {
            story: {(one.host, one.picture) for one in found.findings if one.has_image and not one.has_default_image}
            for story, found in known.items()
        }
        repeated = self.store.articles.default_images({picture for pictures in held.values() for picture in pictures})
        return {story for story, pictures in held.items() if not repeated.isdisjoint(pictures)}

    def _keeps(self, slot: Slot, found: FoundStory, weighed: Weighed, verdicts: Verdicts) -> bool:
        """Whether the record stays what it is but for its scores; then it is among the verdicts."""
        record = slot.record
        topics = tuple(topic.name for topic in weighed.topics)
        same = weighed.order == found.order and found.judged_by.words == self.settings.words
        if record is None or not same or record.topics != topics or len(record.related) != len(weighed.ranked) - 1:
            return False
        contract_only = self.directions.criteria.contract_only
        anew = rescored(record, weighed, shown=slot.shown and not contract_only, additive=not contract_only)
        if anew != record:
            verdicts.slots.append(replace(slot, record=anew, shown=bool(anew.published)))
        if found.judged_by != self.settings:
            verdicts.found.append(self._kept(found, weighed))
        return True

    def _kept(self, found: FoundStory, weighed: Weighed) -> FoundStory:
        """What was found, as it is kept now: with the order of its record, its tally and the settings in force."""
        return replace(found, order=weighed.order, tally=self._tally(found, weighed), judged_by=self.settings)

    def _tally(self, found: FoundStory, weighed: Weighed) -> bytes:
        if not isinstance(self.directions.criteria.profile, Default):
            return b""
        if found.tally and found.judged_by.tallies == self.settings.tallies:
            return found.tally
        return tally_of((one.candidate, keywords(one.candidate)) for one in weighed.ranked)

    def _reorder(self, stories: Sequence[tuple[Story, FoundStory, Weighed]], verdicts: Verdicts) -> None:
        """Make the records of stories whose articles stand otherwise now; their texts need not be read."""
        articles = self._articles([story for story, _, _ in stories])
        for story, found, weighed in stories:
            of = [articles[id_] for id_ in story.articles]
            verdicts.judged.append(assemble(story, of, weighed, directions=self.directions))
            verdicts.found.append(self._kept(found, weighed))

    def _read(
        self,
        stories: Sequence[Story],
        slots: Mapping[StoryId, Slot],
        known: Mapping[StoryId, FoundStory],
        verdicts: Verdicts,
    ) -> None:
        """Judge stories by their texts; one whose texts were all dropped keeps the record it has, for good."""
        articles = self._articles(stories)
        for story in stories:
            of = [articles[id_] for id_ in story.articles]
            if story.id in slots and all(article.dropped is not None for article in of):
                if story.id in known:
                    verdicts.found.append(replace(known[story.id], tally=b"", judged_by=self.settings))
                continue
            found = find(story, of, tagger=self.directions.criteria.tagger)
            weighed = weigh(found.findings, directions=self.directions, now=self.at)
            judged = assemble(story, of, weighed, copies=found.copies, directions=self.directions)
            verdicts.judged.append(judged)
            kept = FoundStory(story=story.id, findings=found.findings, order=(), judged_by=self.settings)
            verdicts.found.append(self._kept(kept, weighed))

    def _articles(self, stories: Sequence[Story]) -> dict[ArticleId, Article]:
        """Their articles, pictures that stand on any of a host known as default ones."""
        stored = self.store.articles.get([article for story in stories for article in story.articles])
        return with_defaults(stored, self.store.articles.default_images(pictures_of(stored.values())))


def sitting_of(store: Store, criteria: Criteria, *, at: datetime) -> Sitting:
    """Where the stories of a desk are judged at one moment."""
    return Sitting(store=store, directions=Directions(criteria), settings=judged_by(criteria), at=at)
