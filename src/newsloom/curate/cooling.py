"""How much of its heat a thing of some age has left: halved with every half-life, in whole numbers.

The same on every machine: 0.5 ** (age / half_life) is read off a table of exact roots and drawn straight between its
points, so that no library's last digit decides. Where it is off, it is less than 0.002 % too much.
"""

from datetime import datetime, timedelta
from math import isqrt

WHOLE_BITS = 30
WHOLE = 1 << WHOLE_BITS
"""What is left of what is new; `left` counts in these parts."""

STEP_BITS = 6
STEPS = 1 << STEP_BITS
"""Points of the table within one half-life."""

SECOND = timedelta(seconds=1)


def _root(step: int) -> int:
    """The whole part of WHOLE · 2 ** (-step / STEPS): a root of a power of two, taken square root by square root."""
    power = 1 << (STEPS * WHOLE_BITS - step)
    for _ in range(STEP_BITS):
        power = isqrt(power)
    return power


TABLE = tuple(_root(step) for step in range(STEPS + 1))
"""What is left after each step of a half-life."""


def left(age: timedelta, *, half_life: timedelta) -> int:
    """How much is left of WHOLE: all of it when new (or from the future), half after a half-life; never more later.

    Args:
        age: counted in whole seconds.
        half_life: a second or more; less counts as a second.
    """
    seconds, span = max(age // SECOND, 0), max(half_life // SECOND, 1)
    halvings, rest = divmod(seconds, span)
    step, between = divmod(rest * STEPS, span)
    drawn = TABLE[step] - (TABLE[step] - TABLE[step + 1]) * between // span
    return drawn >> min(halvings, WHOLE_BITS + 1)


def cooled(points: int, moment: datetime, now: datetime, *, half_life: timedelta) -> int:
    """Points of something that came at `moment`, in parts of which WHOLE are one point."""
    return points * left(now - moment, half_life=half_life)
