"""Artifacts become a folder, one generation at a time: a reader sees the old one or the new one.

Two folders hold the same files as links to the same bytes. What changed is written into the one nobody reads, then the
two are swapped in one step, then the other is brought to the same: the work is that of the changes, however much stands
there. Beside the output, `.NAME.newsloom` holds the spare folder and the ledger of what newsloom wrote.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from newsloom.deliver.exchange import exchange
from newsloom.deliver.looking import looked
from newsloom.deliver.manifest import Calm, Ledger, Made, Manifest, unsure
from newsloom.deliver.tree import discard, same_as, sync_folder, twin
from newsloom.deliver.work import MANIFEST, Work
from newsloom.errors import DeliveryError
from newsloom.failpoints import fail_at
from newsloom.model.edition import Artifact
from newsloom.model.story import StoryId
from newsloom.seams import Delivered, Standing


@dataclass(slots=True)
class Found:
    """What a look at the output found: what should be there, what is not as it was written, what is not ours."""

    manifest: Manifest
    damaged: set[str] = field(default_factory=set)
    strays: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FolderDelivery:
    """Publishes into one folder that newsloom owns.

    Files that somebody else put into the folder are carried along and reported as strays.
    """

    output: Path

    def standing(self, *, whole: bool = False) -> Standing:
        """Which generation stands there, and what of it was damaged; raises DeliveryError for a folder of others.

        Args:
            whole: look at every file, and not by turns at those of folders that are as they were left.
        """
        with _told(self.output):
            self._settle()
            return self._standing(start=None if whole else self._ledger.turn())

    def deliver(
        self,
        artifacts: Iterable[Artifact],
        *,
        standing: Standing | None = None,
        mark: str = "",
        due: Collection[StoryId] | None = None,
        switching: Callable[[str], None] = lambda _generation: None,
    ) -> Delivered:
        """Make the folder these artifacts; raises DeliveryError and leaves the old generation intact.

        Args:
            artifacts: all files, or those of the due records and of no record; taken one by one.
            standing: what `standing` said, if it was asked.
            mark: by which settings they were rendered.
            due: the records whose files are among the artifacts; all if None.
            switching: told the new generation's name before readers may see it.
        """
        with _told(self.output):
            standing = standing or self.standing()
            found = _found(standing)
            self._ready(found)
            work = Work(self.output, self._spare, self._ledger, found.manifest, found.damaged)
            try:
                work.render(artifacts, mark=mark, due=due)
                if work.moves:
                    self._switch(work, found.strays, mark, switching)
                else:
                    switching(found.manifest.generation)
                    work.keep(mark)
            except BaseException:
                self._undo(work)
                raise
            return Delivered(
                written=tuple(sorted(work.written)),
                removed=tuple(work.removed),
                strays=tuple(sorted(found.strays)),
                generation=work.generation,
            )

    def compare(
        self, artifacts: Iterable[Artifact], *, mark: str = "", due: Collection[StoryId] | None = None
    ) -> Delivered:
        """What delivering these artifacts would do; nothing is written."""
        with _told(self.output):
            found = _found(self._standing(start=None))
            work = Work(self.output, None, self._ledger, found.manifest, found.damaged)
            work.render(artifacts, mark=mark, due=due)
            return Delivered(
                written=tuple(sorted(work.written)), removed=tuple(work.removed), strays=tuple(sorted(found.strays))
            )

    def look(self) -> Standing:
        """The same as `standing` of the whole, with nothing put right first."""
        with _told(self.output):
            return self._standing(start=None)

    def generation(self) -> str:
        """The name of the generation that stands there; "" if none does."""
        return _named(self.output)[0]

    def files(self) -> dict[str, Made]:
        """Newsloom's files of that generation, by path; raises DeliveryError where it is not sure which they are."""
        name = self.generation()
        manifest = self._ledger.read(name)
        if manifest is None or not name or manifest.generation != name:
            raise DeliveryError(f"{self.output}: it is not known what stands there; `newsloom publish` finds out")
        return manifest.files

    @property
    def state(self) -> Path:
        """The folder beside the output that newsloom keeps its own things in."""
        return self.output.with_name(f".{self.output.name}.newsloom")

    @property
    def _spare(self) -> Path:
        return self.state / "spare"

    @property
    def _aside(self) -> Path:
        return self.state / "aside"

    @property
    def _ledger(self) -> Ledger:
        return Ledger(self.state)

    def _settle(self) -> None:
        """Finish or undo a switch that a dead process left half done, of this version or of an earlier one."""
        last = self.output.with_name(f".{self.output.name}.newsloom-last")
        for aside in (self._aside, last):
            if aside.exists() and not self.output.exists():
                aside.rename(self.output)
        discard(self._aside)
        discard(last)
        discard(self.output.with_name(f".{self.output.name}.newsloom-next"))

    def _standing(self, *, start: int | None) -> Standing:
        name, listed = _named(self.output)
        if self.output.is_symlink() or (self.output.exists() and not self.output.is_dir()):
            raise DeliveryError(f"{self.output}: is not a folder; name another `output` in newsloom.toml")
        above = next(folder for folder in (*self.output.parents, Path()) if folder.exists())
        if not above.is_dir():
            raise DeliveryError(f"{self.output}: {above} is no folder; name another `output` in newsloom.toml")
        manifest = self._ledger.read(name) or unsure(listed)
        if self.output.is_dir() and not name and not manifest.files and any(self.output.iterdir()):
            raise DeliveryError(
                f"{self.output}: holds files that newsloom did not make; name another `output` in newsloom.toml"
            )
        look = looked(self.output, manifest, start=start)
        if start is not None:
            self._ledger.turned(look.next)
        found = Found(manifest, look.damaged, look.strays)
        with suppress(ValueError):
            found.strays.remove(MANIFEST)
        stories = frozenset(StoryId(manifest.files[path].story) for path in found.damaged) - {StoryId("")}
        return Standing(generation=manifest.generation, mark=manifest.mark, damaged=stories, found=found)

    def _ready(self, found: Found) -> None:
        """Have a spare folder that is the same as the output but for what drifts, and a ledger."""
        self.state.mkdir(parents=True, exist_ok=True)
        if not self._ledger.is_kept:
            self._ledger.begin(found.manifest)
        if not found.manifest.generation:
            discard(self._spare)
        if not self.output.exists():
            discard(self._spare)
            self._spare.mkdir()
        elif not self._spare.exists():
            twin(self.output, self._spare)
        for path in found.manifest.drift:
            same_as(self.output, self._spare, path)
        if found.manifest.unsettled:
            found.manifest.drift.clear()
            self._ledger.note(Calm(found.manifest.generation))

    def _switch(self, work: Work, strays: Collection[str], mark: str, switching: Callable[[str], None]) -> None:
        for path in {*strays, *work.manifest.strays}:
            if work.manifest.files.get(path) is None:
                same_as(self.output, self._spare, path)
        work.finish(mark, strays)
        fail_at("deliver.written")
        switching(work.generation)
        fail_at("deliver.switching")
        self._swap()
        fail_at("deliver.switched")
        work.switched = True
        if not self._spare.exists():
            twin(self.output, self._spare)
        else:
            for path in work.touched:
                same_as(self.output, self._spare, path)
        work.settle()
        fail_at("deliver.cleaned")

    def _swap(self) -> None:
        if not self.output.exists():
            self._spare.rename(self.output)
        elif not exchange(self._spare, self.output):
            self.output.rename(self._aside)
            self._spare.rename(self.output)
            self._aside.rename(self._spare)
        sync_folder(self.output.parent)

    def _undo(self, work: Work) -> None:
        """Give back what a generation took that did not come to be; what cannot be undone now is at the next start."""
        if work.switched:
            return
        with suppress(OSError):
            if not self.output.exists():
                discard(self.state)
                return
            for path in work.touched:
                same_as(self.output, self._spare, path)
            self._ledger.note(Calm(work.manifest.generation))


@contextmanager
def _told(output: Path) -> Iterator[None]:
    """Faults of the disk, told as a delivery's."""
    try:
        yield
    except OSError as error:
        raise DeliveryError(
            f"{output}: cannot publish: {error.strerror}{_where(error)}; what was published before is unchanged"
        ) from error


def _where(error: OSError) -> str:
    return f" ({error.filename})" if error.filename else ""


def _found(standing: Standing) -> Found:
    if not isinstance(standing.found, Found):
        raise TypeError("a delivery takes what its own `standing` gave")
    return standing.found


def _named(output: Path) -> tuple[str, list[str]]:
    """The generation an output says it is, and the files an earlier newsloom listed there."""
    try:
        said = json.loads((output / MANIFEST).read_bytes())
        return str(said["generation"]), [str(path) for path in said.get("files", ())]
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return "", []
