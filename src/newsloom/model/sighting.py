"""Where an article was seen, and what it was known by there."""

from dataclasses import dataclass
from enum import StrEnum

from newsloom.model.source import SourceId


class Recognition(StrEnum):
    """What an article was known by: a closed vocabulary."""

    FIRST = "first seen here"
    ADDRESS = "same address"
    VIEW = "another view of the same address"
    KEY = "same key in the same feed"
    NUMBER = "same number in the address"
    TITLE = "same title, time and words"
    REDIRECT = "its address leads there"
    CANONICAL = "its page names that address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One source showed an article, under its own key and at a canonical URL; either may be "".

    `by` is None where it was not kept: a sighting of an older newsloom.
    """

    source: SourceId
    key: str
    url: str
    by: Recognition | None = None
