import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.parse.page import read_page
from newsloom.parse.suffixes import without_site

URL = "https://www.lantern.example/town/bridge"
OWN = frozenset({"lantern", "thelantern", "wwwlanternexample", "lanternexample"})
TEXT = "<p>The old bridge over the Merle was closed on Sunday after divers found cracks in two of its pillars.</p>" * 8


def a_title(head: str, body: str = "") -> tuple[str | None, str]:
    """The title of a page with this head, and where it was found."""
    page = f"<!doctype html><html><head>{head}</head><body>{body}<article>{TEXT}</article></body></html>"
    reading = read_page(page.encode(), url=URL)
    return reading.title, reading.provenance.get("title", "")


def linked(headline: str, **more: str) -> str:
    """JSON-LD of an article with this headline."""
    fields = "".join(f', "{key}": "{value}"' for key, value in more.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{headline}"{fields}}}</script>'


def shared(title: str) -> str:
    """A title for sharing."""
    return f'<meta property="og:title" content="{title}">'


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Bridge closed | The Lantern", "Bridge closed"),
        ("Bridge closed - lantern.example", "Bridge closed"),
        ("Bridge closed – Lantern", "Bridge closed"),
        ("Bridge closed :: The Lantern", "Bridge closed"),
        ("The Lantern | Bridge closed", "Bridge closed"),
        ("Opinion | Close the bridge", "Close the bridge"),
        ("Bridge closed | www.beacon.example", "Bridge closed"),
        ("Bridge closed | The Beacon", "Bridge closed | The Beacon"),
        ("The Lantern", "The Lantern"),
        ("Merle-side walk - a bridge too far", "Merle-side walk - a bridge too far"),
        ("Live: bridge closed", "Live: bridge closed"),
        ("", ""),
    ],
)
def test_the_sites_name_is_no_part_of_a_title(title: str, plain: str) -> None:
    """It is known by the site's own names, at either end; other words stay."""
    assert without_site(title, OWN) == plain


def test_what_another_title_leaves_off_is_left_off() -> None:
    """A section and a foreign name go where the page elsewhere says the rest alone."""
    assert without_site("Bridge closed | Town | The Gazette", OWN, {"bridgeclosed"}) == "Bridge closed"


@given(st.text(max_size=80), st.frozensets(st.text(max_size=8), max_size=3))
def test_a_title_never_becomes_empty(title: str, own: frozenset[str]) -> None:
    """Cutting takes from the title's ends, and leaves something of it."""
    cut = without_site(title, own)
    assert cut in title
    assert bool(cut.strip()) or not title.strip() or cut == title


def test_the_headline_of_linked_data_stands() -> None:
    """It comes before a title written for sharing, where readers see it or the page does not speak for the other."""
    assert a_title(linked("Bridge closed") + shared("You won't believe it")) == ("Bridge closed", "json-ld")
    seen = a_title(
        linked("Bridge closed") + shared("Crossing shut") + "<title>Bridge closed</title>", "<h1>Bridge closed</h1>"
    )
    assert seen == ("Bridge closed", "json-ld")


def test_a_headline_for_search_engines_gives_way() -> None:
    """One that repeats the window's title and stands in no heading gives way to the one readers see."""
    head = (
        linked("Bridge Merle closed cracks")
        + shared("The day the bridge shut")
        + "<title>Bridge Merle closed cracks</title>"
    )
    crumbs = "<nav class=breadcrumb><h1>Bridge Merle closed cracks</h1></nav>"
    assert a_title(head, crumbs + "<h2>The day the bridge shut</h2>") == ("The day the bridge shut", "opengraph")
    assert a_title(head, crumbs) == ("Bridge Merle closed cracks", "json-ld")


def test_a_second_witness_decides() -> None:
    """The name in JSON-LD, and what newsrooms' own tools are told, speak for one of two titles."""
    assert a_title(linked("A", name="The bridge is shut") + shared("The bridge is shut"))[0] == "The bridge is shut"
    told = '<meta name="parsely-title" content="The bridge is shut">'
    assert a_title(linked("Bridge Merle") + shared("The bridge is shut") + told)[0] == "The bridge is shut"


def test_broken_characters_lose() -> None:
    """A title whose letters were decoded twice is not taken where there is a whole one."""
    assert a_title(linked("Brücke für Merle") + shared("BrÃ¼cke fÃ¼r Merle"))[0] == "Brücke für Merle"
    assert a_title(linked("BrÃ¼cke fÃ¼r Merle") + shared("Brücke für Merle"))[0] == "Brücke für Merle"


def test_a_headline_that_was_cut_is_made_whole() -> None:
    """Where one title ends in dots and another goes on, the other is taken."""
    assert a_title(linked("Bridge closed after…") + shared("Bridge closed after divers saw cracks"))[0] == (
        "Bridge closed after divers saw cracks"
    )


def test_plain_html_will_do() -> None:
    """Without JSON-LD and OpenGraph the heading is the headline, then the window's title."""
    assert a_title("<title>Bridge | The Lantern</title>", "<h1>The <b>bridge</b> is shut</h1>") == (
        "The bridge is shut",
        "html",
    )
    assert a_title("<title>Bridge &amp;amp; town | Lantern</title>") == ("Bridge & town", "html")
