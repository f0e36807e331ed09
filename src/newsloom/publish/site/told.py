"""What scores are made of, in plain words."""

from dataclasses import dataclass

from newsloom.model.judgement import Score
from newsloom.text.clean import line

NAMES = {
    "interest": "Interest of the best report",
    "voice": "Another independent voice",
    "pace": "Reports in quick succession",
    "freshness": "Freshness",
    "copies": "Copies that carry it on",
    "countries": "Countries it is told in",
    "article": "Where every article starts",
    "source": "Standing of the source",
    "originality": "Whose text it is",
    "genre": "Kind of piece",
    "topics": "Words of its topics",
    "author": "Author",
    "date": "Date",
    "image": "Picture",
    "length": "Length",
    "paywall": "Paywall",
    "headline": "Headline",
    "excerpt": "Excerpt",
    "corrections": "Corrections",
    "demoted": "Went into another story",
    "killed": "Taken off",
    "pinned": "Put on the front",
}
REASON = 160  # characters of a reason that are shown
PARTS = 14  # of a receipt that are shown one by one


@dataclass(frozen=True, slots=True)
class ToldPart:
    """One part of a receipt: its points with their sign, what for, why."""

    points: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A score: its name, its value, what such a figure tells, what it is made of."""

    name: str
    value: int
    what: str
    parts: tuple[ToldPart, ...]


def receipt(name: str, what: str, score: Score | None) -> list[Receipt]:
    """A score as its receipt, the weightiest part first; none where it has no parts to tell of."""
    if score is None or not score.parts:
        return []
    ordered = sorted(score.parts, key=lambda part: -abs(part.points))
    told = [ToldPart(_signed(part.points), _named(part.name), _why(part.reason)) for part in ordered[:PARTS]]
    rest = ordered[PARTS:]
    if rest:
        told.append(ToldPart(_signed(sum(part.points for part in rest)), f"{len(rest)} smaller parts", ""))
    return [Receipt(name, score.value, what, tuple(told))]


def _signed(points: int) -> str:
    return f"−{-points}" if points < 0 else f"+{points}" if points else "0"  # noqa: RUF001  a minus as wide as the plus


def _named(name: str) -> str:
    return NAMES.get(name) or line(name.replace("_", " "), limit=REASON).capitalize()


def _why(reason: str) -> str:
    return line(reason, limit=REASON)
