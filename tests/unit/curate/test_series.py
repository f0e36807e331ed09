"""Articles in one wording that report different things."""

from datetime import UTC, datetime, timedelta

import pytest

from newsloom.curate.cluster import Clusterer
from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId

MONDAY = datetime(2031, 5, 5, 6, 30, tzinfo=UTC)


def stories(*told: tuple[float, str, str, str]) -> list[StoryId]:
    """The story of each article given as (hours after Monday morning, outlet, title, text)."""
    clusterer = Clusterer(language="en")
    return [clusterer.place(_article(*one)).membership.story for one in told]


def _article(hours: float, source: str, title: str, text: str) -> Article:
    at = MONDAY + timedelta(hours=hours)
    identity = f"{source}-{hours}-{title}"
    return Article(
        id=ArticleId(identity),
        source=SourceId(source),
        key=identity,
        url=f"https://{source}.example/{hours}",
        host=f"{source}.example",
        title=title,
        text=text,
        published=at,
        first_seen=at,
        sort_date=at,
        language="en",
        fingerprint=identity,
    )


def _weather(town: str, sky: str) -> str:
    return f"Today in {town}: {sky}. Highest temperature 9 degrees, lowest at night 2 degrees. Wind from the west."


def test_forecasts_of_many_outlets_stay_apart() -> None:
    """One wording with another town in it is another forecast, whoever wrote it."""
    towns = ("Dunwick", "Kesterby", "Brenmouth", "Halstow")
    told = [
        (i, f"paper{i}", f"Weather for {town}: Monday 5 May", _weather(town, "rain")) for i, town in enumerate(towns)
    ]
    assert len(set(stories(*told))) == len(towns)


def test_a_daily_diary_is_not_one_story() -> None:
    """Headlines that name their own day are as many stories as days."""
    told = [
        (24.3 * i, "office", f"Diary of the Senate: {day} {5 + i} May", f"9:00 Session {i}. 11:00 Committee on fish.")
        for i, day in enumerate(("Monday", "Tuesday", "Wednesday"))
    ]
    assert len(set(stories(*told))) == len(told)


def test_a_report_of_every_day_is_not_one_story() -> None:
    """One outlet's opening words, at one hour on other days, make a series."""
    told = [
        (24 * i + i / 4, "ledger", f"Market close: Ostrian index {move}", f"The Ostrian index {move} on the day.")
        for i, move in enumerate(("gains 0.4 per cent", "slips 0.9 per cent", "ends little changed"))
    ]
    assert len(set(stories(*told))) == len(told)


@pytest.mark.parametrize(("one", "other"), [("12th", "13th"), ("1st", "2nd"), ("4e", "5e")])
def test_what_is_counted_apart_is_apart(one: str, other: str) -> None:
    """The 12th and the 13th aid package are two events, however alike their reports are."""
    told = [
        (hours, outlet, f"Kestria sends {number} aid package to Solvania", f"The {number} aid package holds {what}.")
        for hours, outlet, number, what in (
            (0, "wire", one, "pumps"),
            (1, "paper", one, "pumps and tents"),
            (70, "wire", other, "tractors"),
            (71, "paper", other, "tractors and seed"),
        )
    ]
    first, second, third, fourth = stories(*told)
    assert first == second
    assert third == fourth
    assert first != third


def test_a_rising_toll_stays_one_story() -> None:
    """Other numbers in otherwise alike headlines are news of the same event."""
    told = [
        (i * 3, "wire", f"Pelagor quake toll rises to {toll}", f"The quake on Pelagor killed {toll}, rescuers said.")
        for i, toll in enumerate((41, 58))
    ]
    assert len(set(stories(*told))) == 1


def test_what_an_outlet_puts_under_all_its_texts_ties_nothing() -> None:
    """Texts that are alike in what the outlet always says, under headlines of which they say nothing, are apart."""
    always = "Verify your address to read on. Subscribers of the Tarn Valley Courier get two weeks of puzzles for free."
    heads = (
        "Ferry Halmar aground off Torvik",
        "Council of Kesterby raises rents",
        "Orchestra loses its conductor Brandt",
    )
    assert len(set(stories(*[(i, "courier", head, always) for i, head in enumerate(heads)]))) == len(heads)
