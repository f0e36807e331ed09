"""How a story lives: its first report, its peak, its turns, its phase at a moment."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from math import log

from newsloom.curate.data import term_table
from newsloom.model.article import ArticleId
from newsloom.model.life import Life, Phase, Revival, Telling, Turn
from newsloom.text.words import is_number, words

_UNKNOWN = 1_000  # articles a language without a table is taken to have had
_HOUR = timedelta(hours=1)
Headline = tuple[Telling, list[str]]  # with its telling words


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeRules:
    """When a story is in which phase, and what makes a turn.

    A story breaks for `breaking` after its first report or its revival, if several outlets have it and the latest
    report is no older than `fresh`. It is over when nothing came for `over`. Between, it develops while a new outlet, a
    turn or a report of some outlet's own (no copy) came within `developing`, and is steady after. A silence of `quiet`
    makes the next report a revival.

    A turn is made of at least `words` words, as rare as `rarity` says (0: in every article, 1: in none), that stand in
    the headlines of at least `reports` reports of two outlets within `span` and in nothing that was told before; what
    comes within `opening` of the first report belongs to it.
    """

    breaking: timedelta = timedelta(hours=12)
    fresh: timedelta = timedelta(hours=3)
    developing: timedelta = timedelta(hours=24)
    over: timedelta = timedelta(hours=72)
    quiet: timedelta = timedelta(hours=72)
    words: int = 2
    reports: int = 2
    rarity: float = 0.3
    span: timedelta = timedelta(hours=24)
    opening: timedelta = timedelta(hours=3)
    most_words: int = 5


def life(tellings: Iterable[Telling], *, language: str, now: datetime, rules: LifeRules | None = None) -> Life:
    """The life of a story with these articles, at least one, as it stands at `now`; later ones are not looked at.

    Args:
        tellings: the story's articles, in any order.
        language: the story's, for how rare words are.
        now: the moment, UTC. Articles later than that count if there is no earlier one.
        rules: the thresholds.
    """
    rules = rules or LifeRules()
    everything = sorted(tellings, key=lambda telling: (telling.at, telling.article))
    told = [telling for telling in everything if telling.at <= now] or everything[:1]
    outlets: dict[str, Telling] = {}
    for telling in told:
        outlets.setdefault(telling.outlet, telling)
    turns = tuple(_turns(told, rarity=rarity_of(language), rules=rules))
    revivals = tuple(_revivals(told, rules))
    peak, reports = _peak(told)
    return Life(
        phase=_phase(told, [*outlets.values()], turns, revivals, now=now, rules=rules),
        first=told[0],
        outlets=tuple(outlets.values()),
        last=told[-1].at,
        peak=peak,
        peak_reports=reports,
        turns=turns,
        revivals=revivals,
    )


def turns_of(
    tellings: Iterable[Telling], *, language: str, turned: bool = True, rules: LifeRules | None = None
) -> tuple[tuple[Turn, ...], tuple[Revival, ...]]:
    """The turns and revivals of a story with these articles: what of its life no clock has a part in.

    Args:
        tellings: the story's articles, in any order.
        language: the story's, for how rare words are.
        turned: False where it is known that it never turned; then no text is looked at.
        rules: the thresholds.
    """
    rules = rules or LifeRules()
    told = sorted(tellings, key=lambda telling: (telling.at, telling.article))
    turns = tuple(_turns(told, rarity=rarity_of(language), rules=rules)) if turned else ()
    return turns, tuple(_revivals(told, rules))


def rarity_of(language: str) -> Callable[[str], float]:
    """How rare a word is in a language: 1 in no article, near 0 in every one; 1 where nothing is known of it."""
    total, table = term_table(language)
    ceiling = log(2 * ((total or _UNKNOWN) + 1))

    def rarity(word: str) -> float:
        return log(((total or _UNKNOWN) + 1) / (table.get(word, 0) + 0.5)) / ceiling

    return rarity


def _peak(told: Sequence[Telling]) -> tuple[datetime, int]:
    """The hour with the most reports, the first of several."""
    hours = Counter(telling.at.replace(minute=0, second=0, microsecond=0) for telling in told)
    peak = min(hours, key=lambda hour: (-hours[hour], hour))
    return peak, hours[peak]


def _revivals(told: Sequence[Telling], rules: LifeRules) -> Iterator[Revival]:
    for before, after in pairwise(told):
        if after.at - before.at >= rules.quiet:
            yield Revival(article=after.article, at=after.at, silent_hours=round((after.at - before.at) / _HOUR, 2))


def _phase(
    told: Sequence[Telling],
    outlets: Sequence[Telling],
    turns: Sequence[Turn],
    revivals: Sequence[Revival],
    *,
    now: datetime,
    rules: LifeRules,
) -> Phase:
    silence = now - told[-1].at
    if silence >= rules.over:
        return Phase.OVER
    began = revivals[-1].at if revivals else told[0].at
    heard = {telling.outlet for telling in told if telling.at >= began}
    if now - began <= rules.breaking and silence <= rules.fresh and len(heard) > 1:
        return Phase.BREAKING
    news = [telling.at for telling in told if not telling.is_copy]
    moved = max([*news, *(telling.at for telling in outlets), *(turn.at for turn in turns)])
    return Phase.DEVELOPING if now - moved <= rules.developing else Phase.STEADY


def _turns(told: Sequence[Telling], *, rarity: Callable[[str], float], rules: LifeRules) -> Iterator[Turn]:
    """Where the reports take up words that nobody had before, once the opening is over."""
    headlines = [(telling, _telling_words(telling.title, rarity, rules)) for telling in told if not telling.is_copy]
    known: set[str] = set()
    heard = 0  # tellings whose words are known
    done: set[ArticleId] = set()
    for number, (telling, said) in enumerate(headlines):
        if telling.at - told[0].at <= rules.opening or telling.article in done:
            continue
        later = [(other, its) for other, its in headlines[number + 1 :] if other.at - telling.at <= rules.span]
        if not _is_turn(telling, _takers(said, later, rules), rules):
            continue  # with words that were told before there would be fewer still
        for before, _ in headlines[heard:number]:
            known.update(_folded(before.title), words(before.lead).folded)
        heard = number
        fresh = [word for word in said if word not in known]
        takers = _takers(fresh, later, rules)
        if not _is_turn(telling, takers, rules):
            continue
        shared = Counter(word for _, its in takers for word in its if word in fresh)
        done.update(other.article for other, _ in takers)
        heaviest = sorted(shared, key=lambda word: (-shared[word], -rarity(word), word))[: rules.most_words]
        yield Turn(article=telling.article, at=telling.at, words=tuple(heaviest), reports=len(takers) + 1)


def _takers(words_: Iterable[str], later: Iterable[Headline], rules: LifeRules) -> list[Headline]:
    """Those who say enough of the words."""
    wanted = set(words_)
    return [(other, its) for other, its in later if len(wanted & set(its)) >= rules.words]


def _is_turn(telling: Telling, takers: Sequence[Headline], rules: LifeRules) -> bool:
    voices = {telling.outlet, *(other.outlet for other, _ in takers)}
    return len(takers) + 1 >= rules.reports and len(voices) > 1  # an outlet's own habit is no turn


@lru_cache(maxsize=4096)  # headlines of a story are looked at whenever another one comes
def _folded(text: str) -> tuple[str, ...]:
    return words(text).folded


def _telling_words(title: str, rarity: Callable[[str], float], rules: LifeRules) -> list[str]:
    """A headline's words that are rare enough to tell something; figures change from hour to hour and tell nothing."""
    return [word for word in dict.fromkeys(_folded(title)) if not is_number(word) and rarity(word) >= rules.rarity]
