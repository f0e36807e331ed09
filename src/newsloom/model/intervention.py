"""An editor's word on the edition: a story is on the front, is off everything, or has another headline."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from newsloom.model.story import StoryId

InterventionId = NewType("InterventionId", str)


class Action(StrEnum):
    """What an editor can do with a story of the edition."""

    PIN = "pin"
    KILL = "kill"
    EDIT = "edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """One durable word of an editor on a story; it stands above what newsloom decides until it is undone.

    A pin puts the story on the front, at `place` (from 1; None: before all others), until `until` (None: for good). A
    kill unpublishes its record. An edit gives the record the `headline` or `excerpt` that is not None. It holds for
    the story that `story` lives on in. Times are UTC; `undone` is None while it holds.
    """

    id: InterventionId
    action: Action
    story: StoryId
    by: str
    at: datetime
    reason: str = ""
    until: datetime | None = None
    place: int | None = None
    headline: str | None = None
    excerpt: str | None = None
    undone: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWord:
    """What editors' interventions come to for one story: of each kind the latest that holds."""

    pin: Intervention | None = None
    kill: Intervention | None = None
    headline: Intervention | None = None
    excerpt: Intervention | None = None
