"""Foreign HTML: nothing in it runs, and none of it costs much."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.html import is_hostile, line, looks_like_html, plain, sanitise

RUNS = re.compile(
    r"<(script|style|svg|math|iframe|noscript|title|object|embed|form|input)\b|\son\w+\s*=|javascript:", re.IGNORECASE
)
WORDS = """<script> </script> <svg> <math> <style> <p> </p> <a|href='javascript:x'> <img|src=x|onerror=y> <a|href=/rel>
text|&|more <!-- --> <title> </title> <noscript> <iframe|src=//a> &lt; <b > \x00 " <![CDATA[ ]]> <template> <table><td>
</b> ü <xmp> <p|style='x'>"""
PIECES = st.sampled_from([word.replace("|", " ") for word in WORDS.split()])
HOSTILE = {
    "deep": "<div>" * 100_000,
    "misnested": "<b><div></b>" * 40_000,
    "closers first": "</p><b>" * 70_000,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(60_000)) + ">x",
    "bare attributes": "<p " + "a " * 200_000 + ">x",
    "paragraphs": "<p>x" * 125_000,
    "references": "&" * 500_000,
    "open": "<" * 500_000,
    "comments": "<!--" * 100_000,
    "unknown": "</x><path/>" * 45_000,
}


@given(st.lists(PIECES, max_size=25).map("".join))
def test_nothing_runs(html: str) -> None:
    """Whatever goes in, nothing that runs, frames or styles comes out; doing it again changes nothing that matters."""
    out = sanitise(html, base_url="https://daily.example/a")
    tags = "".join(re.findall(r"<[^>]*>", out))
    assert not RUNS.search(tags)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_html_is_cheap(name: str) -> None:
    """Each bomb costs less than two seconds of CPU, sanitised and made plain."""
    start = time.process_time()
    sanitise(HOSTILE[name])
    plain(HOSTILE[name])
    assert time.process_time() - start < 2


def test_what_stays_and_what_goes() -> None:
    """Text, links and pictures stay, with addresses in full; the rest goes."""
    html = '<p onclick="x()">Hi <a href="/more">more</a><script>bad()</script><img src="//i.example/a.png" alt="A"></p>'
    out = sanitise(html, base_url="https://daily.example/x")
    assert out == (
        '<p>Hi <a href="https://daily.example/more" rel="nofollow noopener noreferrer">more</a>'
        '<img src="https://i.example/a.png" alt="A"></p>'
    )


def test_relative_links_without_base_go() -> None:
    """An address that cannot be resolved is dropped, its words stay."""
    assert "href" not in sanitise('<a href="/x">words</a>')
    assert "words" in sanitise('<a href="/x">words</a>')


def test_plain_keeps_paragraphs() -> None:
    """Blocks part paragraphs, breaks end lines, scripts are no words."""
    assert plain("<p>One &amp; two</p><p>three<br>four</p><script>no()</script>") == "One & two\n\nthree\nfour"


def test_titles() -> None:
    """HTML in a title is words; a lesser-than sign in a plain one stays."""
    assert line("<b>Flood</b> in <i>Mill&nbsp;Bay</i>") == "Flood in Mill Bay"
    assert line("Prices &lt; wages") == "Prices < wages"


def test_html_by_its_looks() -> None:
    """A text is HTML if it closes tags or has entities, and knows no others than HTML's."""
    assert looks_like_html("a &amp; b")
    assert looks_like_html("<b>x</b>")
    assert not looks_like_html("a < b and c > d")
    assert not looks_like_html("Vec<String> &amp;")


def test_honest_html_is_not_hostile() -> None:
    """A long article with many paragraphs and a long alternative text passes."""
    assert not is_hostile("<p>words <b>bold</b></p>" * 5_000 + f'<img alt="{"word " * 400}">')


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>one <b> two</b>\n three </p>", "one two three"),
        ("<p>one<b> two</b></p>", "one two"),
        ("<p>one<b>two</b></p>", "onetwo"),
        ("<p> \t </p><p>\u00a0one\u2003</p>", "one"),
        ("<i>a</i> <i>b</i>", "a b"),
    ],
)
def test_blanks_between_elements_part_words(html: str, words: str) -> None:
    """A blank at the border of an element stays one; where there is none the words are one word."""
    assert plain(html) == words
