"""What a record's file is free in, beside what its fields say."""

from dataclasses import dataclass
from datetime import UTC, datetime

from newsloom.model.record import RecordProvider

LF, CRLF = "\n", "\r\n"
BESIDE_TITLE = ("width", "height", "isCached")
TITLE_LAST = len(BESIDE_TITLE)  # how many of these stand before an image's title, unless the file says otherwise

# What a Record holds for a field every record has, where the file has none; a text is then empty, a type `article`.
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
NO_PROVIDER = RecordProvider(name="", domain="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the contract leaves to the file, and what the file leaves out.

    `eol` is LF or CRLF; `title_place` counts what is between an image's url and title. `absent` are paths as
    `excerpt` or `related[0].provider.name` of fields every record has and this file lacks. Such a field is left out
    while the Record holds the empty value for it; one that was filled in since is written.
    """

    eol: str = LF
    title_place: int = TITLE_LAST
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a record a mapping is, for asking its file's layout."""

    layout: Layout
    path: str = ""

    def lacks(self, name: str) -> bool:
        """Whether the file has no such field here."""
        return self.path + name in self.layout.absent

    def inside(self, name: str) -> "Place":
        """The place of a mapping under this name."""
        return Place(self.layout, f"{self.path}{name}.")

    def item(self, name: str, number: int) -> "Place":
        """The place of an item, counted from 0, of the list under this name."""
        return Place(self.layout, f"{self.path}{name}[{number}].")
