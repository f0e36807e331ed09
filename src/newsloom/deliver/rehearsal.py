"""Artifacts go nowhere: what a delivery would do, for a dry run."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsloom.deliver.folder import FolderDelivery
from newsloom.model.edition import Artifact
from newsloom.seams import Delivered


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Compares each generation with the folder and writes nothing."""

    folder: FolderDelivery

    def deliver(self, artifacts: Sequence[Artifact]) -> Delivered:
        """What would be written and removed; raises DeliveryError where the delivery would."""
        return self.folder.compare(artifacts)
