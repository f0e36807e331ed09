"""Which ids may name folders and files of the output."""

import re

from newsloom.errors import RecordError

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


def folder_named(id_: str) -> str:
    """The id, where it can be a folder's name everywhere; raises RecordError where not."""
    if _ID.fullmatch(id_) is None:
        raise RecordError(
            f"`{id_}` cannot name a folder of the output: lower-case letters, digits and hyphens are wanted"
        )
    return id_
