"""What a commit of the output says: which records were added, updated, withdrawn or removed."""

from collections.abc import Sequence

from newsloom.keeping import Store
from newsloom.model.commit import FileChange
from newsloom.model.listing import Listing
from newsloom.records.paths import FOLDER
from newsloom.text.clean import line

TOLD = 50  # records that a message names
TITLE = 100  # characters of a headline
_KINDS = ("added", "updated", "withdrawn", "removed")


def message_of(store: Store, changes: Sequence[FileChange]) -> str:
    """A subject that counts, and a line for each record, at most fifty.

    Args:
        store: knows the records' headlines.
        changes: the files of the commit.
    """
    listed = {one.path: one for one in store.listings.shelf().listings.values()}
    records = [change for change in changes if change.path.startswith(f"{FOLDER}/")]
    sorted_out: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for change in records:
        sorted_out[_kind(change, listed.get(change.path))].append(_told(change, listed.get(change.path)))
    counts = [f"{len(told)} {kind}" for kind, told in sorted_out.items() if told]
    others = len(changes) - len(records)
    subject = f"Records: {', '.join(counts)}" if counts else f"{others} file{'s' if others > 1 else ''} updated"
    body = [f"{kind}: {told}" for kind, all_ in sorted_out.items() for told in all_]
    rest = [f"and {len(body) - TOLD} more"] if len(body) > TOLD else []
    return "\n".join([subject, "", *body[:TOLD], *rest]).strip() + "\n"


def _kind(change: FileChange, listing: Listing | None) -> str:
    if change.kind == "D":
        return "removed"
    if listing is not None and listing.withdrawn is not None:
        return "withdrawn"
    return "added" if change.kind == "A" else "updated"


def _told(change: FileChange, listing: Listing | None) -> str:
    return change.path if listing is None else line(listing.title, limit=TITLE)
