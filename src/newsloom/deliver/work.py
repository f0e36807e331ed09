"""The making of one generation in the spare folder: what is written, what is taken away, what stays."""

import json
import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from newsloom.deliver.generation import digest_of, name_of
from newsloom.deliver.manifest import Calm, Drift, Ledger, Made, Manifest, Step, of_due
from newsloom.deliver.tree import checked, folders_of, holds, remove, same_as, stamped, sync_file_system, write
from newsloom.errors import DeliveryError
from newsloom.model.edition import Artifact

AT_ONCE = 2_000  # files whose paths are noted before they are written
BYTES_AT_ONCE = 16_000_000
MANIFEST = ".newsloom-generation.json"  # in the output: which generation this is


@dataclass(slots=True)
class Work:
    """One generation in the making; without a spare folder, only what it would be.

    `touched` are the paths in which the spare folder may differ from the output.
    """

    output: Path
    spare: Path | None
    ledger: Ledger
    manifest: Manifest
    damaged: set[str]
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    made: dict[str, Made] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    generation: str = ""
    switched: bool = False
    _waiting: list[tuple[str, bytes, Made]] = field(default_factory=list)
    _bytes: int = 0
    _step: Step | None = None

    @property
    def moves(self) -> bool:
        """Whether readers get to see another generation."""
        return bool(self.written or self.removed or not self.manifest.generation or not self.output.exists())

    def render(self, artifacts: Iterable[Artifact], *, mark: str, due: Collection[str] | None) -> None:
        """Take the artifacts one by one; write those that are not as they should be."""
        named: set[str] = set()
        for artifact in artifacts:
            path = checked(artifact.path)
            if path.rpartition("/")[2] == MANIFEST:
                raise DeliveryError(
                    f"`{artifact.path}` is no path inside the output: newsloom's own file has that name"
                )
            if path in named:
                raise DeliveryError(f"two artifacts want the path `{artifact.path}`")
            named.add(path)
            if not self._is_sealed(path, artifact, mark):
                self._take(path, artifact)
        self._flush()
        leaving = of_due(self.manifest.files, named, due)
        self.removed = leaving
        if self.spare is not None and leaving:
            self._drift(leaving)
            for path in leaving:
                remove(self.spare, path)

    def finish(self, mark: str, strays: Collection[str]) -> None:
        """Write the generation's name and note its step; all of it is on the disk when this returns."""
        assert self.spare is not None  # noqa: S101  only a delivery finishes
        self.generation = self._name()
        self._drift([MANIFEST])
        content = json.dumps({"generation": self.generation}).encode() + b"\n"
        write(self.spare, MANIFEST, content)
        folders = stamped(self.spare, self._folders(), self.manifest.folders)
        sync_file_system(self.spare)
        self._note(mark, strays, folders)

    def settle(self) -> None:
        """The two folders are the same again."""
        self.ledger.note(Calm(self.generation))
        if self._step is not None:
            self.manifest.take(self._step)
        if self.removed or self.ledger.is_long():
            self.ledger.begin(self.manifest)

    def keep(self, mark: str) -> None:
        """The generation stays the one it is; what is known of its files may be new."""
        self.generation = self.manifest.generation
        if self.made or mark != self.manifest.mark:
            self._note(mark, self.manifest.strays, self.manifest.folders)
            self.settle()

    def _is_sealed(self, path: str, artifact: Artifact, mark: str) -> bool:
        if not artifact.seal or path in self.damaged or mark != self.manifest.mark:
            return False
        known = self.manifest.files.get(path)
        return known is not None and known.seal == artifact.seal

    def _take(self, path: str, artifact: Artifact) -> None:
        content = artifact.made
        known = self.manifest.files.get(path)
        digest = digest_of(content)
        anew = Made(0, 0, digest, artifact.story or "", artifact.seal)
        if known is not None and path not in self.damaged and known.digest == digest:
            anew = Made(known.size, known.changed, digest, anew.story, anew.seal)
            if anew != known:
                self.made[path] = anew
            return
        if path in self.damaged and holds(self.output / path, content):
            its = (self.output / path).stat()
            self.made[path] = msgspec.structs.replace(anew, size=its.st_size, changed=its.st_mtime_ns)
            if self.spare is not None:
                same_as(self.output, self.spare, path)
            return
        self.written.append(path)
        self._waiting.append((path, content, anew))
        self._bytes += len(content)
        if len(self._waiting) >= AT_ONCE or self._bytes >= BYTES_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        if self.spare is None or not waiting:
            return
        self._drift([path for path, _, _ in waiting])
        for path, content, made in waiting:
            its = write(self.spare, path, content)
            self.made[path] = Made(its.st_size, its.st_mtime_ns, made.digest, made.story, made.seal)

    def _drift(self, paths: Iterable[str]) -> None:
        """Note paths before they are touched."""
        new = tuple(paths)
        self.ledger.note(Drift(new))
        self.touched.update(new)

    def _folders(self) -> set[str]:
        """The folders that newsloom's files are in, and some that were."""
        known = self.manifest.folders
        return folders_of(self.made) | (known.keys() if known else folders_of(self.manifest.files))

    def _note(self, mark: str, strays: Collection[str], folders: dict[str, int]) -> None:
        self._step = Step(
            generation=self.generation,
            mark=mark,
            made=self.made,
            removed=tuple(self.removed),
            strays=tuple(map(os.fsencode, sorted(strays))),
            folders=folders,
        )
        self.ledger.note(self._step)

    def _name(self) -> str:
        """The new generation's name: from the old one's where that is sure."""
        files, removed = self.manifest.files, set(self.removed)
        if not self.manifest.generation:
            after = {path: made for path, made in (files | self.made).items() if path not in removed}
            return name_of((path, made.digest) for path, made in after.items())
        changes = [(path, files[path].digest) for path in (*self.made, *self.removed) if path in files]
        changes += [(path, made.digest) for path, made in self.made.items()]
        return name_of(changes, since=self.manifest.generation)
