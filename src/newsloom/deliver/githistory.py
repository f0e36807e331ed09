"""Each generation as a commit: Git is the history of the output. Nothing is ever pushed."""

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from newsloom.errors import DeliveryError, UsageError
from newsloom.model.commit import Committed, FileChange

IDENTITY = ("-c", "user.name=newsloom", "-c", "user.email=newsloom@localhost")  # where Git knows none


@dataclass(frozen=True, slots=True)
class GitHistory:
    """Commits a folder to the repository it lies in, else to one of its own beside it.

    The output is swapped as a whole, so no repository may lie inside it.
    """

    output: Path
    own: Path

    def commit(self, message: Callable[[Sequence[FileChange]], str], *, leaving: Sequence[str] = ()) -> Committed:
        """Commit what changed in the folder, and nothing else of the repository.

        Args:
            message: makes the commit's message of what it holds.
            leaving: files in the folder that are somebody else's; they are not committed.

        Raises:
            UsageError: there is no Git, or a repository lies inside the folder.
            DeliveryError: Git failed; what was published stays published.
        """
        if which("git") is None:
            raise UsageError("no `git` on this machine; install it, or publish without --git")
        if (self.output / ".git").exists():
            raise UsageError(
                f"{self.output}/.git: a repository inside the output would be swapped with it; "
                f"move it to {self.own} (`git --git-dir {self.own} remote -v` works as before)"
            )
        place = self._place()
        paths = [".", *(f":(exclude,literal){path}" for path in leaving)]
        self._git(place, "add", "--all", "--", *paths)
        changes = self._changes(place)
        if not changes:
            return Committed()
        identity = () if self._says(place, "config", "user.email") else IDENTITY
        self._git(place, *identity, "commit", "--quiet", "--only", "--file=-", "--", *paths, said=message(changes))
        return Committed(name=self._git(place, "rev-parse", "HEAD").strip(), changes=tuple(changes))

    def _place(self) -> dict[str, str]:
        """What tells Git where the repository is."""
        found = self._says({}, "rev-parse", "--show-toplevel")
        if found:
            return {}
        place = {"GIT_DIR": str(self.own), "GIT_WORK_TREE": str(self.output)}
        if not (self.own / "HEAD").is_file():
            self.own.parent.mkdir(parents=True, exist_ok=True)
            self._git(place, "init", "--quiet")
        return place

    def _changes(self, place: dict[str, str]) -> list[FileChange]:
        told = self._git(place, "diff", "--cached", "--name-status", "--no-renames", "--relative", "-z", "--", ".")
        parts = told.split("\0")
        return [FileChange(kind=kind[:1], path=path) for kind, path in zip(parts[::2], parts[1::2], strict=False)]

    def _says(self, place: dict[str, str], *words: str) -> bool:
        return self._run(place, words, "").returncode == 0

    def _git(self, place: dict[str, str], *words: str, said: str = "") -> str:
        done = self._run(place, words, said)
        if done.returncode:
            why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise DeliveryError(f"{self.output}: published, but `git {words[0]}` failed: {why}")
        return done.stdout

    def _run(self, place: dict[str, str], words: Sequence[str], said: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        return subprocess.run(  # noqa: S603  fixed words, and paths after `--`
            ["git", *words],  # noqa: S607  the user's own Git
            cwd=self.output,
            env=kept | place | {"LC_ALL": "C.UTF-8"},
            input=said,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
