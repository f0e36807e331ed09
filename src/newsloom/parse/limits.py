"""How much of one feed is read."""

from collections.abc import Callable
from typing import Final, TypeVar

from newsloom.parse.dates import read_date

T = TypeVar("T")

_OLDEST = float("inf")

ENTRY_LIMIT: Final = 2_000
"""Entries of one feed that are kept: the newest."""

DEPTH_LIMIT: Final = 256
"""Elements inside one another; a deeper document is refused."""

SIZE_LIMIT: Final = 32_000_000
"""Bytes of a document; a longer one is refused."""

LOOSE_LIMIT: Final = 8_000_000
"""Bytes of an ill-formed document; reading those costs a hundred times more."""


TOKEN_LIMIT: Final = 150_000
"""Tags and references of an ill-formed document."""

LOOSE_TAGS: Final = 25_000
"""Tags of an ill-formed document that are read: reading one takes up to 80 µs. What stands after them is left out."""


def newest(entries: list[T], date_word: Callable[[T], str]) -> tuple[list[T], tuple[str, ...]]:
    """The newest entries in the document's order, and a sentence if some were dropped.

    Args:
        entries: in the document's order.
        date_word: the date an entry gives, as written. Undated entries count as oldest; among equals the first stay.
    """
    if len(entries) <= ENTRY_LIMIT:
        return entries, ()
    moments = [read_date(date_word(entry)) for entry in entries]
    ages = [-moment.at.timestamp() if moment else _OLDEST for moment in moments]
    order = sorted(range(len(entries)), key=lambda n: (ages[n], n))
    kept = [entries[n] for n in sorted(order[:ENTRY_LIMIT])]
    return kept, (f"{len(entries):,} entries; the newest {ENTRY_LIMIT:,} were kept",)
