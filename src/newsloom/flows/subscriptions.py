"""Subscriptions in and out, as OPML."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from newsloom.errors import FeedError, UsageError
from newsloom.model.source import Source, SourceId
from newsloom.parse import opml
from newsloom.registry import RECORDS
from newsloom.settings.read import source_id

LARGEST = 32_000_000  # bytes; ten thousand outlines are about two million
SHAPE = "subscriptions.opml"
"""The file beside newsloom.toml that keeps groups, order and unknown attributes of what was imported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a document lists: as sources, as it stood there, and what was odd about it."""

    sources: tuple[Source, ...]
    opml: opml.Opml
    groups: int


def read_subscriptions(path: Path) -> Found:
    """The feeds of an OPML file as sources; raises UsageError naming the file if it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > LARGEST:
        raise UsageError(f"{path}: is larger than {LARGEST:,} bytes; split it")
    return listed(data, str(path))


def listed(data: bytes, where: str) -> Found:
    """The feeds of an OPML document as sources; raises UsageError naming where it came from."""
    try:
        read = opml.read_opml(data)
    except FeedError as error:
        raise UsageError(f"{where}: {error}") from error
    found = opml.subscriptions(read)
    return Found(
        sources=tuple(
            Source(id=SourceId(source_id(one.url)), url=one.url, title=one.title, kind=_kind(one.kind)) for one in found
        ),
        opml=read,
        groups=len({one.groups for one in found if one.groups}),
    )


def keep_shape(folder: Path, fresh: opml.Opml) -> None:
    """Add a list's groups and attributes to what is kept of them beside newsloom.toml, in one step.

    Raises:
        UsageError: the file cannot be written.
    """
    path = folder / SHAPE
    beside = path.with_name(f".{SHAPE}.new")
    try:
        with beside.open("wb") as file:
            file.write(opml.write_opml(opml.merged(_shape(folder), fresh)))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)


def subscriptions(title: str, sources: Iterable[Source], *, folder: Path | None = None) -> bytes:
    """The sources as an OPML 2.0 document: in the groups, order and with the attributes kept in `folder`.

    Secrets are never written: what a source's `access` says stays in newsloom.toml.
    """
    shape = opml.Opml() if folder is None else _shape(folder)
    outlines = {
        source.url: opml.Outline(
            text=source.title or source.id,
            xml_url=source.url,
            extra=() if source.kind == "feed" else ((opml.KIND, source.kind),),
        )
        for source in sources
        if source.kind != RECORDS  # a folder of this machine is nobody else's to watch
    }
    kept = opml.of_sources(shape, outlines)
    return opml.write_opml(opml.Opml(title=title, outlines=kept.outlines))


def _shape(folder: Path) -> opml.Opml:
    """What is kept; nothing where there is no such file, or where it is none any more."""
    try:
        return opml.read_opml((folder / SHAPE).read_bytes())
    except FileNotFoundError:
        return opml.Opml()
    except (OSError, FeedError) as error:
        raise UsageError(f"{folder / SHAPE}: cannot be used: {error}; mend it, or take it away") from error


def _kind(said: str) -> str:
    """Of the kinds a list can name; a page wants selectors, which no list has."""
    return said if said in {"feed", "sitemap", "opml"} else "feed"
