"""What the exit code of a command says; documented in docs/reference/exit-codes.md."""

from enum import IntEnum


class Exit(IntEnum):
    """One meaning a number."""

    OK = 0
    FOUND = 1
    """The command worked and found what it was asked to find: differences, faults, a source asked for that failed."""
    BAD_INPUT = 2
    """Wrong use, wrong settings, a file that cannot be read."""
    BUSY = 3
    """Another newsloom is writing to this desk."""
    UNUSABLE = 4
    """The desk's database or output, or a backup, cannot be used as it is."""
    INTERRUPTED = 130
