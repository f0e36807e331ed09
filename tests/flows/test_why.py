"""Why two articles are together or apart: every reason that can decide, told from what is stored."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.cli.whytold import alone_sentences, numbers, sentences
from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.orders import Signed
from newsloom.errors import UsageError
from newsloom.flows import correct
from newsloom.flows.backfill import backfill
from newsloom.flows.curate import Shards, curate
from newsloom.flows.why import Why, why, why_there
from newsloom.model.article import Article
from newsloom.seams import Engine
from newsloom.testing.builders import NOON, an_article
from newsloom.testing.streams import ARCHIVE, desk_in

RULES = ClusterRules()
ANA = Signed(by="Ana", at=NOON + timedelta(days=3), reason="two ferries")
FERRY = "Ferry Halmar runs aground off Torvik with ninety aboard"
AGAIN = "Ninety aboard ferry Halmar aground off Torvik"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty desk without sources."""
    with desk_in(tmp_path) as engine:
        yield engine


def told(title: str, *, source: str, days: float = 0, text: str = "", language: str = "en") -> Article:
    """An article so many days after noon."""
    at = NOON + timedelta(days=days)
    return an_article(title, source=source, text=text, sort_date=at, first_seen=at, language=language)


def answer(engine: Engine, *articles: Article) -> tuple[Why, str]:
    """Why the first two are where they are, and that in words."""
    backfill(engine.store, articles, archive=ARCHIVE)
    curate(engine, shards=Shards())
    found = why(engine.store, articles[0].id, articles[1].url, rules=RULES)
    return found, "\n".join([*sentences(found), *numbers(found)])


def test_alike_articles(engine: Engine) -> None:
    """Together, by what they share; in whichever order they are named."""
    one, two = told(FERRY, source="daily"), told(AGAIN, source="weekly", days=0.1)
    found, said = answer(engine, two, one)
    assert found.together
    assert (found.one.article, found.other.article) == (one.id, two.id)
    assert found.likeness is not None
    assert found.likeness.odds > found.needed.odds
    for words in ("They are in one story", "because of the earlier one", "both say", "halmar", "log-odds", "2 hours"):
        assert words in said
    alone = "\n".join(alone_sentences(why_there(engine.store, two.id, rules=RULES)))
    assert "It joined because of what Daily reports" in alone
    assert "opened the story" in "\n".join(alone_sentences(why_there(engine.store, one.id, rules=RULES)))


def test_two_events(engine: Engine) -> None:
    """Apart, for they have nothing telling in common."""
    found, said = answer(engine, told(FERRY, source="daily"), told("Comet seen over Brayfell", source="daily"))
    assert not found.together
    assert "They are in two stories" in said
    assert "two events (0% for one): they have no telling word in common" in said


def test_two_languages(engine: Engine) -> None:
    """Each is grouped for itself."""
    _, said = answer(engine, told(FERRY, source="daily"), told(FERRY, source="weekly", days=0.1, language="da"))
    assert "One is in en, the other in da; each language is grouped for itself." in said


def test_out_of_the_window(engine: Engine) -> None:
    """However alike, and whether it is active any more or not."""
    found, said = answer(engine, told(FERRY, source="daily"), told(AGAIN, source="weekly", days=50))
    assert "50 days apart, and an article is compared with those of the last 30 days only" in said
    assert found.likeness is not None
    assert found.likeness.evidence.probability > 0


def test_parts_of_a_series(engine: Engine) -> None:
    """A 12th and a 13th package."""
    titles = ("Ostria sends 12th aid package to Velmark", "Ostria sends 13th aid package to Velmark")
    _, said = answer(engine, told(titles[0], source="daily"), told(titles[1], source="daily", days=2))
    assert "two parts of a series" in said
    assert "they count the same thing with different numbers" in said


def test_a_copy(engine: Engine) -> None:
    """It stands where its original does, and the passage is shown; likeness is worked out anew."""
    text = " ".join(f"word{n} of the long report on the ferry that ran aground near Torvik" for n in range(30))
    wire, echo = told(FERRY, source="wire", text=text), told("A farewell to Halmar", source="echo", text=text, days=0.1)
    found, said = answer(engine, wire, echo)
    assert found.copying == echo.id
    assert "came as a copy of a text in this story" in said
    assert "The later one repeats the earlier one's text (came first; 100% of the shorter in both)" in said


def test_rulings(engine: Engine) -> None:
    """An editor's word is the reason, by name; undone, what happened is told."""
    one, two = told(FERRY, source="daily"), told(AGAIN, source="weekly", days=0.1)
    answer(engine, one, two)
    parted = correct.part(engine.store, one.id, two.id, ANA)
    correct.carry_out(engine.store, parted)
    found = why(engine.store, one.id, two.id, rules=RULES)
    assert found.ruling == parted.ruling
    said = "\n".join(sentences(found))
    assert f"A ruling of Ana from 2026-03-04 keeps them apart: two ferries ({parted.ruling.id})." in said
    undone = correct.undo(engine.store, parted.ruling.id, Signed(by="Bo", at=ANA.at + timedelta(days=1)))
    correct.carry_out(engine.store, undone)
    assert "Bo brought them together on 2026-03-05" in "\n".join(
        sentences(why(engine.store, one.id, two.id, rules=RULES))
    )


def test_one_twice_and_nobody(engine: Engine) -> None:
    """Say what would be right."""
    one = told(FERRY, source="daily")
    backfill(engine.store, [one], archive=ARCHIVE)
    found = why_there(engine.store, one.id, rules=RULES)
    assert "in no story yet" in "\n".join(alone_sentences(found))
    with pytest.raises(UsageError, match=f"`newsloom why {one.id}` says why"):
        why(engine.store, one.id, one.id, rules=RULES)
    with pytest.raises(UsageError, match="no article `x`"):
        why(engine.store, one.id, "x", rules=RULES)
