"""Lists of subscriptions survive being read and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.errors import FeedError
from newsloom.parse.opml import Opml, Outline, read_opml, subscriptions, write_opml

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
        (b"<opml><body>" + b"<outline text='x'/>" * 10_001 + b"</body></opml>", "10,000 outlines"),
        (b"<opml><body>" + b"<outline>" * 70 + b"</outline>" * 70 + b"</body></opml>", "too deep"),
        (b"<opml><body>" + b"<outline>" * 10_000 + b"</outline>" * 10_000 + b"</body></opml>", "not OPML|too deep"),
        (b"<!DOCTYPE o [<!ENTITY a 'b'>]><opml><body><outline text='x'>&a;</outline></body></opml>", "document type"),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    """Each refusal says what is wrong."""
    with pytest.raises(FeedError, match=reason):
        read_opml(body)
