"""Whatever strangers write, a page has the elements of its templates and no others."""

import json
import re
import unicodedata

import pytest
from selectolax.lexbor import LexborHTMLParser
from tests.publish.site.stage import a_paper, a_site, hostile_paper, rendered

from newsloom.flows.sitefiles import site_files
from newsloom.publish.site.printer import Printer
from newsloom.testing.hostiletexts import RESULT

QUICK, ALL = 150, 4_000  # records; each has three hostile strings
LOADING = {
    "src",
    "srcset",
    "data",
    "poster",
    "background",
    "action",
    "formaction",
    "ping",
    "manifest",
    "style",
    "srcdoc",
}


def shapes(content: bytes) -> set[tuple[str, str]]:
    """Every element of a page with each of its attributes."""
    found = set()
    for node in LexborHTMLParser(content.decode()).css("*"):
        found |= {(node.tag or "", name) for name in ("", *node.attributes)}
    return found


def faults(path: str, content: bytes, known: set[tuple[str, str]]) -> list[str]:
    """What a page has that no template gave it."""
    tree = LexborHTMLParser(content.decode())
    strange = [f"{path}: {shape}" for shape in shapes(content) - known]
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if name.startswith("on") or (name in LOADING and node.tag not in {"script", "form"}):
                strange.append(f"{path}: {node.tag} has {name}")
            schemed = name == "href" and re.match(r"[\s\x00-\x1f]*[a-z]+:", value or "", re.IGNORECASE)
            if schemed and not (value or "").startswith(("http://", "https://", "mailto:")):
                strange.append(f"{path}: leads to {value!r}")
    text = content.decode()
    strange += [
        f"{path}: has U+{ord(char):04X}"
        for char in set(text)
        if char != "\n" and unicodedata.category(char) in {"Cc", "Cs"}
    ]
    strange += [
        f"{path}: turns its direction"
        for char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        if char in text
    ]
    strange += [f"{path}: worked a template out"] if RESULT in text else []
    for script in tree.css('script[type="application/ld+json"]'):
        json.loads(script.text())
    return strange


def check(number: int) -> None:
    """Render so many hostile records and look at every file."""
    known = set().union(*(shapes(one) for path, one in rendered(a_paper()).items() if path.endswith(".html")))
    # What only some pages have, of the templates all the same.
    known |= {
        ("a", "lang"),
        ("h1", "lang"),
        ("p", "lang"),
        ("q", "lang"),
        ("b", "dir"),
        ("q", "dir"),
        ("html", "lang"),
        ("h3", "lang"),
    }
    files = rendered(hostile_paper(number))
    found = [fault for path, one in files.items() if path.endswith(".html") for fault in faults(path, one, known)]
    assert not found[:20]
    assert all(path.isascii() and not {"", ".", ".."} & {*path.split("/")} for path in files), [
        p for p in files if not p.isascii()
    ]
    for path, content in files.items():
        if path.endswith(".json"):
            json.loads(content)
        if path.endswith(".html"):
            assert len(content) < 250_000


def test_nothing_of_hostile_words_becomes_markup() -> None:
    """Parsed by another's parser, pages hold elements and attributes of the templates alone."""
    check(QUICK)


@pytest.mark.slow
def test_nothing_of_twelve_thousand_hostile_words_becomes_markup() -> None:
    """The same, with every payload there is."""
    check(ALL)


def test_what_was_said_is_still_there_to_read() -> None:
    """Making words harmless does not make them unreadable."""
    edition = hostile_paper(QUICK)
    files = rendered(edition)
    for listing in edition.listings:
        marks = re.findall(r"zq\d{6}", listing.title[:60])
        headings = [
            LexborHTMLParser(one.decode()).css_first("h1") for path, one in files.items() if listing.story in path
        ]
        for heading in headings:
            assert heading is not None
            assert not marks or marks[0] in heading.text()


def test_every_template_escapes() -> None:
    """What a template is given as text comes out as text, whatever the template's name."""
    made = Printer(site_files())
    assert "<b>" not in made.fragment("masthead.html", {
        "desk": {"title": "<b>", "topics": (), "more_topics": False}, "root": "", "section": "", "at": None,
    })  # fmt: skip
    assert a_site().files.all_templates.keys() == site_files().templates.keys()
