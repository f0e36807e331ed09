"""Taking articles back: nothing of them is left, and they stay away."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.curate.history import replay
from newsloom.errors import UsageError
from newsloom.flows.curate import Shards
from newsloom.flows.forget import forget, meant
from newsloom.flows.run import run
from newsloom.model.story import Change
from newsloom.testing.builders import NOON, DeskInTest, a_desk, a_page, an_item, rss
from newsloom.testing.failpoints import FORGETTING, VARIABLE
from newsloom.testing.fake_web import FakeAnswer

FEED = "https://daily.example/rss"
POST = "https://post.example/rss"
TITLE = "Ferry Halmarquist runs aground off Lundy harbour"
TEXT = "The ferry Halmarquist ran aground off Lundy harbour at dawn with forty people aboard, said Brandtwein. "
SECRETS = (b"Halmarquist", b"halmarquist", b"Brandtwein", b"brandtwein", b"aground off")
MINE = an_item(TITLE, url="https://daily.example/halmarquist-aground", key="guid-halmarquist-7", content=TEXT * 12)
THEIRS = an_item(
    "Divers look at a grounded ferry off Lundy harbour",
    url="https://post.example/ferry",
    content="A ferry ran into a bank off Lundy harbour at dawn with forty people aboard. Divers look at her keel. "
    * 12,
)
OTHER = an_item("Market reopens", content="The market of Brakel reopens after two years of building. " * 20)
PAGES = {FEED: rss(MINE, OTHER), POST: rss(THEIRS, title="The Post")}


def left(folder: Path) -> list[tuple[str, bytes]]:
    """Every file below that holds a word of the article, in its name or its bytes."""
    return [
        (str(path.relative_to(folder)), secret)
        for path in folder.rglob("*")
        if path.is_file()
        for secret in SECRETS
        if secret in path.read_bytes() or secret in path.name.encode()
    ]


def words_indexed(database: Path) -> set[str]:
    """Every word the full-text index holds."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, article_words, row)")
        return {row[0] for row in connection.execute("SELECT term FROM temp.words")}


def forget_all(desk: DeskInTest, wanted: str) -> None:
    """Forget what the word means, as the command does."""
    forget(desk.engine, meant(desk.engine.store, wanted).articles, now=desk.now, reason="asked by a reader")


def is_whole(desk: DeskInTest) -> bool:
    """Whether the log of changes still leads to the stories there are, and the database is sound."""
    stored = {story.id: story.articles for story in desk.engine.store.stories.since(None)}
    return replay(desk.engine.store.stories.changes()) == stored and not desk.engine.store.check()


def test_nothing_of_a_forgotten_article_is_left(tmp_path: Path) -> None:
    """Not in a file's name, not in the output, not in the database's free places, not in the search."""
    with a_desk(tmp_path, PAGES) as desk:
        desk.run()
        desk.web.pages[FEED] = rss(an_item(f"{TITLE} again", url=MINE.url, key=MINE.key, content=TEXT * 13), OTHER)
        desk.run()
        assert len(left(tmp_path)) > 5
        forget_all(desk, MINE.url)
        assert left(tmp_path) == []
        assert words_indexed(tmp_path / "desk.db").isdisjoint({"halmarquist", "brandtwein"})
        assert desk.engine.store.removals.is_scrubbed()
        assert is_whole(desk)
        assert {article.title for article in desk.articles()} == {THEIRS.title, OTHER.title}
    assert left(tmp_path) == []


