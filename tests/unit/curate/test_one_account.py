"""One account of who is independent: what is counted, what heat weighs in its receipt, and what columns weigh."""

from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from newsloom.curate.candidates import Directions
from newsloom.curate.judge import weigh
from newsloom.curate.providers import directory
from newsloom.curate.tallies import articles_in, tallies, tally_of
from newsloom.model.article import ArticleId
from newsloom.model.finding import Finding
from newsloom.model.metadata import Genre
from newsloom.model.provider import Family, ProviderList
from newsloom.model.source import SourceId
from newsloom.model.weights import DefaultWeights
from newsloom.records.profiles.columns import heats, qualities
from newsloom.records.profiles.default import Default, keywords
from newsloom.seams import Criteria
from newsloom.testing.builders import NOON

HOSTS = ("daily.example", "weekly.example", "north.example", "south.example", "wire.example")
HOUSE = Family(id="house", name="House", domains=("north.example", "south.example"))
CRITERIA = Criteria(
    sources={},
    tiers={"daily.example": 80, "wire.example": 60},
    topics=(),
    root="",
    profile=Default(weights=DefaultWeights(voice_least=6)),
    providers=directory(ProviderList(families=(HOUSE,)), shipped=ProviderList()),
)


@st.composite
def stories(draw: st.DrawFn) -> list[Finding]:
    """Up to eight reports of five papers: texts of their own, an agency's, copies, press releases."""
    found: list[Finding] = []
    for number in range(draw(st.integers(1, 8))):
        host = draw(st.sampled_from(HOSTS))
        one = Finding(
            article=ArticleId(f"a{number}"),
            source=SourceId(host),
            host=host,
            title=f"Title {number}",
            at=NOON - timedelta(hours=draw(st.integers(0, 12))),
            words=draw(st.sampled_from((50, 500))),
            genre=draw(st.sampled_from((Genre.REPORT, Genre.REPORT, Genre.PRESS_RELEASE))),
            agency=draw(st.sampled_from(("", "", "Meridian Wire", "Gull News"))),
        )
        originals = [other.article for other in found if other.copy_of is None]
        if originals and draw(st.integers(0, 3)) == 0:
            one = replace(one, copy_of=draw(st.sampled_from(originals)))
        found.append(one)
    return found


@given(stories())
def test_the_receipt_has_the_voices_that_are_counted(findings: list[Finding]) -> None:
    """A part for each independent report but the one all others are beside; a paper with two texts is one of them."""
    weighed = weigh(findings, directions=Directions(CRITERIA), now=NOON)
    voices = sum(part.name == "voice" for part in weighed.heat.parts)
    assert voices == max(weighed.rests_on.independent - 1, 0)
    speaking = {one.finding.host for one in weighed.ranked if one.finding.copy_of is None} - {"south.example"}
    assert weighed.rests_on.independent <= len(speaking) + any(f.host == "south.example" for f in findings)


@given(stories())
def test_columns_weigh_the_same_account(findings: list[Finding]) -> None:
    """The heat of many stories at once is the receipt's."""
    weighed = weigh(findings, directions=Directions(CRITERIA), now=NOON)
    tally = tally_of((one.candidate, keywords(one.candidate)) for one in weighed.ranked)
    rows, sizes = tallies([tally]), np.array([articles_in(tally)], dtype=np.int64)
    weights = DefaultWeights(voice_least=6)
    assert heats(rows, sizes, qualities(rows, weights), NOON, weights).tolist() == [weighed.heat.value]


def test_a_press_release_confirms_nothing() -> None:
    """It is no voice beside a report, and alone nobody's report; a copy of it is no voice either."""
    release = Finding(
        article=ArticleId("a"),
        source=SourceId("o"),
        host="office.example",
        title="T",
        at=NOON,
        genre=Genre.PRESS_RELEASE,
    )
    report = Finding(article=ArticleId("b"), source=SourceId("d"), host="daily.example", title="T", at=NOON)
    both = weigh([release, report], directions=Directions(CRITERIA), now=NOON)
    assert (both.rests_on.independent, [p.name for p in both.heat.parts if p.name == "voice"]) == (1, [])
    assert weigh([release], directions=Directions(CRITERIA), now=NOON).rests_on.independent == 0
