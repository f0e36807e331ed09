"""Where a record lives, for ever."""

import hashlib
from collections.abc import Container
from datetime import UTC, datetime
from itertools import count

from newsloom.errors import RecordError
from newsloom.text.slug import slug

FOLDER = "_news"
ARCHIVE = "_archive/_news"
LONGEST = 255  # bytes in a file name on Linux, macOS and Windows alike; slugs are ASCII, a byte a character
MARK = 10  # hexadecimal digits of the hash that keeps cut names apart: 40 bits, for the few titles a day that need one


def path_for(first_written: datetime, title: str, *, taken: Container[str] = ()) -> str:
    """The path of a new record: `_news/YYYY-MM-DD-slug.md`, with `-2`, `-3` … before `.md` where another holds it.

    Args:
        first_written: when the record is written for the first time; its UTC date is frozen in the path.
        title: the headline at that time. A title without a Latin letter or digit becomes `story-` and a hash; a
        name that would
            be longer than a file system allows is cut and ends in a hash of the whole.
        taken: paths in use, archived ones under their `_news` name too.
    """
    if first_written.tzinfo is None:
        raise RecordError(f"the date of a record's path must know its zone; {first_written!r} does not")
    day = first_written.astimezone(UTC).date().isoformat()
    for number in count(1):
        ending = ".md" if number == 1 else f"-{number}.md"
        path = f"{FOLDER}/{_fit(f'{day}-{_named(title)}', ending)}{ending}"
        if path not in taken:
            return path
    raise AssertionError("count() never ends")  # pragma: no cover


def _named(title: str) -> str:
    name = slug(title)
    return name if name.strip("-") else f"story-{_hash(title)}"


def _fit(stem: str, ending: str) -> str:
    room = LONGEST - len(ending)
    return stem if len(stem) <= room else f"{stem[: room - MARK - 1]}-{_hash(stem)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:MARK]
