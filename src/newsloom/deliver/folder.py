"""Artifacts become a folder, one generation at a time: a reader sees the old one or the new one."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from newsloom.deliver.exchange import exchange
from newsloom.errors import DeliveryError
from newsloom.failpoints import fail_at
from newsloom.model.edition import Artifact
from newsloom.seams import Delivered

MANIFEST = ".newsloom-generation.json"


@dataclass(frozen=True, slots=True)
class FolderDelivery:
    """Publishes into one folder that newsloom owns.

    The next generation is built beside the folder, unchanged files as hard links, and swapped in by one rename. Files
    that somebody else put into the folder are carried along and reported as strays.
    """

    output: Path

    def deliver(self, artifacts: Sequence[Artifact]) -> Delivered:
        """Make the folder exactly these artifacts; raises DeliveryError and leaves the old generation intact."""
        try:
            self._recover()
            result = self.compare(artifacts)
            wanted = _by_path(artifacts)
            if result.written or result.removed or set(_manifest(self.output)) != set(wanted):
                self._replace(wanted, dict(_files(self.output)), result)
        except OSError as error:
            self._discard(self._next)
            raise DeliveryError(
                f"{self.output}: cannot publish: {error.strerror}; what was published before is unchanged"
            ) from error
        return result

    def compare(self, artifacts: Sequence[Artifact]) -> Delivered:
        """What delivering these artifacts would do; nothing is written."""
        wanted = _by_path(artifacts)
        self._claim()
        return _compare(wanted, dict(_files(self.output)), _manifest(self.output))

    @property
    def _next(self) -> Path:
        return self.output.with_name(f".{self.output.name}.newsloom-next")

    @property
    def _last(self) -> Path:
        return self.output.with_name(f".{self.output.name}.newsloom-last")

    def _recover(self) -> None:
        """Finish or undo what a process that died left behind."""
        if self._last.exists() and not self.output.exists():
            self._last.rename(self.output)
        self._discard(self._next)
        self._discard(self._last)

    def _claim(self) -> None:
        """Refuse a folder that holds somebody else's files."""
        if self.output.is_symlink() or (self.output.exists() and not self.output.is_dir()):
            raise DeliveryError(f"{self.output}: is not a folder; name another `output` in newsloom.toml")
        if self.output.is_dir() and not (self.output / MANIFEST).is_file() and any(self.output.iterdir()):
            raise DeliveryError(
                f"{self.output}: holds files that newsloom did not make; name another `output` in newsloom.toml"
            )

    def _replace(self, wanted: Mapping[str, bytes], present: Mapping[str, Path], result: Delivered) -> None:
        changed = set(result.written)
        self._next.mkdir(parents=True)
        for path, content in wanted.items():
            target = _place(self._next, path)
            if path in changed:
                _write(target, content)
            else:
                os.link(present[path], target)
        for path in result.strays:
            os.link(present[path], _place(self._next, path), follow_symlinks=False)
        _write(self._next / MANIFEST, _new_manifest(wanted))
        _sync_folders(self._next)
        fail_at("deliver.written")
        self._switch()

    def _switch(self) -> None:
        fail_at("deliver.switching")
        if not self.output.exists():
            self._next.rename(self.output)
        elif not exchange(self._next, self.output):
            self.output.rename(self._last)
            self._next.rename(self.output)
        _sync(self.output.parent)
        fail_at("deliver.switched")
        self._discard(self._next)
        self._discard(self._last)
        fail_at("deliver.cleaned")

    @staticmethod
    def _discard(folder: Path) -> None:
        if folder.exists():
            shutil.rmtree(folder)


def _by_path(artifacts: Sequence[Artifact]) -> dict[str, bytes]:
    wanted: dict[str, bytes] = {}
    for artifact in artifacts:
        pure = PurePosixPath(artifact.path)
        if pure.is_absolute() or ".." in pure.parts or not pure.parts or "\0" in artifact.path or pure.name == MANIFEST:
            raise DeliveryError(f"`{artifact.path}` is no path inside the output")
        if str(pure) in wanted:
            raise DeliveryError(f"two artifacts want the path `{artifact.path}`")
        wanted[str(pure)] = artifact.made
    return wanted


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for root, folders, names in os.walk(folder):
        linked = [name for name in folders if Path(root, name).is_symlink()]  # walked past, but somebody's all the same
        for name in (*names, *linked):
            path = Path(root, name)
            relative = path.relative_to(folder).as_posix()
            if relative != MANIFEST:
                yield relative, path


def _manifest(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / MANIFEST).read_bytes())["files"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return {}


def _new_manifest(wanted: Mapping[str, bytes]) -> bytes:
    files = {path: hashlib.sha256(wanted[path]).hexdigest() for path in sorted(wanted)}
    generation = hashlib.sha256(json.dumps(files).encode()).hexdigest()
    return json.dumps({"generation": generation, "files": files}, indent=0, ensure_ascii=False).encode() + b"\n"


def _compare(wanted: Mapping[str, bytes], present: Mapping[str, Path], made: Mapping[str, str]) -> Delivered:
    return Delivered(
        written=tuple(path for path in wanted if path not in present or not _holds(present[path], wanted[path])),
        removed=tuple(sorted(path for path in made if path not in wanted and path in present)),
        strays=tuple(sorted(path for path in present if path not in wanted and path not in made)),
    )


def _holds(path: Path, content: bytes) -> bool:
    if path.is_symlink() or path.stat().st_size != len(content):
        return False
    return path.read_bytes() == content


def _place(folder: Path, path: str) -> Path:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folders(folder: Path) -> None:
    for root, _, _ in os.walk(folder):
        _sync(Path(root))


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
