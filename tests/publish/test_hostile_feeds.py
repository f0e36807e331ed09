"""Feeds, maps and the API of the hostile corpus: read by other programs, by their rules, and inert."""

import json
from dataclasses import replace
from functools import cache

import pytest
from lxml import etree
from tests.publish.test_apiv1 import assert_valid
from tests.publish.test_records_out import KEYS

from newsloom.model.edition import DeskFacts, Edition
from newsloom.publish.apiv1 import ApiV1
from newsloom.publish.feeds import FeedRules, Feeds
from newsloom.publish.jsonapi import JsonApi
from newsloom.publish.sitemaps import Sitemaps
from newsloom.testing.editions import an_edition
from newsloom.testing.feedrules import atom_faults, json_feed_faults, rss_faults
from newsloom.testing.hostile import FIRST, hostile_entries
from newsloom.testing.ledgers import appeared
from newsloom.testing.sitemaprules import map_faults, news_faults

DESK = DeskFacts(title="<b>Desk</b> & {{ 7 * 7 }}", base_url="https://news.example")
INERT = {"html", "body", "div", "p", "em"}  # what a description may become, besides nothing


@cache
def edition(number: int) -> Edition:
    """So many hostile records as readers get them; records are storable once they are made."""
    entries = [replace(entry, record=entry.record.storable()) for entry in hostile_entries(number)]
    return appeared(an_edition(*entries, at=FIRST, desk=DESK))


def check_feeds(number: int) -> None:
    """All three formats hold every record, by their rules, and no reader finds markup or another scheme in them."""
    rules = FeedRules(size=number)
    made = {artifact.path: artifact.made for artifact in Feeds(rules=rules).render(edition(number))}
    assert rss_faults(made["feeds/rss.xml"]) == []
    assert atom_faults(made["feeds/atom.xml"]) == []
    assert json_feed_faults(made["feeds/feed.json"]) == []
    items = list(etree.fromstring(made["feeds/rss.xml"]).iter("item"))
    assert len(items) == len(json.loads(made["feeds/feed.json"])["items"]) == number
    for item in items:
        for tag in ("title", "description"):
            shown = etree.HTML(f"<div>{item.findtext(tag)}</div>")
            assert {element.tag for element in shown.iter() if isinstance(element.tag, str)} <= INERT
            assert not any(element.attrib for element in shown.iter())


def check_api(number: int) -> None:
    """Every document and list is by its schema; nothing in it reorders what stands behind."""
    made = {artifact.path: artifact.made for artifact in ApiV1().render(edition(number))}
    assert_valid(made)
    whole = b"".join(made.values()).decode()
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b\x7f\x85\ufeff") & set(whole)


def test_feeds() -> None:
    """Some hundred records of every kind of trap."""
    check_feeds(400)


def test_the_api() -> None:
    """Some hundred records of every kind of trap."""
    check_api(150)


def test_the_contracts_api() -> None:
    """Every page is JSON of elements with the contract's 21 keys, and every address in it one of the web's."""
    made = {artifact.path: artifact.made for artifact in JsonApi().render(edition(400))}
    pages = [json.loads(content) for path, content in made.items() if "/page/" in path]
    elements = [element for page in pages for element in page["value"]]
    assert len(elements) == 400
    for element in elements:
        assert list(element) == KEYS.split()
        addresses = [element["webUrl"], element["originalUrl"], *(image["url"] for image in element["images"] or ())]
        assert all(url is None or url.strip().lower().startswith(("http://", "https://")) for url in addresses)


def test_sitemaps() -> None:
    """Headlines stand in news sitemaps alone, addresses are the site's own."""
    publisher = Sitemaps(story_page=lambda listing: f"stories/{listing.story}.html")
    made = {artifact.path: artifact.made for artifact in publisher.render(edition(400))}
    assert news_faults(made["sitemaps/news.xml"], at=FIRST) == []
    assert map_faults(made["sitemaps/stories-1.xml"]) == []


@pytest.mark.slow
def test_the_whole_corpus() -> None:
    """Twelve thousand strings: four thousand records of three."""
    check_feeds(4_000)
    check_api(4_000)