def test_a_forgotten_article_stays_away(tmp_path: Path) -> None:
    """Under its address, another one with its key, in another feed; until the removal is lifted."""
    with a_desk(tmp_path, PAGES) as desk:
        desk.run()
        forget_all(desk, MINE.url)
        moved = an_item(f"Update: {TITLE}", url="https://daily.example/anew", key=MINE.key, content=TEXT * 12)
        elsewhere = an_item(TITLE, url=f"{MINE.url}?utm_source=post", key="another", content=TEXT * 12)
        for feed, item in ((FEED, MINE), (FEED, moved), (POST, elsewhere)):
            desk.web.pages[feed] = rss(item)
            report = desk.run()
            assert report.ingest.rejected == {"removed by the owner": 1}
            assert left(tmp_path) == []
            desk.web.pages[feed] = rss(OTHER if feed == FEED else THEIRS)
            desk.run()
        (removal,) = desk.engine.store.removals.all()
        assert (removal.source, removal.reason) == ("daily", "asked by a reader")
        assert desk.engine.store.removals.lift(removal.id)
        desk.web.pages[FEED] = rss(MINE)
        assert desk.run().ingest.added == 1
        assert not desk.engine.store.removals.lift(removal.id)


def test_a_lifted_removal_asks_for_the_whole_feed(tmp_path: Path) -> None:
    """A server that says "not modified" would leave the article away."""
    answer = FakeAnswer(body=rss(MINE), headers={"etag": '"1"'})
    with a_desk(tmp_path, {FEED: answer}) as desk:
        desk.run()
        forget_all(desk, MINE.url)
        assert desk.run().ingest.unmodified == 1
        desk.engine.store.removals.lift(desk.engine.store.removals.all()[0].id)
        assert desk.run().ingest.added == 1


def test_a_story_goes_on_without_it(tmp_path: Path) -> None:
    """Another report leads, at a path that does not tell the old headline; the log says what happened."""
    double = an_item(TITLE, url="https://post.example/double", content="A ferry ran into a bank off Lundy. " * 20)
    with a_desk(tmp_path, {FEED: rss(MINE), POST: rss(double, title="The Post")}) as desk:
        desk.run()
        (story,) = desk.engine.store.stories.since(None)
        assert len(story.articles) == 2
        double_title = an_item("Ferry off a bank", url=double.url, key=double.key, content=double.content)
        desk.web.pages[POST] = rss(double_title, title="The Post")
        desk.run()
        forget_all(desk, MINE.url)
        (after,) = desk.engine.store.stories.since(None)
        assert (after.id, len(after.articles)) == (story.id, 1)
        assert [path for path in desk.files() if path.startswith("_news/")] == ["_news/2026-03-01-ferry-off-a-bank.md"]
        assert desk.engine.store.stories.changes()[-1].kind is Change.REMOVED
        assert is_whole(desk)
        files = desk.files()
        desk.web.pages[FEED] = rss(OTHER)
        desk.run()
        assert files.items() <= desk.files().items() | {(p, f) for p, f in files.items() if not p.startswith("_news/")}


def test_a_story_of_forgotten_articles_ends(tmp_path: Path) -> None:
    """With its record, and with the names it had."""
    with a_desk(tmp_path, PAGES) as desk:
        desk.run()
        stories = desk.engine.store.stories.count()
        story = desk.engine.store.stories.containing(meant(desk.engine.store, MINE.url).articles[0])
        assert story is not None
        members = desk.engine.store.stories.get(story)
        assert members is not None
        forget(desk.engine, members.articles, now=desk.now)
        assert desk.engine.store.stories.get(story) is None
        assert desk.engine.store.stories.count() == stories - 1
        assert story not in desk.engine.store.records.slots()
        assert is_whole(desk)


def test_a_source_is_forgotten_as_a_whole(tmp_path: Path) -> None:
    """Articles and drafts that wait for their page alike."""
    waiting = an_item(f"{TITLE} soon", url="https://daily.example/waiting", summary="Halmarquist.")
    with a_desk(tmp_path, {FEED: rss(MINE, OTHER, waiting), POST: rss(THEIRS)}) as desk:
        desk.web.pages[waiting.url] = FakeAnswer(status=503)
        desk.run()
        assert len(desk.engine.store.articles.drafts(9)) == 1
        assert len(meant(desk.engine.store, "daily").articles) == 3
        forget_all(desk, "daily")
        assert left(tmp_path) == []
        assert [article.title for article in desk.articles()] == [THEIRS.title]
        assert desk.engine.store.articles.drafts(9) == []
        report = desk.run()
        assert report.ingest.rejected == {"removed by the owner": 3}
        assert meant(desk.engine.store, "daily").articles == ()


