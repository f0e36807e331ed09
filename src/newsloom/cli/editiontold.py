"""The front of the edition and what editors did to it, in words and as data."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any
from zoneinfo import ZoneInfo

from newsloom.cli.output import counted, local, print_table
from newsloom.curate.interventions import NOTHING
from newsloom.flows.edition import Fronted, front_of
from newsloom.keeping import Store
from newsloom.model.front import Contender, FrontPlace, FrontRules, Left, Omission
from newsloom.model.intervention import Action, DeskWord, Intervention
from newsloom.model.story import StoryId
from newsloom.seams import Criteria
from newsloom.settings import Settings
from newsloom.wiring import clock, front_rules_of

#: The keys in `[edition]` that say how much of the front one may have.
SHARES = {Omission.SOURCE: "source_share", Omission.FAMILY: "family_share", Omission.TOPIC: "topic_share"}
HEADLINE = 90  # characters of a headline that are shown


def front_seen(store: Store, settings: Settings, criteria: Criteria, *, asked: Sequence[StoryId] = ()) -> Fronted:
    """The desk's front as it is now; `asked` are stories that are to be among those looked at."""
    now, rules = clock().now(), front_rules_of(settings, criteria.topics)
    return front_of(store, criteria, rules=rules, at=store.articles.newest() or now, now=now, asked=asked)


def front_data(
    fronted: Fronted, rules: FrontRules, headlines: Mapping[StoryId, str], left: Sequence[Left]
) -> dict[str, Any]:
    """The front as plain data."""
    return {
        "at": fronted.front.at,
        "size": rules.size,
        "filled": len(fronted.front.placed),
        "placed": [
            {
                "place": one.place,
                **_contender_data(one.contender, headlines),
                **_word_data(fronted, one.contender.story),
            }
            for one in fronted.front.placed
        ],
        "left": [
            {
                **_contender_data(one.contender, headlines),
                "reason": one.omission,
                "because": one.because,
                **_word_data(fronted, one.contender.story),
            }
            for one in left
        ],
        "left_out": len(fronted.front.left) + fronted.unseen,
    }


def _contender_data(one: Contender, headlines: Mapping[StoryId, str]) -> dict[str, Any]:
    return {
        "story": one.story,
        "title": headlines.get(one.story, ""),
        "heat": one.heat,
        "quality": one.quality,
        "last": one.last,
        "source": one.source,
        "family": one.family,
        "topics": list(one.topics),
    }


def _word_data(fronted: Fronted, story: StoryId) -> dict[str, Any]:
    return {"is_pinned": story in fronted.pinned, "orders": word_data(fronted.words.get(story, NOTHING))}


def word_data(word: DeskWord) -> dict[str, Intervention | None]:
    """What editors said of a story, by what it is about."""
    return {"pin": word.pin, "kill": word.kill, "headline": word.headline, "excerpt": word.excerpt}


def print_front(
    fronted: Fronted,
    rules: FrontRules,
    headlines: Mapping[StoryId, str],
    left: Sequence[Left],
    *,
    zone: ZoneInfo,
) -> None:
    """Print who has which place, then who has none and why."""
    placed = fronted.front.placed
    print(f"{len(placed)} of {rules.size} places, as of {local(fronted.front.at, zone)}")
    if placed:
        rows = [
            (str(one.place), str(one.contender.heat), _told(one.contender, headlines, _by_whom(one, fronted, zone)))
            for one in placed
        ]
        print_table(("place", "heat", "story"), rows, right=("place", "heat"))
    if left:
        print("left out")
        rows = [
            (str(one.contender.heat), _told(one.contender, headlines, one.because), one.omission.value) for one in left
        ]
        print_table(("heat", "story", "why"), rows, right=("heat",))
    more = len(fronted.front.left) - len(left) + fronted.unseen
    if more:
        print(f"and {counted(more, 'story', 'stories')} more (--limit shows more of them)")
    if short := _short(fronted, rules):
        print(short)
    hours = rules.oldest.total_seconds() / 3600
    print(f"Below the threshold, or without a report for {hours:g} h, a story does not compete.")


