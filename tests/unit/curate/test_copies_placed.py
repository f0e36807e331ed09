"""What the clusterer does with an article known as a copy."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.curate.cluster import Clusterer
from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.placement import Placement
from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId

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
    """Whatever it says; what is stored of it is empty."""
    clusterer = Clusterer(language="en")
    first = clusterer.place(an_article(1, TITLES[0], hours=0))
    copy = clusterer.place(an_article(2, TITLES[4], hours=3), original=ArticleId("a1"))
    assert copy.membership.story == first.membership.story
    assert (copy.membership.evidence.stage, copy.membership.evidence.nearest) == ("copy", "a1")
    assert copy.membership.evidence.hours_apart == 3
    assert clusterer.frozen(ArticleId("a2")) == b""


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
    assert kept == without
