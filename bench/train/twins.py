"""Invented streams full of twins: events of one kind in the same hours that differ in place, thing, name or number.

Real streams label few of them, and a combiner that has not met them lets a shared wording of common words pass for one
event. Each event is told in other wordings of `twins.toml`, so what is learned is not to be shy. Every stream begins
with an empty window, is in one language and has something less than title, text, date and case.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId
from newsloom.testing.streams import Labelled

STREAMS = 8  # of each language
EVENTS = 3  # of each kind in a stream
PLACES = 8  # of a stream: what happens there is told apart by its kind
SPAN = 30  # hours in which the events happen
LATER = 9  # hours in which one is told again
TOLD = (1, 1, 2, 2, 3)  # reports of an event, one of these
OUTLETS = 6
BODIED = (0.0, 0.5, 1.0, 1.0)  # share of a stream's articles with text, in turn
MORNING = datetime(2024, 3, 4, 6, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of event in one language: what it can happen to, and how it is told."""

    things: tuple[str, ...]
    titles: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """What is told in one language, and the sounds its names are made of."""

    language: str
    kinds: tuple[Kind, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]

    def name(self, chance: Random) -> str:
        """A name of a place or a person."""
        return ("".join(chance.sample(self.starts, chance.choice((1, 2)))) + chance.choice(self.ends)).capitalize()


def tongues() -> list[Tongue]:
    """All languages there are."""
    data = tomllib.loads(Path(__file__).with_name("twins.toml").read_text(encoding="utf-8"))
    sounds = data.pop("sounds")
    return [
        Tongue(
            language=language,
            kinds=tuple(_kind(kind) for kind in told.values()),
            starts=tuple(sounds.get(language, sounds["latin"])["starts"].split()),
            ends=tuple(sounds.get(language, sounds["latin"])["ends"].split()),
        )
        for language, told in data.items()
    ]


def streams(seed: int) -> Iterator[list[Labelled]]:
    """All invented streams, each in order of time."""
    chance = Random(seed)  # noqa: S311  chance for invented text, from its seed
    for tongue in tongues():
        for number in range(STREAMS):
            yield list(_stream(tongue, number, chance))


def _kind(data: dict[str, Any]) -> Kind:
    return Kind(things=tuple(data["things"]), titles=tuple(data["titles"]), texts=tuple(data["texts"]))


def _stream(tongue: Tongue, number: int, chance: Random) -> Iterator[Labelled]:
    """A stream's articles; in turn, streams have less text, no capitals, no dates, no outlets."""
    name = f"{tongue.language} {number}"
    places = [tongue.name(chance) for _ in range(PLACES)]
    told: list[tuple[timedelta, str, tuple[str, str]]] = []
    for event, kind in enumerate(EVENTS * tongue.kinds):
        at = timedelta(hours=chance.uniform(0, SPAN))
        told += [(at + later, f"{name} {event}", said) for later, said in _tellings(kind, tongue, places, chance)]
    for position, (later, label, (title, text)) in enumerate(sorted(told)):
        bodied = chance.random() < BODIED[number % len(BODIED)]
        said = (title, text if bodied else "")
        article = Article(
            id=ArticleId(sha256(f"{name} {position}".encode()).hexdigest()[:16]),
            source=SourceId("" if number % 8 == 3 else f"paper{chance.randrange(OUTLETS)}"),
            key=f"{name} {position}",
            url=f"https://press.example/{number}/{position}",
            host="press.example",
            title=said[0].lower() if number % 4 == 1 else said[0],
            text=said[1].lower() if number % 4 == 1 else said[1],
            published=None if number % 8 == 6 else MORNING + later,
            first_seen=MORNING + later,
            sort_date=MORNING + later,
            language=tongue.language,
            fingerprint=f"{name} {position}",
        )
        yield Labelled(id=article.id, article=article, label=label)


def _tellings(
    kind: Kind, tongue: Tongue, places: Sequence[str], chance: Random
) -> Iterator[tuple[timedelta, tuple[str, str]]]:
    """The reports of one event: after how long, headline and text."""
    place, other = chance.sample(places, 2)
    n, m = chance.sample(range(2, 60), 2)
    facts = {"place": place, "other": other, "thing": chance.choice(kind.things)}
    facts |= {"who": tongue.name(chance), "n": str(n), "m": str(m)}
    titles = chance.sample(kind.titles, min(chance.choice(TOLD), len(kind.titles)))
    for turn, title in enumerate(titles):
        sentences = chance.sample(kind.texts, chance.randint(1, len(kind.texts)))
        later = timedelta(hours=chance.uniform(0, LATER) if turn else 0)
        yield later, (_told(title, facts), " ".join(_told(sentence, facts) for sentence in sentences))


def _told(wording: str, facts: Mapping[str, str]) -> str:
    said = wording.format(**facts)
    return said[:1].upper() + said[1:]
