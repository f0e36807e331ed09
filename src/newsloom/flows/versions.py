"""The versions of one article, and what changed from each to the next."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from newsloom.errors import UsageError
from newsloom.keeping import Store
from newsloom.model.article import Article
from newsloom.model.metadata import Correction, Standing
from newsloom.text.changes import Change, changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one kept version to the next: when we saw it, when the outlet says it changed, what differs.

    `corrections` are those noted since, `standing` is how the outlet stands by it now, if that changed.
    """

    earlier: int
    later: int
    seen: datetime | None
    updated: datetime | None
    title: tuple[Change, ...] = ()
    lead: tuple[Change, ...] = ()
    text: tuple[Change, ...] = ()
    corrections: tuple[Correction, ...] = ()
    standing: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """An article as it is, how many versions there were and are kept, and the steps between those."""

    newest: Article
    count: int
    kept: int
    steps: tuple[Step, ...]


def versions_of(store: Store, wanted: str) -> Versions:
    """The versions of the article with this id or address; raises UsageError if there is none."""
    kept = next((kept for id_ in store.removals.find(wanted) if (kept := store.articles.revisions(id_))), [])
    if not kept or wanted == kept[0].source:
        raise UsageError(f"no article `{wanted}`; `newsloom search` and `newsloom explain` show ids")
    current = store.articles.get([kept[0].id])[kept[0].id]
    return Versions(
        newest=current,
        count=kept[-1].revision,
        kept=len(kept),
        steps=tuple(_step(earlier, later) for earlier, later in pairwise(kept)),
    )


def _step(earlier: Article, later: Article) -> Step:
    known = {correction.note for correction in earlier.metadata.corrections}
    stood = earlier.metadata.standing
    return Step(
        earlier=earlier.revision,
        later=later.revision,
        seen=later.revised_at,
        updated=later.updated,
        title=tuple(changes(earlier.title, later.title)),
        lead=tuple(changes(earlier.lead, later.lead)),
        text=tuple(changes(earlier.text, later.text)),
        corrections=tuple(c for c in later.metadata.corrections if c.note not in known),
        standing=None if later.metadata.standing is stood else later.metadata.standing,
    )
