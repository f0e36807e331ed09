"""The output, brought to other places too: what differs there is sent, what points to it last, what is gone taken away.

What was sent to a place is noted beside the output, before it is sent: so nothing newsloom ever wrote there is
forgotten, however a process ends, and nothing else there is touched.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import msgspec

from newsloom.deliver.folder import FolderDelivery
from newsloom.deliver.manifest import Made
from newsloom.deliver.work import MANIFEST
from newsloom.errors import DeliveryError
from newsloom.model.carried import Carried

ENTRIES = frozenset({"index.html", "index.json", "latest.json", "sitemap.xml", "rss.xml", "atom.xml", "feed.json"})
UNSURE = b""  # the digest of a file of which it is not known what stands there
STATE = "elsewhere"


class Place(Protocol):
    """Where an output is brought to."""

    @property
    def address(self) -> str:
        """What newsloom.toml calls it; it holds no secret."""

    @property
    def missing(self) -> str:
        """What is wanted here before anything can be brought there; "" if nothing."""

    def send(self, output: Path, paths: Sequence[str]) -> None:
        """Put these files of the output there, all of them there when this returns; raises DeliveryError."""

    def remove(self, output: Path, paths: Sequence[str]) -> None:
        """Take these files away there, which the output has no more; raises DeliveryError."""


class Known(msgspec.Struct, kw_only=True):
    """What is known of a place: the generation it has ("" if it is none whole), the digest of each file there.

    `problem` is why it could not be brought up to date, if that is so.
    """

    generation: str = ""
    files: dict[str, bytes] = {}
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Carrier:
    """Brings an output to one place."""

    folder: FolderDelivery
    place: Place
    _decoder: msgspec.msgpack.Decoder[Known] = field(default_factory=lambda: msgspec.msgpack.Decoder(Known))

    @property
    def address(self) -> str:
        """What newsloom.toml calls the place."""
        return self.place.address

    def known(self) -> Known:
        """What is known of the place; nothing where it was never brought to, or the note cannot be read."""
        try:
            return self._decoder.decode(self._note.read_bytes())
        except (OSError, msgspec.MsgspecError):
            return Known()

    def standing(self) -> Carried:
        """How the place stands, without asking it."""
        known = self.known()
        problem = self.place.missing or known.problem
        if not problem and known.generation != self.folder.generation():
            problem = "does not have what was published last yet; the next run brings it"
        return Carried(address=self.address, problem=problem)

    def carry(self) -> Carried:
        """Make the place what the output is. What goes wrong is told, and tried again the next time."""
        known = self.known()
        generation = self.folder.generation()
        if known.generation == generation and not known.problem:
            return Carried(address=self.address)
        if self.place.missing:
            return Carried(address=self.address, problem=self.place.missing)
        try:
            sent, removed = self._bring(known, generation)
        except (DeliveryError, OSError) as error:
            known.problem = str(error)
            with suppress(OSError):
                self._keep(known)
            return Carried(address=self.address, problem=known.problem)
        return Carried(address=self.address, sent=sent, removed=removed)

    def _bring(self, known: Known, generation: str) -> tuple[int, int]:
        files = self.folder.files()
        changed = sorted(path for path, made in files.items() if known.files.get(path) != made.digest)
        gone = sorted(known.files.keys() - files.keys() - {MANIFEST})
        known.generation = ""
        known.files |= dict.fromkeys([*changed, *gone, MANIFEST], UNSURE)
        self._keep(known)
        for paths in (*_in_order(changed, files), [MANIFEST]):
            if paths == [MANIFEST] and gone:
                self.place.remove(self.folder.output, gone)
            if paths:
                self.place.send(self.folder.output, paths)
        known.files = {path: made.digest for path, made in files.items()} | {MANIFEST: UNSURE}
        known.generation, known.problem = generation, ""
        self._keep(known)
        return len(changed), len(gone)

    @property
    def _note(self) -> Path:
        name = blake2b(self.address.encode(), digest_size=8).hexdigest()
        return self.folder.state / STATE / f"{name}.msgpack"

    def _keep(self, known: Known) -> None:
        self._note.parent.mkdir(parents=True, exist_ok=True)
        half = self._note.with_suffix(".half")
        half.write_bytes(msgspec.msgpack.encode(known))
        half.replace(self._note)


def _in_order(paths: Sequence[str], files: dict[str, Made]) -> list[list[str]]:
    """Files of one record each and what pages need, then lists, then what readers come in by: no link leads nowhere."""
    steps: list[list[str]] = [[], [], []]
    for path in paths:
        name = path.rpartition("/")[2]
        is_page = name.endswith((".html", ".xml", ".json"))
        steps[2 if name in ENTRIES else 1 if is_page and not files[path].story else 0].append(path)
    return steps
