"""Pictures on their way from a page into a record."""

import struct
from pathlib import Path

import pytest

from newsloom.curate.admit import AdmitRules
from newsloom.curate.complete import CompleteRules
from newsloom.flows.ingest import IngestRules
from newsloom.model.page import Reason
from newsloom.parse.dimensions import FIRST_BYTES
from newsloom.testing.builders import DeskInTest, a_desk, a_page, an_item, rss
from newsloom.testing.fake_web import FakeAnswer

FEED = "https://daily.example/rss"
PICTURE = "https://daily.example/flood.png"
WORDS = [
    "The river rose overnight and flooded the lower town.",
    "Farmers count the cost of a dry and windy spring.",
    "A new school opens its doors in the harbour quarter.",
    "Engineers found cracks in the pillars of the old bridge.",
]


def png(width: int, height: int, *, rest: bytes = b"") -> bytes:
    """A picture's beginning."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + struct.pack(">II", width, height) + b"\x08\x02\0\0\0" + rest


def page(title: str, text: str, *, image: str = PICTURE, more: str = "") -> bytes:
    """An article with a picture in its head."""
    return a_page(title, "\n\n".join([text] * 12), head=f'<meta property="og:image" content="{image}">{more}')


def pages_with(answer: bytes | str | FakeAnswer | Reason) -> dict[str, bytes | str | FakeAnswer | Reason]:
    """One feed with one article, whose picture brings this."""
    return {
        FEED: rss(an_item(summary="Water.")),
        "https://daily.example/flood": page("Flood", WORDS[0]),
        PICTURE: answer,
    }


def asked_pictures(desk: DeskInTest) -> list[str]:
    """The addresses asked for their first bytes."""
    return [request.url for request in desk.web.asked if request.first_bytes is not None]


def test_a_picture_without_a_size_is_asked_for_it(tmp_path: Path) -> None:
    """Once, politely, for its first bytes alone; the size and where it is from are kept."""
    with a_desk(tmp_path, pages_with(png(1200, 675, rest=b"\0" * 100_000))) as desk:
        desk.run()
        (article,) = desk.articles()
        assert article.image is not None
        assert (article.image.width, article.image.height) == (1200, 675)
        assert article.metadata.source_of("image_size") == "probed"
        assert article.metadata.source_of("image") == "opengraph"
        (asked,) = [request for request in desk.web.asked if request.url == PICTURE]
        assert (asked.first_bytes, asked.obey_robots) == (FIRST_BYTES, True)
        desk.run()
        assert asked_pictures(desk) == [PICTURE]


def test_a_size_that_is_said_is_believed(tmp_path: Path) -> None:
    """Nobody is asked."""
    pages = pages_with(Reason.TIMEOUT)
    claimed = '<meta property="og:image:width" content="800"><meta property="og:image:height" content="450">'
    pages["https://daily.example/flood"] = page("Flood", WORDS[0], more=claimed)
    with a_desk(tmp_path, pages) as desk:
        desk.run()
        assert asked_pictures(desk) == []


@pytest.mark.parametrize(
    "answer",
    [
        "<!doctype html><html><title>Not here</title>",
        png(640, 480)[:18],
        png(10**9, 10**9),
        b"PK\x03\x04" + b"\0" * 50_000,
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        Reason.TIMEOUT,
        Reason.ROBOTS,
        Reason.PRIVATE,
        Reason.TOO_LARGE,
        FakeAnswer(status=500),
    ],
)
def test_a_bad_picture_costs_its_size_alone(tmp_path: Path, answer: bytes | str | FakeAnswer | Reason) -> None:
    """The article is whole; nothing of the answer is kept (F62)."""
    with a_desk(tmp_path, pages_with(answer)) as desk:
        report = desk.run()
        (article,) = desk.articles()
        assert report.ingest.pages_read == 1
        assert article.image is not None
        assert (article.image.url, article.image.width, article.image.height) == (PICTURE, None, None)


@pytest.mark.parametrize("answer", [FakeAnswer(status=404), FakeAnswer(status=410), png(1, 1), png(64, 64)])
def test_a_picture_that_is_none_is_dropped(tmp_path: Path, answer: bytes | FakeAnswer) -> None:
    """Gone, a pixel, a badge."""
    with a_desk(tmp_path, pages_with(answer)) as desk:
        desk.run()
        (article,) = desk.articles()
        assert article.image is None
        assert article.metadata.source_of("image") == ""


def test_a_feed_with_whole_texts_has_its_pictures_sized(tmp_path: Path) -> None:
    """Without its pages being read."""
    item = an_item(content=f"<p>{' '.join(WORDS * 10)}</p><img src='{PICTURE}'>", enclosures=())
    feed = rss(item).replace(b"</item>", f'<enclosure type="image/png" length="1" url="{PICTURE}"/></item>'.encode())
    with a_desk(tmp_path, {FEED: feed, PICTURE: png(900, 600)}) as desk:
        desk.run()
        (article,) = desk.articles()
        assert article.image is not None
        assert article.image.width == 900
        assert [request.url for request in desk.web.asked] == [FEED, PICTURE]


def test_probing_can_be_turned_off(tmp_path: Path) -> None:
    """Pictures keep what is claimed."""
    with a_desk(tmp_path, pages_with(png(1200, 675))) as desk:
        desk.rules = IngestRules(admit=AdmitRules(probe_images=False), complete=CompleteRules(probe_images=False))
        desk.run()
        (article,) = desk.articles()
        assert article.image is not None
        assert article.image.width is None
        assert asked_pictures(desk) == []


def many(count: int, *, hosts: int = 1) -> dict[str, bytes | str | FakeAnswer | Reason]:
    """Articles with different texts and one picture, spread over hosts."""
    pages: dict[str, bytes | str | FakeAnswer | Reason] = {PICTURE: png(1200, 630)}
    names = ["daily", "post", "herald", "times"][:hosts]
    for number, words in enumerate(WORDS[:count]):
        home = f"https://{names[number % hosts]}.example"
        url = f"{home}/{number}"
        title = words.split(" and ")[0].rstrip(".")
        feed = f"{home}/rss"
        items = [*_items(pages.get(feed)), (title, url)]
        pages[feed] = rss(*(an_item(title, url=url, key=url, summary=title) for title, url in items))
        pages[url] = page(title, words)
    return pages


def _items(feed: object) -> list[tuple[str, str]]:
    text = feed.decode() if isinstance(feed, bytes) else ""
    entries = [entry.split("</item>")[0] for entry in text.split("<item>")[1:]]
    return [(e.split("<title>")[1].split("<")[0], e.split("<link>")[1].split("<")[0]) for e in entries]


def shown_pictures(desk: DeskInTest) -> list[bool]:
    """Which records have a picture."""
    slots = desk.engine.store.records.slots().values()
    return sorted(bool(slot.record.images) for slot in slots if slot.record is not None)


def test_a_picture_on_three_articles_of_a_host_is_its_default(tmp_path: Path) -> None:
    """Records written before lose it too, and its points; it is asked for once."""
    pages = many(2)
    with a_desk(tmp_path, pages) as desk:
        desk.run()
        assert shown_pictures(desk) == [True, True]
        desk.web.pages.update(many(3))
        desk.run()
        assert shown_pictures(desk) == [False, False, False]
        records = [slot.record for slot in desk.engine.store.records.slots().values()]
        parts = [part for r in records if r and r.scores and r.scores.quality for part in r.scores.quality.parts]
        assert not [part for part in parts if part.name == "image" and part.points]
        assert asked_pictures(desk).count(PICTURE) <= 2


def test_a_wire_photo_on_many_outlets_is_news(tmp_path: Path) -> None:
    """The count is per host."""
    with a_desk(tmp_path, many(4, hosts=4)) as desk:
        desk.run()
        assert shown_pictures(desk) == [True] * 4
        assert asked_pictures(desk) == [PICTURE]


def test_the_smartable_profile_counts_any_picture(tmp_path: Path) -> None:
    """Its contract knows no default ones."""
    with a_desk(tmp_path, many(3), smartable=True) as desk:
        desk.run()
        assert shown_pictures(desk) == [True] * 3
