"""How strongly an article belongs to a story, from its log-odds with the story's members.

One pair's chance is not enough: one article's likeness to one member chains stories together, so the second-best member
has its say; and in a stream where nearly everything matches, a match is likelier than in one of single items.
"""

from collections.abc import Sequence
from math import exp, log

ABSENT = -6.0  # log-odds of a member that did not even become a candidate
STRONG = 1.0  # best log-odds beyond which an article counts as matched
RECENT = 300  # latest articles the share of matched ones is taken over
USUAL = 100  # articles a month from which on a stream is not thin
_MONTH = 30
_KNOWN_DAYS = 7
_FEWEST = 5
_PRIOR_SHARE = 0.3
_PRIOR_ARTICLES = 30


def chance(odds: float) -> float:
    """The probability of log-odds."""
    return round(1 / (1 + exp(-odds)), 6)


def matched_share(matched: int, *, of: int) -> float:
    """The share of the latest articles that found a strong match, drawn to a usual stream's while they are few."""
    return (matched + _PRIOR_ARTICLES * _PRIOR_SHARE) / (of + _PRIOR_ARTICLES)


def thinness(active: int, *, days: float) -> float:
    """By how much, in log-odds, two articles of a stream so thin are likelier one event than in a usual one.

    One of few articles is the right one more often than one of many. `active` articles came in so many days; of a
    stream of few days nothing is known.
    """
    if days < _KNOWN_DAYS:
        return 0.0
    return max(0.0, log(USUAL * days / (_MONTH * max(active, _FEWEST))))


def strength(links: Sequence[float], *, size: int, share: float) -> float:
    """The log-odds that an article belongs to a story.

    `links` are its log-odds with the story's candidates, best first; `size` counts the story's active articles. The
    best link weighs three parts, the second one (a story of one has only the best); the stream's share of matched
    articles adds its own log-odds where it is above even.
    """
    best = max(links[0], ABSENT)
    second = best if size == 1 else max(links[1], ABSENT) if len(links) > 1 else ABSENT
    return (3 * best + second) / 4 + max(0.0, log(share / (1 - share)))
