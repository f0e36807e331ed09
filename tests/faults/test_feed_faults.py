"""What hostile and careless feeds cost, measured in a process of their own; and what they may not bring about."""

import subprocess
import sys
from pathlib import Path

import pytest

from newsloom.model.source import SourceId
from newsloom.testing.builders import a_desk, an_item, rss

START = "<rss version='2.0'><channel><title>x</title>"
ITEM = "<item><title>a</title><link>https://a.example/%d</link><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item>"
FEED = "https://daily.example/rss"

MEASURE = """
import resource, sys
from newsloom.errors import FeedError
from newsloom.parse.feed import read_feed
body = eval(sys.argv[1]).encode()
before = resource.getrusage(resource.RUSAGE_SELF)
try:
    said = len(read_feed(body, url="https://a.example/").items)
except FeedError:
    said = -1
after = resource.getrusage(resource.RUSAGE_SELF)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))  # ru_maxrss counts the parent's too
print(said, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, int(peak.split()[1]) / 1024)
"""
BOMBS = {
    "attributes of one tag": "{start!r} + '& <item ' + 'a=1 ' * 100_000 + '>'",
    "attribute lists": "'<!DOCTYPE rss [<!ATTLIST a ' + \"b CDATA '1' \" * 200_000 + ']>' + {start!r}",
    "external entities": (
        "'<!DOCTYPE rss [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>' + {start!r} + '<item><title>&a;</title></item>'"
    ),
    "200,000 deep": "{start!r} + '<a>' * 200_000",
    "200,000 deep, ill-formed": "{start!r} + '& ' + '<div>' * 200_000",
    "deep JSON": "'{{\"items\":' + '[' * 200_000",
    "links of one ill-formed entry": "{start!r} + '& <item>' + \"<link rel='alternate' href='x'/>\" * 70_000",
    "categories of one ill-formed entry": "{start!r} + '& <item>' + '<category>abc</category>' * 49_000",
    "ill-formed XHTML": (
        "\"<feed xmlns='http://www.w3.org/2005/Atom'>& <entry><content type='xhtml'>\" + '<p>a</p>' * 70_000"
    ),
    "many ill-formed entries": "{start!r} + '& ' + '<item><title>a &amp b</title><guid>1</guid></item>' * 18_000",
    "open comments": "{start!r} + '& ' + '<!--' * 1_700_000",
}


def _cost(body: str) -> tuple[int, float, float]:
    words = [sys.executable, "-c", MEASURE, body]
    done = subprocess.run(words, capture_output=True, check=True, text=True)
    items, seconds, megabytes = done.stdout.split()
    return int(items), float(seconds), float(megabytes)


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_feed_costs_little(name: str) -> None:
    """Two seconds of a processor and 256 MB, whatever it is made of; what can be read of it is."""
    items, seconds, megabytes = _cost(BOMBS[name].format(start=START))
    assert seconds < 2
    assert megabytes < 256
    assert items <= 2_000


@pytest.mark.slow
def test_an_honest_giant_is_read() -> None:
    """A hundred thousand entries: the newest two thousand, in 20 s and 300 MB at most."""
    body = f"{START!r} + ''.join({ITEM!r} % n for n in range(100_000)) + '</channel></rss>'"
    items, seconds, megabytes = _cost(body)
    assert items == 2_000
    assert seconds < 20
    assert megabytes < 300


def test_new_guids_for_all_make_no_doubles(tmp_path: Path) -> None:
    """A new system behind the site gives every item another guid: the same articles, none twice."""
    titles = [f"Report number {number} from the town" for number in range(20)]
    web = {FEED: rss(*(an_item(title, content="What happened there. " * 60) for title in titles))}
    with a_desk(tmp_path, web) as desk:
        assert desk.run().ingest.added == 20
        fresh = (an_item(title, key=f"new-{n}", content="What happened there. " * 60) for n, title in enumerate(titles))
        desk.web.pages[FEED] = rss(*fresh)
        assert desk.run().ingest.added == 0
        assert len(desk.articles()) == 20


def test_one_guid_in_two_feeds_is_no_collision(tmp_path: Path) -> None:
    """Two feeds number their items from one: both articles come, and stay."""
    body = "What happened there, and why. " * 60
    other = "https://post.example/rss"
    web = {
        FEED: rss(an_item("A flood in the old town", key="1", content=body)),
        other: rss(an_item("A fire at the mill", key="1", url="https://post.example/fire", content=body)),
    }
    with a_desk(tmp_path, web) as desk:
        desk.run()
        desk.run()
        assert {article.title for article in desk.articles()} == {"A flood in the old town", "A fire at the mill"}


def test_a_feed_cannot_send_us_elsewhere(tmp_path: Path) -> None:
    """`new-feed-url` is a word inside the feed, which anybody who can write there may say: it moves nothing."""
    item = an_item("A flood in the old town", content="What happened there. " * 60)
    hijack = (
        b"<channel><x:new-feed-url xmlns:x='http://www.itunes.com/dtds/podcast-1.0.dtd'>https://evil.example/rss"
        b"</x:new-feed-url>"
    )
    with a_desk(tmp_path, {FEED: rss(item).replace(b"<channel>", hijack)}) as desk:
        for _ in range(5):
            desk.run()
        assert {request.url for request in desk.web.asked} == {FEED}
        assert desk.engine.store.visits.states()[SourceId("daily")].moved_to is None
