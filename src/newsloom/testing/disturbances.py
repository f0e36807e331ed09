"""What a stream of labelled articles must bear: the same stream in another order, poorer, or with a flood in it.

Every disturbance is made from the stream itself and a seed. Articles of a flood have no label and an id that begins
with `FLOOD`; each tells of a matter of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from itertools import product
from random import Random
from types import MappingProxyType

from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId
from newsloom.testing.streams import UNDATED, Labelled

FLOOD = "flood-"
FLOODED = 300  # articles of a flood
BATCH = 25  # articles that come at once where their order is another than that of their dates
AHEAD = timedelta(days=400)
_OUTLET = SourceId("The Flood Herald")
_TITLE_WORDS = 5
_TEXT_WORDS = 80
_OWN_WORDS = 3
_PARAGRAPH_WORDS = 60
_FORECASTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "en": (
            "Weather in {town}: hourly forecast for today and tonight",
            "The weather in {town} will be mild, with {degrees} degrees at noon. Plan your day hour by hour.",
        ),
        "fr": (
            "Météo à {town} : les prévisions heure par heure de ce jour",
            "La météo à {town} sera douce avec {degrees} degrés à midi. Préparez votre journée heure par heure.",
        ),
    }
)
_SYLLABLES = (
    ("Bal", "Cor", "Dun", "Fen", "Gar", "Hol", "Ket", "Lin", "Mar", "Nor", "Pen", "Rud", "Sal", "Tor", "Wes"),
    ("a", "e", "i", "o"),
    ("bury", "combe", "dale", "ford", "gate", "ham", "ley", "mere", "ness", "stow", "thorpe", "wick"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disturbed:
    """A stream that something was done to; `batch` is how many come at once, 0: all are there before placing begins."""

    stream: list[Labelled]
    batch: int = 0


Disturbance = Callable[[Sequence[Labelled], Random], Disturbed]


def shuffled_inside_a_day(stream: Sequence[Labelled], chance: Random) -> Disturbed:
    """The articles of a day come in any order, a few at a time, whatever their hours."""
    days: dict[object, list[Labelled]] = {}
    for one in stream:
        days.setdefault(one.article.sort_date.date(), []).append(one)
    for day in days.values():
        chance.shuffle(day)
    mixed = [one for day in days.values() for one in day]
    return Disturbed(stream=[_changed(one, order=order) for order, one in enumerate(mixed)], batch=BATCH)


def lower_cased(stream: Sequence[Labelled], _chance: Random) -> Disturbed:
    """No letter is written large."""
    return Disturbed(stream=[_changed(o, title=o.article.title.lower(), text=o.article.text.lower()) for o in stream])


def titles_only(stream: Sequence[Labelled], _chance: Random) -> Disturbed:
    """No article has a text."""
    return Disturbed(stream=[_changed(one, text="", lead="") for one in stream])


def undated(stream: Sequence[Labelled], _chance: Random) -> Disturbed:
    """No article has a date: all are met at one moment, in the stream's order."""
    return Disturbed(
        stream=[_changed(one, published=None, sort_date=UNDATED, order=order) for order, one in enumerate(stream)]
    )


def dated_ahead(stream: Sequence[Labelled], _chance: Random) -> Disturbed:
    """Every tenth article claims a date far ahead, which a desk does not believe: it has the time it was met at."""
    return Disturbed(
        stream=[_changed(one, published=None) if number % 10 == 0 else one for number, one in enumerate(stream)]
    )


def outlet_flood(stream: Sequence[Labelled], chance: Random) -> Disturbed:
    """One outlet publishes hundreds of articles at once, of the stream's words and each with names of its own."""
    pool = _Pool(stream, chance)
    return _flooded(stream, chance, [pool.article() for _ in range(FLOODED)])


def boilerplate_flood(stream: Sequence[Labelled], chance: Random) -> Disturbed:
    """The same, and every one of their texts begins with the same paragraph."""
    pool = _Pool(stream, chance)
    paragraph = pool.paragraph()
    said = [pool.article() for _ in range(FLOODED)]
    return _flooded(stream, chance, [(title, f"{paragraph}\n{text}") for title, text in said])


