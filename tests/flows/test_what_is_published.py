import json
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from newsloom.flows.recordscores import score
from newsloom.flows.topics import read_topics
from newsloom.keeping import Placed
from newsloom.model.article import Added
from newsloom.model.item import Item, ItemImage
from newsloom.model.judgement import Topic
from newsloom.model.source import SourceState
from newsloom.model.story import Change, Evidence, Membership, StoryChange, StoryId
from newsloom.records.codec import Torn, parse
from newsloom.testing.builders import NOON, DeskInTest, a_desk, a_page, a_source, an_article, an_item, rss

FEED = "https://daily.example/rss"
WATER = Topic(id="water", name="Water", keywords=("flood", "river", "Flood"))
FIRE = Topic(id="fire", name="Fire", keywords=("fire", "ire"))
DAY = Topic(id="day", name="The Day")
TIERS = {"www.daily.example": 40, "wire.example": 35, "Post.example": 20, "uk.post.example": 5}
LONG = "Water stood in the lower town until noon while crews filled sandbags along the northern quay. " * 12
HOUR = timedelta(hours=1)


def placed(desk: DeskInTest, **stories: list[str]) -> None:
    """Put stored articles of these titles into stories of these ids, whatever a clusterer would say."""
    by_title = {article.title: article for article in desk.articles()}
    for story, titles in stories.items():
        rows = [
            Placed(
                membership=Membership(
                    article=by_title[title].id, story=StoryId(story), evidence=Evidence(stage="editor")
                ),
                features=b"",
                sort_date=by_title[title].sort_date,
                language="en",
            )
            for title in titles
        ]
        ids = tuple(row.membership.article for row in rows)
        change = StoryChange(kind=Change.OPENED, story=StoryId(story), articles=ids, at=NOON)
        desk.engine.store.stories.save(rows, [change])


def stored(desk: DeskInTest, *titles: str, **fields: Any) -> None:
    """Keep complete articles of these titles."""
    articles = [an_article(title, **fields) for title in titles]
    admissions = [Added(item=Item(key=a.key, url=a.url), article=a) for a in articles]
    desk.engine.store.visits.save(SourceState(source=a_source().id), admissions=admissions)


def merge(desk: DeskInTest, gone: str, into: str) -> None:
    """Let one story take in another."""
    change = StoryChange(kind=Change.MERGED, story=StoryId(into), other=StoryId(gone), at=NOON)
    desk.engine.store.stories.save((), [change])


def front(desk: DeskInTest, path: str) -> dict[str, object]:
    """The front matter of a published record."""
    found: dict[str, object] = yaml.safe_load((desk.output / path).read_text("utf-8").split("---\n")[1])
    return found


def test_two_stories_of_one_title_on_one_day_keep_both_records(tmp_path: Path) -> None:
    """The later one gets a number, for ever."""
    texts = ("Water stands in the lower town. " * 40, "A new law on dikes was read in the assembly. " * 40)
    with a_desk(tmp_path, {}) as desk:
        stored(desk, "Flood", url="https://a.example/1", text=texts[0])
        placed(desk, first=["Flood"])
        stored(desk, "FLOOD", url="https://b.example/2", text=texts[1], sort_date=NOON - HOUR)
        placed(desk, second=["FLOOD"])
        desk.run()
        records = sorted(path for path in desk.files() if path.startswith("_news/"))
        assert records == ["_news/2026-03-01-flood-2.md", "_news/2026-03-01-flood.md"]
        assert {str(front(desk, path)["originalUrl"]) for path in records} == {
            "https://a.example/1",
            "https://b.example/2",
        }
        before = desk.files()
        desk.run()
        assert desk.files() == before


@pytest.mark.parametrize("smartable", [False, True])
def test_the_record_of_a_story_that_was_taken_in_points_to_its_leader(tmp_path: Path, smartable: bool) -> None:
    """It is kept at its path, demoted, with the better report beside it; a second run changes nothing."""
    with a_desk(tmp_path, {}, smartable=smartable) as desk:
        stored(desk, "Flood", "Flood rises")
        placed(desk, first=["Flood"], second=["Flood rises"])
        desk.run()
        merge(desk, "second", "first")
        report = desk.run()
        record = front(desk, "_news/2026-03-01-flood-rises.md")
        assert "_news/2026-03-01-flood-rises.md" in report.publish.written
        assert (record["heat"], record["published"]) == (-1, False)
        assert record.get("leader") == (None if smartable else "first")
        related = front(desk, "_news/2026-03-01-flood.md")["related"] if smartable else None
        assert related is None or len(related) == 1  # type: ignore[arg-type]  # plain data, whatever it is
        before = desk.files()
        assert desk.run().publish.written == ()
        assert desk.files() == before


def test_a_story_that_comes_back_has_its_record_back(tmp_path: Path) -> None:
    """A split undoes the merge."""
    with a_desk(tmp_path, {}) as desk:
        stored(desk, "Flood", "Flood rises")
        placed(desk, first=["Flood"], second=["Flood rises"])
        desk.run()
        before = {path: body for path, (_, body) in desk.files().items()}
        merge(desk, "second", "first")
        desk.run()
        (article,) = (a for a in desk.articles() if a.title == "Flood rises")
        back = StoryChange(
            kind=Change.SPLIT, story=StoryId("second"), other=StoryId("first"), articles=(article.id,), at=NOON
        )
        desk.engine.store.stories.save((), [back])
        desk.run()
        assert {path: body for path, (_, body) in desk.files().items()} == before


