"""What the clusterer does with an article known as a copy."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.curate.cluster import Clusterer
from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.frozen import original_in
from newsloom.curate.placement import Placement
from newsloom.curate.settle import SettleRules
from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId
from newsloom.model.story import Change, StoryChange, StoryId

MORNING = datetime(2031, 5, 6, 8, tzinfo=UTC)
TITLES = (
    "Ferry with ninety aboard runs aground off Skarholm",
    "Ninety rescued after ferry runs aground at Skarholm",
    "Parliament of Velmark passes its budget after all-night sitting",
    "Budget of Velmark passes parliament after a night of talks",
    "Comet seen over Brayfell",
)


def an_article(number: int, title: str, *, hours: int) -> Article:
    """An article of an invented paper."""
    at = MORNING + timedelta(hours=hours)
    return Article(
        id=ArticleId(f"a{number}"),
        source=SourceId(f"paper{number}"),
        key="",
        url=f"https://paper{number}.example/",
        host=f"paper{number}.example",
        title=title,
        published=at,
        first_seen=at,
        sort_date=at,
        language="en",
        fingerprint=f"{number}",
    )


def test_a_copy_stands_beside_its_original() -> None:
    """Whatever it says; what is stored of it names the original."""
    clusterer = Clusterer(language="en")
    first = clusterer.place(an_article(1, TITLES[0], hours=0))
    copy = clusterer.place(an_article(2, TITLES[4], hours=3), original=ArticleId("a1"))
    assert copy.membership.story == first.membership.story
    assert (copy.membership.evidence.stage, copy.membership.evidence.nearest) == ("copy", "a1")
    assert copy.membership.evidence.hours_apart == 3
    assert original_in(clusterer.frozen(ArticleId("a2"))) == "a1"
    assert original_in(clusterer.frozen(ArticleId("a1"))) is None


def test_a_copy_of_what_is_gone_is_placed_like_any_other() -> None:
    """An original that never was in this shard, or has left the window, leads nowhere."""
    clusterer = Clusterer(language="en", rules=ClusterRules(window=timedelta(days=1)))
    clusterer.place(an_article(1, TITLES[0], hours=0))
    for number, original in ((2, "elsewhere"), (3, "a1")):
        placed = clusterer.place(an_article(number, TITLES[number], hours=48), original=ArticleId(original))
        assert placed.membership.evidence.stage != "copy"


@settings(max_examples=60)
@given(
    stream=st.lists(st.tuples(st.sampled_from(TITLES), st.integers(0, 60)), min_size=1, max_size=10),
    copies=st.lists(st.tuples(st.integers(0, 9), st.sampled_from(TITLES)), max_size=8),
)
def test_copies_leave_no_trace(stream: list[tuple[str, int]], copies: list[tuple[int, str]]) -> None:
    """With any number of copies between them, all other articles are placed exactly as without."""
    articles = [an_article(n, title, hours=hours) for n, (title, hours) in enumerate(stream)]
    alone, beside = Clusterer(language="en"), Clusterer(language="en")
    without = [alone.place(article) for article in articles]
    kept: list[Placement] = []
    for number, article in enumerate(articles):
        kept.append(beside.place(article))
        for index, (original, title) in enumerate(copies):
            if original == number:
                copy = replace(an_article(100 * (index + 1) + number, title, hours=0), sort_date=article.sort_date)
                beside.place(copy, original=article.id)
    ids = {article.id for article in articles}
    assert [placed.membership for placed in kept] == [placed.membership for placed in without]
    assert [_of(placed, ids) for placed in kept] == [_of(placed, ids) for placed in without]


def _of(placed: Placement, ids: set[ArticleId]) -> list[StoryChange]:
    """The changes, without what copies did."""
    return [replace(change, articles=tuple(a for a in change.articles if a in ids)) for change in placed.changes]


RESTLESS = ClusterRules(
    joining=1.0,
    settling=SettleRules(merging=-2.0, moving=-3.0, linked=-1.0, witnesses=1, parted=6.0, gap=-6.0, crossing=1.0),
)


@settings(max_examples=80)
@given(
    stream=st.lists(
        st.tuples(st.sampled_from(TITLES), st.integers(0, 60), st.integers(0, 12)), min_size=4, max_size=16
    ),
    cut=st.integers(0, 16),
)
def test_a_copy_goes_where_its_original_goes(stream: list[tuple[str, int, int]], cut: int) -> None:
    """However articles move and stories split, also after a restart."""
    clusterer = Clusterer(language="en", rules=RESTLESS)
    where: dict[ArticleId, StoryId] = {}
    rows: list[tuple[Article, bytes]] = []
    copies: dict[ArticleId, ArticleId] = {}
    for number, (title, hours, of) in enumerate(stream):
        if number == cut:
            clusterer = Clusterer(language="en", rules=RESTLESS)
            clusterer.restore([(a.id, where[a.id], a.sort_date, blob) for a, blob in rows])
        article = an_article(number, title, hours=hours)
        original = ArticleId(f"a{of}") if of < number and ArticleId(f"a{of}") not in copies else None
        placed = clusterer.place(article, original=original)
        rows.append((article, clusterer.frozen(article.id)))
        where[article.id] = placed.membership.story
        if placed.membership.evidence.stage == "copy" and original:
            copies[article.id] = original
        for change in placed.changes:
            if change.kind is Change.MERGED:
                where |= {a: change.story for a, story in where.items() if story == change.other}
            where |= dict.fromkeys(change.articles, change.story)
        assert all(where[copy] == where[original] for copy, original in copies.items())
