"""How much of one feed is read."""

from typing import Final

from newsloom.parse.dates import read_date
from newsloom.parse.draft import Draft

ENTRY_LIMIT: Final = 2_000
"""Entries of one feed that are kept: the newest."""

DEPTH_LIMIT: Final = 256
"""Elements inside one another; a deeper document is refused."""

SIZE_LIMIT: Final = 32_000_000
"""Bytes of a document; a longer one is refused."""

LOOSE_LIMIT: Final = 8_000_000
"""Bytes of an ill-formed document; reading those costs a hundred times more."""


def newest(drafts: list[Draft]) -> tuple[list[Draft], tuple[str, ...]]:
    """The newest drafts in the document's order, and a sentence if some were dropped.

    Where dates are missing, the first ones count as newest.
    """
    if len(drafts) <= ENTRY_LIMIT:
        return drafts, ()
    moments = [read_date(draft.published or draft.updated) for draft in drafts]
    ages = [-moment.at.timestamp() if moment else 0.0 for moment in moments]
    order = sorted(range(len(drafts)), key=lambda n: (ages[n], n))
    kept = [drafts[n] for n in sorted(order[:ENTRY_LIMIT])]
    return kept, (f"{len(drafts):,} entries; the newest {ENTRY_LIMIT:,} were kept",)
