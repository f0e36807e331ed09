"""Which saved views a story fits."""

from collections.abc import Collection, Iterable

from newsloom.curate.candidates import Directions
from newsloom.curate.judge import Ranked, Weighed
from newsloom.curate.termindex import BREAK, TermIndex
from newsloom.model.metadata import Standing
from newsloom.model.savedview import SavedView, ViewedReport, ViewedStory
from newsloom.model.story import StoryId
from newsloom.text.plain import plain_of
from newsloom.text.terms import Term, term

_Terms = tuple[frozenset[int], frozenset[int], frozenset[int]]  # any, all, none


class ViewBook:
    """Saved views, compiled once; asked about one story after the other.

    Args:
        views: the views, whose terms can be read.
    """

    def __init__(self, views: Iterable[SavedView]) -> None:
        self.views = tuple(views)
        numbers: dict[Term, int] = {}

        def numbered(terms: Iterable[str]) -> frozenset[int]:
            return frozenset(numbers.setdefault(term(said), len(numbers)) for said in terms)

        self._terms: list[_Terms] = [(numbered(v.any), numbered(v.all), numbered(v.none)) for v in self.views]
        self._index = TermIndex([*numbers])

    def matching(self, story: ViewedStory) -> tuple[SavedView, ...]:
        """The views a story fits, in the order given."""
        fitting = [number for number, view in enumerate(self.views) if _fits(view, story)]
        reading = any(any(self._terms[number]) for number in fitting)
        said = [self._said(report) if reading else frozenset() for report in story.reports]
        return tuple(self.views[number] for number in fitting if self._is_told(number, story, said))

    def _is_told(self, number: int, story: ViewedStory, said: list[frozenset[int]]) -> bool:
        """Whether one of the story's reports is as the view wants it."""
        view = self.views[number]
        if not view.asks_of_reports:
            return True
        terms = self._terms[number]
        return any(
            _is_by(view, report) and _says(terms, found) for report, found in zip(story.reports, said, strict=True)
        )

    def _said(self, report: ViewedReport) -> frozenset[int]:
        """The terms that stand in title or lead."""
        found = {*self._index.find(plain_of(f"{report.title}{BREAK}{report.lead}"))}
        if self._index.has_patterns:
            found |= {*self._index.find_patterns(report.title), *self._index.find_patterns(report.lead)}
        return frozenset(found)


def matches(view: SavedView, story: ViewedStory) -> bool:
    """Whether one story fits one view; for many, a `ViewBook` is quicker."""
    return bool(ViewBook((view,)).matching(story))


def viewed(story: StoryId, weighed: Weighed, *, directions: Directions, is_published: bool) -> ViewedStory:
    """A weighed story as views see it.

    Args:
        story: its id.
        weighed: what was found of it, with its scores.
        directions: those it was weighed by.
        is_published: whether the desk shows it.
    """
    return ViewedStory(
        story=story,
        topics=frozenset(topic.id for topic in weighed.topics),
        quality=weighed.lead.quality.value,
        heat=weighed.heat.value,
        voices=weighed.rests_on.independent,
        is_published=is_published,
        reports=tuple(_report(one, directions) for one in weighed.ranked if not _is_withdrawn(one)),
    )


def _report(one: Ranked, directions: Directions) -> ViewedReport:
    finding = one.finding
    return ViewedReport(
        title=finding.title,
        lead=finding.lead,
        source=finding.source,
        family=directions.voice(finding) or directions.outlet(finding),
        language=finding.language,
        genre=finding.genre,
    )


def _is_withdrawn(one: Ranked) -> bool:
    return one.finding.standing is Standing.WITHDRAWN


def _fits(view: SavedView, story: ViewedStory) -> bool:
    """Whether the story as a whole is as the view wants it."""
    return (
        (story.is_published or not view.only_published)
        and (not view.topics or not story.topics.isdisjoint(view.topics))
        and story.topics.isdisjoint(view.without_topics)
        and (view.min_quality is None or story.quality >= view.min_quality)
        and (view.min_heat is None or story.heat >= view.min_heat)
        and story.voices >= view.min_voices
    )


def _is_by(view: SavedView, report: ViewedReport) -> bool:
    return (
        (not view.sources or report.source in view.sources)
        and (not view.families or report.family in view.families)
        and (not view.languages or _is_in(report.language, view.languages))
        and (not view.genres or report.genre in view.genres)
    )


def _is_in(language: str, wanted: Collection[str]) -> bool:
    """Whether a report's language is one of those wanted, `pt` being asked for `pt-BR` too."""
    return language in wanted or language.partition("-")[0] in wanted


def _says(terms: _Terms, found: frozenset[int]) -> bool:
    any_, all_, none = terms
    return (not any_ or not any_.isdisjoint(found)) and all_ <= found and none.isdisjoint(found)
