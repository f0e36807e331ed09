"""Values and desks for tests: say what matters, the rest is plausible."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from newsloom.curate.addresses import article_id
from newsloom.curate.schedule import ScheduleRules
from newsloom.curate.topics import TopicBook
from newsloom.deliver.folder import FolderDelivery
from newsloom.flows.curate import Shards
from newsloom.flows.ingest import IngestRules
from newsloom.flows.reports import RunReport
from newsloom.flows.run import run
from newsloom.model.article import Article
from newsloom.model.item import Feed, Item
from newsloom.model.judgement import Topic
from newsloom.model.page import Reason
from newsloom.model.source import Source, SourceId
from newsloom.publish.datafiles import DataFiles
from newsloom.publish.jsonapi import JsonApi
from newsloom.publish.markdown import Markdown
from newsloom.records.profiles.default import Default
from newsloom.records.profiles.smartable import Smartable
from newsloom.seams import Criteria, Delivery, Engine
from newsloom.sources.feed import FeedReader
from newsloom.sources.sitemap import SitemapReader
from newsloom.store.desk import open_store
from newsloom.testing.fake_web import FakeAnswer, FakeWeb
from newsloom.testing.simulated_clock import SimulatedClock
from newsloom.text.urls import host_of
from newsloom.workers.inline import InlineExecutor

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OUTPUT = "site"
SUFFIX = "example"


def an_item(title: str = "Flood", **fields: Any) -> Item:  # noqa: ANN401  any field of the value
    """One entry of a feed; its address and key follow from the title."""
    url = fields.get("url", f"https://daily.{SUFFIX}/{_word(title)}")
    return Item(**({"title": title, "url": url, "key": url, "published": NOON - timedelta(hours=1)} | fields))


def a_feed(*items: Item, **fields: Any) -> Feed:  # noqa: ANN401  any field of the value
    """What a source says: these items."""
    return Feed(**({"format": "rss20", "title": "The Daily", "items": items} | fields))


def a_source(id_: str = "daily", **fields: Any) -> Source:  # noqa: ANN401  any field of the value
    """One thing to watch, at `https://ID.example/rss`."""
    return Source(**({"id": SourceId(id_), "url": f"https://{id_}.{SUFFIX}/rss"} | fields))


def an_article(title: str = "Flood", *, source: str = "daily", **fields: Any) -> Article:  # noqa: ANN401  any field of the value
    """One stored article, published at noon; its address follows from source and title, its id from that."""
    url = fields.get("url", f"https://{source}.{SUFFIX}/{_word(title)}")
    text = fields.get("text", f"{title}, and what is known of it.")
    plausible: dict[str, Any] = {
        "id": article_id(url),
        "source": SourceId(source),
        "key": url,
        "url": url,
        "host": host_of(url),
        "title": title,
        "text": text,
        "published": fields.get("sort_date", NOON),
        "first_seen": NOON,
        "sort_date": NOON,
        "language": "en",
        "provider": source.title(),
        "fingerprint": sha256(f"{title}\n{text}".encode()).hexdigest(),
    }
    return Article(**(plausible | fields))


def rss(*items: Item, title: str = "The Daily") -> bytes:
    """A feed that says these items, as RSS 2.0."""
    entries = "".join(map(_entry, items))
    head = f"<title>{escape(title)}</title><link>https://daily.{SUFFIX}/</link>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{entries}</channel></rss>'.encode()


def a_page(title: str, text: str, *, head: str = "") -> bytes:
    """An article's page with this text; `head` is more of its head, as HTML."""
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(title)}</title>{head}</head>'
        f"<body><article><h1>{escape(title)}</h1>{paragraphs}</article></body></html>"
    ).encode()


