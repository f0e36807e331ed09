import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.publish.hostile import TRAPS, hostile_record
from tests.records.invented import records, texts

from newsloom.errors import RecordError
from newsloom.model.edition import (
    Artifact,
    DeskFacts,
    Edition,
    ViewedStories,
)
from newsloom.model.judgement import Topic
from newsloom.model.record import Record, RecordImage, RecordProvider, RelatedRecord
from newsloom.model.story import StoryId
from newsloom.publish.feeds import FeedRules, Feeds
from newsloom.publish.folders import view_folder
from newsloom.publish.inert import address, plain
from newsloom.testing.contracts import check_publisher
from newsloom.testing.editions import an_edition
from newsloom.testing.feedrules import atom_faults, json_feed_faults, rss_faults
from newsloom.testing.ledgers import HeldAppearances, appeared

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DESK = DeskFacts(title="Harbour & Sea", base_url="https://news.example/desk")
TRANSIT = Topic(id="transit", name="Transit", description="Trams & trains")
NOTICES = Topic(id="notices", name="Notices")
KURIER = RecordProvider(name="Kurier", domain="kurier.example")


def a_record(number: int = 0, **fields: object) -> Record:
    """A published record, `number` hours before noon."""
    record = Record(
        title=f"Tram {number}",
        excerpt="Größer & länger",
        published_at=NOON - timedelta(hours=number),
        web_url=f"https://kurier.example/{number}",
        quality=70,
        heat=80,
        published=True,
        provider=KURIER,
        topics=("Transit",),
        images=(RecordImage(url="https://kurier.example/1.jpg", width=600, height=400, is_cached=True),),
        language="de",
        authors=("Ana Å",),
    )
    return replace(record, **fields)  # type: ignore[arg-type]  # a builder takes what comes


def the_edition(
    *given: Record, remembered: HeldAppearances | None = None, at: datetime = NOON, **fields: Any
) -> Edition:
    """An edition as it is when readers get it."""
    said: dict[str, Any] = {"desk": DESK, "topics": (TRANSIT, NOTICES)} | fields
    return appeared(an_edition(*given, at=at, **said), remembered=remembered)


def files(publisher: Feeds, edition: Edition) -> dict[str, bytes]:
    """What a publisher makes, by path."""
    made: list[Artifact] = list(publisher.render(edition))
    return {artifact.path: artifact.made for artifact in made}


def parsed(content: bytes) -> Any:
    """What feedparser reads, as a reader that shows titles as they are."""
    found = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def faults(made: Mapping[str, bytes]) -> list[str]:
    """What any of the files breaks of its format's rules."""
    checks = {"rss.xml": rss_faults, "atom.xml": atom_faults, "feed.json": json_feed_faults}
    return [f"{path}: {fault}" for path, content in made.items() for fault in checks[path.rpartition("/")[2]](content)]


def test_there_are_feeds_of_all_topics_and_views() -> None:
    """Each in three formats, every one by its format's rules; a topic without stories has an empty feed."""
    view = ViewedStories(name="late", stories=(StoryId("s002"), StoryId("gone")))
    made = files(Feeds(), the_edition(a_record(), a_record(1), views=(view,)))
    assert list(made) == [
        f"feeds{folder}/{file}"
        for folder in ("", "/topics/transit", "/topics/notices", "/views/late")
        for file in ("rss.xml", "atom.xml", "feed.json")
    ]
    assert faults(made) == []
    counts = {path: len(parsed(content).entries) for path, content in made.items() if path.endswith("xml")}
    assert [*counts.values()] == [2, 2, 2, 2, 0, 0, 1, 1]


