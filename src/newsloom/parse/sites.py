"""What the outlet of a page is called."""

from collections.abc import Iterator

import ada_url

from newsloom.parse.desks import outlet_names
from newsloom.parse.head import Found, Head
from newsloom.parse.jsonld import names

_NAMES = ("application-name", "apple-mobile-web-app-title", "dc.publisher", "dcterms.publisher", "publisher")


def site_name(head: Head) -> str | None:
    """Give the outlet's own name."""
    return head.first("site_name", _site_names(head))


def own_names(head: Head) -> frozenset[str]:
    """Give what the outlet is called, letters only: its site's name, its publisher's, its host's labels."""
    if head.own is None:
        publishers = names(head.linked, head.linked.article.get("publisher"))
        head.own = outlet_names(ada_url.URL(head.url).hostname, *head.of("og:site_name"), *publishers)
    return head.own


def _site_names(head: Head) -> Iterator[Found]:
    yield from head.metas("og:site_name")
    yield from ((name, "json-ld") for name in names(head.linked, head.linked.article.get("publisher")))
    yield from ((name, "json-ld") for site in head.linked.of_type("WebSite") for name in names(head.linked, site))
    yield from head.metas(*_NAMES)
