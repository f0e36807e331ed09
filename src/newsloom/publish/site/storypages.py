"""The page of each story: of one that is shown, that went into another, that was taken back, that is shown no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from newsloom.model.coverage import StoryCoverage
from newsloom.model.edition import Artifact
from newsloom.model.listing import Listing
from newsloom.model.metadata import Standing
from newsloom.model.record import RecordState
from newsloom.publish.site.addresses import story_page
from newsloom.publish.site.cards import Link
from newsloom.publish.site.data import CITED, citation, collection, item_list, script
from newsloom.publish.site.pages import full_address
from newsloom.publish.site.storyview import StoryTeller, StoryView
from newsloom.publish.site.words import headline, name, tag, tongue, web
from newsloom.publish.site.workshop import Workshop

BUDGET = 100_000  # bytes of a page
ROOM = (80, 40, 20, 8, 3, 1)  # reports that are shown one by one: the first of these that keeps to the budget


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A page that only says something, and where to go on."""

    heading: str
    lines: tuple[str, ...]
    link: Link | None = None
    mark: Markup


def story_pages(shop: Workshop) -> Iterator[Artifact]:
    """The pages of all stories that are due."""
    once = shop.edition.ledger.appearances
    due = [one for one in shop.edition.due if _has_page(one) or one.story in once]
    places = shop.edition.catalogue.by_story
    teller = StoryTeller(
        language=shop.desk.language,
        moment=shop.moment,
        topics=lambda names: tuple(shop.links[one] for one in names if one in shop.links),
    )
    for listing, coverage in zip(due, shop.edition.coverage(due), strict=True):
        if listing.is_shown:
            content = _told(shop, teller, listing, coverage)
        elif listing.state is RecordState.DEMOTED:
            content = _merged(shop, listing, None if coverage.leader is None else places.get(coverage.leader))
        elif listing.withdrawn is not None:
            content = _withdrawn(shop, listing)
        else:
            content = _hidden(shop, listing)
        yield Artifact(path=story_page(listing.path), content=content, story=listing.story)


def _has_page(listing: Listing) -> bool:
    return listing.is_shown or listing.state is RecordState.DEMOTED or listing.withdrawn is not None


def _told(shop: Workshop, teller: StoryTeller, listing: Listing, coverage: StoryCoverage) -> bytes:
    content = b""
    for most in ROOM:
        view = teller.view(listing, coverage, most=most)
        content = _printed(shop, listing, coverage, view, cited=min(most, CITED))
        if len(content) <= BUDGET:
            break
    return content


def _printed(shop: Workshop, listing: Listing, coverage: StoryCoverage, view: StoryView, *, cited: int) -> bytes:
    path = story_page(listing.path)
    address = full_address(shop.desk, path)
    said = collection(
        view.title,
        url=address,
        site=shop.site,
        description=view.summary,
        inLanguage=tag(listing.language) or shop.desk.language,
        datePublished=shop.moment(listing.first_written).iso,
        dateModified=shop.moment(listing.changed_at).iso,
        **_cited(shop, coverage, cited),
    )
    section = view.topics[0].href if view.topics else ""
    description = f"{view.summary} {view.excerpt}"
    page = shop.page("story-page", path, view.title, description, data=script(said), section=section)
    return shop.print("story.html", page, story=view)


def _cited(shop: Workshop, coverage: StoryCoverage, most: int) -> dict[str, Any]:
    """The reports that can be cited: as a list, and as articles of their outlets."""
    reports = [one for one in coverage.reports if one.standing is not Standing.WITHDRAWN and web(one.url)][:most]
    told = [(headline(one.title), web(one.url), one) for one in reports]
    articles = [
        citation(
            title,
            url=url,
            outlet=name(one.outlet, one.domain),
            at=shop.moment(one.published_at).iso,
            language=tag(one.language),
        )
        for title, url, one in told
    ]
    return {"mainEntity": item_list((title, url) for title, url, _ in told), "citation": articles}


def _merged(shop: Workshop, listing: Listing, leader: Listing | None) -> bytes:
    """The page of a story that went into another: it leads there."""
    if leader is None or not _has_page(leader):
        lines: tuple[str, ...] = ("This story went into another one, which is not shown here any more.",)
        return _notice(shop, listing, NoticeView(heading="Part of another story", lines=lines, mark=Markup()))
    lines = ("This story turned out to be part of another one. You are being taken there:",)
    page = story_page(leader.path)
    mark = tongue(leader.language, shop.desk.language)
    view = NoticeView(heading="Part of another story", lines=lines, link=Link(headline(leader.title), page), mark=mark)
    return _notice(shop, listing, view, refresh=page, url=full_address(shop.desk, page))


def _withdrawn(shop: Workshop, listing: Listing) -> bytes:
    outlet = name(listing.provider, listing.domain)
    when = f" on {shop.moment(listing.withdrawn).day}" if listing.withdrawn else ""
    lines = (
        f"{outlet} took back the report that stood here{when}. Nobody else has told it, so there is nothing to show.",
        "The address stays, so that whoever comes by an old link learns what happened.",
    )
    return _notice(shop, listing, NoticeView(heading="Withdrawn by its outlet", lines=lines, mark=Markup()))


def _hidden(shop: Workshop, listing: Listing) -> bytes:
    """The page of a story that readers knew once: taken off by an editor, or by settings that judge it otherwise."""
    lines = ("This story is not published any more.", "The address stays, so that it never becomes another story's.")
    return _notice(shop, listing, NoticeView(heading="Not published any more", lines=lines, mark=Markup()))


def _notice(shop: Workshop, listing: Listing, view: NoticeView, **more: Any) -> bytes:  # noqa: ANN401  any field of a page
    page = shop.page("notice", story_page(listing.path), view.heading, view.lines[0], hidden=True, **more)
    return shop.print("notice.html", page, notice=view)
