"""The parts two titles share: a name of three words that stand together in both is one part, as rare as its rarest.

Three rare words of one town are one coincidence, three that stand apart are three.
"""

from typing import Any

from numpy.typing import NDArray

from newsloom.curate.columns import ONE, START, STEMS, TERMS
from newsloom.curate.compiled import inner
from newsloom.curate.state import Rows, Scratch

_TELLING = 11_500  # a part from that weight on says what it is about


@inner
def write_parts(mine: int, slot: int, rows: Rows, scratch: Scratch, told: NDArray[Any]) -> None:
    """How many parts are telling, the weight of all, the heaviest, the second, all but the heaviest."""
    telling, mass, first, second = 0, 0, 0, 0
    part, last = 0, -1  # the part at hand, and where its last word stands in my title
    end = START[STEMS] + rows.facts[slot, TERMS + STEMS]
    for at in range(START[STEMS], end + 1):
        inside = at < end and scratch.hits[at] > 0
        place = _place(mine, int(rows.ids[slot, at]), rows) if inside else -1
        weight = int(rows.weights[slot, at]) if inside else 0
        if inside and last >= 0 and place == last + 1:
            part = max(part, weight)
        else:
            telling += 1 if part >= _TELLING else 0
            mass += part
            second = max(second, min(first, part))
            first = max(first, part)
            part = weight
        last = place
    told[0] = telling
    told[1] = mass / ONE
    told[2] = first / ONE
    told[3] = second / ONE
    told[4] = (mass - first) / ONE


@inner
def _place(mine: int, stem: int, rows: Rows) -> int:
    """Where a stem stands in my title, -1 if nowhere."""
    for at in range(START[STEMS], START[STEMS] + rows.facts[mine, TERMS + STEMS]):
        if rows.ids[mine, at] == stem:
            return int(at)
    return -1
