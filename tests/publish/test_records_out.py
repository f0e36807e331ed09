import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.records.invented import records, texts

from newsloom.errors import RecordError
from newsloom.model.edition import (
    Artifact,
    Edition,
    Entry,
    Organization,
)
from newsloom.model.judgement import Topic
from newsloom.model.record import Record, RecordImage, RecordProvider
from newsloom.publish.datafiles import DataFiles
from newsloom.publish.jsonapi import JsonApi
from newsloom.publish.markdown import Markdown, publishable
from newsloom.records import taxonomy
from newsloom.records.codec import ParsedRecord, parse
from newsloom.seams import Publisher
from newsloom.testing import editions

NOON = datetime(2026, 1, 31, 20, 30, 5, tzinfo=UTC)
KEYS = (
    "path title excerpt sourceUrl webUrl originalUrl featuredContent highlight heat tags images content type ampWebUrl "
    "cdnAmpWebUrl publishedDateTime updatedDateTime provider locale categories topics"
)
TRANSIT = Topic(id="transit", name="Transit", services=(("news", "/api/news/transit/"),))
NOTICES = Topic(id="notices", name="Notices")


def a_record(number: int = 0, **fields: object) -> Record:
    """A published record, `number` hours after noon."""
    record = Record(
        title=f"Tram {number}",
        excerpt="Größer",
        published_at=NOON + timedelta(hours=number),
        web_url=f"https://kurier.example/{number}",
        quality=70,
        heat=80,
        published=True,
        provider=RecordProvider(name="Kurier", domain="kurier.example"),
        topics=("Transit",),
        images=(RecordImage(url="https://kurier.example/1.jpg", width=6, height=4, is_cached=True),),
    )
    return replace(record, **fields)  # type: ignore[arg-type]  # a builder takes what comes


def an_edition(*shown: Record) -> Edition:
    """An edition of these records, each at a path of its own."""
    entries = (Entry(path=f"_news/{number:03d}.md", record=record) for number, record in enumerate(shown))
    return editions.an_edition(*entries, at=NOON, topics=(TRANSIT, NOTICES))


def files(publisher: Publisher, edition: Edition) -> dict[str, bytes]:
    """What a publisher makes, by path; no path twice."""
    made: list[Artifact] = list(publisher.render(edition))
    by_path = {artifact.path: artifact.made for artifact in made}
    assert len(by_path) == len(made)
    return by_path


def test_an_element_has_all_keys_in_order() -> None:
    """The 21 keys stand in the contract's order, nulls spelled out, times in the desk's zone."""
    made = files(JsonApi(zone=ZoneInfo("America/Los_Angeles")), an_edition(a_record()))
    page = json.loads(made["api/news/index.json"])
    element = page["value"][0]
    assert list(page) == ["page", "value", "nextPage"]
    assert list(element) == KEYS.split()
    assert element["publishedDateTime"] == "2026-01-31T12:30:05-08:00"
    assert element["content"] == "\r\n"
    assert element["images"] == [
        {
            "url": "https://kurier.example/1.jpg",
            "width": 6,
            "height": 4,
            "title": None,
            "attribution": None,
            "isCached": True,
        }
    ]
    assert element["provider"] == {
        "name": "Kurier",
        "domain": "kurier.example",
        "images": None,
        "publishers": None,
        "authors": None,
    }
    assert [key for key, value in element.items() if value is None] == [
        *("sourceUrl", "originalUrl", "featuredContent", "highlight", "tags"),
        *("ampWebUrl", "cdnAmpWebUrl", "updatedDateTime"),
    ]
    assert b'{\n  "page": 1,\n  "value": [\n    {\n      "path"' in made["api/news/index.json"]
    assert "Größer".encode() in made["api/news/index.json"]


def test_summer_time_is_told_as_it_was() -> None:
    """The offset is that of the day, not of today."""
    made = files(JsonApi(zone=ZoneInfo("Europe/Berlin")), an_edition(a_record(24 * 180)))
    assert json.loads(made["api/news/index.json"])["value"][0]["publishedDateTime"].endswith("+02:00")


def test_pages_hold_25_newest_first() -> None:
    """Sixty records make three pages, each under both names, the first under the folder's own too."""
    made = files(JsonApi(), an_edition(*(a_record(number % 30) for number in range(60))))
    assert made["api/news/index.json"] == made["api/news/page/1/index.json"] == made["api/news/page1/index.json"]
    pages = [json.loads(made[f"api/news/page/{number}/index.json"]) for number in (1, 2, 3)]
    assert [len(page["value"]) for page in pages] == [25, 25, 10]
    assert [page["nextPage"] for page in pages] == [2, 3, None]
    order = [(element["publishedDateTime"], element["path"]) for page in pages for element in page["value"]]
    assert order == sorted(sorted(order, key=lambda pair: pair[1]), key=lambda pair: pair[0], reverse=True)
    assert made["api/news/page/3/index.json"] == made["api/news/page3/index.json"]
    assert "api/news/page/4/index.json" not in made
    assert made["api/news/transit/page2/index.json"] == made["api/news/page2/index.json"]


def test_only_topics_with_news_have_folders() -> None:
    """A topic without the service has none; one without records has an empty first page."""
    made = files(JsonApi(), an_edition(a_record(topics=("Notices",))))
    assert not any(path.startswith("api/news/notices") for path in made)
    assert json.loads(made["api/news/transit/index.json"]) == {"page": 1, "value": [], "nextPage": None}


