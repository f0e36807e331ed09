"""Lists of subscriptions survive being read and written."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.errors import FeedError
from newsloom.parse.opml import (
    DEPTH_LIMIT,
    OUTLINE_LIMIT,
    Opml,
    Outline,
    merged,
    of_sources,
    read_opml,
    subscriptions,
    write_opml,
)

LIST = b"""<?xml version="1.0"?><opml version="1.0"><head><title>Mine</title></head><body>
<outline text="News"><outline text="Town">
<outline type="rss" text="Daily" xmlUrl="https://daily.example/rss" keep="7"/></outline>
<outline title="Feed scheme" xmlUrl="feed://other.example/rss"/></outline>
<outline text="Bad" xmlUrl="file:///etc/passwd"/><outline text="Twice" xmlUrl="https://daily.example/rss"/></body></opml>"""

WORDS = st.text(alphabet="abc <&>\"'ü", max_size=12).map(lambda text: " ".join(text.split()))
OUTLINES = st.recursive(
    st.builds(
        Outline,
        text=WORDS,
        xml_url=st.sampled_from(["", "https://a.example/f?x=1&y=2"]),
        extra=st.just((("keep", "a & b"),)),
    ),
    lambda inner: st.builds(Outline, text=WORDS, children=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)


def test_groups_and_unknown_attributes_are_kept() -> None:
    """Nested groups give each feed its path; what is no web address is dropped and told; a feed counts once."""
    opml = read_opml(LIST)
    first, second = subscriptions(opml)
    assert (first.url, first.groups, first.title) == ("https://daily.example/rss", ("News", "Town"), "Daily")
    assert (second.url, second.title) == ("http://other.example/rss", "Feed scheme")
    assert opml.outlines[0].children[0].children[0].extra == (("keep", "7"),)
    assert "file:///etc/passwd" in opml.problems[0]


@given(st.lists(OUTLINES, max_size=4).map(tuple))
def test_what_is_written_reads_back(outlines: tuple[Outline, ...]) -> None:
    """Writing and reading gives an equal list."""
    opml = Opml(title="T", outlines=outlines)
    assert read_opml(write_opml(opml)) == opml


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"<rss/>", "not OPML"),
        (b"<opml><body>\n<outline", "line 2"),
        (b"<opml><body>" + b"<outline>" * 10_000 + b"</outline>" * 10_000 + b"</body></opml>", "not OPML|too deep"),
        (b"<!DOCTYPE o [<!ENTITY a 'b'>]><opml><body><outline text='x'>&a;</outline></body></opml>", "document type"),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    """Each refusal says what is wrong."""
    with pytest.raises(FeedError, match=reason):
        read_opml(body)


def test_giants_are_capped() -> None:
    """Fifty thousand outlines are read up to the limit, deep groups down to theirs; both are told, in little time."""
    started = time.process_time()
    many = read_opml(b"<opml><body>" + b"<outline text='x' xmlUrl='https://a.example/'/>" * 50_000 + b"</body></opml>")
    deep = read_opml(b"<opml><body>" + b"<outline text='g'>" * 200 + b"</outline>" * 200 + b"</body></opml>")
    assert time.process_time() - started < 2
    assert len(many.outlines) == OUTLINE_LIMIT
    assert "the first 10,000" in many.problems[0]
    depth, level = 0, deep.outlines
    while level:
        depth, level = depth + 1, level[0].children
    assert depth == DEPTH_LIMIT
    assert "nest beyond 64" in deep.problems[0]


@given(st.lists(OUTLINES, max_size=4).map(tuple), st.lists(OUTLINES, max_size=4).map(tuple))
def test_two_lists_become_one(old: tuple[Outline, ...], new: tuple[Outline, ...]) -> None:
    """Of both lists no feed is lost; merging a list again changes nothing."""
    both = merged(Opml(outlines=old), Opml(outlines=new))
    assert {one.url for one in subscriptions(both)} == {
        one.url for shape in (old, new) for one in subscriptions(Opml(outlines=shape))
    }
    assert merged(both, Opml(outlines=new)) == both


def test_what_is_watched_stands_where_it_stood() -> None:
    """Groups and attributes stay; a feed that is watched no longer goes; a new one comes last."""
    shape = read_opml(LIST)
    watched = {
        url: Outline(text=url[-3:], xml_url=url) for url in ("https://daily.example/rss", "https://new.example/rss")
    }
    out = of_sources(shape, watched)
    assert [one.url for one in subscriptions(out)] == list(watched)
    assert subscriptions(out)[0].groups == ("News", "Town")
    assert out.outlines[0].children[0].children[0].extra == (("keep", "7"),)


def test_a_title_unlike_the_text_is_kept() -> None:
    """And so is a type that is not rss, with the attributes of groups."""
    before = read_opml(
        b"<opml><body><outline text='G' x:c='1' xmlns:x='urn:x' isOpen='true'>"
        b"<outline text='A' title='B' type='atom' xmlUrl='https://a.example/'/></outline></body></opml>"
    )
    assert before.outlines[0].children[0].extra == (("title", "B"), ("type", "atom"))
    assert read_opml(write_opml(before)) == before
