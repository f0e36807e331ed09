"""The part of a record's path that comes from its title."""

import re
import unicodedata

_OUTSIDE = re.compile(r"[^a-z0-9 -]")
_RUNS = re.compile(r"[ -]+")


def slug(title: str) -> str:
    """The title as the record contract spells it in a path; ASCII, possibly empty, of any length.

    Accents are folded, letters lowered, every character but a to z, 0 to 9, blank and hyphen deleted, and runs of
    blanks and hyphens made one hyphen. Nothing is trimmed: a title ending in ` !` ends its slug in a hyphen.
    """
    folded = unicodedata.normalize("NFKD", title).lower()
    return _RUNS.sub("-", _OUTSIDE.sub("", folded))