def test_an_entry_goes_round_through_feedparser() -> None:
    """What another program reads is what the record says, in both XML formats alike."""
    related = RelatedRecord(
        title="Trams late", excerpt="", published_at=NOON, web_url="https://post.example/2", provider=KURIER
    )
    made = files(Feeds(rules=FeedRules(hub="https://hub.example/")), the_edition(a_record(related=(related,))))
    rss, atom = parsed(made["feeds/rss.xml"]), parsed(made["feeds/atom.xml"])
    for found in (rss, atom):
        (entry,) = found.entries
        assert entry.title == "Tram 0"
        assert entry.link == "https://kurier.example/0"
        assert entry.published_parsed[:5] == (2026, 3, 1, 12, 0)
        assert entry.updated_parsed[:5] == (2026, 3, 1, 12, 0)
        assert entry.source.title == "Kurier"
        assert [tag.term for tag in entry.tags] == ["Transit"]
        assert [one.href for one in entry.enclosures] == ["https://kurier.example/1.jpg"]
        assert entry.enclosures[0].type == "image/jpeg"
        assert entry.author == "Ana Å"
        assert {link.rel: link.href for link in found.feed.links}["hub"] == "https://hub.example/"
    assert rss.entries[0].id == atom.entries[0].id
    assert rss.entries[0].summary == "<p>Größer &amp; länger</p>"
    assert atom.entries[0].summary == "Größer & länger"
    assert rss.feed.language == atom.feed.language == "de"
    assert [one.href for one in atom.entries[0].links if one.rel == "related"] == ["https://post.example/2"]
    assert {link.rel: link.href for link in atom.feed.links}["self"] == "https://news.example/desk/feeds/atom.xml"


