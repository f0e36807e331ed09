"""Which of the newest stories fit the desk's saved views, for views to have feeds."""

from dataclasses import replace

from newsloom.curate.candidates import Directions
from newsloom.curate.judge import weigh
from newsloom.curate.savedviews import ViewBook, viewed
from newsloom.model.edition import Edition, ViewedStories
from newsloom.model.story import StoryId
from newsloom.seams import Engine

LOOKED = 1_000  # stories that are looked at, the ones with the newest words: as many as a feed may hold


def with_views(engine: Engine, edition: Edition) -> Edition:
    """The edition with the stories of each saved view; as it is where the desk has none.

    Args:
        engine: the desk's views, and the settings by which stories are weighed.
        edition: with its ledger.
    """
    views = engine.alerting.views
    if not views:
        return edition
    listings = {listing.story: listing for listing, _ in edition.readable[:LOOKED]}
    found = engine.store.records.found(listings)
    directions, book = Directions(engine.criteria), ViewBook(views)
    having: dict[str, list[StoryId]] = {view.name: [] for view in views}
    for story, listing in listings.items():
        if story not in found:
            continue
        weighed = weigh(found[story].findings, directions=directions, now=edition.at)
        for view in book.matching(viewed(story, weighed, directions=directions, is_published=listing.is_shown)):
            having[view.name].append(story)
    chosen = (ViewedStories(name=name, stories=tuple(stories)) for name, stories in having.items())
    return replace(edition, views=tuple(chosen))
