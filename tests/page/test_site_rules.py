"""What an owner's rules for a site find on its pages."""

from hypothesis import given
from hypothesis import strategies as st

from newsloom.model.site import SiteRules, rules_for
from newsloom.parse.page import read_page
from newsloom.settings.sites import is_selector

STORY = """<html><head><title>Kiln found</title></head><body><div id="top">Menu of the day and much besides</div>
<div class="story"><p>Diggers found a kiln of the ninth century below the market square.</p>
<div class="ad">Buy now, pay later, regret at leisure.</div><p>It still held eleven whole jars.</p></div>
<div class="story"><p>The town museum will show them from Monday on.</p></div></body></html>"""
SELECTORS = st.sampled_from(
    ["div", ".story", "#top", "p:first-child", "div > p", ".ad, .story", "body", "*", "nothing"]
)


def read(**rules: tuple[str, ...]) -> str:
    """The text of the invented story by these rules."""
    given = SiteRules(domain="town.example", **rules)
    return read_page(STORY.encode(), url="https://town.example/kiln", rules=given).text


def test_only_what_is_kept_counts_and_nothing_twice() -> None:
    """Elements that stand in kept ones are not repeated; several are taken in the page's order."""
    text = read(keep=("div.story", "div.story p"), drop=(".ad",))
    assert text.splitlines() == [
        "Diggers found a kiln of the ninth century below the market square.",
        "It still held eleven whole jars.",
        "The town museum will show them from Monday on.",
    ]


def test_a_rule_that_finds_nothing_is_left_out() -> None:
    """A redesigned site is read as if it had no rule, and the reading says which one missed."""
    reading = read_page(
        STORY.encode(), url="https://town.example/kiln", rules=SiteRules(domain="town.example", keep=(".gone",))
    )
    assert "eleven whole jars" in reading.text
    assert reading.problems == ("rule `keep` finds no .gone",)


def test_the_longest_domain_counts() -> None:
    """A rule of a part of a site goes before one of the whole; a host that only ends alike has none."""
    rules = [SiteRules(domain="daily.example"), SiteRules(domain="sport.daily.example")]
    assert rules_for("www.sport.daily.example", rules) is rules[1]
    assert rules_for("daily.example", rules) is rules[0]
    assert rules_for("notdaily.example", rules) is None


@given(
    keep=st.lists(SELECTORS, max_size=3), drop=st.lists(SELECTORS, max_size=3), title=st.lists(SELECTORS, max_size=2)
)
def test_any_rules_can_be_read_with(keep: list[str], drop: list[str], title: list[str]) -> None:
    """Whatever is kept and dropped, the page is read, and what is dropped is not in it."""
    rules = SiteRules(
        domain="town.example", keep=tuple(keep), drop=tuple(drop), title=tuple(title), authors=tuple(keep)
    )
    reading = read_page(STORY.encode(), url="https://town.example/kiln", rules=rules)
    assert reading.title
    assert not (".story" in drop and "kiln of the ninth century" in reading.text)


@given(st.text(max_size=30))
def test_any_text_is_a_selector_or_none(text: str) -> None:
    """The question never fails."""
    assert is_selector(text) in {True, False}


def test_a_dropped_heading_is_not_looked_at_again() -> None:
    """The title comes from what is left, and no date is looked for beside what is gone."""
    page = STORY.replace('<div id="top">', '<header><h1>Kiln of old</h1><p>17 May 2024</p></header><div id="top">')
    rules = SiteRules(domain="town.example", drop=("header",))
    reading = read_page(page.encode(), url="https://town.example/kiln", rules=rules)
    assert (reading.title, reading.published) == ("Kiln found", None)
