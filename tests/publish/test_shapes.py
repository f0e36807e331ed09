"""What a desk's settings come to as publishers, and that these point to what is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from tests.publish.test_feeds_out import NOTICES, TRANSIT, a_record

from newsloom.cli.examination import examine
from newsloom.errors import SettingsError
from newsloom.settings.read import read_settings
from newsloom.testing.editions import an_edition
from newsloom.testing.ledgers import appeared
from newsloom.testing.sitemaprules import listed
from newsloom.wiring.rules import desk_facts
from newsloom.wiring.shapes import publishers_of

TOPICS = (TRANSIT, NOTICES)
BASE = "https://news.example/desk"


def files(folder: Path, text: str) -> dict[str, bytes]:
    """What a desk with these settings publishes of two stories, by path."""
    path = folder / "newsloom.toml"
    path.write_text(text, encoding="utf-8")
    settings = read_settings(path)
    edition = appeared(an_edition(a_record(), a_record(1), topics=TOPICS, desk=desk_facts(settings.desk)))
    publishers = publishers_of(settings, TOPICS)
    return {artifact.path: artifact.made for publisher in publishers for artifact in publisher.render(edition)}


def links(made: dict[str, bytes]) -> Iterator[str]:
    """The feeds that the site's front points to."""
    for link in etree.HTML(made["index.html"]).iter("link"):
        if link.get("rel") == "alternate":
            yield link.get("href")


def test_maps_list_pages_that_are_there(tmp_path: Path) -> None:
    """Every address of every map is that of a file of the output; the site points to feeds that are there."""
    made = files(tmp_path, f'[desk]\nbase_url = "{BASE}"\n')
    maps = [address.removeprefix(f"{BASE}/") for address in listed(made["sitemap.xml"])]
    assert maps == ["sitemaps/stories-1.xml", "sitemaps/pages-1.xml", "sitemaps/news.xml"]
    pages = [address.removeprefix(f"{BASE}/") for path in maps for address in listed(made[path])]
    assert [page for page in pages if page not in made and f"{page}index.html" not in made] == []
    assert len([page for page in pages if page.startswith("news/")]) == 4
    assert sorted(link.removeprefix(f"{BASE}/") for link in links(made)) == [
        *("feeds/atom.xml", "feeds/feed.json", "feeds/rss.xml"),
    ]


def test_a_desk_without_an_address_has_what_needs_none(tmp_path: Path) -> None:
    """Neither RSS nor maps, and nothing points to them."""
    made = files(tmp_path, "")
    assert [path for path in made if path.endswith(("rss.xml", "sitemap.xml"))] == []
    assert sorted(links(made)) == ["feeds/atom.xml", "feeds/feed.json"]
    assert "api/v1/index.json" in made


def test_the_doctor_says_what_an_address_is_needed_for(tmp_path: Path) -> None:
    """It is no fault to have none."""
    path = tmp_path / "newsloom.toml"
    for text, said in (("", "RSS and sitemaps are left out"), (f'[desk]\nbase_url = "{BASE}"\n', f"served at {BASE}")):
        path.write_text(text, encoding="utf-8")
        (found,) = (finding for finding in examine(read_settings(path)) if finding.what == "address")
        assert found.well
        assert said in found.detail


def test_what_is_switched_off_is_not_made(tmp_path: Path) -> None:
    """Each by its own key."""
    off = f'[desk]\nbase_url = "{BASE}"\n[publish]\nfeeds = false\napi = false\nsitemap = false\n'
    made = files(tmp_path, off)
    assert [path for path in made if path.startswith(("feeds/", "api/v1/", "sitemap"))] == []
    assert list(links(made)) == []
    made = files(
        tmp_path, f'[desk]\nbase_url = "{BASE}"\n[publish]\nfeed_formats = ["atom"]\nfeed_topics = ["Transit"]\n'
    )
    assert [path for path in made if path.startswith("feeds/")] == ["feeds/atom.xml", "feeds/topics/transit/atom.xml"]


def test_a_site_generator_maps_its_own_pages(tmp_path: Path) -> None:
    """Newsloom leaves that to it; feeds and API stand where the generator serves them as they are."""
    made = files(tmp_path, f'[desk]\nbase_url = "{BASE}"\n[publish]\npreset = "hugo"\n')
    assert not any("sitemap" in path for path in made)
    assert "static/feeds/rss.xml" in made
    assert f'href="{BASE}/feeds/rss.xml"'.encode() in made["static/feeds/rss.xml"]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ('feed_formats = ["rss", "atm"]', r":2: no format of feeds named `atm`; did you mean `atom`\?"),
        ("feed_formats = []", r":2: `feed_formats` names none; write `feeds = false` for no feeds"),
        ('hub = "hub.example"', r":2: `hub.example` is no address of a hub; it must start with https:// or http://"),
        ('feed_topics = ["transitt"]', r":2: no topic named `transitt`; did you mean `transit`\?"),
        ("feed_size = 0", r":2: `publish.feed_size`: expected `int` >= 1"),
        ("feeed_size = 9", r":2: unknown key `feeed_size` in \[publish\]; did you mean `feed_size`\?"),
    ],
)
def test_a_wrong_word_is_named(tmp_path: Path, said: str, fault: str) -> None:
    """By file and line, with what would be right."""
    with pytest.raises(SettingsError, match=fault):
        files(tmp_path, f"[publish]\n{said}\n")
