"""From the addresses of `[publish] to` to what brings the output there."""

from collections.abc import Iterable

from newsloom.deliver.elsewhere import Carrier, Place
from newsloom.deliver.folder import FolderDelivery
from newsloom.deliver.objects import Objects
from newsloom.deliver.rsync import Rsync


def carriers_of(addresses: Iterable[str], folder: FolderDelivery) -> tuple[Carrier, ...]:
    """What brings the output to each address, in their order."""
    return tuple(Carrier(folder, _place(address)) for address in dict.fromkeys(addresses))


def _place(address: str) -> Place:
    return Objects(address) if address.startswith("s3://") else Rsync(address)
