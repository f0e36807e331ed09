"""What changed between two wordings, word by word; sign by sign in scripts that put no blanks between words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from newsloom.text.words import UNSPACED

CONTEXT = 6  # unchanged words shown on either side of a change
CONTEXT_SIGNS = 14  # the same in signs, where words are not parted
LONGEST = 3_000  # words compared one by one; where more lie between the first and the last change, sentences are
BRIDGED = 1  # unchanged words between two changes that are read as one

_SIGN = UNSPACED.pattern.removesuffix("+")
_UNIT = re.compile(rf"(?P<blank>\s*)(?:(?P<sign>{_SIGN})|(?:(?!{_SIGN})\S)+)")
_END = re.compile(r"[.!?\u3002\uff01\uff1f\u0964\u061f][\"'\u201d\u2019\u00bb)\]]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One place that differs: what was `removed` and `added` there, and the words `before` and `after` it."""

    before: str
    removed: str
    added: str
    after: str


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, a sign or a sentence; `parted` by a blank from what stands before, `sign` where words are not parted."""

    text: str
    parted: bool
    sign: bool


def changes(old: str, new: str) -> Iterator[Change]:
    """The places at which `new` differs from `old`, in the order of the text; none if only blanks differ."""
    one, other = _units(old), _units(new)
    start, end = _common_ends(one, other)
    if max(len(one), len(other)) - start - end > LONGEST:
        one, other = _sentences(one), _sentences(other)
        start, end = _common_ends(one, other)
    last, other_last = len(one) - end, len(other) - end
    matcher = SequenceMatcher(
        None, [u.text for u in one[start:last]], [u.text for u in other[start:other_last]], autojunk=False
    )
    for i1, i2, j1, j2 in _bridged(matcher):
        yield Change(
            before=_joined(_before(one[: start + i1])),
            removed=_joined(one[start + i1 : start + i2]),
            added=_joined(other[start + j1 : start + j2]),
            after=_joined(_after(one[start + i2 :])),
        )


def _bridged(matcher: "SequenceMatcher[str]") -> Iterator[tuple[int, int, int, int]]:
    """The differing stretches; those with next to nothing between them as one."""
    held: tuple[int, int, int, int] | None = None
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        if held is not None and i1 - held[1] <= BRIDGED:
            held = (held[0], i2, held[2], j2)
            continue
        if held is not None:
            yield held
        held = (i1, i2, j1, j2)
    if held is not None:
        yield held


def _common_ends(one: Sequence[_Unit], other: Sequence[_Unit]) -> tuple[int, int]:
    """How many units both begin with, and how many of the rest both end with."""
    least = min(len(one), len(other))
    start = next((n for n in range(least) if one[n].text != other[n].text), least)
    end = next((n for n in range(least - start) if one[-1 - n].text != other[-1 - n].text), least - start)
    return start, end


def _before(units: Sequence[_Unit]) -> Sequence[_Unit]:
    """The last of the units, as many as are read at a glance."""
    return units[-_glance(units[-CONTEXT:]) :]


def _after(units: Sequence[_Unit]) -> Sequence[_Unit]:
    """The first of the units, as many as are read at a glance."""
    return units[: _glance(units[:CONTEXT])]


def _glance(nearest: Sequence[_Unit]) -> int:
    return CONTEXT_SIGNS if any(unit.sign for unit in nearest) else CONTEXT


def _units(text: str) -> list[_Unit]:
    return [_Unit(m[0][len(m["blank"]) :], bool(m["blank"]), bool(m["sign"])) for m in _UNIT.finditer(text)]


def _sentences(units: Sequence[_Unit]) -> list[_Unit]:
    """The units gathered up to the end of each sentence."""
    found: list[_Unit] = []
    begun = 0
    for place, unit in enumerate(units, start=1):
        if _END.search(unit.text) or place == len(units):
            found.append(_Unit(_joined(units[begun:place]), units[begun].parted, unit.sign))
            begun = place
    return found


def _joined(units: Sequence[_Unit]) -> str:
    """The units as text, with the blanks that stood between them."""
    return "".join(f" {u.text}" if u.parted and place else u.text for place, u in enumerate(units))
