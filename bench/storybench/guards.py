"""What disturbing a stream costs, and whether the articles of a flood stay apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from newsloom.testing.disturbances import DISTURBANCES, FLOOD
from newsloom.testing.storyplay import Played
from newsloom.testing.streams import Labelled
from storybench.quality import labelled_f1, played

DROP = 0.02  # of BCubed F1, at most
TIED = 0.02  # of a flood's articles that stand in a story with any other, at most
REPORTED = frozenset({"titles only"})  # however much it costs
SEED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """One disturbance of one file: what is left of BCubed and pairwise F1, and what it took away.

    `tied` is the share of a flood's articles that do not stand alone, None without a flood.
    """

    file: str
    disturbance: str
    bcubed: float
    drop: float
    pairwise: float
    pairwise_drop: float
    tied: float | None

    @property
    def missed(self) -> str:
        """What is too much; "" if nothing."""
        if self.disturbance not in REPORTED and self.drop > DROP:
            return f"drops by {self.drop:.4f}, more than {DROP}"
        if self.tied is not None and self.tied > TIED:
            return f"{self.tied:.1%} of the flood do not stand alone, more than {TIED:.0%}"
        return ""


def guards(file: str, stream: Sequence[Labelled], whole: Played) -> list[Guard]:
    """Each disturbance of a stream beside the stream as it is."""
    before = labelled_f1(stream, whole)
    found = []
    for name, disturb in DISTURBANCES.items():
        if name == "titles only" and not any(one.article.text for one in stream):
            continue
        disturbed = disturb(stream, Random(SEED))  # noqa: S311  chance for a benchmark, from its seed
        now = played(disturbed.stream, batch=disturbed.batch)
        b3, pairs = labelled_f1(disturbed.stream, now)
        found.append(
            Guard(
                file=file,
                disturbance=name,
                bcubed=b3,
                drop=before[0] - b3,
                pairwise=pairs,
                pairwise_drop=before[1] - pairs,
                tied=_tied(disturbed.stream, now),
            )
        )
    return found


def _tied(stream: Sequence[Labelled], now: Played) -> float | None:
    flood = [now.settled[one.article.id] for one in stream if one.id.startswith(FLOOD)]
    sizes = Counter(now.settled.values())
    return sum(sizes[story] > 1 for story in flood) / len(flood) if flood else None


HEAD = ("file", "disturbance", "B3", "drop", "pairs", "drop", "flood tied", "")


def row(guard: Guard) -> tuple[str, ...]:
    """A guard as cells below `HEAD`."""
    return (
        guard.file,
        guard.disturbance,
        f"{guard.bcubed:.3f}",
        f"{guard.drop:+.3f}",
        f"{guard.pairwise:.3f}",
        f"{guard.pairwise_drop:+.3f}",
        "" if guard.tied is None else f"{guard.tied:.1%}",
        guard.missed,
    )
