"""An issue as its templates see it: words ready to be shown, and nothing that could be called."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime

from markupsafe import Markup

from newsloom.model.newsletter import IssuePlan, IssueReport, IssueStory
from newsloom.publish.site.moments import Moment
from newsloom.publish.site.words import counted, tongue


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """One story. `href` is where its headline leads, `mark` the attributes of an element with its words."""

    title: str
    excerpt: str
    href: str
    page: str
    outlet: str
    day: str
    evidence: str
    topic: str
    language: str
    mark: Markup
    others: tuple[IssueReport, ...]
    correction: str
    picture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """The stories of one topic."""

    title: str
    stories: tuple[StoryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """The issue as a whole."""

    title: str
    subject: str
    sections: tuple[SectionView, ...]
    also: tuple[StoryView, ...]
    stories: int


def plan_view(plan: IssuePlan, *, language: str, moment: Callable[[datetime], Moment]) -> PlanView:
    """What templates are given of an issue.

    Args:
        plan: what it says.
        language: the newsletter's own.
        moment: how times are told.
    """

    def story(one: IssueStory) -> StoryView:
        return StoryView(
            **{field.name: getattr(one, field.name) for field in fields(StoryView) if hasattr(one, field.name)},
            href=one.url or one.page,
            day=moment(one.published_at).day,
            evidence=evidence(one.reports, one.independent),
            mark=tongue(one.language, language),
        )

    sections = (
        SectionView(title=section.title, stories=tuple(map(story, section.stories))) for section in plan.sections
    )
    return PlanView(
        title=plan.title,
        subject=plan.subject,
        sections=tuple(sections),
        also=tuple(map(story, plan.also)),
        stories=len(plan.stories),
    )


def evidence(reports: int, independent: int) -> str:
    """What a story rests on, in words."""
    if reports <= 1:
        return "one report"
    return f"{counted(reports, 'report')}, {independent} independent"
