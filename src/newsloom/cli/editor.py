"""A text in the editor of whoever sits there, in a folder nobody else may enter."""

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from newsloom.errors import UsageError


def edited(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """The text as the editor left it; raises UsageError if there is no editor, or it failed: then nothing counts."""
    words = shlex.split(environment.get("VISUAL") or environment.get("EDITOR") or "")
    if not words:
        raise UsageError("$EDITOR names no editor; `newsloom notes set STORY` reads standard input")
    with TemporaryDirectory(prefix="newsloom-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:  # noqa: PTH112, S108  memory rather than disk; the folder is made new, for its owner alone
        file = Path(folder) / "note.txt"
        file.write_text(text, encoding="utf-8")
        try:
            code = subprocess.run([*words, str(file)], check=False).returncode  # noqa: S603  the owner's own editor
        except OSError as error:
            raise UsageError(f"$EDITOR `{words[0]}` cannot be started: {error.strerror}") from error
        if code:
            raise UsageError(f"the editor ended with {code}; the note is as it was")
        return file.read_text(encoding="utf-8").rstrip("\n")
