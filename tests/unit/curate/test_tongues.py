"""Stories in many languages and scripts, and of streams that have less than title, text, date and case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.curate.cluster import Clusterer
from newsloom.curate.history import Present
from newsloom.model.article import Article
from newsloom.testing.builders import NOON, an_article
from newsloom.testing.metrics import bcubed

FOLDER = Path(__file__).with_name("tongues")
TONGUES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def a_stream(tongue: str) -> list[tuple[str, Article]]:
    """Eleven events told twice, two told once; three kinds of event have twins. Second tellings follow all first."""
    rows = [line.split(" | ") for line in (FOLDER / f"{tongue}.txt").read_text(encoding="utf-8").splitlines()]
    told = rows[::2] + rows[1::2]
    return [
        (
            event,
            an_article(
                title,
                source=f"paper{number % 5}",
                text=text,
                language=tongue,
                url=f"https://paper.example/{number}",
                sort_date=NOON + timedelta(minutes=20 * number),
            ),
        )
        for number, (event, title, text) in enumerate(told)
    ]


def stories_f1(stream: list[tuple[str, Article]]) -> float:
    """BCubed F1 of the stories as they stand at the end."""
    clusterer = Clusterer(language=stream[0][1].language)
    present = Present()
    for _, article in stream:
        for change in clusterer.place(article).changes:
            present.apply(change)
    return bcubed([event for event, _ in stream], [present.where[article.id] for _, article in stream]).f1


@pytest.mark.parametrize("tongue", TONGUES)
def test_a_tongue_makes_stories(tongue: str) -> None:
    """In scripts with and without spaces and case, most pairs find each other and twins stay apart."""
    assert stories_f1(a_stream(tongue)) >= 0.86


@pytest.mark.parametrize(
    "poorer",
    [
        lambda a: replace(a, text="", lead=""),
        lambda a: replace(a, title=a.title.lower(), text=a.text.lower()),
        lambda a: replace(a, published=None),
        lambda a: replace(a, title="", text=f"{a.title}. {a.text}"),
        lambda a: replace(a, source=""),
    ],
    ids=["headlines only", "lower case", "undated", "body only", "without outlets"],
)
@pytest.mark.parametrize("tongue", TONGUES)
def test_a_poorer_stream_makes_stories(tongue: str, poorer: Callable[[Article], Article]) -> None:
    """Whatever is missing, stories are better than every article alone."""
    stream = [(event, poorer(article)) for event, article in a_stream(tongue)]
    alone = bcubed([event for event, _ in stream], range(len(stream))).f1
    found = stories_f1(stream)
    assert found > alone + 0.09
