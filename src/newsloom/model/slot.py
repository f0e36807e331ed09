"""The place a story's record has for ever."""

from dataclasses import dataclass
from datetime import datetime

from newsloom.model.record import Record
from newsloom.model.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A story's frozen record path, when it was first written (UTC), and whether it was ever shown.

    What was shown once stays shown: cooling never unpublishes. `record` is the record as it was last judged.
    """

    story: StoryId
    path: str
    first_written: datetime
    shown: bool = False
    record: Record | None = None
