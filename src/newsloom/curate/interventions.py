"""What editors' interventions come to, and how a new one is made: the latest word of each kind counts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from newsloom.curate.orders import Signed
from newsloom.errors import UsageError
from newsloom.model.front import Pinned
from newsloom.model.intervention import Action, DeskWord, Intervention, InterventionId
from newsloom.model.story import StoryId
from newsloom.text.clean import TITLE_LIMIT, line

EXCERPT = 300  # characters: §2 of the record contract
NOTHING = DeskWord()


def in_force(
    interventions: Iterable[Intervention], *, aliases: Mapping[StoryId, StoryId], now: datetime
) -> dict[StoryId, DeskWord]:
    """What holds for each story at a moment; stories nobody spoke of are left out.

    Args:
        interventions: oldest first; those that were undone may be among them.
        aliases: where merged stories live on: what was said of them holds there.
        now: the moment, UTC; a pin holds until its own.
    """
    found: dict[StoryId, DeskWord] = {}
    for one in interventions:
        if one.undone is None and (one.until is None or one.until > now):
            story = aliases.get(one.story, one.story)
            found[story] = _with(found.get(story, NOTHING), one)
    return found


def pins(words: Mapping[StoryId, DeskWord]) -> list[Pinned]:
    """The stories that are pinned and not killed, the latest pin first."""
    held = [(word.pin, story) for story, word in words.items() if word.pin is not None and word.kill is None]
    held.sort(key=lambda one: (one[0].at, one[0].id), reverse=True)
    return [Pinned(story=story, place=pin.place) for pin, story in held]


def killed(words: Mapping[StoryId, DeskWord]) -> frozenset[StoryId]:
    """The stories that are off everything."""
    return frozenset(story for story, word in words.items() if word.kill is not None)


def pin(
    story: StoryId, word: DeskWord, signed: Signed, *, until: datetime | None, place: int | None, size: int
) -> Intervention:
    """The story is on the front.

    Args:
        story: which.
        word: what holds for it.
        signed: who says so, when and why.
        until: when the pin ends, UTC; None: when it is undone.
        place: which place it gets, from 1; None: before all that newsloom chooses.
        size: how many places the front has.

    Raises:
        UsageError: it is killed, the pin would have ended already, or there is no such place.
    """
    if word.kill is not None:
        raise UsageError(
            f"story {story} was killed: {told(word.kill)}; `newsloom edition undo {word.kill.id}` brings it back"
        )
    if until is not None and until <= signed.at:
        raise UsageError(f"--until {until:%Y-%m-%d %H:%M} UTC is in the past; a time to come is wanted")
    if place is not None and not 1 <= place <= size:
        raise UsageError(f"the front has no place {place}; it has places 1 to {size} (`size` in [edition])")
    return _made(Action.PIN, story, signed, until=until, place=place)


def kill(story: StoryId, word: DeskWord, signed: Signed) -> Intervention:
    """The story is off everything; raises UsageError if it is already."""
    if word.kill is not None:
        raise UsageError(f"story {story} was killed already: {told(word.kill)}")
    return _made(Action.KILL, story, signed)


def edit(story: StoryId, signed: Signed, *, headline: str | None, excerpt: str | None) -> Intervention:
    """The story's record has another headline, excerpt or both; None leaves one as it is.

    Raises:
        UsageError: nothing is said, nothing is left of a text, or it is longer than a record holds.
    """
    if headline is None and excerpt is None:
        raise UsageError("nothing to edit: say --headline TEXT, --excerpt TEXT or both")
    return _made(
        Action.EDIT,
        story,
        signed,
        headline=None if headline is None else _text("headline", headline, TITLE_LIMIT),
        excerpt=None if excerpt is None else _text("excerpt", excerpt, EXCERPT),
    )


def undo(intervention: Intervention, *, by: str, at: datetime) -> Intervention:
    """It no longer holds; raises UsageError if it was undone before."""
    if intervention.undone is not None:
        when = f"{intervention.undone:%Y-%m-%d %H:%M}"
        raise UsageError(f"{told(intervention)} was undone already, by {intervention.undone_by}, {when} UTC")
    return replace(intervention, undone=at, undone_by=by)


def told(intervention: Intervention) -> str:
    """An intervention in words for a message: its id, who gave it, when and why."""
    reason = f": {intervention.reason}" if intervention.reason else ""
    when = f"{intervention.at:%Y-%m-%d %H:%M}"
    return f"{intervention.id} ({intervention.action} by {intervention.by}, {when} UTC{reason})"


def _with(word: DeskWord, one: Intervention) -> DeskWord:
    match one.action:
        case Action.PIN:
            return replace(word, pin=one)
        case Action.KILL:
            return replace(word, kill=one)
    headline = word.headline if one.headline is None else one
    return replace(word, headline=headline, excerpt=word.excerpt if one.excerpt is None else one)


def _made(action: Action, story: StoryId, signed: Signed, **fields: Any) -> Intervention:  # noqa: ANN401  any field of the value
    said = f"{action}\n{story}\n{signed.by}\n{signed.at.isoformat()}\n{sorted(fields.items())!r}"
    return Intervention(
        id=InterventionId("e" + sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:9]),
        action=action,
        story=story,
        by=line(signed.by),
        at=signed.at,
        reason=line(signed.reason),
        **fields,
    )


def _text(name: str, text: str, limit: int) -> str:
    clean = line(text, limit=len(text) + limit)
    if not clean:
        raise UsageError(f"the {name} is empty; leave --{name} out to keep the one there is")
    if len(clean) > limit:
        raise UsageError(f"the {name} has {len(clean)} characters; {limit} is the most")
    return clean
