"""A stream of articles as long and as dense as wanted, made from a short one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count, islice
from zlib import crc32

from newsloom.curate.cluster import Clusterer
from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.placement import placement
from newsloom.flows.backfill import backfill
from newsloom.keeping import Placed
from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId
from newsloom.model.story import Evidence
from newsloom.seams import Engine

BEGINS = datetime(2030, 1, 1, tzinfo=UTC)
CHARACTERS = 600  # of each text
RARE = 20  # articles of the stream that may have a word which is renamed from round to round
_BATCH = 5_000
_YEARS = timedelta(days=3_650)
_ENDINGS = ("ar", "os", "in", "um", "el", "ad", "ir", "on", "ek", "ul", "as", "or")


def long_stream(articles: Sequence[Article], *, active: int, seed: int = 1) -> Iterator[Article]:
    """Articles without end: the given ones round after round, evenly spaced so that `active` of them are in a window.

    From the second round on half of the rare words have another ending, others each round: so new words keep
    coming as new names do in a real stream, while common words stay, and the events of a round are its own. An article
    keeps its outlet and language, and the first characters of its text.
    """
    words = Counter(word for one in articles for word in {*one.title.split(), *one.text[:CHARACTERS].split()})
    rare = frozenset(word for word, times in words.items() if times <= RARE)
    step = ClusterRules().window / active
    numbers = count()
    for turn in count():
        for one in articles:
            yield _renewed(one, number=next(numbers), turn=turn, rare=rare, step=step, seed=seed)


def _renewed(one: Article, *, number: int, turn: int, rare: frozenset[str], step: timedelta, seed: int) -> Article:
    at = BEGINS + number * step
    name = ArticleId(sha256(f"{seed} {number}".encode()).hexdigest()[:16])
    title, text = (_renamed(said, turn, rare, seed) for said in (one.title, one.text[:CHARACTERS]))
    return replace(
        one,
        id=name,
        key=name,
        url=f"https://long.invalid/{name}",
        title=title,
        text=text,
        published=at,
        first_seen=at,
        sort_date=at,
        fingerprint=name,
        sequence=number,
    )


def _renamed(text: str, turn: int, rare: frozenset[str], seed: int) -> str:
    if not turn:
        return text
    return " ".join(_word(word, turn, seed) if word in rare else word for word in text.split())


def _word(word: str, turn: int, seed: int) -> str:
    drawn = crc32(f"{seed} {turn} {word}".encode())
    if drawn % 2 or not word.isalpha():
        return word
    high, low = divmod(drawn // 2, len(_ENDINGS))
    return word + _ENDINGS[low] + _ENDINGS[high % len(_ENDINGS)]


def store_older(engine: Engine, articles: Iterator[Article], wanted: int) -> None:
    """Store articles of long ago, each in a story of its own, as a desk of some years has them: before any window."""
    while wanted > 0:
        part = [_older(article) for article in islice(articles, min(_BATCH, wanted))]
        backfill(engine.store, part, archive=SourceId("older"))
        placed = [placement(article, None, Evidence(stage="opened")) for article in part]
        engine.store.stories.save(
            [
                Placed(membership=one.membership, features=b"", sort_date=article.sort_date, language=article.language)
                for article, one in zip(part, placed, strict=True)
            ],
            [change for one in placed for change in one.changes],
        )
        wanted -= len(part)


def _older(article: Article) -> Article:
    at = article.sort_date - _YEARS
    name = ArticleId(f"{article.id[:15]}~")
    return replace(
        article,
        id=name,
        key=name,
        url=f"{article.url}/old",
        published=at,
        first_seen=at,
        sort_date=at,
        fingerprint=name,
    )


def placing(language: str, *, settling: bool) -> Clusterer:
    """What places the articles of one language, without a store; without settling only joining changes a story."""
    rules = ClusterRules() if settling else ClusterRules(settling=None)
    return Clusterer(language=language, rules=rules)
