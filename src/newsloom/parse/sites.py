"""What the outlet of a page is called, and who owns it."""

from collections.abc import Iterator

import ada_url

from newsloom.parse.desks import outlet_names
from newsloom.parse.head import Found, Head
from newsloom.parse.jsonld import names

_NAMES = ("application-name", "apple-mobile-web-app-title", "dc.publisher", "dcterms.publisher", "publisher")
_OWNERS = ("dc.publisher", "dcterms.publisher", "publisher", "dcterms.rightsholder", "copyright-holder")


def site_name(head: Head) -> str | None:
    """Give the outlet's own name."""
    return head.first("site_name", _site_names(head))


def owner(head: Head) -> str:
    """Give the company that publishes the site, as the page names it; "" if it names none.

    That is the publisher's parent, else who holds the rights, else the publisher.
    """
    return head.first("owner", _owners(head)) or ""


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


def _owners(head: Head) -> Iterator[Found]:
    article = head.linked.article
    publisher = head.linked.resolve(article.get("publisher"))
    first = head.linked.resolve(publisher[0]) if isinstance(publisher, list) and publisher else publisher
    parents = first.get("parentOrganization") if isinstance(first, dict) else None
    for value in (parents, article.get("copyrightHolder"), first):
        yield from ((name, "json-ld") for name in names(head.linked, value))
    yield from head.metas(*_OWNERS)
