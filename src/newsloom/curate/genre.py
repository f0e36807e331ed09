"""What kind of piece an article is, and by what that is seen.

Five sorts of signs are weighed: what the page calls itself, where it stands (address, section, categories), its
title, its wording, its layout. A telling sign is enough by itself, a hint is not. What stays unsure is a report.
"""

from collections import Counter
from dataclasses import dataclass, replace

from newsloom.curate.genresigns import Signs, address, ends_of, kinds, layout, places, strongest, title, wordings
from newsloom.curate.genrewords import HINT, TELLING
from newsloom.model.metadata import Genre, Metadata

__all__ = ["Signs", "Verdict", "genre_of", "with_genre"]

LONG = 1_500  # characters from which on a text is more than what stands below a video
MOST_EVIDENCE = 5
# Of equal sums the more particular genre is meant. The first two stay what they are however they are dressed.
_ORDER = (
    Genre.SPONSORED,
    Genre.PRESS_RELEASE,
    Genre.SATIRE,
    Genre.LIVE_BLOG,
    Genre.FACT_CHECK,
    Genre.OBITUARY,
    Genre.INTERVIEW,
    Genre.REVIEW,
    Genre.OPINION,
    Genre.ANALYSIS,
    Genre.VIDEO,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A genre and, in plain words, what it was seen by, strongest first: nothing for a report."""

    genre: Genre = Genre.REPORT
    evidence: tuple[str, ...] = ()


def genre_of(signs: Signs) -> Verdict:
    """Judge what kind of piece an article is; the same signs always give the same verdict."""
    ends = ends_of(signs.text)
    host, segments = address(signs.url)
    slug = segments[-1] if segments else ""
    sorts = [
        [group for group in sort if group]
        for sort in (
            kinds(signs),
            places(signs, host, segments),
            title(signs, slug),
            wordings(ends),
            layout(signs, ends),
        )
    ]
    points: Counter[Genre] = Counter()
    for sort in filter(None, sorts):
        points.update(strongest(sort))
    if not points:  # as of most
        return Verdict()
    if len(signs.text) > LONG:
        points[Genre.VIDEO] -= HINT
    enough = [genre for genre in _ORDER if points[genre] >= TELLING]
    if not enough:
        return Verdict()
    best = enough[0] if enough[0] in _ORDER[:2] else max(enough, key=lambda genre: points[genre])
    seen = [
        (worth, reason)
        for sort in sorts
        for group in sort
        for weights, reason in group
        for genre, worth in weights
        if genre is best
    ]
    reasons = dict.fromkeys(reason for _, reason in sorted(seen, key=lambda pair: -pair[0]))
    return Verdict(genre=best, evidence=tuple(reasons)[:MOST_EVIDENCE])


def with_genre(metadata: Metadata, signs: Signs) -> Metadata:
    """The metadata with the genre these signs speak for."""
    verdict = genre_of(signs)
    return replace(metadata, genre=verdict.genre, genre_evidence=verdict.evidence)
