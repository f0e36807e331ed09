from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from newsloom.publish.site.addresses import month_of, root_from, source_page, story_page, topic_page
from newsloom.records.paths import path_for

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_storys_page_follows_from_its_record() -> None:
    """Year and month are folders, so that none holds too many; the rest of the name stays."""
    assert story_page("_news/2026-01-31-a-slug.md") == "news/2026/01/31-a-slug.html"
    assert story_page("_archive/_news/2026-01-31-a-slug.md") == "news/2026/01/31-a-slug.html"
    assert story_page("_news/plain.md") == "news/plain.html"
    assert month_of("_news/2026-01-31-a.md", NOON) == "2026-01"
    assert month_of("_news/plain.md", NOON) == "2026-03"


@given(st.lists(st.text(max_size=300), min_size=2, max_size=20))
def test_no_two_records_share_a_page(titles: list[str]) -> None:
    """Whatever the headlines are, every record has a page of its own that any file system takes."""
    taken: list[str] = []
    for title in titles:
        taken.append(path_for(NOON, title, taken=taken))
    pages = {story_page(path) for path in taken}
    assert len(pages) == len(taken)
    assert all(page.isascii() and ".." not in page and len(page.rsplit("/", 1)[1]) <= 255 for page in pages)


@given(st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=80))
def test_sources_and_topics_of_any_name_have_pages_of_their_own(one: str, other: str) -> None:
    """What cannot name a file is spelt plainly, and told apart."""
    for page in (source_page, topic_page):
        assert (page(one) == page(other)) == (one == other)
        assert "/../" not in page(one)
        assert page(one).isascii()
        assert not any(part.startswith(".") for part in page(one).split("/"))


def test_the_page_of_a_source_is_never_the_table_of_sources() -> None:
    """A source may be called index."""
    assert source_page("index") != "sources/index.html"
    assert root_from("topics/sea/index.html") == "../../"
