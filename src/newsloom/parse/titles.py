"""What a page's headline is."""

import re
from collections.abc import Iterator

from newsloom.parse.head import Found, Head, kind_of_meta, squeezed
from newsloom.parse.sites import letters


def headline(head: Head, site: str | None) -> str | None:
    """Give the headline; a site's name at the end of it is cut off only where the page names its site."""
    found = head.first("title", _titles(head))
    if found is None:
        return None
    cut = without_site(found, site)
    shared = next(iter(head.of("og:title")), None)
    # A headline that only repeats the window's title is written for search engines: readers see the shared one.
    if shared and head.provenance["title"] == "json-ld" and letters(cut) == letters(_window_title(head, site)):
        head.provenance["title"] = "opengraph"
        return without_site(shared, site)
    return cut


def without_site(title: str, site: str | None) -> str:
    """Cut " | Site" or " - Site" off the end of a title."""
    if not site:
        return title
    ending = re.compile(rf"\s+[|\-\u2013\u2014:·•»]\s+{re.escape(site)}\s*$", re.IGNORECASE)
    return ending.sub("", title) or title


def _window_title(head: Head, site: str | None) -> str:
    node = head.tree.css_first("title")
    return without_site(squeezed(node.text(deep=True)), site) if node is not None else ""


def _titles(head: Head) -> Iterator[Found]:
    yield from head.said("headline")
    for name in ("og:title", "twitter:title", "dc.title", "parsely-title"):
        yield from ((value, kind_of_meta(name)) for value in head.of(name))
    for selector in ("h1", "title"):
        node = head.tree.css_first(selector)
        if node is not None:
            yield node.text(deep=True, separator=" "), "html"
