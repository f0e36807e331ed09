"""The front page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from newsloom.model.coverage import StoryCoverage
from newsloom.model.edition import Artifact
from newsloom.model.metadata import Standing
from newsloom.model.story import StoryId
from newsloom.publish.site.addresses import FRONT
from newsloom.publish.site.cards import Card, Link
from newsloom.publish.site.frontplan import FrontPlan, planned
from newsloom.publish.site.moments import Moment
from newsloom.publish.site.voices import voices_of
from newsloom.publish.site.words import counted, headline, listed, name, tongue, web
from newsloom.publish.site.workshop import Workshop, digests

OTHERS = 4  # other voices that are quoted under the leading story
SMALL = 2  # stories of a section that takes half the width


@dataclass(frozen=True, slots=True)
class SectionView:
    """A topic on the front page; one that is not wide has another beside it."""

    link: Link
    cards: tuple[Card, ...]
    is_wide: bool


@dataclass(frozen=True, slots=True)
class Other:
    """Another voice's report of the leading story."""

    outlet: str
    title: str
    mark: Markup
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontView:
    """The front page as shown. `at` is the newest report's time; `lead` is None where nothing is published."""

    at: Moment | None
    lead: Card | None
    others: tuple[Other, ...]
    second: tuple[Card, ...]
    sections: tuple[SectionView, ...]
    noted: tuple[Card, ...]


def front_page(shop: Workshop) -> Iterator[Artifact]:
    """The front page of an edition."""
    plan = planned(shop.edition.front, shop.shown, [*shop.links])
    of = (shop.edition.at, len(shop.shown), digests(plan.placed))
    yield shop.sealed(FRONT, partial(_printed, shop, plan), *of)


def _printed(shop: Workshop, plan: FrontPlan) -> bytes:
    told = {one.story: one for one in shop.edition.coverage(plan.placed)}
    cards = {one.story: shop.cards.card(one, coverage=told.get(one.story)) for one in plan.placed}
    view = FrontView(
        at=shop.moment(shop.edition.at) if plan.lead else None,
        lead=cards[plan.lead.story] if plan.lead else None,
        second=tuple(cards[one.story] for one in plan.second),
        others=tuple(_others(shop, told[plan.lead.story])) if plan.lead and plan.lead.story in told else (),
        sections=_sections(shop, plan, cards),
        noted=tuple(cards[one.story] for one in plan.noted),
    )
    names = listed([section.link.name for section in view.sections])
    about = f": {names}" if names else ""
    description = f"{counted(len(shop.shown), 'story', 'stories')}, each with who reports it and who repeats it{about}."
    top = [card for card in (view.lead, *view.second) if card is not None]
    page = shop.collecting("front", FRONT, shop.desk.title, description, top)
    return shop.print("front.html", page, at=view.at, front=view)


def _others(shop: Workshop, coverage: StoryCoverage) -> Iterator[Other]:
    """What other voices make of the leading story, the first report of each, as far as there is room."""
    lead = next(
        (voice for voice in voices_of(coverage) if coverage.lead in {one.article for one in voice.reports}), None
    )
    voices = [voice for voice in voices_of(coverage) if voice != lead and web(voice.reports[0].url)]
    for voice in voices[:OTHERS]:
        report = voice.reports[0]
        if report.standing in {Standing.STANDS, Standing.CORRECTED}:
            mark = tongue(report.language, shop.desk.language)
            yield Other(name(report.outlet, report.domain), headline(report.title), mark, web(report.url))


def _sections(shop: Workshop, plan: FrontPlan, cards: Mapping[StoryId, Card]) -> tuple[SectionView, ...]:
    """The sections in their order; small ones stand two by two, so the second of a pair follows the first."""
    views, waiting = [], None
    for topic, some in plan.sections:
        view = SectionView(shop.links[topic], tuple(cards[one.story] for one in some), len(some) > SMALL)
        if view.is_wide:
            views.append(view)
        elif waiting is None:
            waiting = view
        else:
            views += [waiting, view]
            waiting = None
    if waiting is not None:
        views.append(replace(waiting, is_wide=True))
    return tuple(views)