def test_cooling_never_unpublishes(tmp_path: Path) -> None:
    """What was shown stays shown when newer articles make it old; its heat goes down."""
    texts = [
        "Water stood in the lower town until noon. ",
        "The assembly read a law on dikes. ",
        "A bridge was closed to carts. ",
    ]
    sources = ["daily", "post", "wire"]
    with a_desk(tmp_path, {}, topics=[WATER], tiers={"example": 100}) as desk:
        for source, text in zip(sources, texts, strict=True):
            stored(desk, f"Flood in {source}", source=source, text=text * 60, authors=("A. Nonym",))
        placed(desk, flood=[f"Flood in {source}" for source in sources])
        desk.run()
        (path,) = (path for path in desk.files() if path.startswith("_news/"))
        hot = front(desk, path)
        stored(desk, "Quiet day", sort_date=NOON + 12 * 24 * HOUR, text="Nothing happened. " * 40)
        placed(desk, quiet=["Quiet day"])
        desk.run()
        cool = front(desk, path)
        assert hot["published"] is True
        assert cool["published"] is True
        assert int(str(cool["heat"])) < 40 <= int(str(hot["heat"]))


def test_a_desk_of_the_contract_scores_exactly(tmp_path: Path) -> None:
    """Whatever was polled, every record's scores can be computed again from the record and the desk's data."""
    chance = random.Random(7)  # noqa: S311  a fixed play of chance
    events = [
        "Flood at the old river",
        "Fire in the mill",
        "Assembly reads the dike law " + "and more " * 12,
        "Quiet <b>day</b> & night",
    ]
    pages: dict[str, bytes | str] = {}
    feeds: dict[str, list[Item]] = {}
    for number, event in enumerate(events):
        for host in ("daily.example", "www.wire.example", "uk.post.example", "blog.example", "post.example"):
            url = f"https://{host}/{number}"
            text = f"{event}. {host} heard of it at dawn. " * 12
            full = chance.random() < 0.5
            image = ItemImage(url=f"https://{host}/{number}.jpg") if chance.random() < 0.4 else None
            published = NOON - chance.randrange(1, 20) * HOUR
            title = f"{event}{chance.choice(['', ', again', ': the river report'])}"
            item = an_item(title, url=url, key=url, content=text if full else "", summary="" if full else event)
            feeds.setdefault(chance.choice(["daily.example", host]), []).append(
                replace(item, image=image, published=published)
            )
            amp = chance.choice(["", f"https://{host}/amp/{number}", "/amp", "javascript:1", "https://127.0.0.1/amp"])
            picture = chance.choice(["", "data:image/png;base64,AA", f"https://{host}/p.jpg", "/p.jpg"])
            head = f'<link rel="amphtml" href="{amp}"><meta property="og:image" content="{picture}">'
            pages[url] = a_page(title, f"{text}\n\nMore of {host}. " * 8, head=head)
    pages |= {f"https://{host}/rss": rss(*items) for host, items in feeds.items()}
    sources = [
        a_source(host, url=f"https://{host}/rss", tier=chance.choice([None, 60]), topics=chance.choice([(), ("fire",)]))
        for host in feeds
    ]
    with a_desk(
        tmp_path, pages, sources=sources, topics=[WATER, FIRE, DAY], tiers=TIERS, root="day", smartable=True
    ) as desk:
        report = desk.run()
        assert report.ingest.added == 20
        records = [path for path in desk.files() if path.startswith("_news/")]
        related = [front(desk, path).get("related") or [] for path in records]
        check_exact(desk, at_least=4)
        assert max(len(list(items)) for items in related) >= 2  # type: ignore[call-overload]  # plain data, whatever it is
        first, second = sorted(desk.engine.store.stories.since(None), key=lambda story: story.id)[:2]
        merge(desk, second.id, first.id)
        desk.run()
        check_exact(desk, at_least=4)


def check_exact(desk: DeskInTest, *, at_least: int) -> None:
    """No record differs from what is computed from it."""
    topics = desk.output.parent / "topics"
    topics.mkdir(exist_ok=True)
    for number, topic in enumerate(desk.engine.criteria.topics):
        said = {"_id": topic.id, "name": topic.name, "keywords": list(topic.keywords)}
        (topics / f"{number:02d}-{topic.id}.yaml").write_text(json.dumps(said))
    assert [topic.keywords for topic in read_topics(topics)] == [
        topic.keywords for topic in desk.engine.criteria.topics
    ]
    report = score([desk.output / "_news"], TIERS, topics_dir=topics)
    assert report.differing == ()
    assert report.torn == ()
    assert len(report.records) >= at_least


def test_every_published_record_can_be_read_again(tmp_path: Path) -> None:
    """Whatever titles were polled."""
    titles = [
        'Quotes: "so"',
        "- dash",
        "# hash",
        "yes",
        "Ünï çödé 🌊",
        "a: b: c",
        "{x}",
        "'",
        "long " * 90,
        "2026-03-01",
    ]
    items = [
        an_item(title, url=f"https://daily.example/{n}", key=str(n), content=f"{title} {LONG}")
        for n, title in enumerate(titles)
    ]
    with a_desk(tmp_path, {FEED: rss(*items)}) as desk:
        desk.run()
        records = [body for path, (_, body) in desk.files().items() if path.startswith("_news/")]
        assert records
        assert not [body for body in records if isinstance(parse(body), Torn)]


def test_the_root_and_the_sources_topics_are_in_the_record(tmp_path: Path) -> None:
    """Beside those found in its words, in the desk's order."""
    sources = [a_source(topics=("Fire",))]
    with a_desk(
        tmp_path, {FEED: rss(an_item(content=LONG))}, sources=sources, topics=[DAY, WATER, FIRE], root="day"
    ) as desk:
        desk.run()
        assert front(desk, "_news/2026-03-01-flood.md")["topics"] == ["The Day", "Water", "Fire"]
