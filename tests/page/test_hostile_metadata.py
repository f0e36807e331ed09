import json
import time
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.parse.page import read_page
from newsloom.parse.people import LONGEST_NAME, MOST_AUTHORS
from newsloom.parse.reading import PageReading
from newsloom.parse.titles import TITLE_LIMIT
from newsloom.text.clean import NAME_LIMIT, line

URL = "https://www.lantern.example/town/bridge"
TEXT = "<p>The old bridge over the Merle was closed on Sunday after divers found cracks in two of its pillars.</p>" * 8
FIELDS = (
    *("title", "authors", "organisations", "published", "modified", "canonical", "amp_url", "image"),
    *("site_name", "language", "section", "kinds", "owner"),
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
    st.sampled_from(
        ["2024-05-17", "#a", "NewsArticle", "By Ida Brandt", "//x", "https://x.example/y", "a" * 5_000, "\ud800"]
    ),
)
KEYS = st.sampled_from([
    *("@type", "@id", "@graph", "headline", "name", "author", "publisher", "datePublished", "dateModified", "image"),
    *("url", "width", "articleSection", "itemListElement", "item", "parentOrganization", "copyrightHolder"),
    "inLanguage",
    *("mainEntity", "mainEntityOfPage", "alternativeHeadline", "creator", "isAccessibleForFree"),
])  # fmt: skip
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=20
)
NODES = st.dictionaries(KEYS, VALUES, max_size=10).map(lambda node: {"@type": "NewsArticle"} | node)
METAS = st.sampled_from([
    *("og:title", "author", "article:published_time", "article:modified_time", "og:image", "og:url", "og:site_name"),
    *("article:section", "og:type", "og:locale", "parsely-title", "date", "publisher", "article:author"),
    "last-modified",
])  # fmt: skip


def a_reading(head: str, *, attributes: str = "") -> PageReading:
    """A page with this head."""
    page = f"<!doctype html><html {attributes}><head>{head}</head><body><article>{TEXT}</article></body></html>"
    return read_page(
        page.replace("\0", "").encode("utf-8", "surrogatepass"), url=URL, content_type="text/html; charset=utf-8"
    )


def in_script(node: object) -> str:
    """A node as pages carry it."""
    return f'<script type="application/ld+json">{json.dumps(node).replace("</", "<")}</script>'


def check(reading: PageReading) -> None:
    """Each field that has a value has a source, and each text is clean and bounded."""
    for name in FIELDS:
        assert bool(getattr(reading, name)) == (name in reading.provenance), name
    texts = [reading.title, reading.site_name, reading.section, reading.owner, *reading.authors, *reading.organisations]
    assert all(text == line(text) and len(text) <= max(TITLE_LIMIT, NAME_LIMIT) for text in texts if text)
    assert len(reading.authors) <= MOST_AUTHORS
    assert len(reading.organisations) <= MOST_AUTHORS
    assert all(len(name) <= LONGEST_NAME for name in (*reading.authors, *reading.organisations))
    assert all(moment.tzinfo is not None for moment in (reading.published, reading.modified) if moment)
    assert len(reading.problems) <= 30
    assert all(len(problem) < 500 for problem in reading.problems)


@given(st.lists(NODES | VALUES, max_size=3))
@settings(max_examples=60, deadline=None)
def test_any_json_is_read(nodes: list[object]) -> None:
    """Whatever stands wherever in JSON-LD, the page is read."""
    check(a_reading("".join(in_script(node) for node in nodes)))


@given(st.lists(st.tuples(METAS, LEAVES.map(str)), max_size=8), st.text(max_size=20), st.text(max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_meta_is_read(metas: list[tuple[str, str]], language: str, title: str) -> None:
    """Whatever meta elements, the window's title and the language say, the page is read."""
    head = "".join(f'<meta property="{name}" content="{escape(content)}">' for name, content in metas)
    check(a_reading(f"<title>{escape(title)}</title>{head}", attributes=f'lang="{escape(language)}"'))


def test_huge_linked_data_is_quick() -> None:
    """Ten thousand nodes, names that name one another, and huge texts take no more than a moment."""
    circle = [{"@id": f"#{n}", "name": [{"@id": f"#{m}"} for m in range(40)], "x": 1} for n in range(40)]
    heads = [
        in_script({"@graph": [{"@type": "NewsArticle", "headline": f"Bridge {n}"} for n in range(10_000)]}),
        in_script({"@graph": [{"@type": "NewsArticle", "headline": "Bridge", "author": {"@id": "#1"}}, *circle]}),
        in_script({"@type": "NewsArticle", "headline": "Bridge " * 100_000, "author": ["Ida Brandt" * 9_000] * 9}),
        in_script({"@type": "NewsArticle", "author": [f"Ida Brandt {n}" for n in range(9_000)]}),
        "".join(f'<meta name="author" content="{"Ida Brandt, " * 200}">' for _ in range(2_000)),
        f"<title>{'Bridge | ' * 50_000}</title>",
    ]
    for head in heads:
        started = time.process_time()
        check(a_reading(head))
        assert time.process_time() - started < 1


def test_broken_json_is_mended_where_it_can_be() -> None:
    """Commas too many, line ends in texts, wrong escapes, half characters and old comment marks cost nothing."""
    broken = [
        '{"@type": "NewsArticle", "headline": "Bridge",}',
        '{"@type": "NewsArticle", "headline": "Bridge", "author": ["Ida Brandt",],}',
        '{"@type": "NewsArticle", "description": "one\ntwo", "headline": "Bridge"}',
        r'{"@type": "NewsArticle", "description": "it\'s", "headline": "Bridge"}',
        r'{"@type": "NewsArticle", "description": "\ud83d", "headline": "Bridge"}',
        '<!-- {"@type": "NewsArticle", "headline": "Bridge"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Bridge"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Bridge"};',
    ]
    for text in broken:
        assert a_reading(f'<script type="application/ld+json">{text}</script>').title == "Bridge"