def forecasts(stream: Sequence[Labelled], chance: Random) -> Disturbed:
    """One outlet publishes the weather of three hundred towns in one wording."""
    title, text = _FORECASTS.get(stream[0].article.language, _FORECASTS["en"])
    towns = ["".join(parts) for parts in product(*_SYLLABLES)]
    chance.shuffle(towns)
    has_text = any(one.article.text for one in stream)
    said = [(title.format(town=t), text.format(town=t, degrees=chance.randint(8, 31))) for t in towns[:FLOODED]]
    return _flooded(stream, chance, [(head, body if has_text else "") for head, body in said])


DISTURBANCES: Mapping[str, Disturbance] = MappingProxyType(
    {
        "shuffled inside a day": shuffled_inside_a_day,
        "lower-cased": lower_cased,
        "titles only": titles_only,
        "no dates": undated,
        "one-outlet flood": outlet_flood,
        "boilerplate flood": boilerplate_flood,
        "300 town forecasts": forecasts,
        "future dates": dated_ahead,
    }
)


class _Pool:
    """Invented articles of a stream's words, as often as they stand there, and of names that stand nowhere."""

    def __init__(self, stream: Sequence[Labelled], chance: Random) -> None:
        self._chance = chance
        self._titles = [word for one in stream for word in one.article.title.split()]
        self._texts = [word for one in stream for word in one.article.text[:600].split()]

    def article(self) -> tuple[str, str]:
        """A title and, in a stream with texts, a text; they share names that no other article has."""
        names = [self._name() for _ in range(_OWN_WORDS)]
        title = self._mixed([*self._words(self._titles, _TITLE_WORDS), *names])
        return title, self._mixed([*self._words(self._texts, _TEXT_WORDS), *names, *names]) if self._texts else ""

    def paragraph(self) -> str:
        """What an outlet puts under anything."""
        return " ".join(self._words(self._texts or self._titles, _PARAGRAPH_WORDS))

    def _words(self, pool: Sequence[str], count: int) -> list[str]:
        return self._chance.choices(pool, k=count)

    def _mixed(self, words: list[str]) -> str:
        self._chance.shuffle(words)
        return " ".join(words)

    def _name(self) -> str:
        return "".join(self._chance.choice(part) for part in (*_SYLLABLES, _SYLLABLES[2])).capitalize()


def _flooded(stream: Sequence[Labelled], chance: Random, said: Sequence[tuple[str, str]]) -> Disturbed:
    """The stream with articles mixed into its middle, around the time that the one there has."""
    middle = len(stream) // 2
    mixed = list(stream)
    like = stream[middle].article
    for number, (title, text) in enumerate(said):
        at = chance.randint(max(0, middle - FLOODED), min(len(mixed), middle + FLOODED))
        beside = mixed[min(at, len(mixed) - 1)].article
        mixed.insert(at, _of_flood(like, beside, number=number, title=title, text=text))
    return Disturbed(stream=mixed)


def _of_flood(like: Article, beside: Article, *, number: int, title: str, text: str) -> Labelled:
    url = f"https://flood.invalid/{number}"
    name = ArticleId(sha256(url.encode()).hexdigest()[:16])
    article = replace(
        like,
        id=name,
        key=name,
        url=url,
        host="flood.invalid",
        source=_OUTLET,
        title=title,
        text=text,
        published=beside.published,
        sort_date=beside.sort_date,
        first_seen=beside.first_seen,
        fingerprint=sha256(f"{title}\n{text}".encode()).hexdigest(),
    )
    return Labelled(id=f"{FLOOD}{number}", article=article, label=None)


def _changed(one: Labelled, *, order: int | None = None, **fields: object) -> Labelled:
    """The same article with other fields; `order` is its place among those of one time."""
    article = replace(one.article, **fields)  # type: ignore[arg-type]  # fields of the value, as named by the callers
    if order is not None:
        article = replace(article, first_seen=article.sort_date + timedelta(microseconds=order))
    return replace(one, article=article)