def test_only_published_records_are_listed() -> None:
    """Stubs, cold, demoted and withdrawn records are files, but not in the API."""
    hidden = (
        a_record(quality=None, heat=None, published=None),
        a_record(heat=3, published=False),
        a_record(heat=-1, published=False),
        a_record(withdrawn=NOON),
    )
    edition = an_edition(*hidden)
    assert json.loads(files(JsonApi(), edition)["api/news/index.json"])["value"] == []
    assert len(files(Markdown(), edition)) == 4


@pytest.mark.parametrize("topic", ["../up", "page", "page2", "", "Über", ".hidden"])
def test_a_topic_id_cannot_leave_its_folder(topic: str) -> None:
    """An id that is no plain folder name, or one of a page, is refused by name."""
    edition = Edition(at=NOON, topics=(replace(TRANSIT, id=topic),))
    with pytest.raises(RecordError, match="topic id"):
        list(JsonApi().render(edition))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "/relative", "", "x"])
def test_no_address_but_the_webs_leaves(url: str) -> None:
    """Scripts, files and relative addresses are in no output."""
    bad = RecordImage(url=url)
    record = a_record(
        web_url=url,
        original_url=url,
        amp_url="https://amp.kurier.example/",
        cdn_amp_url=url,
        provider=RecordProvider(name="Kurier", domain="kurier.example", images=(bad,)),
        images=(bad,),
    )
    clean = publishable(record)
    assert (clean.web_url, clean.original_url, clean.amp_url, clean.cdn_amp_url) == (None,) * 4
    assert clean.images == clean.provider.images == ()
    element = json.loads(files(JsonApi(), an_edition(record))["api/news/index.json"])["value"][0]
    assert element["webUrl"] is None
    assert element["images"] is None


@given(st.lists(records(), max_size=3))
@settings(max_examples=30)
def test_whatever_is_written_can_be_read(shown: list[Record]) -> None:
    """Any records make readable Markdown of the same values and valid JSON."""
    edition = an_edition(*shown)
    for record, content in zip(shown, files(Markdown(), edition).values(), strict=True):
        parsed = parse(content)
        assert isinstance(parsed, ParsedRecord)
        assert parsed.record == publishable(record)
        assert publishable(parsed.record) == parsed.record
    for content in files(JsonApi(), edition).values():
        assert json.loads(content)["page"] == 1


@given(
    st.builds(
        Topic,
        id=st.just("transit"),
        name=texts,
        shortname=st.none() | texts,
        parent=st.none() | texts,
        description=st.none() | texts,
        keywords=st.lists(texts, max_size=3).map(tuple),
        hashtags=st.lists(texts, max_size=3).map(tuple),
        images=st.lists(texts, max_size=2).map(tuple),
        services=st.sampled_from([(), (("news", "/api/news/transit/"), ("learning", "https://x.example/"))]),
    )
)
@settings(max_examples=60)
def test_a_topic_file_says_the_topic(topic: Topic) -> None:
    """Our own reader and YAML's find in a topic's file what was written, doubles included."""
    made = files(DataFiles(), Edition(at=NOON, topics=(NOTICES, topic)))
    content = made["_data/topics/01-transit.yaml"]
    again = taxonomy.topic(content)
    assert [*DataFiles().render(Edition(at=NOON, topics=(NOTICES, again)))][1].content == content
    assert again.services == topic.services
    plain = yaml.safe_load(content)
    assert plain["taxonomy"] == "topic"
    assert plain["_id"] == "transit"
    assert tuple(plain.get("keywords", ())) == again.keywords


def test_a_topic_file_keeps_its_owners_number() -> None:
    """A topic is published under the number the owner's file has, one without under its place."""
    topics = (Topic(id="ai", name="AI", number="10"), Topic(id="bus", name="Bus"))
    assert list(files(DataFiles(), Edition(at=NOON, topics=topics))) == [
        "_data/topics/10-ai.yaml",
        "_data/topics/01-bus.yaml",
    ]


def test_an_organization_file_names_its_logos() -> None:
    """The front matter is YAML; a loopback host's port makes no odd file name."""
    logo = RecordImage(url="https://desk.example/k-50x50.jpg", width=50, height=50)
    known = Organization(domain="127.0.0.1:8080", name="No: Kurier", description='A "paper"', images=(logo,))
    made = files(DataFiles(), Edition(at=NOON, organizations=(known,)))
    content = made["_data/organizations/127.0.0.1-8080.md"].decode()
    _, front, _ = content.split("---\n")
    assert yaml.safe_load(front) == {
        "taxonomy": "organization",
        "_id": "127.0.0.1:8080",
        "name": "No: Kurier",
        "domain": "127.0.0.1:8080",
        "description": 'A "paper"',
        "images": [{"url": "https://desk.example/k-50x50.jpg", "width": 50, "height": 50}],
    }
    hostile = (replace(known, domain="../my_site/x"), replace(known, domain=""), replace(known, domain="[::1]"))
    assert list(files(DataFiles(), Edition(at=NOON, organizations=hostile))) == [
        "_data/organizations/1-.md",
        "_data/organizations/my_site-x.md",
    ]
