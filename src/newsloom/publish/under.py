"""Another publisher's files, in a folder: where a site generator looks for files to be served as they are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsloom.model.edition import Artifact, Edition
from newsloom.seams import Publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """The publisher's files in the folder; where they are if that is ""."""

    folder: str
    publisher: Publisher

    @property
    def fingerprint(self) -> str:
        """The publisher's, and where its files are."""
        return f"{self.publisher.fingerprint} under {self.folder}" if self.folder else self.publisher.fingerprint

    def render(self, edition: Edition) -> Iterator[Artifact]:
        """What the publisher makes, each path inside the folder."""
        if not self.folder:
            yield from self.publisher.render(edition)
            return
        prefix = f"{self.folder}/"
        for artifact in self.publisher.render(edition):
            yield replace(artifact, path=prefix + artifact.path)
