"""Where each field of an article was found."""

from newsloom.model.article import Article
from newsloom.parse.reading import PageReading

Provenance = tuple[tuple[str, str], ...]
FEED = "feed"
_OF_ARTICLE = {
    **{name: name for name in ("title", "lead", "text", "authors", "published", "image", "amp_url", "language")},
    "updated": "modified",  # what a page's reading, and so provenance, calls it
    "provider": "site_name",
}
_OF_METADATA = ("organisations", "section", "is_paywalled", "corrections")
_READ = frozenset(
    {"title", "lead", "text", "is_paywalled", "corrections"}
)  # in the page's text, where nothing says more
_NOTHING: tuple[object, ...] = (None, "", ())


def told_by_feed(article: Article, *, language: str = FEED) -> Provenance:
    """Give the provenance of an article that was made of its feed alone.

    Args:
        article: with everything but its provenance.
        language: where its language was found.
    """
    return tuple(sorted((name, language if name == "language" else FEED) for name in valued(article)))


def told_anew(earlier: Article, later: Article) -> Provenance:
    """Give the provenance of an article that its feed tells anew: what differs from before is the feed's."""
    known, before = dict(earlier.metadata.provenance), valued(earlier)
    found = {
        name: known.get(name, FEED) if value == before.get(name) else FEED for name, value in valued(later).items()
    }
    return tuple(sorted(found.items()))


def told_by_page(earlier: Article, later: Article, reading: PageReading) -> Provenance:
    """Give the provenance of an article that was completed by its page.

    Args:
        earlier: the article before, with its provenance.
        later: the article with what the page added; its metadata's fields are final but for this one.
        reading: what the page said, with where it said so.
    """
    known, before = dict(earlier.metadata.provenance), valued(earlier)
    found: dict[str, str] = {}
    for name, value in valued(later).items():
        said = reading.provenance.get(name, "html" if name in _READ else "guessed")
        if name == "language" and value != reading.language:
            said = "guessed"
        found[name] = known.get(name, said) if value == before.get(name) else said
    return tuple(sorted(found.items()))


def valued(article: Article) -> dict[str, object]:
    """Give the fields whose source is kept and which have a value, by the names that provenance has for them."""
    own: dict[str, object] = {name: getattr(article, field) for field, name in _OF_ARTICLE.items()}
    all_ = own | {name: getattr(article.metadata, name) for name in _OF_METADATA}
    return {name: value for name, value in all_.items() if value not in _NOTHING}
