"""What would change a story's standing: computed by judging it again with one thing changed, never guessed.

Every prospect names one change and what comes of it; `applied` makes the change, so that anybody can check it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from newsloom.model.judgement import Candidate, Coverage, Originality, Score
from newsloom.seams import Profile
from newsloom.text.headlines import is_shouted

MOST_VOICES = 20  # nobody waits for more
FARTHEST = timedelta(days=400)
MINUTE = timedelta(minutes=1)
LONG = 100_000  # words; no profile asks for more


class Turn(StrEnum):
    """What could be otherwise: a closed vocabulary."""

    AUTHOR = "author"
    DATE = "date"
    IMAGE = "image"
    AMP = "amp"
    LENGTH = "length"
    OPEN = "open"
    CALM = "calm"
    OWN_TEXT = "own text"
    VOICES = "voices"
    WITHOUT = "without"
    THRESHOLD = "threshold"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """One thing that could be otherwise, and what the scores were then.

    `number` counts words or voices, or is a threshold in points; `name` is who speaks; `at` is when (UTC). `adds` is
    what quality gains where the article changes, else what heat does.
    """

    turn: Turn
    number: int = 0
    name: str = ""
    at: datetime | None = None
    quality: int
    heat: int
    published: bool
    adds: int


@dataclass(frozen=True, slots=True)
class Scores:
    """How a candidate is judged."""

    quality: Score
    heat: Score
    published: bool


def scores(candidate: Candidate, profile: Profile, now: datetime) -> Scores:
    """The scores of a lead with its story's other articles as coverage."""
    quality = profile.quality(candidate)
    heat = profile.heat(candidate, quality=quality, now=now)
    return Scores(quality, heat, profile.publishes(quality=quality, heat=heat))


def applied(candidate: Candidate, turn: Turn, *, number: int = 0, name: str = "", now: datetime) -> Candidate:
    """The candidate with the change made; the passing of time and another threshold change no candidate.

    Args:
        candidate: a lead with its story's other articles as coverage.
        turn: what is to be otherwise.
        number: how many words, or voices; each new voice is an outlet of no standing that reports now.
        name: who is to be silent.
        now: the moment, UTC.
    """
    plain: dict[Turn, Callable[[], Candidate]] = {
        Turn.AUTHOR: lambda: replace(candidate, has_author=True),
        Turn.DATE: lambda: replace(candidate, has_date=True),
        Turn.IMAGE: lambda: replace(candidate, has_image=True),
        Turn.AMP: lambda: replace(candidate, has_amp=True),
        Turn.LENGTH: lambda: replace(candidate, words=number),
        Turn.OPEN: lambda: replace(candidate, is_paywalled=False),
        Turn.CALM: lambda: replace(candidate, title=candidate.title.lower().replace("!", "").replace("\uff01", "")),
        Turn.OWN_TEXT: lambda: replace(candidate, originality=Originality.OWN),
        Turn.VOICES: lambda: replace(candidate, coverage=(*candidate.coverage, *_strangers(candidate, number, now))),
        Turn.WITHOUT: lambda: replace(
            candidate, coverage=tuple(report for report in candidate.coverage if report.speaker != name)
        ),
    }
    return plain[turn]() if turn in plain else candidate


def of_article(candidate: Candidate, profile: Profile, *, now: datetime) -> list[Prospect]:
    """What would make the article better, the greatest gain first.

    Args:
        candidate: the article; with its story's others as coverage if it leads.
        profile: how the desk judges.
        now: the moment at which heat is evaluated, UTC.
    """
    before = scores(candidate, profile, now)
    found = []
    calm = () if is_shouted(candidate.title) else (Turn.CALM,)
    for turn in (turn for turn in (*_FACTS, Turn.LENGTH) if turn not in calm):
        number = _long_enough(candidate, profile) if turn is Turn.LENGTH else 0
        after = scores(applied(candidate, turn, number=number, now=now), profile, now)
        if after.quality.value > before.quality.value:
            gain = after.quality.value - before.quality.value
            found.append(_prospect(turn, after, adds=gain, number=number))
    return sorted(found, key=lambda prospect: (-prospect.adds, prospect.turn))


