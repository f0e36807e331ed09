"""Where the keys of editors' notes come from: the environment, or a file only its owner may read.

The first key seals; those after it open what was sealed before. In the environment they stand in `NEWSLOOM_NOTES_KEY`,
parted by blanks; in the file one a line, `#` beginning a remark. The environment counts where both are there.
"""

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from newsloom.errors import SealError
from newsloom.failpoints import fail_at
from newsloom.records.sealing import NoteKey, key_of

VARIABLE = "NEWSLOOM_NOTES_KEY"
_HEAD = "# keys of newsloom's sealed notes: the first one seals, the others open; whoever has them can read the notes\n"


def note_keys(path: Path, environment: Mapping[str, str] = os.environ) -> tuple[NoteKey, ...]:
    """The keys, the sealing one first; none where there are none.

    Raises:
        SealError: the file may be read by others, belongs to somebody else or cannot be read, or a key is none.
    """
    said = environment.get(VARIABLE, "").split()
    return _unlike([key_of(word) for word in said] if said else [key_of(word) for word in _words(path)])


def in_environment(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the keys come from the environment, where newsloom cannot change them."""
    return bool(environment.get(VARIABLE, "").split())


def write_keys(path: Path, keys: Sequence[NoteKey]) -> None:
    """Make the file exactly these keys, in one step; before and after it every key of either is there or was there.

    Raises:
        SealError: it cannot be written; the file is as it was.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(_HEAD + "".join(f"{key.text}\n" for key in keys))
            file.flush()
            os.fsync(file.fileno())
        fail_at("notes.keying")
        beside.rename(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise SealError(f"{path}: cannot be written: {error.strerror}; the keys are as they were") from error


def _words(path: Path) -> list[str]:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SealError(f"{path}: the keys of notes cannot be read: {error.strerror}") from error
    try:
        _refuse_open(path, os.fstat(descriptor))
    except SealError:
        os.close(descriptor)
        raise
    with os.fdopen(descriptor, encoding="ascii", errors="replace") as file:
        lines = (line.partition("#")[0].split() for line in file)
        return [word for line in lines for word in line]


def _refuse_open(path: Path, facts: os.stat_result) -> None:
    if not stat.S_ISREG(facts.st_mode):
        raise SealError(f"{path}: is no file; the keys of notes stand in one")
    if facts.st_uid not in {os.geteuid(), 0}:
        raise SealError(f"{path}: belongs to somebody else, who could change it; the keys of notes must be your own")
    if facts.st_mode & 0o077:
        mode = stat.S_IMODE(facts.st_mode)
        raise SealError(f"{path}: others may read or change it (mode {mode:03o}); `chmod 600 {path}` closes it")


def _unlike(keys: Sequence[NoteKey]) -> tuple[NoteKey, ...]:
    return tuple({key.id: key for key in keys}.values())
