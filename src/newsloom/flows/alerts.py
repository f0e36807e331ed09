"""Tell who wants it of stories that fit a view, once each, and again when they change materially."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from newsloom.alertkeeping import Decisions
from newsloom.curate.alerting import AlertingRules
from newsloom.curate.candidates import Directions
from newsloom.curate.interventions import NOTHING, killed
from newsloom.curate.judge import weigh
from newsloom.curate.packing import SendRules
from newsloom.curate.savedviews import ViewBook, viewed
from newsloom.curate.settingsmark import judged_by
from newsloom.failpoints import fail_at
from newsloom.flows.alertround import Round, Seen, Told
from newsloom.flows.alertsending import send
from newsloom.flows.edition import words_of
from newsloom.flows.publish import ACTIVE
from newsloom.flows.reports import AlertReport
from newsloom.keeping import Store
from newsloom.model.alert import AlertRule
from newsloom.model.finding import FoundStory
from newsloom.model.intervention import DeskWord
from newsloom.model.slot import Slot
from newsloom.model.story import Change, StoryId
from newsloom.records.editing import with_word
from newsloom.seams import Alerting, Criteria, Engine

BATCH = 500  # stories weighed at once


def alert(
    engine: Engine,
    *,
    now: datetime,
    sending: SendRules = SendRules(),
    rules: AlertingRules = AlertingRules(),
) -> AlertReport:
    """Decide on the stories that were judged since the last time, then send what waits.

    Decisions and what is to be sent are kept in one transaction, so that a kill neither loses nor doubles one. A
    channel that fails stops no other.

    Args:
        engine: the collaborators.
        now: this moment, UTC.
        sending: how stubbornly messages are sent.
        rules: what is material.
    """
    decisions = decisions_of(engine.store, engine.criteria, engine.alerting, now=now, rules=rules)
    if decisions is not None:
        fail_at("alerts.deciding")
        engine.store.alerts.decide(decisions)
        fail_at("alerts.decided")
    if not engine.alerting.rules:
        return AlertReport()
    report = send(engine, now=now, rules=sending)
    report.told = len(decisions.notices) if decisions is not None else 0
    return report


def decisions_of(
    store: Store, criteria: Criteria, alerting: Alerting, *, now: datetime, rules: AlertingRules
) -> Decisions | None:
    """What is to be told of the stories as they stand; None if nothing changed.

    An alert that is new takes note of what fits already and tells nobody, unless it is to fill up with it. So does one
    whose view, or whose desk's way of judging, is another than before, of stories that did not change themselves.
    """
    changed, keys = store.alerts.changed(), store.alerts.keys()
    if not alerting.rules:
        return Decisions(keys={}, done=changed) if changed or keys else None
    wanted = {rule.name: key_of(rule, alerting, criteria) for rule in alerting.rules}
    newest = store.articles.newest()
    if newest is None or (not changed and keys == wanted):
        return None
    lookout = Lookout.of(store, criteria, alerting, newest=newest, now=now)
    touched = list(dict.fromkeys(lookout.aliases.get(story, story) for story in changed))
    round_ = Round(now=now, rules=rules, remembered=store.alerts.states, origins=lookout.origins)
    other = [rule for rule in alerting.rules if keys.get(rule.name) != wanted[rule.name]]
    everything = [story.id for story in store.stories.since(newest - ACTIVE)] if other else []
    rest = [story for story in everything if story not in set(touched)]
    for seen in lookout.look(touched):
        for rule in alerting.rules:
            is_new = rule.name not in keys
            round_.decide(rule, seen, aloud=() if is_new and not rule.backfill else {one.story for one in seen})
    for seen in lookout.look(rest):
        for rule in other:
            is_filled = rule.name not in keys and rule.backfill
            round_.decide(rule, seen, aloud={one.story for one in seen} if is_filled else ())
    return round_.decisions(wanted, done=changed)


def key_of(rule: AlertRule, alerting: Alerting, criteria: Criteria) -> str:
    """What an alert decides by, as a hash: its view, and the settings that stories are judged by."""
    view = next(view for view in alerting.views if view.name == rule.view)
    told = f"{view!r}\n{judged_by(criteria).weights}"
    return sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookout:
    """Where alerts look at stories from: the desk's settings and views, at the newest article's time."""

    store: Store
    directions: Directions
    book: ViewBook
    words: Mapping[StoryId, DeskWord]
    aliases: Mapping[StoryId, StoryId]
    newest: datetime

    @classmethod
    def of(cls, store: Store, criteria: Criteria, alerting: Alerting, *, newest: datetime, now: datetime) -> "Lookout":
        """The one of a desk."""
        return cls(
            store=store,
            directions=Directions(criteria),
            book=ViewBook(alerting.views),
            words=words_of(store, now=now),
            aliases=store.stories.aliases(),
            newest=newest,
        )

    def look(self, stories: Sequence[StoryId]) -> Iterator[list[Seen]]:
        """The stories that have a record, in parts."""
        former: dict[StoryId, list[StoryId]] = {}
        for name, living in self.aliases.items():
            former.setdefault(living, []).append(name)
        off = killed(self.words)
        for at in range(0, len(stories), BATCH):
            part = stories[at : at + BATCH]
            slots = self.store.records.slots_of(part)
            for_part = self.store.records.found(part)
            yield [
                self._seen(found, slots[id_], names=former.get(id_, ()), is_killed=id_ in off)
                for id_, found in for_part.items()
                if id_ in slots and slots[id_].record is not None
            ]

    def origins(self, story: StoryId) -> list[StoryId]:
        """The stories that one split from, the latest first."""
        changes = self.store.stories.changes(story)
        found = [one.other for one in changes if one.kind is Change.SPLIT and one.story == story and one.other]
        return [self.aliases.get(one, one) for one in reversed(found)]

    def _seen(self, found: FoundStory, slot: Slot, *, names: Sequence[StoryId], is_killed: bool) -> Seen:
        weighed = weigh(found.findings, directions=self.directions, now=self.newest)
        word = self.words.get(found.story, NOTHING)
        assert slot.record is not None  # noqa: S101  asked for before
        record = with_word(slot.record, word, on_front=word.pin is not None)
        is_published = bool(record.published)
        story = viewed(found.story, weighed, directions=self.directions, is_published=is_published)
        return Seen(
            story=found.story,
            weighed=weighed,
            told=Told(
                headline=record.title,
                excerpt=record.excerpt,
                url=record.web_url or "",
                outlet=self.directions.outlet(weighed.lead.finding),
            ),
            views=frozenset(view.name for view in self.book.matching(story)),
            is_killed=is_killed,
            names=tuple(names),
        )
