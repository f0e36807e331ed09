"""The JSON Schemas of what is published, beside it, one file a version."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from newsloom.model.edition import Artifact, Edition

FOLDER = "schema"
RECORD = "record-v1.json"


@dataclass(frozen=True, slots=True)
class Schemas:
    """The publisher of `schema/`."""

    @property
    def fingerprint(self) -> str:
        """Which version of this shape it is."""
        return "schemas 1"

    def render(self, edition: Edition) -> Iterator[Artifact]:  # noqa: ARG002  the same for every edition
        """The schema of a record."""
        yield Artifact(path=f"{FOLDER}/{RECORD}", content=record_schema())


def record_schema() -> bytes:
    """The JSON Schema of a record, version 1."""
    return files("newsloom.records").joinpath("data", RECORD).read_bytes()
