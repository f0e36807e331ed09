"""Subscriptions in and out, as OPML."""

from collections.abc import Iterable
from pathlib import Path

from newsloom.errors import FeedError, UsageError
from newsloom.model.source import Source, SourceId
from newsloom.parse import opml
from newsloom.settings.read import source_id

LARGEST = 16_000_000  # bytes; ten thousand outlines are about two million


def read_subscriptions(path: Path) -> list[Source]:
    """The feeds of an OPML file as sources; raises UsageError naming the file if it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > LARGEST:
        raise UsageError(f"{path}: is larger than {LARGEST:,} bytes; split it")
    try:
        found = opml.subscriptions(opml.read_opml(data))
    except FeedError as error:
        raise UsageError(f"{path}: {error}") from error
    return [Source(id=SourceId(source_id(outline.url)), url=outline.url, title=outline.title) for outline in found]


def subscriptions(title: str, sources: Iterable[Source]) -> bytes:
    """The sources as an OPML 2.0 document."""
    outlines = tuple(opml.Outline(text=source.title or source.id, xml_url=source.url) for source in sources)
    return opml.write_opml(opml.Opml(title=title, outlines=outlines))