def test_a_json_feed_says_the_same() -> None:
    """Under the keys of JSON Feed 1.1; what it has no key for stands under one of our own."""
    made = files(Feeds(rules=FeedRules(hub="https://hub.example/")), the_edition(a_record()))
    feed = json.loads(made["feeds/feed.json"])
    assert feed["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert feed["feed_url"] == "https://news.example/desk/feeds/feed.json"
    (item,) = feed["items"]
    assert item.pop("id").startswith("urn:uuid:")
    assert item == {
        "url": "https://kurier.example/0",
        "title": "Tram 0",
        "content_text": "Größer & länger",
        "image": "https://kurier.example/1.jpg",
        "date_published": "2026-03-01T12:00:00Z",
        "date_modified": "2026-03-01T12:00:00Z",
        "authors": [{"name": "Ana Å"}],
        "tags": ["Transit"],
        "language": "de",
        "attachments": [{"url": "https://kurier.example/1.jpg", "mime_type": "image/jpeg"}],
        "_newsloom": {"story": "s001", "outlet": {"name": "Kurier", "url": "https://kurier.example/"}},
    }


def test_an_entry_keeps_its_id() -> None:
    """Neither another headline nor another address makes it a new one to readers; what changed is said by `updated`."""
    remembered = HeldAppearances()
    before = files(Feeds(), the_edition(a_record(), remembered=remembered))
    later = NOON + timedelta(hours=1)
    edited = a_record(title="Trams run again", web_url="https://kurier.example/again")
    after = files(Feeds(), the_edition(edited, remembered=remembered, at=later))
    for path in ("feeds/rss.xml", "feeds/atom.xml"):
        (old,), (new,) = parsed(before[path]).entries, parsed(after[path]).entries
        assert old.id == new.id
        assert (old.title, new.title) == ("Tram 0", "Trams run again")
        assert new.updated_parsed[:4] == (2026, 3, 1, 13)
        assert new.published_parsed == old.published_parsed


def test_heat_and_coverage_do_not_update() -> None:
    """A story that cools leaves its feeds byte for byte; one that more outlets tell keeps its time of update."""
    remembered = HeldAppearances()
    before = files(Feeds(), the_edition(a_record(), remembered=remembered))
    later = NOON + timedelta(hours=1)
    assert files(Feeds(), the_edition(a_record(heat=30), remembered=remembered, at=later)) == before
    told = RelatedRecord(
        title="Trams", excerpt="", published_at=NOON, web_url="https://post.example/2", provider=KURIER
    )
    after = files(Feeds(), the_edition(a_record(related=(told,)), remembered=remembered, at=later))
    assert after["feeds/rss.xml"] == before["feeds/rss.xml"]
    assert parsed(after["feeds/atom.xml"]).entries[0].updated_parsed[:4] == (2026, 3, 1, 12)


def test_a_withdrawn_story_stays_and_says_so() -> None:
    """Its entry has the note instead of excerpt and picture, is updated, and comes first again."""
    remembered = HeldAppearances()
    files(Feeds(), the_edition(a_record(), a_record(1), remembered=remembered))
    later = NOON + timedelta(hours=2)
    gone = a_record(published=False, withdrawn=later)
    made = files(Feeds(), the_edition(gone, a_record(1), remembered=remembered, at=later))
    assert faults(made) == []
    atom, rss = parsed(made["feeds/atom.xml"]).entries, parsed(made["feeds/rss.xml"]).entries
    assert atom[0].title == rss[0].title == "Tram 0"
    assert atom[0].summary == "Withdrawn by its outlet on 2026-03-01."
    assert rss[0].summary == "<p><em>Withdrawn by its outlet on 2026-03-01.</em></p>"
    assert atom[0].updated_parsed[:4] == (2026, 3, 1, 14)
    assert not atom[0].get("enclosures")
    assert json.loads(made["feeds/feed.json"])["items"][0]["_newsloom"]["withdrawn"] is True


def test_a_correction_is_shown() -> None:
    """Before the excerpt, in every format."""
    made = files(Feeds(), the_edition(a_record(correction="It was <Tuesday>.")))
    assert parsed(made["feeds/atom.xml"]).entries[0].summary == "Correction: It was <Tuesday>. Größer & länger"
    assert parsed(made["feeds/rss.xml"]).entries[0].summary == (
        "<p><em>Correction: It was &lt;Tuesday&gt;.</em></p><p>Größer &amp; länger</p>"
    )
    assert json.loads(made["feeds/feed.json"])["items"][0]["content_text"].startswith("Correction: It was <Tuesday>.")


def test_what_an_editor_took_off_leaves() -> None:
    """So does what went into another story, and what was never shown was never there."""
    remembered = HeldAppearances()
    shown = the_edition(a_record(), a_record(1), a_record(2, published=False), remembered=remembered)
    assert len(parsed(files(Feeds(), shown)["feeds/rss.xml"]).entries) == 2
    after = the_edition(a_record(published=False), a_record(1, published=False, heat=-1), remembered=remembered)
    assert parsed(files(Feeds(), after)["feeds/rss.xml"]).entries == []


def test_a_feed_is_as_long_as_it_is_set() -> None:
    """The stories that last said something new are on it; ties go to the one published last."""
    edition = the_edition(*(a_record(number) for number in range(9)))
    found = parsed(files(Feeds(rules=FeedRules(size=3)), edition)["feeds/atom.xml"])
    assert [entry.title for entry in found.entries] == ["Tram 8", "Tram 7", "Tram 6"]


def test_without_an_address_nothing_is_made_up() -> None:
    """There is no RSS, which cannot do without; the others say neither their own address nor a hub."""
    made = files(Feeds(rules=FeedRules(hub="https://hub.example/")), the_edition(a_record(), desk=DeskFacts()))
    assert {path.rpartition("/")[2] for path in made} == {"atom.xml", "feed.json"}
    assert faults(made) == []
    assert parsed(made["feeds/atom.xml"]).feed.get("links", []) == []
    assert not {"feed_url", "home_page_url", "hubs"} & set(json.loads(made["feeds/feed.json"]))


def test_what_did_not_change_is_not_made_again() -> None:
    """The seal is the same where only heat changed, another where words, the hub or the site's address did."""
    remembered = HeldAppearances()

    def seals(record: Record, rules: FeedRules = FeedRules(), desk: DeskFacts = DESK) -> dict[str, str]:  # noqa: B008  frozen
        edition = the_edition(record, remembered=remembered, desk=desk)
        return {artifact.path: artifact.seal for artifact in Feeds(rules=rules).render(edition)}

    first = seals(a_record())
    assert all(first.values())
    assert seals(a_record(heat=5)) == first
    assert seals(a_record(), FeedRules(hub="https://hub.example/")) != first
    assert seals(a_record(), desk=replace(DESK, base_url="https://other.example")) != first
    assert seals(a_record(title="Other"))["feeds/rss.xml"] != first["feeds/rss.xml"]


def test_only_what_is_on_a_feed_is_read() -> None:
    """Of a large archive, no more records are asked for than feeds have places."""
    edition = an_edition(*(a_record(number) for number in range(200)), desk=DESK, topics=(TRANSIT,))
    edition = appeared(edition)
    edition.archive.asked.clear()  # type: ignore[attr-defined]  # the archive in memory counts
    files(Feeds(rules=FeedRules(size=10)), edition)
    assert len(edition.archive.asked) == 20  # type: ignore[attr-defined]  # the archive in memory counts


def test_topics_may_be_chosen() -> None:
    """A topic left out has no folder; a name that could be none is refused."""
    made = files(Feeds(rules=FeedRules(topics=frozenset({"notices"}))), the_edition(a_record()))
    assert "feeds/topics/notices/rss.xml" in made
    assert "feeds/topics/transit/rss.xml" not in made
    with pytest.raises(RecordError, match=r"`\.\./x` cannot name a folder"):
        files(Feeds(), the_edition(topics=(Topic(id="../x", name="X"),)))


def test_a_view_of_any_name_has_a_folder() -> None:
    """Two views never share one, whatever they are called."""
    names = ["late", "Late", "../late", "lâte", "", "東京", "late news", "late-news", "x" * 300]
    folders = [view_folder(called) for called in names]
    assert len(set(folders)) == len(names)
    assert all(re.fullmatch("[a-z0-9][a-z0-9-]{0,99}", folder) for folder in folders)
    assert folders[0] == "late"


def test_the_contract_of_publishers() -> None:
    """The same edition gives the same files, each at a path of its own."""
    check_publisher(Feeds(), the_edition(a_record(), a_record(1)))


def test_hostile_words_stay_words() -> None:
    """Markup, controls, bidi, addresses of other schemes: every file keeps its rules, and nothing is active in it."""
    edition = the_edition(*map(hostile_record, range(len(TRAPS) * 4)), desk=replace(DESK, title=TRAPS[1]))
    made = files(Feeds(rules=FeedRules(size=500)), edition)
    assert faults(made) == []
    for path, content in made.items():
        text = content.decode()
        assert not set("\u202e\u2066\x00\x1b\x7f\x85\ufffe") & set(text)
        assert not any(
            scheme in text for scheme in ('"javascript:', ">javascript:", '"data:', "secret@", 'file:///etc/passwd"')
        )
        if path.endswith(".xml"):
            assert not parsed(content).bozo
            assert {element.tag for element in etree.fromstring(content).iter()}.isdisjoint({"script", "title2", "b"})


def test_readers_that_take_rss_for_html_find_no_tag() -> None:
    """Titles hold none in either reading; descriptions unescape to our own paragraphs and nothing else."""
    made = files(Feeds(rules=FeedRules(size=500)), the_edition(*map(hostile_record, range(len(TRAPS) * 4))))
    for item in etree.fromstring(made["feeds/rss.xml"]).iter("item"):
        fragment = etree.HTML(f"<div>{item.findtext('description')}</div>")
        assert {element.tag for element in fragment.iter()} <= {"html", "body", "div", "p", "em"}
        assert not any(element.attrib for element in fragment.iter())
        title = etree.HTML(f"<div>{item.findtext('title')}</div>")
        assert {element.tag for element in title.iter()} <= {"html", "body", "div", "p"}


@settings(max_examples=20, deadline=None)
@given(st.lists(records(), max_size=3))
def test_any_record_makes_feeds_by_the_rules(given_records: list[Record]) -> None:
    """Whatever a record holds, its feeds are well-formed and valid, and a program reads its title."""
    shown = [replace(record, quality=50, heat=60, published=True, story=None) for record in given_records]
    made = files(Feeds(), the_edition(*shown))
    assert faults(made) == []


@given(texts)
def test_plain_text_is_xml(text: str) -> None:
    """What is left of any text is what an XML parser reads back."""
    kept = plain(text)
    found = etree.fromstring(f"<a>{kept.replace('&', '&amp;').replace('<', '&lt;')}</a>".encode())
    assert (found.text or "") == kept


@given(st.text(max_size=50), st.text(max_size=20))
def test_addresses_are_by_the_rule(path: str, host: str) -> None:
    """Of anything comes a web address in ASCII without credentials, or none; the same when asked again."""
    for url in (f"https://a.example/{path}", f"https://{host}/{path}", path):
        found = address(url)
        assert address(found) == found
        assert not found or (found.isascii() and found.startswith(("https://", "http://")) and " " not in found)
