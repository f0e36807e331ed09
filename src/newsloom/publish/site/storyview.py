"""One story as its page shows it: its lead, who reports it in whose words, how it spread, why it stands."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from newsloom.model.coverage import CoveringReport, StoryCoverage
from newsloom.model.listing import Listing
from newsloom.model.metadata import Standing
from newsloom.publish.site.cards import Evidence, Link, evidence
from newsloom.publish.site.moments import Moment
from newsloom.publish.site.timeline import Row, drawn
from newsloom.publish.site.told import Receipt, receipt
from newsloom.publish.site.voices import Voice, voices_of
from newsloom.publish.site.words import counted, excerpt, headline, listed, name, tongue, web

SHORT = 200  # characters of the excerpt of a report that does not lead
AUTHORS = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to be said of a report; `kind` is a class for its look."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report as shown; what its outlet took back has no headline."""

    title: str
    excerpt: str
    url: str
    outlet: str
    mark: Markup
    when: Moment
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """One voice: its reports, and the copies of them, folded under a sentence."""

    name: str
    reports: tuple[ReportView, ...]
    copies: tuple[ReportView, ...] = ()
    folded: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what is known under it, with a time where there is one, or an address."""

    name: str
    text: str
    when: Moment | None = None
    url: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A correction or a withdrawal: whose, what, in which words, when."""

    outlet: str
    what: str
    words: str = ""
    mark: Markup = field(default_factory=Markup)
    when: Moment | None = None


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn of a story's focus, or its coming back, in words."""

    when: Moment
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """All a story's page shows. Addresses of topics are relative to the site's root."""

    title: str
    excerpt: str
    mark: Markup
    url: str
    outlet: str
    authors: str
    when: Moment
    topics: tuple[Link, ...]
    summary: str
    evidence: Evidence
    groups: tuple[GroupView, ...]
    unshown: str
    notices: tuple[Notice, ...]
    timeline: Markup
    turns: tuple[TurnView, ...]
    facts: tuple[Fact, ...]
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTeller:
    """What makes views of stories: the page's language, how times are told, the topics' links."""

    language: str
    moment: Callable[[datetime], Moment]
    topics: Callable[[Sequence[str]], tuple[Link, ...]]

    def view(self, listing: Listing, coverage: StoryCoverage, *, most: int) -> StoryView:
        """A story's view.

        Args:
            listing: the story as lists have it.
            coverage: its reports.
            most: reports that are shown one by one; the rest are counted.
        """
        voices = voices_of(coverage)
        lead = next((report for report in coverage.reports if report.article == coverage.lead), None)
        groups, left = self._groups(voices, coverage, most)
        return StoryView(
            title=headline(listing.title),
            excerpt=excerpt(listing.excerpt),
            mark=tongue(listing.language, self.language),
            url=web(listing.web_url),
            outlet=name(listing.provider, listing.domain),
            authors=_authors(lead),
            when=self.moment(listing.published_at),
            topics=self.topics(listing.topics),
            summary=_summary(coverage, voices),
            evidence=evidence(max(coverage.independent, 1), coverage.copies),
            groups=groups,
            unshown=f"And {counted(left, 'more report')}, which the story's record lists." if left else "",
            notices=tuple(self._notices(coverage)),
            timeline=drawn([_row(voice) for voice in voices], self.moment),
            turns=tuple(self._turns(coverage)),
            facts=tuple(self._facts(coverage)),
            receipts=(
                *receipt("Heat", "how much the story matters", coverage.heat),
                *receipt("Quality", "of 100, for the report that leads", coverage.quality),
            ),
        )

    def _groups(self, voices: Sequence[Voice], coverage: StoryCoverage, most: int) -> tuple[tuple[GroupView, ...], int]:
        """The voices as far as there is room, and how many reports there was none for."""
        made, room = [], most
        for voice in voices:
            if room <= 0:
                break
            own, copies = voice.reports[:room], voice.copies[: max(room - len(voice.reports), 0)]
            room -= len(own) + len(copies)
            made.append(
                GroupView(
                    name=voice.name,
                    reports=tuple(self._report(report, coverage) for report in own),
                    copies=tuple(self._report(report, coverage, brief=True) for report in copies),
                    folded=_folded(voice) if copies else "",
                )
            )
        return tuple(made), len(coverage.reports) - (most - room)

    def _report(self, report: CoveringReport, coverage: StoryCoverage, *, brief: bool = False) -> ReportView:
        is_back = report.standing is Standing.WITHDRAWN
        return ReportView(
            title="" if is_back else headline(report.title),
            excerpt="" if is_back or brief else excerpt(report.excerpt, most=SHORT),
            url="" if report.standing in {Standing.WITHDRAWN, Standing.GONE} else web(report.url),
            outlet=name(report.outlet, report.domain),
            mark=tongue(report.language, self.language),
            when=self.moment(report.published_at),
            marks=tuple(_marks(report, coverage)),
        )

    def _notices(self, coverage: StoryCoverage) -> Iterator[Notice]:
        for report in coverage.reports:
            outlet, mark = name(report.outlet, report.domain), tongue(report.language, self.language)
            if report.standing is Standing.WITHDRAWN:
                yield Notice(outlet=outlet, what="took its report back.", when=self._at(report.revised_at))
                continue
            for correction in report.corrections[-2:]:
                words = excerpt(correction.note)
                said = "corrected its report:" if words else "corrected its report."
                yield Notice(outlet=outlet, what=said, words=words, mark=mark, when=self._at(correction.at))

    def _at(self, at: datetime | None) -> Moment | None:
        return None if at is None else self.moment(at)

    def _turns(self, coverage: StoryCoverage) -> Iterator[TurnView]:
        for turn in coverage.turns:
            words = listed([excerpt(word, most=40) for word in turn.words])
            yield TurnView(self.moment(turn.at), f"The focus turns to {words} ({counted(turn.reports, 'report')}).")
        for revival in coverage.revivals:
            days = counted(round(revival.silent_hours / 24), "day")
            yield TurnView(self.moment(revival.at), f"It comes back after {days} of silence.")

    def _facts(self, coverage: StoryCoverage) -> Iterator[Fact]:
        if not coverage.reports:
            return
        first, last = coverage.reports[0], coverage.reports[-1]
        yield Fact("First report", name(first.outlet, first.domain), self.moment(first.published_at))
        if len(coverage.reports) > 1:
            yield Fact("Latest report", name(last.outlet, last.domain), self.moment(last.published_at))
        yield Fact("Outlets", f"{coverage.outlets:,}", is_number=True)
        yield Fact("Independent", f"{coverage.independent:,}", is_number=True)
        yield Fact("Copies", f"{coverage.copies:,}", is_number=True)
        agencies = list(dict.fromkeys(name(one.agency) for one in coverage.reports if one.agency))
        if agencies:
            yield Fact("Agency text by", listed(agencies))
        tongues = sorted({report.language.lower() for report in coverage.reports if report.language})
        if len(tongues) > 1:
            yield Fact("Languages", listed([excerpt(one, most=20) for one in tongues]))


