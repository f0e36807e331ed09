"""Bring files to another machine by the rsync program."""

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from newsloom.errors import DeliveryError
from newsloom.text.clean import line

PATIENCE = 3_600  # seconds that one call may take
STILL = 60  # seconds without a byte after which rsync gives up
MISSING = "no `rsync` on this machine; install it (`apt install rsync`), or take this address out of `[publish] to`"
_SECRET = re.compile(r"(?<=://)[^/@\s]*@")


@dataclass(frozen=True, slots=True)
class Rsync:
    """A folder that rsync reaches: `rsync://host/module/folder` or `user@host:folder`.

    What logs in is rsync's own business: keys of ssh, or `RSYNC_PASSWORD` of the environment. Nothing is asked.
    """

    address: str
    program: str = "rsync"

    @property
    def missing(self) -> str:
        """That the program is not here."""
        return "" if which(self.program) else MISSING

    def send(self, output: Path, paths: Sequence[str]) -> None:
        """Put files there; each takes its place when all have come, so that readers see none half."""
        self._run(output, paths, "--times", "--omit-dir-times", "--delay-updates", "--checksum")

    def remove(self, output: Path, paths: Sequence[str]) -> None:
        """Take files away there, and no other."""
        self._run(output, paths, "--delete-missing-args")

    def _run(self, output: Path, paths: Sequence[str], *options: str) -> None:
        by_ssh = "://" not in self.address and "RSYNC_RSH" not in os.environ
        shell = ("--rsh=ssh -o BatchMode=yes",) if by_ssh else ()
        fixed = (f"--timeout={STILL}", "--protect-args", "--from0", "--files-from=-", *shell)
        command = [self.program, *options, *fixed, "--", f"{output}/", f"{self.address.rstrip('/')}/"]
        said = b"".join(os.fsencode(path) + b"\0" for path in paths)
        try:
            done = subprocess.run(command, input=said, capture_output=True, check=False, timeout=PATIENCE)  # noqa: S603  no shell; the address was checked and stands behind `--`
        except subprocess.TimeoutExpired as error:
            raise DeliveryError(f"rsync took longer than {PATIENCE} seconds") from error
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
            raise DeliveryError(f"rsync failed: {_SECRET.sub('', line(lines[0], limit=300))}")
