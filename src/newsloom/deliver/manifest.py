"""What stands in the output, by whose word: a file written whole now and then, and a journal of what came after.

A generation counts from the moment in which the folder readers see carries its name: until then its step in the journal
is a plan. What the plan is about may differ between that folder and the spare one, and is known before it does.
"""

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

TURN = "turn"
LARGE = 4_000_000  # bytes of a journal that is worth a manifest


class Made(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file as it was written: size in bytes, time of change (ns), digest, the story it is of alone, its seal.

    A size of -1 says that only its content can tell whether it is as it was written.
    """

    size: int
    changed: int
    digest: bytes = b""
    story: str = ""
    seal: str = ""


class Drift(msgspec.Struct, frozen=True, tag=True):
    """These paths may differ between the two folders from now on."""

    paths: tuple[str, ...]


class Step(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """A generation: what it writes and takes away.

    `strays` are somebody else's files in it, `folders` those of newsloom's files, each with its time of change (ns).
    """

    generation: str
    mark: str
    made: dict[str, Made]
    removed: tuple[str, ...] = ()
    strays: tuple[bytes, ...] = ()
    folders: dict[str, int] = {}


class Calm(msgspec.Struct, frozen=True, tag=True):
    """The folders are the same again, at this generation."""

    generation: str


class _Whole(msgspec.Struct, frozen=True, array_like=True):
    generation: str
    mark: str
    files: dict[str, Made]
    strays: tuple[bytes, ...]
    folders: dict[str, int] = {}


_LINE = msgspec.json.Decoder(Drift | Step | Calm)
_WHOLE = msgspec.msgpack.Decoder(_Whole)


@dataclass(slots=True, kw_only=True)
class Manifest:
    """What is known of the output: its generation ("" if nothing is sure), the mark it was rendered by, its files.

    `drift` are the paths in which the two folders may differ; `strays` are somebody else's files in the spare one.
    `folders` are those that newsloom's files are in, each with its time of change (ns) when it was left.
    `unsettled` says that a dead process left the two folders as they were in its hands.
    """

    generation: str = ""
    mark: str = ""
    files: dict[str, Made] = field(default_factory=dict)
    strays: frozenset[str] = frozenset()
    folders: dict[str, int] = field(default_factory=dict)
    drift: set[str] = field(default_factory=set)
    unsettled: bool = False

    def take(self, step: Step) -> None:
        """This generation is the one that stands."""
        self.generation, self.mark, self.strays = step.generation, step.mark, frozenset(map(os.fsdecode, step.strays))
        self.folders = step.folders
        self.files.update(step.made)
        for path in step.removed:
            self.files.pop(path, None)

    def doubt(self) -> None:
        """Nothing of it is sure but which paths are newsloom's."""
        self.generation = self.mark = ""
        self.folders = {}
        self.files = {path: msgspec.structs.replace(made, size=-1, seal="") for path, made in self.files.items()}


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where a manifest is kept: a folder with `manifest-N` and `journal-N`, the highest N counting."""

    folder: Path

    def read(self, standing: str) -> Manifest | None:
        """What is known, where a folder that carries the name of this generation stands; None if nothing."""
        number = self._number()
        if number is None:
            return None
        try:
            whole = _WHOLE.decode(self._manifest(number).read_bytes())
        except (OSError, msgspec.MsgspecError):
            return None
        found = Manifest(
            generation=whole.generation,
            mark=whole.mark,
            files=whole.files,
            strays=frozenset(map(os.fsdecode, whole.strays)),
            folders=whole.folders,
        )
        plan: Step | None = None
        for line in self._lines(number):
            match line:
                case Drift(paths=paths):
                    found.drift.update(paths)
                case Step():
                    plan = line
                case Calm(generation=generation):
                    if plan is not None and plan.generation == generation:
                        found.take(plan)
                    plan = None
                    found.drift.clear()
        found.unsettled = plan is not None or bool(found.drift)
        if plan is not None and plan.generation == standing:
            found.take(plan)
        if found.generation != standing:
            found.doubt()
        return found

    @property
    def is_kept(self) -> bool:
        """Whether there is anything to read."""
        return self._number() is not None

    def begin(self, manifest: Manifest) -> None:
        """Write a manifest whole; its journal is empty."""
        self.folder.mkdir(parents=True, exist_ok=True)
        number = (self._number() or 0) + 1
        strays = tuple(map(os.fsencode, sorted(manifest.strays)))
        whole = _Whole(manifest.generation, manifest.mark, manifest.files, strays, manifest.folders)
        half = self.folder / "manifest.half"
        _write(half, msgspec.msgpack.encode(whole))
        half.rename(self._manifest(number))
        if manifest.drift:
            self._append(number, Drift(tuple(sorted(manifest.drift))))
        for path in [*self.folder.glob("manifest-*"), *self.folder.glob("journal-*")]:
            if path.name.rpartition("-")[2] != str(number):
                path.unlink()

    def note(self, line: Drift | Step | Calm) -> None:
        """Add to the journal; it is on the disk when this returns."""
        self._append(self._number() or 0, line)

    def turn(self) -> int:
        """Where the last look at files of untouched folders ended."""
        try:
            return max(0, int((self.folder / TURN).read_bytes()))
        except (OSError, ValueError):
            return 0

    def turned(self, place: int) -> None:
        """Where this one did; losing it costs nothing but looking there again."""
        if self.folder.is_dir() and place != self.turn():
            (self.folder / TURN).write_bytes(b"%d\n" % place)

    def is_long(self) -> bool:
        """Whether the journal is worth a manifest."""
        journal = self._journal(self._number() or 0)
        return journal.exists() and journal.stat().st_size > LARGE

    def _append(self, number: int, line: Drift | Step | Calm) -> None:
        with self._journal(number).open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _lines(self, number: int) -> Iterator[Drift | Step | Calm]:
        """What is whole of the journal; its end may be torn."""
        try:
            data = self._journal(number).read_bytes()
        except FileNotFoundError:
            return
        for line in data.splitlines(keepends=True):
            try:
                yield _LINE.decode(line)
            except msgspec.MsgspecError:
                return

    def _number(self) -> int | None:
        names = (path.name.removeprefix("manifest-") for path in self.folder.glob("manifest-*"))
        return max((int(name) for name in names if name.isdecimal()), default=None)

    def _manifest(self, number: int) -> Path:
        return self.folder / f"manifest-{number}"

    def _journal(self, number: int) -> Path:
        return self.folder / f"journal-{number}"


def unsure(paths: Iterable[str]) -> Manifest:
    """What is known where only the paths are that newsloom once wrote."""
    return Manifest(files={path: Made(-1, 0) for path in paths})


def of_due(files: dict[str, Made], named: Collection[str], due: Collection[str] | None) -> list[str]:
    """The files that leave the output: those not named that belong to no record, or to one that is due (None: any)."""
    return sorted(
        path
        for path, made in files.items()
        if path not in named and (due is None or not made.story or made.story in due)
    )


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
