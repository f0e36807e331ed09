"""Which files below some paths are records, and what is in them."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newsloom.errors import UsageError
from newsloom.records.codec import ParsedRecord, Torn, parse
from newsloom.records.paths import FOLDER

_NEWS = re.compile(rb"^category:[ \t]*[\"']?news[\"']?[ \t]*\r?$", re.MULTILINE)
# What pages of other kinds do not have; a title, an excerpt, images or a flag `published` any page may have.
_PECULIAR = frozenset(
    {"publishedDateTime", "originalUrl", "webUrl", "ampWebUrl", "cdnAmpWebUrl", "quality", "heat", "featuredContent"}
)
_FRONT = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """A record's file, as it is and as it reads."""

    path: Path
    data: bytes
    parsed: ParsedRecord | Torn


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherFile:
    """Markdown that is no record."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableFile:
    """A file the system would not give us, and why."""

    path: Path
    reason: str


FoundFile = RecordFile | OtherFile | UnreadableFile


def found_files(paths: Iterable[Path]) -> Iterator[FoundFile]:
    """Every Markdown file at or below the paths, once, in order; files named outright whatever their ending.

    Front matter of the category news makes a record, whole or torn. Without it a file is one too if it lies in a
    folder `_news` and has any field of a record, or is torn; elsewhere only if it can be read and has a field pages of
    other kinds do not have, as `heat` or `webUrl`. Hidden folders are passed over. Raises UsageError for a path that
    is not there, before anything is read.
    """
    wanted = list(paths)
    for path in wanted:
        if not path.exists():
            raise UsageError(f"no file or folder at {path}; name a record, or a folder with records below it")
    seen: set[Path] = set()
    for path in wanted:
        for file in _markdown(path):
            if (real := file.resolve()) not in seen:
                seen.add(real)
                yield _read(file)


def _markdown(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(files) if name.endswith(".md"))


def _read(path: Path) -> FoundFile:
    try:
        data = path.read_bytes()
    except OSError as error:
        return UnreadableFile(path=path, reason=error.strerror or str(error))
    parsed = parse(data)
    in_news = path.resolve().parent.name == FOLDER
    if (_FRONT.match(data) and _NEWS.search(data)) or _has_its_shape(parsed, in_news=in_news):
        return RecordFile(path=path, data=data, parsed=parsed)
    return OtherFile(path=path)


def _has_its_shape(parsed: ParsedRecord | Torn, *, in_news: bool) -> bool:
    if isinstance(parsed, Torn):
        return in_news
    return bool(parsed.fields) if in_news else not _PECULIAR.isdisjoint(parsed.fields)
