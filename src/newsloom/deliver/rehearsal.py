"""Artifacts go nowhere: what a delivery would do, for a dry run."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from newsloom.deliver.folder import FolderDelivery
from newsloom.model.edition import Artifact
from newsloom.model.story import StoryId
from newsloom.seams import Delivered, Standing


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Compares each generation with the folder and writes nothing."""

    folder: FolderDelivery

    def standing(self, *, whole: bool = False) -> Standing:  # noqa: ARG002  it always is
        """Which generation stands in the folder; nothing is put right."""
        return self.folder.look()

    def deliver(
        self,
        artifacts: Iterable[Artifact],
        *,
        standing: Standing | None = None,  # noqa: ARG002  looked at again: nothing was changed meanwhile
        mark: str = "",
        due: Collection[StoryId] | None = None,
        switching: Callable[[str], None] = lambda _generation: None,  # noqa: ARG002  nothing is switched
    ) -> Delivered:
        """What would be written and removed; raises DeliveryError where the delivery would."""
        return self.folder.compare(artifacts, mark=mark, due=due)
