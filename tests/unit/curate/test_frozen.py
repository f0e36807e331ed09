"""What the store keeps of an article's features."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.cluster import Clusterer
from newsloom.errors import StoreError
from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId

NOON = datetime(2031, 5, 6, 12, 0, 0, 7, tzinfo=UTC)


def an_article(number: int, title: str, text: str) -> Article:
    """An article of noon."""
    return Article(
        id=ArticleId(f"ärtikel {number}"),
        source=SourceId("paper"),
        key=str(number),
        url=f"https://paper.example/{number}",
        host="paper.example",
        title=title,
        text=text,
        published=NOON,
        first_seen=NOON,
        sort_date=NOON,
        language="en",
        fingerprint=str(number),
    )


@given(st.lists(st.tuples(st.text(max_size=200), st.text(max_size=900)), min_size=1, max_size=4))
def test_what_was_kept_comes_back(texts: list[tuple[str, str]]) -> None:
    """Features that were read back are written the same again, links and times included."""
    first, second = Clusterer(language="xx"), Clusterer(language="xx")
    rows = []
    for number, (title, text) in enumerate(texts):
        article = an_article(number, title, text)
        story = first.place(article).membership.story
        rows.append((article.id, story, NOON, first.frozen(article.id)))
    second.restore(rows)
    assert [second.frozen(row[0]) for row in rows] == [row[3] for row in rows]


def test_another_format_is_refused() -> None:
    """Features of a format that is not known say so."""
    with pytest.raises(StoreError, match=r"format 2.*5"):
        Clusterer(language="en").restore([(ArticleId("a"), StoryId("s"), NOON, b"\x02" + bytes(60))])


@pytest.mark.parametrize("size", [1, 20, 60])
def test_features_cut_off_are_refused(size: int) -> None:
    """Bytes that are not all there are never read beyond their end."""
    clusterer = Clusterer(language="en")
    article = an_article(1, "A 12th ferry ran aground off Halmar", "It was on its way to Torvik. " * 9)
    clusterer.place(article)
    blob = clusterer.frozen(article.id)
    with pytest.raises(StoreError, match="damaged"):
        Clusterer(language="en").restore([(article.id, StoryId("s"), NOON, blob[:size])])


def test_nonsense_for_lengths_is_refused() -> None:
    """A view that claims more terms than any can have is not read."""
    blob = b"\x05" + bytes(25) + b"\xff" * 7 + bytes(20_000)
    with pytest.raises(StoreError, match="damaged"):
        Clusterer(language="en").restore([(ArticleId("a"), StoryId("s"), NOON, blob)])
