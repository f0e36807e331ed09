import json

import pytest

from newsloom.parse.page import read_page
from newsloom.parse.reading import PageReading

URL = "https://www.lantern.example/town-and-river/bridge"
TEXT = "<p>The old bridge over the Merle was closed on Sunday after divers found cracks in two of its pillars.</p>" * 8


def a_reading(*nodes: object, head: str = "", url: str = URL) -> PageReading:
    """A page with these nodes of JSON-LD and this head."""
    said = "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)
    page = f"<!doctype html><html><head>{head}{said}</head><body><article>{TEXT}</article></body></html>"
    return read_page(page.encode(), url=url)


def crumbs(*names: str) -> dict[str, object]:
    """A trail of these names."""
    return {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "item": {"name": n}} for n in names]}


def test_the_section_as_the_page_names_it() -> None:
    """JSON-LD, then meta elements, then the trail without the front page and the article, then the address."""
    article = {"@type": "NewsArticle", "headline": "Bridge closed"}
    meta = '<meta property="article:section" content="Rivers">'
    trail = crumbs("Home", "Water", "Bridge closed")
    readings = [
        a_reading({**article, "articleSection": ["Town", "Rivers"]}, trail, head=meta),
        a_reading(article, trail, head=meta),
        a_reading(article, trail),
        a_reading(article),
    ]
    assert [(r.section, r.provenance["section"]) for r in readings] == [
        ("Town", "json-ld"),
        ("Rivers", "opengraph"),
        ("Water", "json-ld"),
        ("town and river", "guessed"),
    ]


@pytest.mark.parametrize("path", ["/bridge", "/2024/05/bridge", "/en/bridge", "/article/bridge", "/a/b/c"])
def test_an_address_without_a_section(path: str) -> None:
    """Years, languages and words for any article are no sections."""
    reading = a_reading(url=f"https://lantern.example{path}")
    assert reading.section is None
    assert "section" not in reading.provenance


def test_kinds() -> None:
    """The article's own types come first, then OpenGraph's, then those of other nodes; plumbing is left out."""
    review = {"@type": "https://schema.org/ClaimReview"}
    article = {"@type": ["NewsArticle", "OpinionNewsArticle"], "headline": "Bridge", "datePublished": "2024-05-17"}
    page = {"@graph": [review, article, {"@type": "Organization"}, {"@type": "WebPage"}, {"@type": 5}]}
    reading = a_reading(page, head='<meta property="og:type" content="article">')
    assert reading.kinds == ("NewsArticle", "OpinionNewsArticle", "article", "ClaimReview", "WebPage")
    assert reading.provenance["kinds"] == "json-ld"


def test_who_owns_the_site() -> None:
    """The publisher's parent, else who holds the rights, else the publisher; and where that was found."""
    publisher = {"@id": "#lantern", "@type": "NewsMediaOrganization", "name": "The Lantern"}
    article = {"@type": "NewsArticle", "publisher": {"@id": "#lantern"}}
    assert a_reading(article | {"copyrightHolder": "Merle Press"}, publisher).owner == "Merle Press"
    owned = publisher | {"parentOrganization": {"name": "Brandt Holding"}}
    reading = a_reading(article | {"copyrightHolder": "Merle Press"}, owned)
    assert (reading.owner, reading.provenance["owner"]) == ("Brandt Holding", "json-ld")
    assert reading.site_name == "The Lantern"
    assert a_reading(article, publisher).owner == "The Lantern"
    assert "owner" not in a_reading(article).provenance


def test_the_sites_name() -> None:
    """OpenGraph, the publisher, the web site, then meta elements."""
    site = {"@type": "WebSite", "name": "Lantern Online"}
    assert a_reading(site, head='<meta property="og:site_name" content="Lantern">').site_name == "Lantern"
    assert a_reading(site).site_name == "Lantern Online"
    assert a_reading(head='<meta name="application-name" content="The Lantern">').site_name == "The Lantern"
