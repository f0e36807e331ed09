"""A generation of the output as Git keeps it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """One file of a commit: `A` added, `M` modified, `D` deleted; its path relative to the output."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """A commit of the output: its name ("" if nothing had changed) and its files."""

    name: str = ""
    changes: tuple[FileChange, ...] = ()
