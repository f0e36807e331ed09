"""What the alerts as they are now would have told of the last days, by what was known when; nothing is sent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from newsloom.curate.alerting import AlertingRules
from newsloom.curate.judge import weigh
from newsloom.curate.savedviews import ViewBook, viewed
from newsloom.errors import UsageError
from newsloom.flows.alertround import Round, Seen, Told
from newsloom.flows.board import Board
from newsloom.flows.publish import ACTIVE
from newsloom.flows.replaying import Replaying
from newsloom.flows.thenfound import Findings
from newsloom.keeping import Store
from newsloom.model.alert import AlertState, Notice
from newsloom.model.finding import Finding
from newsloom.model.publication import Publication
from newsloom.model.story import Change, StoryId
from newsloom.seams import Alerting, Criteria

Memory = dict[tuple[str, StoryId], AlertState]


def replay_alerts(
    store: Store,
    criteria: Criteria,
    alerting: Alerting,
    *,
    since: datetime,
    until: datetime,
    rules: AlertingRules = AlertingRules(),
) -> Iterator[Notice]:
    """The notices of each publication since then, in order; what fitted before then is taken note of.

    Headlines are the outlets' own. Editors' words have no say here.

    Args:
        store: the desk's, which is only read.
        criteria: the desk's settings.
        alerting: the alerts and views.
        since: from when on, UTC.
        until: up to when, UTC.
        rules: what is material.

    Raises:
        UsageError: nothing was published by then.
    """
    known = store.history.publications(since=None, until=until)
    if not known:
        raise UsageError("nothing was published yet; after the first `newsloom run` there is something to replay")
    before = [one for one in known if one.at <= since][-1:] or known[:1]
    past = _Past(store, criteria, alerting, rules)
    past.go(before[0], aloud=False)
    for publication in known:
        if publication.at > before[0].at:
            yield from past.go(publication, aloud=True)


class _Past:
    """The alerts as they would stand at a publication."""

    def __init__(self, store: Store, criteria: Criteria, alerting: Alerting, rules: AlertingRules) -> None:
        self._store = store
        self._alerting = alerting
        self._rules = rules
        self._board = Board.of(criteria)
        self._replaying = Replaying(store, [self._board])
        self._book = ViewBook(alerting.views)
        self._memory: Memory = {}

    def go(self, to: Publication, *, aloud: bool) -> list[Notice]:
        """Go on to a publication; returns what would have been told then."""
        held = dict(self._board.held)
        self._replaying.advance(to)
        newest = self._replaying.newest
        if newest is None:
            return []
        self._board.drop_older(newest - ACTIVE)
        changed = {id_: one for id_, one in self._board.held.items() if held.get(id_) is not one}
        found = self._found(changed, to.at)
        seen = [self._seen(story, found[story], newest) for story in sorted(found)]
        round_ = Round(now=to.at, rules=self._rules, remembered=self._remembered, origins=self._origins)
        for rule in self._alerting.rules:
            round_.decide(rule, seen, aloud=changed if aloud or rule.backfill else ())
        for name in round_.gone:
            self._memory.pop(name, None)
        self._memory |= {(alert, state.story): state for alert, state in round_.states}
        return self._with_addresses(round_.notices)

    def _found(self, stories: Iterable[StoryId], at: datetime) -> Findings:
        """What was found of the stories' articles as they were; a board may keep no more than their tally."""
        members = {story: self._replaying.unrolled.articles(story) for story in stories}
        tagger, texts = self._board.criteria.tagger, self._board.settings.texts
        return self._replaying.past.find(members, at=at, tagger=tagger, texts=texts)

    def _seen(self, story: StoryId, findings: tuple[Finding, ...], newest: datetime) -> Seen:
        directions = self._board.directions
        weighed = weigh(findings, directions=directions, now=newest)
        lead = weighed.lead.finding
        found = viewed(story, weighed, directions=directions, is_published=story in self._board.shown)
        return Seen(
            story=story,
            weighed=weighed,
            told=Told(headline=lead.title, excerpt=lead.lead[:300], outlet=directions.outlet(lead)),
            views=frozenset(view.name for view in self._book.matching(found)),
            names=tuple(sorted(self._replaying.unrolled.present.names.get(story, ()))),
        )

    def _remembered(self, alert: str, stories: Iterable[StoryId]) -> Mapping[StoryId, AlertState]:
        return {story: self._memory[alert, story] for story in stories if (alert, story) in self._memory}

    def _origins(self, story: StoryId) -> list[StoryId]:
        changes = self._store.stories.changes(story)
        return [one.other for one in reversed(changes) if one.kind is Change.SPLIT and one.story == story and one.other]

    def _with_addresses(self, notices: list[Notice]) -> list[Notice]:
        articles = self._store.articles.get([one.article for one in notices])
        return [replace(one, url=articles[one.article].url) if one.article in articles else one for one in notices]
