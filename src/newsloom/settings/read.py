"""From newsloom.toml to Settings, with every fault named by file, line and what would be right."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from newsloom import registry
from newsloom.errors import SettingsError
from newsloom.model.provider import ProviderList
from newsloom.model.source import Source, SourceId
from newsloom.model.weights import SmartableWeights
from newsloom.settings.alerts import AlertSettings, read_rules
from newsloom.settings.channeltables import read_channels
from newsloom.settings.document import document, no_such
from newsloom.settings.edition import check_quotas
from newsloom.settings.locate import line_of
from newsloom.settings.newsletters import NewsletterSettings, read_newsletters
from newsloom.settings.profile import Judging, read_judging
from newsloom.settings.providers import FILE as PROVIDERS_FILE
from newsloom.settings.providers import read_providers
from newsloom.settings.publishing import checked_publish
from newsloom.settings.schema import (
    AlertTable,
    Desk,
    DeskFile,
    EditionTable,
    Fetch,
    NotesTable,
    Pages,
    ProfileTable,
    Publish,
    Retention,
    SourceTable,
    Stories,
    Topics,
    WebSubTable,
)
from newsloom.settings.sites import read_sites
from newsloom.settings.sourcetables import access_of, selectors_of, source_problem
from newsloom.settings.topictables import read_topic_tables
from newsloom.settings.values import Settings
from newsloom.settings.viewtables import read_views

FILE = "newsloom.toml"
VARIABLE = "NEWSLOOM_DESK"
TABLES: dict[str, type[msgspec.Struct]] = {
    "": DeskFile,
    "desk": Desk,
    "fetch": Fetch,
    "retention": Retention,
    "stories": Stories,
    "profile": ProfileTable,
    "edition": EditionTable,
    "publish": Publish,
    "pages": Pages,
    "notes": NotesTable,
    "websub": WebSubTable,
    "topics": Topics,
    "alert": AlertTable,
    "source": SourceTable,
}


def find_desk(named: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The newsloom.toml meant: the one named, else `NEWSLOOM_DESK`, else the one here.

    Args:
        named: a desk's folder or its file, as given on the command line.
        environment: where `NEWSLOOM_DESK` is looked up.
    """
    place = named or Path(environment.get(VARIABLE, "") or ".")
    path = place / FILE if place.is_dir() or not place.suffix else place
    if not path.is_file():
        raise SettingsError("there is no desk here; `newsloom init DIR` makes one, --desk DIR names another", path=path)
    return path.resolve()


def read_settings(path: Path) -> Settings:
    """The settings of one desk; raises SettingsError naming file and line."""
    file, text = document(path, DeskFile, TABLES)
    return assembled(file, text, path)


def assembled(
    file: DeskFile, text: str, path: Path, *, desk: Path | None = None, judging: Path | None = None
) -> Settings:
    """The settings that a file makes; raises SettingsError naming file and line.

    Args:
        file: what the file says.
        text: the file's text, in which faults are named by line.
        path: the file.
        desk: the desk's newsloom.toml, if that is another; what is named by relative paths stands beside it.
        judging: the file that `[profile]` was said in, if that is another.
    """
    home = desk or path
    _check(file, text, path)
    sources = _sources(file, text, path)
    _check_tiers(file, text, path, sources)
    check_quotas(file.edition.topics, path)
    by = read_judging(file.profile, text, judging or path, sources=len(sources))
    return Settings(
        path=home,
        desk=file.desk,
        fetch=file.fetch,
        retention=file.retention,
        stories=file.stories,
        profile=file.profile,
        tiers=file.tiers,
        topics=file.topics,
        sources=sources,
        providers=_providers(file, text, home),
        sites=read_sites(file.site, text, path),
        own_topics=read_topic_tables(file.topic, text, path),
        edition=file.edition,
        publish=checked_publish(file.publish, text, path),
        pages=file.pages,
        notes=file.notes,
        websub=file.websub,
        alerts=_alerts(file, text, path, sources),
        newsletters=_newsletters(file, text, path, by),
        judging=by,
    )


