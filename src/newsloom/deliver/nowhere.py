"""Artifacts go nowhere: for a dry run."""

from collections.abc import Sequence

from newsloom.model.edition import Artifact
from newsloom.seams import Delivered


class NoDelivery:
    """Takes every generation and writes none of it."""

    def deliver(self, artifacts: Sequence[Artifact]) -> Delivered:
        """Says what would have been written if nothing had been published before."""
        return Delivered(written=tuple(artifact.path for artifact in artifacts))
