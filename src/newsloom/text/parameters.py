"""Which parts of a query do not say what is shown: read from data files, one name to a line."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Self


@dataclass(frozen=True, slots=True)
class Parameters:
    """A set of query parameters, by name or by name and value, lower case; either may be told by its beginning."""

    exact: frozenset[str]
    beginnings: tuple[str, ...]

    @classmethod
    def read(cls, name: str) -> Self:
        """The set in the data file of this name: `name`, `name*`, `name=value` or `name=value*` on each line."""
        lines = (files("newsloom.text") / "data" / name).read_text(encoding="utf-8").split("\n")
        told = [line for line in map(str.strip, lines) if line and not line.startswith("#")]
        return cls(
            frozenset(line for line in told if not line.endswith("*")),
            tuple(line[:-1] for line in told if line.endswith("*")),
        )

    def holds(self, part: str) -> bool:
        """Whether a part of a query, as `name=value`, is one of these. `&amp;` written for `&` does not matter."""
        word = part.lower().removeprefix("amp;")
        return word.partition("=")[0] in self.exact or word in self.exact or word.startswith(self.beginnings)

    def without(self, query: str) -> str:
        """The query without these, the rest byte for byte and in order."""
        return "&".join(part for part in query.split("&") if part and not self.holds(part))
