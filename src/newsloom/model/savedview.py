"""A question an owner keeps: which stories somebody wants to see, or to be told of."""

from dataclasses import dataclass

from newsloom.model.metadata import Genre
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A query over stories. What is left empty asks for nothing.

    Of the story as a whole: it has one of `topics` (ids) and none of `without_topics`, its lead has at least
    `min_quality`, it has at least `min_heat` and `min_voices` independent reports, and with `only_published` the desk
    shows it. Of one and the same of its reports: title or lead hold one of the terms in `any`, each of `all` and none
    of `none` (`text.terms` says what they mean); it is of one of `sources`, of `families`, in one of `languages`, of
    one of `genres`.
    """

    name: str
    topics: tuple[str, ...] = ()
    without_topics: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    sources: tuple[SourceId, ...] = ()
    families: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    genres: tuple[Genre, ...] = ()
    min_quality: int | None = None
    min_heat: int | None = None
    min_voices: int = 1
    only_published: bool = True

    @property
    def asks_of_reports(self) -> bool:
        """Whether it asks anything of single reports."""
        return bool(self.any or self.all or self.none) or self.asks_who

    @property
    def asks_who(self) -> bool:
        """Whether it asks who reports, in which language and form."""
        return bool(self.sources or self.families or self.languages or self.genres)

    @property
    def matches_everything(self) -> bool:
        """Whether it lets every published story through."""
        asks_of_story = self.topics or self.without_topics or self.min_quality or self.min_heat or self.min_voices > 1
        return not self.asks_of_reports and not asks_of_story


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewedReport:
    """One report of a story as views see it; `family` is the publisher's, else the outlet's name."""

    title: str
    lead: str = ""
    source: SourceId
    family: str = ""
    language: str = ""
    genre: Genre = Genre.REPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewedStory:
    """A story as views see it: `topics` are ids, `quality` is its lead's, `voices` its independent reports.

    `reports` are those their outlets stand by, best first.
    """

    story: StoryId
    topics: frozenset[str] = frozenset()
    quality: int = 0
    heat: int = 0
    voices: int = 1
    is_published: bool = True
    reports: tuple[ViewedReport, ...] = ()
