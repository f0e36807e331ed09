"""Which story an article joins, of those its candidates are in."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet

from newsloom.curate.choose import ABSENT, doubt, strength
from newsloom.curate.seen import Candidates
from newsloom.model.story import StoryId

_ANY_SIZE = 1 << 20  # articles of a story, more than count
_ROUNDING = 1e-6  # more than sums of log-odds are off by


def choice(
    found: Candidates,
    members: Mapping[StoryId, Collection[object]],
    *,
    barred: AbstractSet[StoryId],
    enough: float,
    share: float,
) -> tuple[StoryId | None, int | None]:
    """The story with the best mean of its best links, if that is more than `enough`, and its nearest candidate.

    `members` are the articles of each active story, `share` is that of the latest articles that were matched. A story
    whose best link cannot be enough is not weighed: no story adds more to it than a large one.
    """
    added = strength((0.0, 0.0, 0.0), size=_ANY_SIZE, share=share) + _ROUNDING
    others = {found.home(at) for at, never in enumerate(found.never) if never} | barred if any(found.never) else barred
    links: dict[StoryId, list[float]] = {}
    nearest: dict[StoryId, int] = {}
    for position in found.order:
        odds = found.odds[position]
        is_weak = max(odds, ABSENT) + added <= enough
        if is_weak and not links:
            break  # all that follow are weaker
        story = found.home(position)
        if story in links:
            links[story].append(odds)
        elif not is_weak and story not in others:  # of one series with a member is another event
            links[story], nearest[story] = [odds], position
    best, chosen = enough, None
    for story, values in links.items():
        worth = strength(values, size=len(members[story]), share=share) + doubt(values)
        if worth > best:
            best, chosen = worth, story
    return (None, None) if chosen is None else (chosen, nearest[chosen])
