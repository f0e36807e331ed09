"""Who may write to a desk: one process at a time, by a lock that the operating system lets go when its holder dies."""

import fcntl
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Self

from newsloom.errors import StoreError, StoreLockedError

#: How often a waiting process looks again, in seconds.
LOOK_AGAIN = 0.1
LONGEST = 200  # bytes of what a holder writes


def _nobody(holder: str) -> None:
    """Tell nobody."""


@dataclass(slots=True, kw_only=True)
class RunLock:
    """The right to write, for as long as the `with` lasts.

    Args:
        path: the lock file, beside the database; it stays there, holding its last holder's process id and start.
        now: this moment (UTC), for the next one to be told.
        wait: seconds to wait for another holder before StoreLockedError names it; 0 refuses at once.
        clock: seconds on a clock that never goes back.
        pause: waits for so many seconds.
        told: called once, with who holds the lock, where it must be waited for.
    """

    path: Path
    now: datetime
    wait: float = 0.0
    clock: Callable[[], float] = monotonic
    pause: Callable[[float], None] = sleep
    told: Callable[[str], None] = _nobody
    before: bytes = field(default=b"", init=False)
    said: bytes = field(default=b"", init=False)
    _file: int | None = field(default=None, init=False)

    def __enter__(self) -> Self:
        """Take the lock."""
        deadline = self.clock() + self.wait
        file = self._open()
        is_told = False
        while not _taken(file):
            left = deadline - self.clock()
            if left <= 0:
                os.close(file)
                raise StoreLockedError(f"{self.path.parent} is in use by {_holder(self.path)}; wait until it is done")
            if not is_told:
                is_told = True
                self.told(_holder(self.path))
            self.pause(min(LOOK_AGAIN, left))
        self._file = file
        self._sign(file)
        return self

    def _sign(self, file: int) -> None:
        """Write who holds the lock; what the holder before wrote is kept in `before`, what is written in `said`."""
        self.said = f"{os.getpid()} {self.now.isoformat(timespec='seconds')} {self.now.microsecond}\n".encode()
        # The text is for people; the lock itself is the system's, so a full disk must not stop a run here.
        with suppress(OSError):
            self.before = os.pread(file, LONGEST, 0)
            os.ftruncate(file, 0)
            os.pwrite(file, self.said, 0)

    def __exit__(self, *_exc: object) -> None:
        """Let go of the lock; the file stays, or a third process could lock a file that is gone."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreError(
                f"the lock file {self.path} cannot be opened ({error.strerror}); "
                "its folder must be there and may be written by this user"
            ) from error


def _taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(path: Path) -> str:
    pid, since, *_ = [*path.read_text(encoding="ascii", errors="replace").split(), "", ""]
    return f"process {pid}, since {since}" if pid and since else "another process"
