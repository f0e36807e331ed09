"""Two folders that hold the same files as links to the same bytes, and what is done to the one nobody reads."""

import ctypes
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from stat import S_ISDIR

from newsloom.errors import DeliveryError

_PLAIN = re.compile(r"(?:[A-Za-z0-9_][^/\0]*/)*[A-Za-z0-9_][^/\0]*")  # a path without a detour, as most are

COARSE = 20_000_000  # ns: longer than a tick of any file system's clock
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


def checked(path: str) -> str:
    """A path relative to the output, without detours; raises DeliveryError for one that leads out of it."""
    if _PLAIN.fullmatch(path):
        return path
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts or "\0" in path:
        raise DeliveryError(f"`{path}` is no path inside the output")
    return str(pure)


def sweep(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Every file below, by its path from there with `/`: size and time of change (ns); a link's size is -1.

    A folder that somebody linked is one such link; it is not walked.
    """
    waiting = [("", str(folder))]
    while waiting:
        prefix, place = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                name = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{name}/", entry.path))
                elif entry.is_symlink():
                    yield name, -1, 0
                else:
                    found = entry.stat(follow_symlinks=False)
                    yield name, found.st_size, found.st_mtime_ns


def holds(path: Path, content: bytes) -> bool:
    """Whether a file is there with exactly these bytes; a link never is."""
    try:
        if path.is_symlink() or path.stat().st_size != len(content):
            return False
        return path.read_bytes() == content
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def write(folder: Path, path: str, content: bytes) -> os.stat_result:
    """Put a new file in the place of what is there; what other links lead to is not touched."""
    target = f"{folder}/{path}"
    descriptor = _opened(target)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        return os.fstat(descriptor)
    finally:
        os.close(descriptor)


def _opened(target: str) -> int:
    """A file that was not there, open to be written; folders are made where they are missing."""
    try:
        return os.open(target, _NEW, 0o666)
    except FileExistsError:
        Path(target).unlink()
    except FileNotFoundError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
    return os.open(target, _NEW, 0o666)


def remove(folder: Path, path: str) -> None:
    """Take a file away, and the folders that are empty without it."""
    target = folder / path
    with suppress(FileNotFoundError, NotADirectoryError):
        target.unlink()
    for parent in target.parents:
        if parent == folder or not parent.is_dir() or parent.is_symlink():
            return
        try:
            parent.rmdir()
        except OSError:
            return


def same_as(source: Path, folder: Path, path: str) -> None:
    """Make a path in a folder what it is in another: a link to the same bytes, or nothing."""
    origin, target = f"{source}/{path}", f"{folder}/{path}"
    try:
        its = os.lstat(origin)
    except (FileNotFoundError, NotADirectoryError):
        remove(folder, path)
        return
    try:
        if os.path.samestat(its, os.lstat(target)):
            return
        Path(target).unlink()
    except (FileNotFoundError, NotADirectoryError):
        Path(target).parent.mkdir(parents=True, exist_ok=True)
    os.link(origin, target, follow_symlinks=False)


def twin(source: Path, target: Path) -> None:
    """Make a folder that holds links to every file of another; it appears whole or not at all."""
    half = target.with_name(f"{target.name}.half")
    discard(half)
    half.mkdir()
    made = {""}
    for path, _, _ in sweep(source):
        parent = path.rpartition("/")[0]
        if parent not in made:
            (half / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        os.link(f"{source}/{path}", f"{half}/{path}", follow_symlinks=False)
    half.rename(target)


def discard(folder: Path) -> None:
    """Take a folder away, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)


def sync_file_system(folder: Path) -> None:
    """Have the disk hold what was written to a folder's file system; raises OSError where it cannot."""
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None
    if libc is None or not hasattr(libc, "syncfs"):
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if libc.syncfs(descriptor) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Have the disk hold a folder's names."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def times_of(folder: str) -> int:
    """When a folder last changed (ns); -1 for what is none, a link to one included."""
    try:
        its = os.lstat(folder)
    except OSError:
        return -1
    return its.st_mtime_ns if S_ISDIR(its.st_mode) else -1


def stamped(folder: Path, names: Iterable[str], known: Mapping[str, int]) -> dict[str, int]:
    """The times of change (ns) of these folders below; those that are none are left out.

    One that changed since its time was known is dated back a little, so that whatever is done to it from now on gives
    it another time, however coarse the clock of the file system is.
    """
    found: dict[str, int] = {}
    for name in names:
        place = f"{folder}/{name}" if name else str(folder)
        changed = times_of(place)
        if changed >= 0 and changed != known.get(name):
            changed -= COARSE
            os.utime(place, ns=(changed, changed))
        if changed >= 0:
            found[name] = changed
    return found


def folder_of(path: str) -> str:
    """The folder a path is in; "" for the one all are in."""
    return path[: max(0, path.rfind("/"))]


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder on the way to these paths, "" among them."""
    found = {""}
    for folder in set(map(folder_of, paths)):
        part = folder
        while part not in found:
            found.add(part)
            part = folder_of(part)
    return found
