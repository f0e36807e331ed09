import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.parse.page import read_page
from newsloom.parse.people import LONGEST_NAME, MOST_AUTHORS, Byline, byline
from newsloom.parse.reading import PageReading
from newsloom.text.clean import line

URL = "https://www.lantern.example/town/bridge"
OWN = frozenset({"lantern", "thelantern"})
TEXT = "<p>The old bridge over the Merle was closed on Sunday after divers found cracks in two of its pillars.</p>" * 8


def a_reading(head: str, body: str = "") -> PageReading:
    """A page with this head and this before its text."""
    page = f"<!doctype html><html><head>{head}</head><body>{body}<article>{TEXT}</article></body></html>"
    return read_page(page.encode(), url=URL)


@pytest.mark.parametrize(
    ("text", "people", "organisations"),
    [
        ("By Ida Brandt, Tom Okafor and Lu Min", ["Ida Brandt", "Tom Okafor", "Lu Min"], []),
        ("Von Ida Brandt, Marlow", ["Ida Brandt"], []),
        ("Par Ida Brandt avec AFP", ["Ida Brandt"], ["AFP"]),
        ("Por Ida Brandt y Tomás Okafor", ["Ida Brandt", "Tomás Okafor"], []),
        ("yazan: Ida Brandt", ["Ida Brandt"], []),
        ("Written by Ida Brandt | Photos: Tom Okafor", ["Ida Brandt"], []),
        ("Reporting by Ida Brandt; Editing by Tom Okafor", ["Ida Brandt"], []),
        ("Ida Brandt, Political editor", ["Ida Brandt"], []),
        ("Ida Brandt Chief Correspondent", ["Ida Brandt"], []),
        ("Ida Brandt in Marlow", ["Ida Brandt"], []),
        ("Brandt, Ida", ["Ida Brandt"], []),
        ("IDA BRANDT-O'HARE", ["Ida Brandt-O'Hare"], []),
        ("Ida Brandt (AFP)", ["Ida Brandt"], ["AFP"]),
        ("dpa/Ida Brandt", ["Ida Brandt"], ["dpa"]),
        ("Ida Brandt, The Associated Press", ["Ida Brandt"], ["The Associated Press"]),
        ("Ida Brandt for The Lantern", ["Ida Brandt"], ["The Lantern"]),
        ("Town desk, AFP and Ida Brandt", ["Ida Brandt"], ["Town desk", "AFP"]),
        ("ida@lantern.example (Ida Brandt)", ["Ida Brandt"], []),
        ("Ida Brandt @idab", ["Ida Brandt"], []),
        ("이다 기자 외 1명", ["이다"], []),
        ("李明、王芳", ["李明", "王芳"], []),
        ("José Ortega y Brandt", ["José Ortega y Brandt"], []),
        ("Efe Brandt", ["Efe Brandt"], []),
        ("Emily Post", ["Emily Post"], []),
        ("Reuters", [], ["Reuters"]),
        ("Agence France-Presse", [], ["Agence France-Presse"]),
        ("Web Desk", [], ["Web Desk"]),
        ("Redaktion", [], ["Redaktion"]),
        ("The Lantern", [], ["The Lantern"]),
        ("lantern.example", [], ["lantern.example"]),
        ("Lantern Sport", [], ["Lantern Sport"]),
        ("Centre for Bridges and Tunnels", [], ["Centre for Bridges and Tunnels"]),
        ("https://www.friends.example/ida.brandt", [], []),
        ("@idab", [], []),
        ("Guest", [], []),
        ("—", [], []),
        ("Political editor", [], []),
        ("", [], []),
    ],
)
def test_who_a_byline_names(text: str, people: list[str], organisations: list[str]) -> None:
    """People and organisations are kept apart; labels, roles, places, addresses and credits are left out."""
    found = byline([text], own=OWN)
    assert (list(found.people), list(found.organisations)) == (people, organisations)


def test_what_is_said_to_be_an_organisation_is_one() -> None:
    """Its name is kept whole, whatever its words."""
    assert byline(["Brandt, Okafor and Sons"], organisation=True) == Byline(organisations=("Brandt, Okafor and Sons",))


@given(st.lists(st.text(max_size=120), max_size=30), st.frozensets(st.text(max_size=5), max_size=3))
def test_any_text_is_a_byline(texts: list[str], own: frozenset[str]) -> None:
    """Names are clean, bounded, each once, and either a person's or an organisation's."""
    found = byline(texts, own=own)
    names = [*found.people, *found.organisations]
    assert len({name.casefold() for name in names}) == len(names)
    assert len(found.people) <= MOST_AUTHORS
    assert all(0 < len(name) <= LONGEST_NAME and name == line(name) for name in names)


def test_organisations_are_kept_apart_and_not_lost() -> None:
    """A person in the meta elements is taken where JSON-LD names the outlet alone, which is kept beside."""
    head = """<script type="application/ld+json">{"@type": "NewsArticle", "author":
      {"@type": "NewsMediaOrganization", "name": "The Lantern"}}</script><meta name="author" content="Ida Brandt">"""
    reading = a_reading(head)
    assert (reading.authors, reading.organisations) == (("Ida Brandt",), ("The Lantern",))
    assert (reading.provenance["authors"], reading.provenance["organisations"]) == ("meta", "json-ld")


def test_a_byline_on_the_page_is_read() -> None:
    """Where nothing else names people, the element that is called a byline does; those of teasers do not."""
    teaser = (
        '<aside><p class="author">Tom Okafor</p></aside><div class="related-list"><i class="byline">Lu Min</i></div>'
    )
    byline_here = '<div class="article-byline"><span>Ida Brandt</span> <span>Tom Okafor</span></div>'
    assert a_reading("", teaser).authors == ()
    reading = a_reading("", teaser + byline_here)
    assert (reading.authors, reading.provenance["authors"]) == (("Ida Brandt", "Tom Okafor"), "html")


def test_an_agency_needs_no_person() -> None:
    """Where an agency is named as author, names elsewhere on the page are somebody else's."""
    head = '<meta name="author" content="dpa">'
    reading = a_reading(head, '<div class="author">Ida Brandt</div>')
    assert (reading.authors, reading.organisations) == ((), ("dpa",))


def test_marked_authors() -> None:
    """Microdata and rel=author are read, names inside items first."""
    item = '<span itemprop="author" itemscope>By <b itemprop="name">Ida Brandt</b>, <i>Marlow</i></span>'
    assert a_reading("", item).authors == ("Ida Brandt",)
    assert a_reading("", '<a rel="author" href="/ida">Ida Brandt</a>').authors == ("Ida Brandt",)
