"""Which articles an article is remembered to have resembled."""

from newsloom.curate.choose import ABSENT, STRONG
from newsloom.curate.frozen import Links
from newsloom.curate.seen import Candidates
from newsloom.model.story import StoryId

LINKS = 8  # members an article remembers that it resembled
LEAST_LINK = -2.5  # log-odds below which it does not
LEAST_KNOWN = -5.0  # log-odds kept of a member it does not resemble: not those of a series


def linked(found: Candidates, story: StoryId, *, is_new: bool) -> Links:
    """What an article resembles, how it is with the candidates of its story, what it is in one series with.

    A new story has no candidates.
    """
    odds, never = found.odds, found.never
    kept = []
    for rank, at in enumerate(found.order):
        is_like = rank < LINKS and odds[at] > LEAST_LINK
        if is_new and not is_like:
            break  # nor is any that follows
        if (is_like or found.home(at) == story) and not never[at]:
            kept.append((found.article(at), max(odds[at], LEAST_KNOWN)))
    if any(never):
        kept += [(found.article(at), ABSENT) for at in found.order if never[at]][:LINKS]
    return tuple(kept)


def is_matched(links: Links) -> bool:
    """An article with these links found a strong match."""
    return bool(links) and links[0][1] > STRONG
