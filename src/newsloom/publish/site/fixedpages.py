"""The pages that are always there: search, how the site works, the one for addresses that lead nowhere."""

from collections.abc import Iterator
from functools import partial

from newsloom.model.edition import Artifact
from newsloom.publish.site.addresses import ABOUT, MISSING, SEARCH
from newsloom.publish.site.cards import Link
from newsloom.publish.site.listpages import Months, groups_of
from newsloom.publish.site.words import counted, name, web
from newsloom.publish.site.workshop import Workshop


def fixed_pages(shop: Workshop, months: Months) -> Iterator[Artifact]:
    """Search, about and 404."""
    sizes = [(month, len(some)) for month, some in months.items()]
    yield shop.sealed(SEARCH, partial(_search, shop, months), sizes)
    yield shop.sealed(ABOUT, partial(_about, shop), shop.edition.desk.contact, len(shop.edition.sources))
    yield shop.sealed(MISSING, partial(_missing, shop))


def _search(shop: Workshop, months: Months) -> bytes:
    links = [link for group in groups_of(months) for link in group.links]
    page = shop.page("search-page", SEARCH, "Search", f"Search the stories of {shop.desk.title}")
    return shop.print("search.html", page, months=links)


def _about(shop: Workshop) -> bytes:
    number = len(shop.edition.sources)
    whose = f" It reads {counted(number, 'source')}." if number else ""
    summary = f"{shop.desk.title} brings together what several outlets report of one event.{whose}"
    contact = shop.edition.desk.contact
    address = web(contact) or (f"mailto:{contact}" if _is_mail(contact) else "")
    about = {"summary": summary, "contact": name(contact) if contact else "", "contact_url": address}
    return shop.print("about.html", shop.page("about", ABOUT, "How this site works", summary), about=about)


def _is_mail(contact: str) -> bool:
    local, at, domain = contact.partition("@")
    return bool(at and local and domain) and all(char.isalnum() or char in "@.-_+" for char in contact)


def _missing(shop: Workshop) -> bytes:
    lines = ("There is no page at this address. Stories keep their addresses, so it may have been mistyped.",)
    notice = {"heading": "Not here", "lines": lines, "link": Link("To the front page", ""), "mark": ""}
    page = shop.page("missing", MISSING, "Not here", lines[0], hidden=True)
    # It is shown at any depth, so its links cannot be relative to where it is.
    base = shop.desk.base_url.partition("://")[2].partition("/")[2].strip("/")
    root = f"/{base}/" if base else "/"
    return shop.print("notice.html", page, root=root, notice=notice)