def of_story(candidate: Candidate, profile: Profile, *, now: datetime) -> list[Prospect]:
    """What would publish the story, or end that.

    Args:
        candidate: its lead, with the other articles as coverage.
        profile: how the desk judges.
        now: the moment at which heat is evaluated, UTC.
    """
    before = scores(candidate, profile, now)
    if before.published:
        return [*_until(candidate, profile, now), *_hinges(candidate, profile, now, before)]
    return [*_voices(candidate, profile, now, before), *_threshold(profile, before)]


_FACTS = (Turn.AUTHOR, Turn.DATE, Turn.IMAGE, Turn.AMP, Turn.OPEN, Turn.CALM, Turn.OWN_TEXT)


def _prospect(turn: Turn, after: Scores, *, adds: int, number: int = 0, name: str = "") -> Prospect:
    return Prospect(
        turn=turn,
        number=number,
        name=name,
        quality=after.quality.value,
        heat=after.heat.value,
        published=after.published,
        adds=adds,
    )


def _long_enough(candidate: Candidate, profile: Profile) -> int:
    """The fewest words beyond which more add nothing."""

    def worth(words: int) -> int:
        return profile.quality(replace(candidate, words=words)).value

    best, low, high = worth(LONG), 0, LONG
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if worth(middle) >= best else (middle + 1, high)
    return low


def _strangers(candidate: Candidate, number: int, now: datetime) -> list[Coverage]:
    """So many outlets that nobody in the story knows: of no standing, so that any other does at least as much."""
    taken = {report.outlet for report in candidate.coverage} | {candidate.outlet}
    names = (name for n in range(number + len(taken)) if (name := f"another outlet {n + 1}") not in taken)
    return [Coverage(outlet=name, published=now) for name, _ in zip(names, range(number), strict=False)]


def _voices(candidate: Candidate, profile: Profile, now: datetime, before: Scores) -> Iterator[Prospect]:
    """The fewest further independent voices that publish it."""
    for number in range(1, MOST_VOICES + 1):
        after = scores(applied(candidate, Turn.VOICES, number=number, now=now), profile, now)
        if after.published:
            yield _prospect(Turn.VOICES, after, number=number, adds=after.heat.value - before.heat.value)
            return


def _threshold(profile: Profile, before: Scores) -> Iterator[Prospect]:
    """The highest threshold that would let it through, where it has any heat left."""
    if 0 < before.heat.value < profile.threshold:
        after = Scores(before.quality, before.heat, published=True)
        yield _prospect(Turn.THRESHOLD, after, number=before.heat.value, adds=0)


def _until(candidate: Candidate, profile: Profile, now: datetime) -> Iterator[Prospect]:
    """The first whole minute from now at which it is below the threshold, if nobody reports anew."""

    def after(minutes: int) -> Scores:
        return scores(candidate, profile, now + minutes * MINUTE)

    low, high = 1, FARTHEST // MINUTE
    if after(high).published:
        return
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if after(middle).published else (low, middle)
    ended = after(low)
    adds = ended.heat.value - scores(candidate, profile, now).heat.value
    yield replace(_prospect(Turn.TIME, ended, adds=adds), at=now + low * MINUTE)


def _hinges(candidate: Candidate, profile: Profile, now: datetime, before: Scores) -> Iterator[Prospect]:
    """Each voice without which it would not be published."""
    own = candidate.as_coverage(quality=0).speaker
    for name in sorted({report.speaker for report in candidate.coverage if not report.is_copy} - {own}):
        after = scores(applied(candidate, Turn.WITHOUT, name=name, now=now), profile, now)
        if not after.published:
            yield _prospect(Turn.WITHOUT, after, name=name, adds=after.heat.value - before.heat.value)
