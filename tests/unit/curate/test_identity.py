"""Which articles are one."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.identity import marks_of, recognised, sameness
from newsloom.model.article import Article
from newsloom.model.sighting import Recognition
from newsloom.testing.builders import NOON, an_article

HOUR = timedelta(hours=1)
TEXT = " ".join(f"word{n} of the flood in the lower town" for n in range(12))
OTHER = " ".join(f"part{n} of some entirely different matter" for n in range(12))
MIDNIGHT = NOON - 12 * HOUR
HOST = "https://daily.example"
BYLINES = st.builds(
    an_article,
    st.sampled_from(["Flood", "FLOOD!", "Fire", ""]),
    url=st.sampled_from(
        [
            f"{HOST}/news/flood",
            f"{HOST}/news/flood/amp",
            f"{HOST}/sport/flood",
            f"{HOST}/sport/flood?page=2",
            f"{HOST}/news/1234567/two-words",
            f"{HOST}/news/1234567/other-words",
            "https://post.example/news/flood",
        ]
    ),
    text=st.sampled_from([TEXT, OTHER, ""]),
    sort_date=st.sampled_from([NOON, NOON + HOUR, NOON + 24 * HOUR]),
)


def at(path: str, title: str = "Flood", **fields: Any) -> Article:
    """An article of the daily at a path."""
    plain: dict[str, Any] = {"url": f"{HOST}{path}", "published": NOON, "text": TEXT}
    return an_article(title, **(plain | fields))


@given(BYLINES, BYLINES)
def test_being_one_is_mutual_and_is_found_by_a_mark(one: Article, other: Article) -> None:
    """What is recognised has a mark in common, so that looking marks up misses nothing."""
    found = sameness(one, other)
    assert found == sameness(other, one)
    assert found is None or set(marks_of(one)) & set(marks_of(other))
    assert (recognised(one, [other]) is None) == (found is None)
    assert sameness(one, one) is Recognition.ADDRESS


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        (at("/news/flood"), at("/news/flood/amp", "Other", text=OTHER), Recognition.VIEW),
        (at("/n/1234567/old-slug"), at("/n/1234567/new-slug", text=OTHER, published=None), Recognition.NUMBER),
        (at("/n/1234567/old-slug"), at("/n/1234567/new-slug", "Flood recedes", text=OTHER), Recognition.NUMBER),
        (at("/n/1234567/old-slug"), at("/n/1234567/new-slug", "Recedes", published=NOON + HOUR), Recognition.NUMBER),
        (
            at("/n/1234567/two-dead", "Two dead in flood of lower town"),
            at("/n/1234567/four-dead", "Flood: lower town counts four dead", text=OTHER, published=NOON + HOUR),
            Recognition.NUMBER,
        ),
        (at("/news/flood.html?cat=1"), at("/news/flood.html", published=NOON + HOUR), Recognition.TITLE),
        (at("/europe/flood"), at("/world/flood", text=""), Recognition.TITLE),
        (at("/europe/flood"), at("/world/flood-again", published=NOON + HOUR), Recognition.TITLE),
    ],
)
def test_one_article_at_two_addresses(one: Article, other: Article, by: Recognition) -> None:
    """Views, new slugs, two sections."""
    assert sameness(one, other) is by


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A number used again, with another title, time and text.
        (at("/n/1234567/old-slug"), at("/n/1234567/new-slug", "Fire", text=OTHER, published=NOON + HOUR)),
        # A series that counts: alike titles under one number, weeks apart.
        (
            at("/n/1234567/old-slug", "Market report of the week", text=""),
            at("/n/1234567/new-slug", "Market report of the year", text="", published=NOON + 200 * HOUR),
        ),
        # Days are no times.
        (
            at("/football/results", "Results", text="", published=MIDNIGHT),
            at("/rugby/results", "Results", text="", published=MIDNIGHT),
        ),
        # The same number in another section.
        (at("/n/1234567/old-slug"), at("/gallery/1234567/old-slug", "Pictures", text=OTHER)),
        # A series: the same title and teaser, another week.
        (at("/quiz/one", "Weekly quiz"), at("/quiz/two", "Weekly quiz", published=NOON + 7 * 24 * HOUR)),
        # A series within a day: the same title, other words.
        (at("/news/one", "News in brief"), at("/news/two", "News in brief", text=OTHER, published=NOON + HOUR)),
        # Pages that change under one title at one time.
        (at("/results/football", "Results"), at("/results/rugby", "Results", text=OTHER)),
        # Too few words to tell.
        (at("/video/one", "News at eight", text="Watch."), at("/video/two", "News at eight", text="Watch.")),
        (at("/weather/today", "Rain"), at("/weather/tomorrow", "Sun")),
        (at("/news/flood"), at("/news/flood?page=2")),
        (at("/news/flood"), at("/news/flood", url="https://post.example/news/flood")),
        (at("/news/flood"), at("/news/flood", url="https://uk.daily.example/news/flood")),
        (at("/a/flood", published=None), at("/b/flood", published=None)),
        (at("/a/flood", ""), at("/b/flood", "")),
    ],
)
def test_two_articles_that_look_alike(one: Article, other: Article) -> None:
    """Numbers, titles and times repeat; one of them alone unites nothing."""
    assert sameness(one, other) is None