def test_its_page_is_not_read_again(tmp_path: Path) -> None:
    """Nobody asks for what the owner does not want."""
    page = "https://daily.example/halmarquist-aground"
    with a_desk(tmp_path, {FEED: rss(an_item(TITLE, url=page, summary=TEXT)), page: a_page(TITLE, TEXT * 12)}) as desk:
        desk.run()
        forget_all(desk, page)
        asked = len(desk.web.asked)
        desk.run()
        assert [request.url for request in desk.web.asked[asked:]] == [FEED]


@pytest.mark.parametrize("wanted", ["nothing", "https://daily.example/unknown"])
def test_what_is_not_there_cannot_be_forgotten(tmp_path: Path, wanted: str) -> None:
    """It says what would be right; a story is told to name its articles."""
    with a_desk(tmp_path, PAGES) as desk:
        desk.run()
        with pytest.raises(UsageError, match="no article or source"):
            meant(desk.engine.store, wanted)
        with pytest.raises(UsageError, match="is a story"):
            meant(desk.engine.store, desk.engine.store.stories.since(None)[0].id)


KILLED = """
import sys
from pathlib import Path
from newsloom.flows.forget import forget, meant
from newsloom.testing.builders import a_desk
with a_desk(Path(sys.argv[1]), {}) as desk:
    forget(desk.engine, meant(desk.engine.store, sys.argv[2]).articles, now=desk.now)
"""


@pytest.mark.parametrize(
    ("name", "again"),
    [
        (FORGETTING[0], "forget"),
        *(
            pytest.param(*killed, marks=pytest.mark.slow)
            for killed in (
                *zip(FORGETTING[1:], ("run", "run"), strict=True),
                ("forget.removed", "forget"),
                ("publish.slots", "forget"),
                ("deliver.switching", "run"),
            )
        ),
    ],
)
def test_a_kill_leaves_nothing_half_done(tmp_path: Path, name: str, again: str) -> None:
    """The same command, or the next run, does what was left to do."""
    with a_desk(tmp_path, PAGES) as desk:
        desk.run()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), MINE.url], env=os.environ | {VARIABLE: name}, check=False
    )
    assert done.returncode == -signal.SIGKILL
    with a_desk(tmp_path, {POST: rss(THEIRS, title="The Post")}) as desk:
        desk.now = NOON + timedelta(hours=1)
        if again == "forget" or name == "forget.removing":
            forget(desk.engine, meant(desk.engine.store, MINE.url).articles, now=desk.now)
        else:
            run(desk.engine, now=desk.now, rules=desk.rules, shards=Shards())
        assert left(tmp_path) == []
        assert is_whole(desk)
        assert desk.engine.store.removals.is_scrubbed()


def test_an_address_that_leads_to_it_is_known_from_then_on(tmp_path: Path) -> None:
    """Another address whose page names the removed one is read once, then refused at the door."""
    page = "https://daily.example/halmarquist-aground"
    other = "https://daily.example/short/77"
    pages = {FEED: rss(an_item(TITLE, url=page, summary=TEXT)), page: a_page(TITLE, TEXT * 12)}
    with a_desk(tmp_path, pages) as desk:
        desk.run()
        forget_all(desk, page)
        head = f'<link rel="canonical" href="{page}">'
        desk.web.pages[other] = a_page("Ferry aground", TEXT * 12, head=head)
        desk.web.pages[FEED] = rss(an_item("Ferry aground", url=other, key="77", summary="A ferry."))
        assert desk.run().ingest.pages_read == 1
        assert desk.articles() == []
        report = desk.run()
        assert (report.ingest.pages_read, report.ingest.rejected) == (0, {"removed by the owner": 1})
        desk.engine.store.removals.scrub()
        assert left(tmp_path) == []
