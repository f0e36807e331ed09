"""Which stories stand on the front of a desk's edition, from what is kept of them: no text is read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from newsloom.curate.candidates import Directions
from newsloom.curate.interventions import in_force, killed, pins
from newsloom.curate.judge import weigh
from newsloom.curate.select import select
from newsloom.flows.ranking import ranking
from newsloom.keeping import Store
from newsloom.model.finding import FoundStory
from newsloom.model.front import Contender, Front, FrontRules, Left
from newsloom.model.intervention import DeskWord
from newsloom.model.metadata import Standing
from newsloom.model.note import Note
from newsloom.model.story import StoryId
from newsloom.seams import Criteria

LOOKED = 10  # stories that are looked at for each place; more only where the quotas leave places free


@dataclass(frozen=True, slots=True, kw_only=True)
class Fronted:
    """The front, what editors' words come to by story, their sealed notes, how many stories were not looked at.

    `hushed` are the stories that went into killed ones, each with the word that was said of that.
    """

    front: Front
    words: Mapping[StoryId, DeskWord]
    unseen: int = 0
    notes: Mapping[StoryId, Note] = field(default_factory=dict)
    hushed: Mapping[StoryId, DeskWord] = field(default_factory=dict)

    @property
    def pinned(self) -> frozenset[StoryId]:
        """The stories that a pin holds on the front."""
        return frozenset(one.contender.story for one in self.front.placed if one.is_pinned)


def words_of(store: Store, *, now: datetime) -> dict[StoryId, DeskWord]:
    """What editors' words come to at a moment (UTC), by living story."""
    holding = store.interventions.holding()
    return in_force(holding, aliases=store.stories.aliases(), now=now) if holding else {}


def front_of(
    store: Store,
    criteria: Criteria,
    *,
    rules: FrontRules,
    at: datetime,
    now: datetime,
    asked: Sequence[StoryId] = (),
) -> Fronted:
    """The front of a desk.

    A story that changed since it was judged last competes when it has been judged again; one that is pinned stands
    there as it was.

    Args:
        store: where stories are kept.
        criteria: the desk's settings, by which all are weighed.
        rules: places, shares and quotas.
        at: the moment at which heat and age are evaluated, UTC.
        now: this moment, UTC, at which pins hold.
        asked: stories that are looked at whether or not they are published and fresh, to be told what they lack.
    """
    words = words_of(store, now=now)
    rules = replace(rules, threshold=max(criteria.profile.threshold, rules.threshold or 0))
    wanted = pins(words)
    directions = Directions(criteria)
    hottest = ranking(store, criteria, at=at, since=at - rules.oldest).front()
    aside = {*words, *asked}
    looked = LOOKED * rules.size
    while True:
        found = store.records.found([*hottest[:looked], *aside])
        contenders = list(_contenders(found.values(), directions, at=at))
        front = select(contenders, at=at, rules=rules, pins=wanted, killed=killed(words))
        if len(front.placed) >= rules.size or looked >= len(hottest):
            unseen = max(0, len(hottest) - looked)
            notes = {note.story: note for note in store.notes.all()}
            return Fronted(front=front, words=words, unseen=unseen, notes=notes, hushed=_hushed(store, words))
        looked *= 4


def _hushed(store: Store, words: Mapping[StoryId, DeskWord]) -> dict[StoryId, DeskWord]:
    off = killed(words)
    return {story: words[into] for story, into in store.stories.aliases().items() if into in off} if off else {}


def headlines_of(store: Store, fronted: Fronted, left: Sequence[Left]) -> dict[StoryId, str]:
    """The headlines, as editors have them, of what stands on the front and of what was left out of it."""
    wanted = [*fronted.front.stories, *(one.contender.story for one in left)]
    titles = {story: slot.record.title for story, slot in store.records.slots_of(wanted).items() if slot.record}
    edited = ((story, word.headline) for story, word in fronted.words.items())
    return titles | {story: one.headline for story, one in edited if one is not None and one.headline is not None}


def _contenders(stories: Iterable[FoundStory], directions: Directions, *, at: datetime) -> Iterator[Contender]:
    for found in stories:
        weighed = weigh(found.findings, directions=directions, now=at)
        lead = weighed.lead.finding
        outlet = directions.outlet(lead)
        yield Contender(
            story=found.story,
            heat=weighed.heat.value,
            quality=weighed.lead.quality.value,
            last=max(finding.at for finding in found.findings),
            source=lead.source,
            family=directions.voice(lead) or outlet,
            topics=tuple(topic.name for topic in weighed.topics),
            stands=lead.standing is not Standing.WITHDRAWN,
        )
