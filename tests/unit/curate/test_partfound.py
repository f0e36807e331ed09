"""What was found of a whole story, taken for a part of it, is what reading the part would find."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.curate.findings import find
from newsloom.curate.partfound import part_of
from newsloom.model.article import Article, ArticleId
from newsloom.model.finding import FoundStory, JudgedBy
from newsloom.model.story import Evidence, Membership, Story, StoryId
from newsloom.testing.builders import NOON, an_article

ID = StoryId("s")
WORDS = [f"word{n}" for n in range(900)]
SETTINGS = JudgedBy(texts="", words="", tallies="", weights="")
CREDITS = ("", "(Reuters) - ", "PARIS (AP) - ")
HEADLINES = ("Flood in Marnhem", "Flood in Marnhem: mayor resigns over dam", "Mayor of Marnhem resigns over the dam")


def told(number: int, start: int, length: int, credit: int) -> Article:
    """One article of the story; two with near starts share text."""
    text = CREDITS[credit] + " ".join(WORDS[start * 120 : start * 120 + length])
    at = NOON + timedelta(hours=2 * number)
    title = f"{HEADLINES[min(number, 2)]} {number}"
    return an_article(title, source=f"outlet{number}", text=text, sort_date=at, first_seen=at)


def story(articles: list[Article]) -> Story:
    """The story of these articles."""
    members = (Membership(article=a.id, story=ID, evidence=Evidence(stage="placed")) for a in articles)
    return Story(id=ID, language="en", members=tuple(members), first=NOON, last=NOON)


drawn = st.tuples(st.integers(0, 2), st.integers(60, 120), st.integers(0, 2))


@settings(max_examples=60, deadline=None)
@given(st.lists(drawn, min_size=1, max_size=6), st.sets(st.integers(0, 5), min_size=1))
def test_a_part_is_found_as_if_it_were_read(texts: list[tuple[int, int, int]], chosen: set[int]) -> None:
    """Or it is left open; only how often the story turned may be told by the part's texts."""
    articles = [told(n, *one) for n, one in enumerate(texts)]
    whole = FoundStory(story=ID, findings=find(story(articles), articles).findings, order=(), judged_by=SETTINGS)
    part = [article for n, article in enumerate(articles) if n in chosen] or articles[:1]
    kept: dict[ArticleId, FoundStory] = {article.id: whole for article in articles}
    known = part_of([article.id for article in part], kept)
    if known is not None and not known.may_turn:
        assert known.findings == find(story(part), part).findings


def test_what_is_of_no_known_story_is_left_open() -> None:
    """Then its texts are read."""
    assert part_of([ArticleId("a")], {}) is None
