"""Where each field of an article was found."""

from newsloom.model.article import Article
from newsloom.model.metadata import Metadata
from newsloom.parse.reading import PageReading

Provenance = tuple[tuple[str, str], ...]
FEED = "feed"
TOLD = ("title", "lead", "text", "published", "updated", "authors", "image", "amp_url", "provider", "language")
"""The fields of an article whose source is kept; some of its metadata are kept beside them."""

_BESIDE = ("organisations", "section", "is_paywalled", "corrections")
_CALLED = {"updated": "modified", "provider": "site_name"}  # what a page's reading calls these fields


def told_by_feed(article: Article, metadata: Metadata) -> Provenance:
    """Give the provenance of an article that was made of its feed alone."""
    fields = [name for name in TOLD if getattr(article, name)]
    fields += [name for name in _BESIDE if getattr(metadata, name)]
    return tuple(sorted((name, FEED) for name in fields))


def told_anew(earlier: Article, later: Article) -> Provenance:
    """Give the provenance of an article that its feed tells anew: what differs from before is the feed's."""
    known = dict(earlier.metadata.provenance)
    found: dict[str, str] = {}
    for name in (*TOLD, *_BESIDE):
        before, now = (getattr(_holder(article, name), name) for article in (earlier, later))
        if now:
            found[name] = known.get(name, FEED) if now == before else FEED
    return tuple(sorted(found.items()))


def told_by_page(earlier: Article, later: Article, reading: PageReading) -> Provenance:
    """Give the provenance of an article that was completed by its page.

    Args:
        earlier: the article before, with its provenance.
        later: the article with what the page added; its metadata's fields are final but for this one.
        reading: what the page said, with where it said so.
    """
    known = dict(earlier.metadata.provenance)
    found: dict[str, str] = {}
    for name in (*TOLD, *_BESIDE):
        before, now = (getattr(_holder(article, name), name) for article in (earlier, later))
        if now:
            from_page = reading.provenance.get(
                _CALLED.get(name, name), "html" if name in {"text", "lead"} else "guessed"
            )
            found[name] = known.get(name, FEED) if now == before else from_page
    return tuple(sorted(found.items()))


def _holder(article: Article, name: str) -> Article | Metadata:
    return article.metadata if name in _BESIDE else article
