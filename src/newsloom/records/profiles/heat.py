"""How hot a story is by the profile `default`: a part for each reason, each cooling by itself, in whole numbers.

Every part is the greatest, or a sum without its greatest, over the reports that bear on it, so another report never
lowers one; what is left of it after some time never grows, so waiting never raises one. Parts are rounded down one by
one, each once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from newsloom.curate.cooling import WHOLE_BITS, left
from newsloom.curate.independence import strongest
from newsloom.model.judgement import Coverage, Part
from newsloom.model.weights import DefaultWeights

FULL_TIER = 100
PERCENT = 100
HOUR = timedelta(hours=1)
DAYS_FROM = timedelta(days=3)  # an age of so much is told in days

Warmth = Callable[[Coverage], int]


def heat_parts(reports: Sequence[Coverage], now: datetime, weights: DefaultWeights) -> Iterator[Part]:
    """The parts of a story's heat.

    Args:
        reports: all of its articles, in any order.
        now: the moment at which it is asked, UTC.
        weights: the profile's.
    """

    def warmth(report: Coverage) -> int:
        return left(now - report.published, half_life=weights.half_life)

    own = [report for report in reports if not report.is_copy and not report.is_interested]
    yield _interest(reports, now, weights, warmth)
    yield from _voices(own, now, weights, warmth)
    yield _pace(own, now, weights, warmth)
    yield _freshness(own, now, weights, warmth)
    yield _spread(own, weights, warmth)
    yield _copies(reports, weights, warmth)


def voice_points(tier: int, weights: DefaultWeights) -> int:
    """What an independent voice is worth while it is new, by the standing of its source."""
    known = min(max(tier, 0), FULL_TIER)
    return weights.voice_least + max(weights.voice_most - weights.voice_least, 0) * known // FULL_TIER


def age(moment: datetime, now: datetime) -> str:
    """How old something is, in words: `new`, `3 hours old`, `4 days old`."""
    old = max(now - moment, timedelta())
    if old >= DAYS_FROM:
        return f"{old // timedelta(days=1)} days old"
    hours = old // HOUR
    return "new" if hours == 0 else f"{hours} hour{'s' if hours > 1 else ''} old"


def _interest(reports: Sequence[Coverage], now: datetime, weights: DefaultWeights, warmth: Warmth) -> Part:
    """The best article's own worth, while it is new."""
    worth = {n: max(report.quality, 0) * warmth(report) for n, report in enumerate(reports)}
    best = max(worth, key=lambda n: (worth[n], reports[n].published, reports[n].outlet))
    points = worth[best] * weights.interest_percent // PERCENT >> WHOLE_BITS
    report = reports[best]
    old = age(report.published, now)
    told = f"{weights.interest_percent} % of quality {report.quality}, by {report.outlet}, {old}"
    return Part(name="interest", points=points, reason=told)


def _voices(own: Sequence[Coverage], now: datetime, weights: DefaultWeights, warmth: Warmth) -> Iterator[Part]:
    """A part for each independent voice beside the hottest, by its hottest report: one voice alone confirms nothing."""
    best: dict[str, tuple[int, datetime, str]] = {}
    reports: dict[str, Coverage] = {}
    for report in own:
        rank = (voice_points(report.tier, weights) * warmth(report), report.published, report.outlet)
        if report.speaker not in best or rank > best[report.speaker]:
            best[report.speaker], reports[report.speaker] = rank, report
    carriers = _carriers(own)
    hottest = strongest(carriers, {voice: rank[0] for voice, rank in best.items()})
    for voice in hottest[1:]:
        report = reports[voice]
        known = min(max(report.tier, 0), FULL_TIER)
        told = f"{report.outlet} (tier {known}) beside {reports[hottest[0]].outlet}, {age(report.published, now)}"
        yield Part(name="voice", points=best[voice][0] >> WHOLE_BITS, reason=told)


def _pace(own: Sequence[Coverage], now: datetime, weights: DefaultWeights, warmth: Warmth) -> Part:
    """For voices that came at once: the most there were within some hours, cooling from the last of them."""
    span = timedelta(hours=weights.pace_hours)
    hottest, told = 0, ""
    for report in own if len(own) > 1 else ():
        at_once = [other for other in own if report.published - span <= other.published <= report.published]
        voices = len(strongest(_carriers(at_once)))
        worth = min(weights.pace * (voices - 1), weights.pace_most) * warmth(report)
        if worth > hottest:
            hottest = worth
            told = f"{voices} voices within {weights.pace_hours:g} hours, the last {age(report.published, now)}"
    return Part(name="pace", points=hottest >> WHOLE_BITS, reason=told)


def _freshness(own: Sequence[Coverage], now: datetime, weights: DefaultWeights, warmth: Warmth) -> Part:
    """For the newest text of its own."""
    newest = max(own, key=lambda report: (report.published, report.outlet), default=None)
    if newest is None:
        return Part(name="freshness", points=0)
    told = f"the newest text of its own, by {newest.outlet}, is {age(newest.published, now)}"
    return Part(name="freshness", points=weights.fresh * warmth(newest) >> WHOLE_BITS, reason=told)


def _spread(own: Sequence[Coverage], weights: DefaultWeights, warmth: Warmth) -> Part:
    """For each family, country and language beside the freshest of its kind; what is unknown is none."""
    worth, told = 0, []
    for points, what, of in (
        (weights.family, "families", [report.house for report in own]),
        (weights.country, "countries", [report.country for report in own]),
        (weights.language, "languages", [report.language for report in own]),
    ):
        found = _apart(own, of, warmth)
        worth += points * sum(found[1:])
        told += [f"{len(found)} {what}"] if len(found) > 1 else []
    points = min(worth, weights.spread_most << WHOLE_BITS) >> WHOLE_BITS
    return Part(name="spread", points=points, reason=", ".join(told))


def _apart(own: Sequence[Coverage], names: Sequence[str], warmth: Warmth) -> list[int]:
    """How warm each name is, the warmest first; a name needs a family of its own, or one publisher would be many."""
    most: dict[str, int] = {}
    carriers: dict[str, set[str]] = {}
    for report, name in zip(own, names, strict=True):
        if name:
            most[name] = max(most.get(name, 0), warmth(report))
            carriers.setdefault(name, set()).add(report.house)
    return [most[name] for name in strongest(carriers, most)]


def _copies(reports: Sequence[Coverage], weights: DefaultWeights, warmth: Warmth) -> Part:
    """For each family that repeats another's text, once."""
    newest: dict[str, int] = {}
    for report in reports:
        if report.is_copy and not report.is_reprint:
            newest[report.house] = max(newest.get(report.house, 0), warmth(report))
    worth = min(weights.copies * sum(newest.values()), weights.copies_most << WHOLE_BITS)
    told = f"{len(newest)} {'publisher repeats' if len(newest) == 1 else 'publishers repeat'} another's text"
    return Part(name="copies", points=worth >> WHOLE_BITS, reason=told)


def _carriers(own: Iterable[Coverage]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for report in own:
        found.setdefault(report.speaker, set()).add(report.house)
    return found
