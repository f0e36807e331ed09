"""Newsloom's files in an output: those of many records at hand, those of one record packed by the hundred.

A publication changes the files of few records, and asks for those; of an archive's other files nothing is unpacked.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from zlib import crc32

import msgspec

BUNDLES = 4_096  # of the files of one record each: some dozens in each where there are a hundred thousand records


class Made(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file as it was written: size in bytes, time of change (ns), digest, the story it is of alone, its seal.

    A size of -1 says that only its content can tell whether it is as it was written.
    """

    size: int
    changed: int
    digest: bytes = b""
    story: str = ""
    seal: str = ""


_DECODER = msgspec.msgpack.Decoder(dict[str, Made])
_ENCODER = msgspec.msgpack.Encoder()


@dataclass(slots=True)
class Files:
    """Files by path.

    `shared` are those of no one record. `packed` are the others, bundled by their story, with `sizes`, how many are in
    each; what became of them since is noted beside: None for a file that went.
    """

    shared: dict[str, Made] = field(default_factory=dict)
    packed: list[bytes | memoryview] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    _since: dict[int, dict[str, Made | None]] = field(default_factory=dict)
    _all: dict[str, Made] | None = None

    def __len__(self) -> int:
        """How many there are."""
        return sum(count for count, _ in self._bundles())

    def __iter__(self) -> Iterator[str]:
        """Every path."""
        return iter(self.all())

    def __getitem__(self, path: str) -> Made:
        """The file at a path; raises KeyError. The first question about one of a record unpacks all."""
        return self.shared[path] if path in self.shared else self.all()[path]

    def get(self, path: str) -> Made | None:
        """The same, or None."""
        return self.shared.get(path) or self.all().get(path)

    def all(self) -> dict[str, Made]:
        """All of them; they stay at hand."""
        if self._all is None:
            self._all = {path: made for _, unpacked in self._bundles() for path, made in unpacked().items()}
        return self._all

    def of(self, stories: Collection[str]) -> dict[str, Made]:
        """The files of no one record and those of these."""
        if self._all is not None:
            return {path: made for path, made in self._all.items() if not made.story or made.story in stories}
        found = dict(self.shared)
        for number in {_bundle(story) for story in stories if story}:
            found.update((path, made) for path, made in self._bundle(number).items() if made.story in stories)
        return found

    def between(self, first: int, last: int) -> Iterator[tuple[str, Made]]:
        """The files from one place to another in an order that is the same as long as they are."""
        place = 0
        for count, unpacked in self._bundles():
            if place >= last:
                return
            if place + count > first:
                yield from islice(unpacked().items(), max(0, first - place), last - place)
            place += count

    def _bundles(self) -> Iterator[tuple[int, Callable[[], Mapping[str, Made]]]]:
        """All files by the hundred: how many, and what unpacks them."""
        yield len(self.shared), lambda: self.shared
        for number, size in enumerate(self.sizes or [0] * BUNDLES):
            if number in self._since:
                some = self._bundle(number)
                yield len(some), partial(_same, some)
            elif size:
                yield size, partial(self._bundle, number)

    def put(self, files: Mapping[str, Made]) -> None:
        """Add or replace files; one that was another record's before has to be dropped first."""
        for path, made in files.items():
            if made.story:
                self._since.setdefault(_bundle(made.story), {})[path] = made
            else:
                self.shared[path] = made
        if self._all is not None:
            self._all.update(files)

    def drop(self, paths: Iterable[tuple[str, str]]) -> None:
        """Forget files, each by its path and the story it is of."""
        for path, story in paths:
            if story:
                self._since.setdefault(_bundle(story), {})[path] = None
            else:
                self.shared.pop(path, None)
            if self._all is not None:
                self._all.pop(path, None)

    def pack(self) -> None:
        """Pack what came since, and have nothing at hand but files of no one record."""
        packed = self.packed or [b""] * (BUNDLES if self._since else 0)
        sizes = self.sizes or [0] * len(packed)
        for number in self._since:
            some = self._bundle(number)
            packed[number], sizes[number] = _ENCODER.encode(some) if some else b"", len(some)
        self.packed, self.sizes, self._since, self._all = packed, sizes, {}, None

    def _bundle(self, number: int) -> dict[str, Made]:
        data = self.packed[number] if self.packed else b""
        found = _DECODER.decode(data) if data else {}
        for path, made in self._since.get(number, {}).items():
            if made is None:
                found.pop(path, None)
            else:
                found[path] = made
        return found


def loose(files: Mapping[str, Made]) -> Files:
    """These files, none of them packed."""
    found = Files()
    found.put(files)
    return found


def _bundle(story: str) -> int:
    return crc32(story.encode("utf-8", "surrogatepass")) % BUNDLES


def _same(files: Mapping[str, Made]) -> Mapping[str, Made]:
    return files