@dataclass(slots=True, kw_only=True)
class DeskInTest:
    """A desk over a web of values: `run` plays one run and moves the time on.

    `web.pages` may be changed between runs, and `engine` replaced by `dataclasses.replace`.
    """

    engine: Engine
    web: FakeWeb
    output: Path
    now: datetime = NOON
    rules: IngestRules = field(default_factory=lambda: IngestRules(schedule=ScheduleRules(patience=0)))
    step: timedelta = timedelta(hours=1)

    def run(self, *, only: Sequence[str] = ()) -> RunReport:
        """Visit what is due, place, publish; the next run is `step` later. Nothing is kept in memory between runs."""
        self.web.now = self.now
        chosen = frozenset(map(SourceId, only))
        report = run(self.engine, now=self.now, rules=self.rules, shards=Shards(), only=chosen)
        self.now += self.step
        return report

    def articles(self) -> list[Article]:
        """Every stored article, newest first."""
        return self.engine.store.articles.recent(10_000)

    def files(self) -> dict[str, tuple[int, bytes]]:
        """Every published file: its time of change in nanoseconds, and its bytes."""
        found = (path for path in self.output.rglob("*") if path.is_file())
        return {str(path.relative_to(self.output)): (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


@contextmanager
def a_desk(  # noqa: PLR0913  a desk has many parts; tests say the one they are about
    folder: Path,
    pages: Mapping[str, bytes | str | FakeAnswer | Reason],
    *,
    sources: Sequence[Source] | None = None,
    topics: Sequence[Topic] = (),
    root: str = "",
    tiers: Mapping[str, int] | None = None,
    smartable: bool = False,
    executor: Executor | None = None,
    delivery: Delivery | None = None,
) -> Iterator[DeskInTest]:
    """A desk whose web is `pages`, with a real store and a real output in `folder`.

    Args:
        folder: where `desk.db` and the output folder `site` are made, or found.
        pages: the web; a feed for each source and what it names.
        sources: what is watched; else every page whose address ends in `/rss`.
        topics: the desk's topics.
        root: the topic every record has.
        tiers: points by host.
        smartable: judge by the profile `smartable` and write the contract's fields alone.
        executor: where feeds and pages are read, if not here.
        delivery: where the output goes, if not into the folder.
    """
    watched, web = tuple(_watched(pages) if sources is None else sources), FakeWeb(pages)
    with closing(open_store(folder / "desk.db", synchronous="NORMAL", check=False)) as store:
        engine = Engine(
            sources=watched,
            readers={"feed": FeedReader(), "sitemap": SitemapReader()},
            fetcher=web,
            executor=executor or InlineExecutor(),
            store=store,
            criteria=_criteria(watched, topics, root=root, tiers=tiers, smartable=smartable),
            publishers=(Markdown(), DataFiles(), JsonApi()),
            delivery=delivery or FolderDelivery(folder / OUTPUT),
            clock=SimulatedClock(NOON),
            progress=lambda _what, _done, _total: None,
        )
        yield DeskInTest(engine=engine, web=web, output=folder / OUTPUT)


def _criteria(
    sources: Sequence[Source],
    topics: Sequence[Topic],
    *,
    root: str,
    tiers: Mapping[str, int] | None,
    smartable: bool,
) -> Criteria:
    return Criteria(
        sources={source.id: source for source in sources},
        tiers=tiers or {},
        topics=tuple(topics),
        root=root,
        profile=Smartable() if smartable else Default(),
        tagger=TopicBook(topics, whole_words=not smartable),
        contract_only=smartable,
    )


def _watched(pages: Mapping[str, object]) -> list[Source]:
    return [a_source(url.split("/")[2].partition(".")[0], url=url) for url in pages if url.endswith("/rss")]


def _entry(item: Item) -> str:
    parts = {
        "title": item.title,
        "link": item.url,
        "guid": item.key,
        "pubDate": item.published_raw or (format_datetime(item.published) if item.published else ""),
        "description": item.summary,
        "content:encoded": item.content,
    }
    said = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in parts.items() if value)
    spaced = said.replace(
        "<content:encoded>", '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    )
    image = f'<enclosure type="image/jpeg" length="1" url="{escape(item.image.url)}"/>' if item.image else ""
    return f"<item>{spaced}{image}</item>"


def _word(title: str) -> str:
    return "-".join(title.lower().split()) or "untitled"