def _check(file: DeskFile, text: str, path: Path) -> None:
    def fault(where: str, problem: str) -> SettingsError:
        return SettingsError(problem, path=path, line=line_of(text, where))

    try:
        ZoneInfo(file.desk.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise fault(
            "$.desk.time_zone", f"no time zone `{file.desk.time_zone}`; an IANA name is wanted, as Europe/Paris"
        ) from error
    if file.desk.base_url and not file.desk.base_url.startswith(("https://", "http://")):
        raise fault("$.desk.base_url", "`base_url` must start with https:// or http://")
    if file.websub.callback and not file.websub.callback.startswith(("https://", "http://")):
        raise fault("$.websub.callback", "`callback` must start with https:// or http://")
    for name in ("output", "database", "providers"):
        if not getattr(file.desk, name).strip():
            raise fault(f"$.desk.{name}", f"`{name}` is empty; a path relative to newsloom.toml is wanted")


def _check_tiers(file: DeskFile, text: str, path: Path, sources: Sequence[Source]) -> None:
    """Tiers are by host; a source's short name in their place would rate nobody."""
    hosts = sorted({urlsplit(source.url).hostname or "" for source in sources})
    for name in file.tiers:
        if "." in name or name in hosts:
            continue
        named = next((urlsplit(source.url).hostname for source in sources if source.id == name), None)
        hint = f'write "{named}", or `tier` in its [[source]] block' if named else 'one is wanted as "daily.example"'
        problem = f"`{name}` in [tiers] is no host; {hint}"
        raise SettingsError(problem, path=path, line=line_of(text, f"$.tiers.{name}"))


def _providers(file: DeskFile, text: str, path: Path) -> ProviderList:
    """What providers.toml says; nothing, where nobody named the file and it is not there."""
    place = path.parent / file.desk.providers
    if place.is_file():
        return read_providers(place)
    if file.desk.providers != PROVIDERS_FILE or place.exists():
        problem = f"there is no file `{file.desk.providers}`; make it, or leave `providers` out"
        raise SettingsError(problem, path=path, line=line_of(text, "$.desk.providers"))
    return ProviderList()


def _alerts(file: DeskFile, text: str, path: Path, sources: Sequence[Source]) -> AlertSettings:
    views = read_views(file.view, text, path, sources=sources)
    channels = read_channels(file.channel, text, path)
    rules = read_rules(file.alert, text, path, views=views, channels=channels)
    return AlertSettings(views=views, channels=channels, rules=rules)


def _newsletters(file: DeskFile, text: str, path: Path, judging: Judging) -> tuple[NewsletterSettings, ...]:
    by_contract = isinstance(judging.weights, SmartableWeights)
    title = file.desk.title
    return read_newsletters(file.newsletter, text, path, views=[*file.view], title=title, by_contract=by_contract)


def _sources(file: DeskFile, text: str, path: Path) -> tuple[Source, ...]:
    sources: dict[str, Source] = {}
    urls: dict[str, str] = {}
    for index, table in enumerate(file.source):

        def fault(key: str, problem: str, index: int = index) -> SettingsError:
            return SettingsError(problem, path=path, line=line_of(text, f"$.source[{index}].{key}"))

        if table.kind not in registry.OWN_KINDS and table.kind not in (kinds := registry.names(registry.SOURCES)):
            raise fault("kind", no_such("kind of source", table.kind, tuple(sorted({*registry.OWN_KINDS, *kinds}))))
        if table.kind != registry.RECORDS and urlsplit(table.url).scheme not in {"http", "https"}:
            raise fault("url", f"`{table.url}` is no address; it must start with https:// or http://")
        source = _source(table, file, path.parent)
        if problem := source_problem(table):
            raise fault(problem[0], problem[1])
        if source.id in sources:
            raise fault("id", f"two sources have the id `{source.id}`; give one of them another `id`")
        if source.url in urls:
            raise fault("url", f"`{source.url}` is already watched as `{urls[source.url]}`; remove one of the two")
        sources[source.id] = source
        urls[source.url] = source.id
    return tuple(sources.values())


def _source(table: SourceTable, file: DeskFile, home: Path) -> Source:
    is_folder = table.kind == registry.RECORDS  # a path, which stands beside newsloom.toml if it is relative
    return Source(
        id=SourceId(table.id or source_id(table.url)),
        url=(home / table.url).resolve().as_uri() if is_folder else table.url,
        kind=table.kind,
        title=table.title,
        family=table.family,
        tier=table.tier,
        topics=table.topics,
        language=table.language,
        full_text=file.fetch.full_text if table.full_text is None else table.full_text,
        disabled=table.disabled,
        muted=table.muted,
        verify=table.verify,
        select=selectors_of(table),
        access=access_of(table),
    )


def source_id(url: str) -> str:
    """A short name for an address: host and path in lower-case words."""
    parts = urlsplit(url)
    words = re.sub(r"[^a-z0-9]+", "-", f"{parts.netloc.removeprefix('www.')}{parts.path} {parts.query}".lower())
    return words.strip("-")[:60].strip("-") or "source"


def as_plain(settings: Settings) -> dict[str, Any]:
    """The settings as plain data, for `--json`."""
    return {
        "path": str(settings.path),
        "desk": msgspec.to_builtins(settings.desk),
        "fetch": msgspec.to_builtins(settings.fetch),
        "retention": msgspec.to_builtins(settings.retention),
        "stories": msgspec.to_builtins(settings.stories),
        "profile": msgspec.to_builtins(settings.profile),
        "edition": msgspec.to_builtins(settings.edition),
        "publish": msgspec.to_builtins(settings.publish),
        "topics": msgspec.to_builtins(settings.topics),
        "tiers": dict(settings.tiers),
        "sources": len(settings.sources),
        "sites": [site.domain for site in settings.sites],
        "own_topics": [topic.id for topic in settings.own_topics],
    }
