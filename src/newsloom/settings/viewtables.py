"""The `[view."name"]` tables of newsloom.toml: which stories somebody wants to see."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from msgspec import Struct

from newsloom.model.directory import Directory
from newsloom.model.judgement import Topic
from newsloom.model.metadata import Genre
from newsloom.model.savedview import SavedView
from newsloom.model.source import Source, SourceId
from newsloom.settings.tableplace import TablePlace
from newsloom.text.terms import TermError, term

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
GENRES = tuple(genre.value for genre in Genre)


class ViewTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[view."name"]`: one saved view."""

    topics: tuple[str, ...] = ()
    without_topics: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    min_quality: int | None = None
    min_heat: int | None = None
    min_voices: int = 1
    only_published: bool = True


def read_views(tables: Mapping[str, Any], text: str, path: Path, *, sources: Iterable[Source]) -> tuple[SavedView, ...]:
    """The views, in the file's order; topics and families as written, since they are not known yet.

    Args:
        tables: name → keys, as TOML gave them.
        text: the file, to name lines.
        path: the file.
        sources: the desk's.

    Raises:
        SettingsError: a key is unknown, a value of the wrong kind, a source not there, a term says nothing.
    """
    ids = [source.id for source in sources]
    return tuple(_view(TablePlace(text, path, ("view", name)), name, table, ids) for name, table in tables.items())


def with_topics(
    views: Sequence[SavedView], topics: Sequence[Topic], directory: Directory, sources: Iterable[Source], path: Path
) -> tuple[SavedView, ...]:
    """The views with topics by id and families by voice; raises SettingsError where there is no such.

    Args:
        views: as read.
        topics: the desk's.
        directory: what the desk knows of families.
        sources: the desk's, which may be said to be of families.
        path: the file the views stand in.
    """
    if not views:
        return ()
    text = path.read_text(encoding="utf-8-sig")
    ids = {topic.name: topic.id for topic in reversed(topics)} | {topic.id: topic.id for topic in topics}
    families = [
        *directory.families,
        *(family.name for family in directory.families.values() if family.name),
        *(source.family for source in sources if source.family),
    ]
    return tuple(
        _resolved(view, TablePlace(text, path, ("view", view.name)), ids, families, directory) for view in views
    )


def _resolved(
    view: SavedView, place: TablePlace, ids: Mapping[str, str], families: Sequence[str], directory: Directory
) -> SavedView:
    for key in ("topics", "without_topics"):
        place.check_known("topic", key, getattr(view, key), [*ids])
    voices = tuple(directory.family_named(name) for name in view.families)
    known = {directory.family_named(name) for name in families} | {*families}
    for number, (name, voice) in enumerate(zip(view.families, voices, strict=True)):
        if voice not in known and "." not in voice:  # a site of no family is its own voice
            raise place.fault(
                f"no family named `{name}`; `newsloom providers` lists them, and a site alone is written as its domain",
                "families",
                number,
            )
    return replace(
        view,
        topics=tuple(ids[name] for name in view.topics),
        without_topics=tuple(ids[name] for name in view.without_topics),
        families=voices,
    )


def _view(place: TablePlace, name: str, table: object, sources: Sequence[str]) -> SavedView:
    place.check_name("view")
    read = place.read(table, ViewTable)
    for key in ("any", "all", "none"):
        for number, said in enumerate(getattr(read, key)):
            try:
                term(said)
            except TermError as error:
                raise place.fault(str(error), key, number) from error
    place.check_known("source", "sources", read.sources, sources)
    place.check_known("genre", "genres", read.genres, GENRES)
    for number, language in enumerate(read.languages):
        if not _LANGUAGE.fullmatch(language):
            raise place.fault(f"`{language}` is no language; one is written as `en` or `pt-BR`", "languages", number)
    if read.min_voices < 1:
        raise place.fault("a story has at least one voice; a number from 1 on is wanted", "min_voices")
    if read.min_quality is not None and not 0 <= read.min_quality <= 100:  # noqa: PLR2004  the range of quality
        raise place.fault("quality goes from 0 to 100", "min_quality")
    return SavedView(
        name=name,
        topics=read.topics,
        without_topics=read.without_topics,
        any=read.any,
        all=read.all,
        none=read.none,
        sources=tuple(map(SourceId, read.sources)),
        families=read.families,
        languages=read.languages,
        genres=tuple(map(Genre, read.genres)),
        min_quality=read.min_quality,
        min_heat=read.min_heat,
        min_voices=read.min_voices,
        only_published=read.only_published,
    )
