"""Whether an output is as it was left: every folder each time, every file where a folder changed, the rest by turns.

Whoever adds, deletes, renames or replaces a file changes its folder's time of change; only an edit in place does not.
So files of folders that are as they were left are looked at some thousands at a time, going round. What a large output
costs to look at is then that of its folders, and a small one is looked at whole each time.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from newsloom.deliver.files import Made
from newsloom.deliver.manifest import Manifest
from newsloom.deliver.tree import folder_of, folders_of, times_of

AT_ONCE = 10_000  # files of untouched folders that one publication looks at: some hundredths of a second


@dataclass(slots=True)
class Look:
    """What was found: files not as they were written, each with its story, files of others, how far the round came."""

    damaged: dict[str, str] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)
    next: int = 0


def looked(output: Path, manifest: Manifest, *, start: int | None, most: int = AT_ONCE) -> Look:
    """Look at an output.

    Args:
        output: the folder; where it is missing, all its files are.
        manifest: what should stand there.
        start: at which file of untouched folders to begin; None looks at every file.
        most: files of untouched folders that are looked at.
    """
    found, same = Look(), set[str]()
    unseen = manifest.files.all() if start is None or not manifest.folders else None
    seen: set[str] = set()
    if output.is_dir():
        known, others = {} if start is None else manifest.folders, folders_of(manifest.strays)
        for path, size, changed in _swept(output, known, others, same.add):
            made = manifest.files.get(path)
            if made is None:
                found.strays.append(path)
                continue
            seen.add(path)
            if not _is(made, size, changed):
                found.damaged[path] = made.story
    if unseen is None and len(same) < len(manifest.folders):
        unseen = {path: made for path, made in manifest.files.all().items() if folder_of(path) not in same}
    found.damaged.update((path, made.story) for path, made in (unseen or {}).items() if path not in seen)
    if same:
        found.strays += [path for path in manifest.strays if folder_of(path) in same]
        _go_round(output, manifest, found, same, start=start or 0, most=most)
    return found


def _go_round(output: Path, manifest: Manifest, found: Look, same: set[str], *, start: int, most: int) -> None:
    """Look at the next files of the folders that are as they were left."""
    total = len(manifest.files)
    start = start if start < total else 0
    turns = [(start, min(start + most, total)), (0, min(max(0, start + most - total), start))]
    for first, last in turns:
        for path, made in manifest.files.between(first, last):
            if folder_of(path) in same and not _is(made, *_facts(f"{output}/{path}")):
                found.damaged[path] = made.story
    found.next = (start + most) % total if total > most else 0


def _is(made: Made, size: int, changed: int) -> bool:
    return made.size == size and made.changed == changed


def _facts(path: str) -> tuple[int, int]:
    try:
        its = os.lstat(path)
    except OSError:
        return -1, 0
    return its.st_size, its.st_mtime_ns


def _swept(
    output: Path, known: Mapping[str, int], others: Iterable[str], same: Callable[[str], None]
) -> Iterator[tuple[str, int, int]]:
    """Every file of the folders that are not as they are known, as `sweep` tells them; the others are named to `same`.

    Folders below a known one, those of `others` among them, are looked at by themselves, since a folder's time says
    nothing of those.
    """
    below: dict[str, list[str]] = {}
    for folder in {*known, *others}:
        if folder:
            below.setdefault(folder_of(folder), []).append(folder)
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        place = f"{output}/{folder}" if folder else str(output)
        now = times_of(place)
        if now < 0:
            continue
        if known.get(folder) == now:
            same(folder)
            waiting += below.get(folder, ())
            continue
        yield from _files(place, folder, waiting)


def _files(place: str, folder: str, waiting: list[str]) -> Iterator[tuple[str, int, int]]:
    prefix = f"{folder}/" if folder else ""
    with os.scandir(place) as entries:
        for entry in entries:
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                waiting.append(name)
            elif entry.is_symlink():
                yield name, -1, 0
            else:
                found = entry.stat(follow_symlinks=False)
                yield name, found.st_size, found.st_mtime_ns