def _authors(lead: CoveringReport | None) -> str:
    return "" if lead is None or not lead.authors else f"by {listed([name(one) for one in lead.authors], most=AUTHORS)}"


def _row(voice: Voice) -> Row:
    marks = [(report.published_at, False) for report in voice.reports]
    marks += [(report.published_at, True) for report in voice.copies]
    return Row(voice.name, sorted(marks))


def _folded(voice: Voice) -> str:
    return f"{counted(len(voice.copies), 'copy', 'copies')} of {voice.called}"


def _marks(report: CoveringReport, coverage: StoryCoverage) -> Iterator[Mark]:
    if report is coverage.reports[0] and len(coverage.reports) > 1:
        yield Mark("first", "first")
    if report.article == coverage.lead and len(coverage.reports) > 1:
        yield Mark("lead", "leads the story")
    if report.genre.value != "report":
        yield Mark("genre", report.genre.value)
    match report.standing:
        case Standing.CORRECTED:
            yield Mark("corrected", "corrected")
        case Standing.WITHDRAWN:
            yield Mark("withdrawn", "taken back by its outlet")
        case Standing.GONE:
            yield Mark("gone", "no longer there")
    if report.revision > 1 and report.standing is Standing.STANDS:
        yield Mark("revised", f"version {report.revision}")


def _summary(coverage: StoryCoverage, voices: Sequence[Voice]) -> str:
    """What the story rests on, as a sentence."""
    independent, copies = max(coverage.independent, 1), coverage.copies
    if len(coverage.reports) <= 1:
        return "One report; nobody else has told it yet."
    told = counted(independent, "independent report")
    whose = f" of {listed([voice.called for voice in voices if voice.copies])}" if copies else ""
    repeated = f" and {counted(copies, 'copy', 'copies')}{whose}" if copies else ""
    several = [voice for voice in voices if len(voice.reports) > 1]
    one = f"; {several[0].name} is one voice, however often it tells it" if len(several) == 1 else ""
    return f"{told}{repeated} by {counted(coverage.outlets, 'outlet')}{one}."
