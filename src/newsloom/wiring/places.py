"""Where a desk's output goes: its folder, other places, Git."""

from newsloom.deliver.elsewhere import Carrier
from newsloom.deliver.folder import FolderDelivery
from newsloom.deliver.githistory import GitHistory
from newsloom.deliver.places import carriers_of
from newsloom.deliver.rehearsal import Rehearsal
from newsloom.seams import Delivery
from newsloom.settings import Settings


def delivery_of(settings: Settings, *, dry_run: bool) -> Delivery:
    """Where this desk publishes to."""
    folder = FolderDelivery(settings.output)
    return Rehearsal(folder) if dry_run else folder


def places_of(settings: Settings) -> tuple[Carrier, ...]:
    """Where this desk's output goes beside its folder."""
    return carriers_of(settings.publish.to, FolderDelivery(settings.output))


def history_of(settings: Settings) -> GitHistory:
    """Where generations of this desk's output are committed to."""
    folder = FolderDelivery(settings.output)
    return GitHistory(output=folder.output, own=folder.state / "git")
