"""Everything newsloom raises on purpose, as one tree.

```
NewsloomError                something a user can be told in one line
├── SettingsError            newsloom.toml is wrong: file, line, what, what would be right
├── UsageError               a command was asked for something that cannot be: unknown id, missing folder
├── TemplatesError           a template of the site fails: file, line, what
├── RecordError              a record cannot be written as asked
├── SealError                a sealed note cannot be made or opened; nothing was changed
├── FeedError                bytes that are not a feed, or one beyond the limits
├── PageError                a page no article can be read from
├── FetchError               a visit that brought nothing; carries the closed `Reason`
├── StoreError               the database cannot be used as it is
│   ├── StoreLockedError     another process is writing
│   ├── StoreVersionError    made by a newer newsloom
│   └── StoreCorruptError    fails its own integrity check
├── DeliveryError            the output could not be written; the old one is intact
└── WorkerError              a worker process died, was killed, or ran out of its limits
```
"""

from pathlib import Path


class NewsloomError(Exception):
    """Something a user can be told in one line; the message says what is wrong and what would be right."""


class SettingsError(NewsloomError):
    """newsloom.toml is wrong.

    Args:
        problem: what is wrong and what would be right, without the place.
        path: the file.
        line: 1-based line, or None where the file as a whole is meant.
    """

    def __init__(self, problem: str, *, path: Path | None = None, line: int | None = None) -> None:
        self.problem = problem
        self.path = path
        self.line = line
        place = "" if path is None else f"{path}:{line}: " if line else f"{path}: "
        super().__init__(place + problem)


class UsageError(NewsloomError):
    """A command was asked for something that cannot be: an unknown id, a missing folder."""


class TemplatesError(NewsloomError):
    """A template of the site cannot be read or fails at a page; what was published before is intact.

    Args:
        problem: what is wrong, without the place.
        path: the template, with its folder where it is the owner's.
        line: 1-based line, or None where it is not known.
    """

    def __init__(self, problem: str, *, path: str, line: int | None = None) -> None:
        self.problem = problem
        self.path = path
        self.line = line
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")


class RecordError(NewsloomError):
    """A record cannot be written as asked."""


class SealError(NewsloomError):
    """A sealed note cannot be made or opened as things are; nothing was changed."""


class FeedError(NewsloomError):
    """Bytes that are not a feed, or a feed beyond the limits.

    Args:
        problem: what is wrong.
        reason: what it comes to, as a value of `newsloom.model.page.Reason`.
    """

    def __init__(self, problem: str, *, reason: str = "not a feed") -> None:
        self.reason = reason
        super().__init__(problem)

    def __reduce__(self) -> tuple[type["FeedError"], tuple[str], dict[str, str]]:
        """Cross process boundaries whole."""
        return (FeedError, (str(self),), {"reason": self.reason})


class PageError(NewsloomError):
    """A page no article can be read from."""


class FetchError(NewsloomError):
    """A visit that brought nothing.

    Args:
        reason: a member of the closed vocabulary of `newsloom.model.page.Reason`, as its value.
        detail: the facts of this visit in plain words.
    """

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")


class StoreError(NewsloomError):
    """The database cannot be used as it is."""


class StoreLockedError(StoreError):
    """Another process is writing to the desk."""


class StoreVersionError(StoreError):
    """The database was made by a newer newsloom."""


class StoreCorruptError(StoreError):
    """The database fails its own integrity check."""


class DeliveryError(NewsloomError):
    """The output could not be written; what was there before is intact."""


class WorkerError(NewsloomError):
    """A worker process died, was killed, or ran out of its limits."""
