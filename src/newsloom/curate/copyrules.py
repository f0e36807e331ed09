"""What counts as a copy of a text, and what is said of one."""

from dataclasses import dataclass
from datetime import timedelta

from newsloom.model.article import ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRules:
    """What counts as a copy.

    `containment` is the least share of the shorter text's shingles that the longer one holds; as few shingles tell
    little, `margin` times the root of their number is added to what must be shared. Less is enough, `spread` and
    `spread_margin`, where what is shared is spread over all of both texts: words were replaced throughout.

    A text that its own source has brought before must hold `own`, for a source's texts share furniture. Shingles are
    passed over as furniture when `repeats` (two or more) texts of one source have them that do not copy each other, or
    more than `common` of anybody's. Two texts are compared if `fewest` sampled shingles are left, and with the
    `closest` at most. Texts are remembered for `window`, and at most `most` of them; the index has `buckets` (a power
    of two) of 64 bytes.
    """

    containment: float = 0.5
    margin: float = 0.5
    spread: float = 0.3
    spread_margin: float = 1.1
    own: float = 0.8
    repeats: int = 2
    common: int = 8
    fewest: int = 5
    window: timedelta = timedelta(days=7)
    most: int = 200_000
    buckets: int = 1 << 20
    closest: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A text seen before, and the share of the shorter text's shingles that the longer one holds.

    `covered` is the share of the newcomer's shingles that the text seen before holds, `besides` the share that this one
    holds and the nearest does not.
    """

    article: ArticleId
    containment: float
    covered: float
    besides: float = 0.0
