"""Which ids may name folders and files of the output, and what folder a free name has."""

import re
from hashlib import blake2b

from newsloom.errors import RecordError
from newsloom.text.slug import slug

LONGEST = 80  # characters of a name that is not cut
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


def folder_named(id_: str) -> str:
    """The id, where it can be a folder's name everywhere; raises RecordError where not."""
    if _ID.fullmatch(id_) is None:
        raise RecordError(
            f"`{id_}` cannot name a folder of the output: lower-case letters, digits and hyphens are wanted"
        )
    return id_


def view_folder(called: str) -> str:
    """The folder of a view: its name as a slug; where that says less than the name, with a hash of it behind."""
    word = slug(called).strip("-")
    if word == called and 0 < len(word) <= LONGEST:
        return word
    mark = blake2b(called.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()
    return f"{word[:LONGEST]}-{mark}".strip("-")
