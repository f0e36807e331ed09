"""Articles of many subjects, which resemble everything they name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from newsloom.curate.cluster import Clusterer
from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.data import term_table
from newsloom.curate.likeness import likeness
from newsloom.curate.roundup import SIGN, common_words, is_round_up
from newsloom.model.article import Article, ArticleId
from newsloom.testing.builders import NOON, an_article

COUNTED, WARM = term_table("en")
COMMON = common_words(WARM, counted=COUNTED)
BRIEFING = (
    "A tannery burns in Quistead. The ferry to Morlund stays in port. Bread costs more. "
    "A choir of beekeepers has won a prize. Hail fell on the orchards of Tarn. The mayor sleeps badly."
)
REPORT = (
    "The ferry to Morlund stays in port. A rope had caught in its screw. Divers looked at the screw at noon. "
    "The ferry is forty years old. Morlund waits for bread. A smaller boat will go in the evening."
)


def _told(title: str, text: str, *, hours: int = 0, source: str = "paper") -> Article:
    url = f"https://{source}.example/{hours}"
    return an_article(title, source=source, text=text, language="en", url=url, sort_date=NOON + timedelta(hours=hours))


@pytest.mark.parametrize("ends", [". ", "! ", ".\n", "\n\n"])
def test_a_briefing_is_known_by_its_shape(ends: str) -> None:
    """Short sentences without a common subject are a round-up, however they end."""
    assert is_round_up(_told("Before breakfast", BRIEFING.replace(". ", ends)), COMMON)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Ferry to Morlund stays in port", REPORT),
        ("Bread, bees and a burning tannery", BRIEFING),  # its headline says what it tells of
        ("Before breakfast", ". ".join(BRIEFING.split(". ")[:4])),
        ("Before breakfast", ""),
        (
            "Before breakfast",
            BRIEFING.replace(". ", ", and it is said in every inn of the valley that they know why. "),
        ),
    ],
)
def test_a_report_is_none(title: str, text: str) -> None:
    """What comes back to its subject, says it in the headline, is short or takes its time is no round-up."""
    assert not is_round_up(_told(title, text), COMMON)


def test_without_a_table_nothing_is_said() -> None:
    """Of a language whose small words are not known, no article is taken for a round-up."""
    assert not is_round_up(_told("Before breakfast", BRIEFING), common_words({}, counted=0))


def test_a_briefing_stands_alone_whenever_it_comes() -> None:
    """It joins no story, no story grows by it, and reports find each other past it."""
    briefing = _told("Before breakfast", BRIEFING, source="brief")
    fire = _told("Tannery burns in Quistead", "A tannery in Quistead burns since the morning.", source="one")
    again = _told("Quistead tannery on fire", "The tannery of Quistead is on fire since the morning.", source="two")
    for told in ([briefing, fire, again], [fire, briefing, again], [fire, again, briefing]):
        clusterer = Clusterer(language="en")
        ordered = [replace(one, sort_date=NOON + timedelta(hours=hour)) for hour, one in enumerate(told)]
        stories = {one.id: clusterer.place(one).membership.story for one in ordered}
        assert stories[fire.id] == stories[again.id] != stories[briefing.id]


def test_why_says_that_one_is_a_round_up() -> None:
    """Of a briefing and a report it names, in either order, the first reason is the briefing's shape."""
    briefing = _told("Before breakfast", BRIEFING, source="brief")
    fire = _told("Tannery burns in Quistead", "A tannery in Quistead burns since the morning.", hours=1)
    for pair in ((briefing, fire), (fire, briefing)):
        assert likeness(*pair, {}, rules=ClusterRules()).series[0] == SIGN
    assert SIGN not in likeness(fire, replace(fire, id=ArticleId("other")), {}, rules=ClusterRules()).series


def test_a_summary_is_read_where_there_is_no_text() -> None:
    """A feed that gives summaries alone has briefings too."""
    assert is_round_up(replace(_told("Before breakfast", ""), lead=BRIEFING), COMMON)