def _short(fronted: Fronted, rules: FrontRules) -> str:
    """Why a front has fewer places than it could: no more can be filled with everybody within their share."""
    filled, over = (
        len(fronted.front.placed),
        Counter(one.omission for one in fronted.front.left if one.omission in SHARES),
    )
    if not over or filled >= rules.size:
        return ""
    keys = ", ".join(f"`{SHARES[omission]}`" for omission in SHARES if over[omission])
    stories = counted(over.total(), "story", "stories")
    return f"Quotas leave out {stories}: shares are of the {filled} places filled, not of {rules.size}; see {keys}."


def _told(one: Contender, headlines: Mapping[StoryId, str], *said: str) -> str:
    title = shorten(headlines.get(one.story, one.story), HEADLINE, placeholder="…")
    return "\n".join((title, f"{one.source}, {one.story}", *(line for line in said if line)))


def _by_whom(one: FrontPlace, fronted: Fronted, zone: ZoneInfo) -> str:
    word = fronted.words.get(one.contender.story, NOTHING)
    shown = [
        word.pin if one.is_pinned else None,
        word.headline,
        word.excerpt if word.excerpt != word.headline else None,
    ]
    return "\n".join(sentence(order, zone) for order in shown if order is not None)


def word_lines(word: DeskWord, zone: ZoneInfo) -> Iterator[str]:
    """What editors said of a story, a line each."""
    orders = {one.id: one for one in (word.kill, word.pin, word.headline, word.excerpt) if one is not None}
    for one in orders.values():
        yield f"{sentence(one, zone)}; `newsloom edition undo {one.id}` withdraws it"


def standing_lines(fronted: Fronted, story: StoryId, zone: ZoneInfo) -> Iterator[str]:
    """What editors said of a story, and which place it has on the front or why it has none."""
    yield from word_lines(fronted.words.get(story, NOTHING), zone)
    where = standing(fronted, story)
    if isinstance(where, FrontPlace):
        yield f"on the front at place {where.place}"
    elif where is not None:
        yield f"not on the front: {where.because}"


def standing_data(fronted: Fronted, story: StoryId) -> dict[str, Any]:
    """The same as plain data."""
    where = standing(fronted, story)
    return {
        "place": where.place if isinstance(where, FrontPlace) else None,
        "reason": where.omission if isinstance(where, Left) else None,
        "because": where.because if isinstance(where, Left) else None,
        **_word_data(fronted, story),
    }


def standing(fronted: Fronted, story: StoryId) -> FrontPlace | Left | None:
    """The place of a story, or why it has none; None of a story that does not compete."""
    placed = next((one for one in fronted.front.placed if one.contender.story == story), None)
    return placed or next((one for one in fronted.front.left if one.contender.story == story), None)


def sentence(one: Intervention, zone: ZoneInfo) -> str:
    """One order: `pinned at place 2 until 2026-03-02 18:00 by Ana, 2026-03-01 12:00: an election (e1a2b3c4d5)`."""
    reason = f": {one.reason}" if one.reason else ""
    return f"{_what(one, zone)} by {one.by}, {local(one.at, zone)}{reason} ({one.id})"


def _what(one: Intervention, zone: ZoneInfo) -> str:
    if one.action is Action.KILL:
        return "killed"
    if one.action is Action.PIN:
        place = "" if one.place is None else f" at place {one.place}"
        return f"pinned{place}" + ("" if one.until is None else f" until {local(one.until, zone)}")
    texts = (("headline", one.headline), ("excerpt", one.excerpt))
    return " and ".join(f"{name} “{text}”" for name, text in texts if text is not None)


def order_lines(one: Intervention, zone: ZoneInfo) -> Iterator[str]:
    """What an order did, and how to take it back."""
    if one.undone is not None:
        yield f"no longer: story {one.story} {_what(one, zone)}"
        return
    yield f"story {one.story}: {_what(one, zone)}"
    yield f"order {one.id}, by {one.by}; `newsloom edition undo {one.id}` withdraws it"


def print_log(found: Sequence[Intervention], zone: ZoneInfo) -> None:
    """Print every order, oldest first."""
    if not found:
        print("no editor has said anything of the edition yet; `newsloom edition --help` tells how")
        return
    rows = []
    for one in found:
        undone = f"\nundone by {one.undone_by}, {local(one.undone, zone)}" if one.undone is not None else ""
        reason = f"\n{one.reason}" if one.reason else ""
        rows.append((local(one.at, zone), one.by, f"{_what(one, zone)}{reason}{undone}", one.story, one.id))
    print_table(("when", "who", "what", "story", "id"), rows, whole=("story", "id"))
