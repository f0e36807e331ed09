"""What other settings would have made of the past: editions side by side, and what they are like on the whole."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import mean, median

from newsloom.curate.select import select
from newsloom.flows.edition import LOOKED
from newsloom.flows.replaying import Moments, Snapshot
from newsloom.flows.replaysharing import Sharing, replay_shared
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.front import Contender, FrontRules
from newsloom.model.publication import Stand
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId
from newsloom.seams import Criteria

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

Front = Callable[[Sequence[Stand], datetime], Sequence[StoryId]]
"""What chooses a front of the hottest shown stories, given in the order of the edition, at the moment of their heat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fronting:
    """How large a front is, from how many of the hottest it is chosen, and by what; None takes them as they come."""

    size: int = 20
    pool: int = 200
    choose: Front | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A story that is on both fronts, at another place; places count from 1."""

    story: StoryId
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one of the settings makes of one edition: its front, its measures, how many stories it shows anew."""

    front: tuple[Stand, ...]
    outlets: int
    independent: float
    freshness_hours: float
    fresh: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One edition by the settings in force and by the changed ones."""

    at: datetime
    before: Side
    after: Side
    entered: tuple[StoryId, ...]
    left: tuple[StoryId, ...]
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """Means over all editions.

    Independent outlets that lead on the front, independent reports behind its stories, hours since their newest
    article, the share of places of each source, and stories shown for the first time a day.
    """

    outlets: float = 0.0
    independent: float = 0.0
    freshness_hours: float = 0.0
    shares: tuple[tuple[SourceId, float], ...] = ()
    published_a_day: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A stretch of the past by two settings; `titles` are the headlines of what led on either front."""

    since: datetime
    until: datetime
    every: timedelta
    pairs: tuple[Pair, ...]
    before: Overall
    after: Overall
    titles: dict[ArticleId, str]

    @property
    def is_same(self) -> bool:
        """Whether no front differs."""
        return all(pair.before.front == pair.after.front for pair in self.pairs)


def fronting_of(criteria: Criteria, rules: FrontRules, *, size: int | None = None) -> Fronting:
    """How a desk chooses its front, within its quotas; pins and kills of editors are left aside.

    Args:
        criteria: the desk's settings.
        rules: places, shares and quotas.
        size: how many places, if not as many as the rules say.
    """
    names = {topic.id: topic.name for topic in criteria.topics}
    within = replace(rules, size=size or rules.size, threshold=max(criteria.profile.threshold, rules.threshold or 0))

    def choose(stands: Sequence[Stand], at: datetime) -> Sequence[StoryId]:
        return select((_contender(stand, names) for stand in stands), at=at, rules=within).stories

    return Fronting(size=within.size, pool=LOOKED * within.size, choose=choose)


def _contender(stand: Stand, names: Mapping[str, str]) -> Contender:
    return Contender(
        story=stand.story,
        heat=stand.heat,
        quality=stand.quality,
        last=stand.newest,
        source=stand.source,
        family=stand.house,
        topics=tuple(names[topic] for topic in stand.topics if topic in names),
    )


def replay_report(
    store: Store,
    *,
    live: Criteria,
    changed: Criteria,
    moments: Moments,
    rules: tuple[Fronting, Fronting],
    sharing: Sharing | None = None,
) -> Replay:
    """The past by the settings in force and by changed ones.

    Args:
        store: the desk's, which is only read.
        live: the settings in force.
        changed: the others.
        moments: which editions; how many stories of each are looked at is the rules' to say.
        rules: how each chooses its front.
        sharing: with how many processes; None: with this one.
    """
    pool = max(max(rule.pool, rule.size) for rule in rules)
    asked = Moments(since=moments.since, until=moments.until, every=moments.every, hottest=pool)
    pairs = tuple(_pair(one, rules) for one in replay_shared(store, [live, changed], moments=asked, sharing=sharing))
    leads = {stand.lead for pair in pairs for side in (pair.before, pair.after) for stand in side.front}
    return Replay(
        since=moments.since,
        until=moments.until,
        every=moments.every,
        pairs=pairs,
        before=_overall([pair.before for pair in pairs], every=moments.every),
        after=_overall([pair.after for pair in pairs], every=moments.every),
        titles={id_: article.title for id_, article in store.articles.get(sorted(leads)).items()},
    )


def moments_of(store: Store, *, back: timedelta, every: timedelta, now: datetime) -> Moments:
    """The moments of a stretch that ends now, on the clock's round hours (UTC); not before anything was seen."""
    began = store.history.began() or now
    since = max(now - back, began)
    midnight = since.replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight + -((midnight - since) // every) * every
    return Moments(since=min(first, now), until=now, every=every)


def _pair(snapshot: Snapshot, rules: tuple[Fronting, Fronting]) -> Pair:
    before, after = (
        _side(stands, snapshot.newest, rule, fresh=len(fresh))
        for stands, rule, fresh in zip(snapshot.editions, rules, snapshot.fresh, strict=True)
    )
    places = {stand.story: n for n, stand in enumerate(before.front, 1)}
    now = {stand.story: n for n, stand in enumerate(after.front, 1)}
    return Pair(
        at=snapshot.at,
        before=before,
        after=after,
        entered=tuple(story for story in now if story not in places),
        left=tuple(story for story in places if story not in now),
        moved=tuple(
            Moved(story=story, before=places[story], after=n)
            for story, n in now.items()
            if story in places and places[story] != n
        ),
    )


def _side(stands: Sequence[Stand], newest: datetime, rules: Fronting, *, fresh: int) -> Side:
    pool = {stand.story: stand for stand in stands[: max(rules.pool, rules.size)]}
    chosen = rules.choose([*pool.values()], newest) if rules.choose else [*pool]
    front = tuple(pool[story] for story in chosen[: rules.size])
    ages = [max(newest - stand.newest, timedelta()) / HOUR for stand in front]
    return Side(
        front=front,
        outlets=len({stand.house for stand in front}),
        independent=mean([stand.independent for stand in front]) if front else 0.0,
        freshness_hours=median(ages) if ages else 0.0,
        fresh=fresh,
    )


def _overall(sides: Sequence[Side], *, every: timedelta) -> Overall:
    if not sides:
        return Overall()
    held = Counter(stand.source for side in sides for stand in side.front)
    days = max(len(sides) - 1, 1) * every / DAY
    return Overall(
        outlets=_mean(side.outlets for side in sides),
        independent=_mean(side.independent for side in sides),
        freshness_hours=_mean(side.freshness_hours for side in sides),
        shares=tuple(
            (source, n / held.total()) for source, n in sorted(held.items(), key=lambda one: (-one[1], one[0]))
        ),
        published_a_day=sum(side.fresh for side in sides[1:]) / days,
    )


def _mean(values: Iterable[float]) -> float:
    return float(mean(values))
