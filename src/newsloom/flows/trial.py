"""What a page would bring as a source: its items by some selectors, and selectors that would do."""

from dataclasses import dataclass

from newsloom.errors import FeedError
from newsloom.model.page import Page
from newsloom.model.source import Selectors
from newsloom.parse.pagelist import Listing, page_of, read_listing
from newsloom.parse.repeated import Suggestion, suggestions


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of trying: `listing` is None where nothing was found, for the reason in `problem`."""

    url: str
    select: Selectors | None
    listing: Listing | None
    problem: str
    suggestions: tuple[Suggestion, ...]


def try_page(page: Page, select: Selectors | None) -> Trial:
    """Read a page by some selectors; where none are given, by the first that are suggested.

    Raises:
        FeedError: the page cannot be read at all.
    """
    content_type = page.headers.get("content-type", "")
    found = suggestions(page_of(page.body, content_type=content_type))
    chosen = select or (Selectors(items=found[0].selector) if found else None)
    listing, problem = None, "nothing on the page repeats with links in it; it may be made by a script"
    if chosen is not None:
        try:
            listing = read_listing(page.body, url=page.url, select=chosen, content_type=content_type)
            problem = ""
        except FeedError as error:
            problem = str(error)
    return Trial(url=page.url, select=chosen, listing=listing, problem=problem, suggestions=tuple(found))
