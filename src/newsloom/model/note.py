"""An editor's private note on a story, as it is kept and published: sealed."""

from dataclasses import dataclass
from datetime import datetime

from newsloom.model.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One sealed note; nobody without the key of this id can read it.

    `sealed` is `base64;base64`: ciphertext and nonce. `place` is the field of the record it was sealed for: `secured`,
    or `notes` where that is another's. `by` wrote it at `at` (UTC).
    """

    story: StoryId
    sealed: str
    key: str
    place: str
    by: str
    at: datetime
