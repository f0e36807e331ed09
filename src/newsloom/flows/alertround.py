"""One round of decisions: who is told of which of some stories, from what is remembered of each."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from newsloom.alertkeeping import Decisions
from newsloom.curate.alerting import AlertingRules, Decided, decide, standpoint
from newsloom.curate.judge import Weighed
from newsloom.model.alert import AlertRule, AlertState, Notice, NoticeId, WaitingNotice
from newsloom.model.story import StoryId

EXCERPT = 300  # characters of a notice's
TOPICS = 20  # that are told


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What would be told of a story: words as the desk publishes them."""

    headline: str
    excerpt: str = ""
    url: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A story as alerts see it: weighed, in words, with the names of the views it fits.

    `names` are the stories that went into it.
    """

    story: StoryId
    weighed: Weighed
    told: Told
    views: frozenset[str]
    is_killed: bool = False
    names: tuple[StoryId, ...] = ()


@dataclass(slots=True, kw_only=True)
class Round:
    """Decisions under way.

    `remembered` is asked for what an alert remembers of stories, `origins` for the stories that one split from.
    """

    now: datetime
    rules: AlertingRules
    remembered: Callable[[str, Iterable[StoryId]], Mapping[StoryId, AlertState]]
    origins: Callable[[StoryId], Sequence[StoryId]]
    states: list[tuple[str, AlertState]] = field(default_factory=list)
    gone: list[tuple[str, StoryId]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    waiting: list[WaitingNotice] = field(default_factory=list)

    def decide(self, rule: AlertRule, stories: Sequence[Seen], *, aloud: Collection[StoryId]) -> None:
        """Decide for one alert on each of the stories; of those not in `aloud` it only takes note."""
        known = self.remembered(rule.name, [id_ for seen in stories for id_ in (seen.story, *seen.names)])
        for seen in stories:
            self._decide(rule, seen, known, silent=seen.story not in aloud)

    def decisions(self, keys: Mapping[str, str], *, done: Sequence[StoryId]) -> Decisions:
        """All of them, to be kept at once."""
        return Decisions(
            keys=keys, states=self.states, gone=self.gone, notices=self.notices, waiting=self.waiting, done=done
        )

    def _decide(self, rule: AlertRule, seen: Seen, known: Mapping[StoryId, AlertState], *, silent: bool) -> None:
        absorbed = [known[name] for name in seen.names if name in known]
        before, fits = known.get(seen.story), rule.view in seen.views
        if before is None and not absorbed and fits and not silent:
            before = self._inherited(rule.name, seen.story)
        decided = decide(
            standpoint(seen.story, seen.weighed, fits=fits, is_killed=seen.is_killed),
            known=before,
            absorbed=absorbed,
            wanted=rule.causes,
            silent=silent,
            rules=self.rules,
        )
        self.gone += [(rule.name, one.story) for one in absorbed]
        if decided.state is not None and decided.state != before:
            self.states.append((rule.name, decided.state))
        if decided.causes:
            heats = [one.heat for one in (before, *absorbed) if one is not None]
            notice = _notice(rule, seen, decided, at=self.now, heat_before=max(heats, default=None))
            self.notices.append(notice)
            self.waiting += [
                WaitingNotice(notice=notice.id, channel=name, at=self.now) for name in dict.fromkeys(rule.channels)
            ]

    def _inherited(self, alert: str, story: StoryId) -> AlertState | None:
        """What is remembered of the story that this one split from: what was told there is not told again."""
        origins = self.origins(story)
        known = self.remembered(alert, origins) if origins else {}
        return next((known[origin] for origin in origins if origin in known), None)


def _notice(rule: AlertRule, seen: Seen, decided: Decided, *, at: datetime, heat_before: int | None) -> Notice:
    lead, weighed, state = seen.weighed.lead, seen.weighed, decided.state
    told = 0 if state is None else state.told
    name = sha256(f"{rule.name}\n{seen.story}\n{told}\n{at.isoformat()}".encode()).hexdigest()[:20]
    return Notice(
        id=NoticeId(name),
        alert=rule.name,
        view=rule.view,
        story=seen.story,
        article=lead.finding.article,
        causes=decided.causes,
        at=at,
        headline=seen.told.headline,
        excerpt=seen.told.excerpt,
        url=seen.told.url,
        outlet=seen.told.outlet,
        published_at=lead.finding.at,
        quality=lead.quality.value,
        heat=weighed.heat.value,
        heat_before=heat_before,
        voices=weighed.rests_on.independent,
        reports=len(weighed.ranked),
        topics=tuple(topic.name for topic in weighed.topics)[:TOPICS],
        language=lead.finding.language,
        merged=decided.merged,
    )
