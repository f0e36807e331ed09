"""One desk's settings, as values; paths are absolute."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from newsloom.model.judgement import Topic
from newsloom.model.provider import ProviderList
from newsloom.model.site import SiteRules
from newsloom.model.source import Source
from newsloom.settings.alerts import AlertSettings
from newsloom.settings.newsletters import NewsletterSettings
from newsloom.settings.profile import Judging
from newsloom.settings.schema import (
    Desk,
    EditionTable,
    Fetch,
    NotesTable,
    Pages,
    ProfileTable,
    Publish,
    Retention,
    Stories,
    Topics,
    WebSubTable,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One desk, as its owner wrote it; paths are absolute. `own_topics` are those of the file itself."""

    path: Path
    desk: Desk
    fetch: Fetch
    retention: Retention
    stories: Stories
    profile: ProfileTable
    tiers: Mapping[str, int]
    topics: Topics
    sources: tuple[Source, ...]
    providers: ProviderList
    sites: tuple[SiteRules, ...] = ()
    own_topics: tuple[Topic, ...] = ()
    judging: Judging = field(default_factory=Judging)
    edition: EditionTable = field(default_factory=EditionTable)
    publish: Publish = field(default_factory=Publish)
    pages: Pages = field(default_factory=Pages)
    notes: NotesTable = field(default_factory=NotesTable)
    websub: WebSubTable = field(default_factory=WebSubTable)
    alerts: AlertSettings = field(default_factory=AlertSettings)
    newsletters: tuple[NewsletterSettings, ...] = ()

    @property
    def root(self) -> Path:
        """The folder newsloom.toml stands in."""
        return self.path.parent

    @property
    def metrics_file(self) -> Path | None:
        """The file that monitoring reads, if there is to be one."""
        return self.root / self.desk.metrics if self.desk.metrics else None

    @property
    def database(self) -> Path:
        """Where the store is."""
        return self.root / self.desk.database

    @property
    def output(self) -> Path:
        """Where records and sites are published to."""
        return self.root / self.desk.output

    @property
    def providers_file(self) -> Path:
        """Where the owner says what is known of publishers; the file need not be there."""
        return self.root / self.desk.providers

    @property
    def model_folder(self) -> Path | None:
        """Where the desk's embedding model is, if it has one."""
        return self.root / self.stories.model if self.stories.model else None

    @property
    def templates_folder(self) -> Path | None:
        """Where the owner's templates of the site are, if there are any."""
        return self.root / self.pages.templates if self.pages.templates else None

    @property
    def note_keys(self) -> Path:
        """Where the keys of editors' notes are."""
        return self.root / self.notes.key_file

    @property
    def topics_folder(self) -> Path:
        """Where the topic files are."""
        return self.root / self.topics.folder

    @property
    def zone(self) -> ZoneInfo:
        """The zone of every time shown to people."""
        return ZoneInfo(self.desk.time_zone)
