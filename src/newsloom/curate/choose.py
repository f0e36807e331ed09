"""How strongly an article belongs to a story, from its log-odds with the story's members.

One pair's chance is not enough: one article's likeness to one member chains stories together, so the second-best member
has its say; and in a stream where nearly everything matches, a match is likelier than in one of single items.
"""

from collections.abc import Sequence
from math import exp, fsum, log

ABSENT = -6.0  # log-odds of a member that did not even become a candidate
STRONG = 1.0  # best log-odds beyond which an article counts as matched
WEIGHTS = (0.65, 0.25, 0.1)  # of an article's best links with a story
USUAL = 100  # articles a month from which on a stream is not thin
_MONTH = 30
USUAL_GAP = _MONTH / USUAL  # days between two articles
ASSUMED = 2  # articles at the stream's pace that are thought to have come before those that are known
_BY_SIZE = 0.3
_BY_MATCHED = 0.5
_BY_DOUBT = 0.5
_FLOOR = -4.0  # lower log-odds say no more
_LARGE = 10  # articles
_PRIOR_SHARE = 0.3
_PRIOR_ARTICLES = 30
_PRIOR_ODDS = log(_PRIOR_SHARE / (1 - _PRIOR_SHARE))


def chance(odds: float) -> float:
    """The probability of log-odds."""
    return round(1 / (1 + exp(-odds)), 6)


def matched_share(matched: int, *, of: int) -> float:
    """The share of the latest articles that found a strong match, drawn to a usual stream's while they are few."""
    return (matched + _PRIOR_ARTICLES * _PRIOR_SHARE) / (of + _PRIOR_ARTICLES)


def thinness(active: int, *, days: float, gap: float = USUAL_GAP) -> float:
    """By how much, in log-odds, two articles of a stream so thin are likelier one event than in a usual one.

    One of few articles is the right one more often than one of many. `active` articles came in so many days. A few
    more are assumed to have come before, `gap` days apart: that is the stream's pace so far. So the first hours of a
    stream, of which nothing is known, are not thin, and a few days with hardly an article are.
    """
    pace = (active + ASSUMED) / (days + ASSUMED * gap)
    return max(0.0, log(USUAL / (_MONTH * pace)))


def strength(links: Sequence[float], *, size: int, share: float) -> float:
    """The log-odds that an article belongs to a story.

    `links` are its log-odds with the story's candidates, best first; `size` counts the story's active articles. The
    best three weigh `WEIGHTS` (a story of fewer has only those). A large story is likelier to be told again than a
    small one. In a stream where most articles match, half the log-odds of their share are added; where fewer do than
    usual, half of what is missing is taken.
    """
    first, second, third = (max(links[i], ABSENT) if i < len(links) else ABSENT for i in range(len(WEIGHTS)))
    if size <= 1:
        second = first
    if size <= 2:  # noqa: PLR2004  a story of two has no third article
        third = second
    odds = log(share / (1 - share))
    matching = max(0.0, odds) + min(0.0, odds - _PRIOR_ODDS)
    told = WEIGHTS[0] * first + WEIGHTS[1] * second + WEIGHTS[2] * third
    return told + _BY_SIZE * log(min(max(size, 1), _LARGE)) + _BY_MATCHED * matching


def doubt(links: Sequence[float]) -> float:
    """What an article's likeness to most of a story's candidates takes from its strength: 0 or less.

    The best links alone would chain two events together whose reports are alike now and then.
    """
    mean = fsum(max(odds, _FLOOR) for odds in links) / len(links)
    return _BY_DOUBT * min(0.0, mean) * len(links) / (len(links) + 2)
