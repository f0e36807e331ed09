"""A desk's invented past, made from a seed: articles as they were seen day by day, stories that grew with them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from random import Random

from msgspec.structs import replace as with_fields

from newsloom.flows.replaysharing import Sharing
from newsloom.keeping import Placed, Store
from newsloom.model.article import Added, Article, ArticleId
from newsloom.model.finding import Finding
from newsloom.model.item import Item
from newsloom.model.source import SourceId, SourceState
from newsloom.model.story import Change, Evidence, Membership, StoryChange, StoryId
from newsloom.seams import Criteria as Criteria  # noqa: PLC0414  benchmarks name it and import only from here
from newsloom.settings import read_settings
from newsloom.testing.judgementplay import Played, keep, stories_in_play
from newsloom.wiring import replay_sharing

BATCH = 2_000
LATE = timedelta(minutes=10)  # from an article's date to when it is seen
WORDS, TEXT = 5_000, 220  # of the vocabulary, of a text
Told = tuple[StoryId, Finding, bool]


def past_in_play(store: Store, criteria: Criteria, *, articles: int, days: float, seed: int = 1) -> int:
    """Fill a store with articles of so many days, their stories, and what judging found; returns how many stories."""
    told: list[Told] = []
    stories = 0
    for played in _batches(_renamed(stories_in_play(articles, criteria, seed=seed, days=days))):
        keep(store, played)
        stories += len(played)
        for one in played:
            ordered = sorted(one.found.findings, key=lambda finding: finding.at)
            told += [(one.found.story, finding, n == 0) for n, finding in enumerate(ordered)]
    told.sort(key=lambda one: (one[1].at, one[1].article))
    vocabulary = [f"w{n}" for n in range(WORDS)]
    for at in range(0, len(told), BATCH):
        _keep(store, told[at : at + BATCH], vocabulary)
    store.records.save((), judged=[story for story, _, is_first in told if is_first])
    return stories


def sharing_in_play(folder: Path) -> Sharing:
    """How a replay of the desk in this folder is shared out between processes."""
    return replay_sharing(read_settings(folder / "newsloom.toml"))


def _renamed(played: Iterator[Played]) -> Iterator[Played]:
    """The stories, no article of which has the id of another's."""
    for one in played:
        names = {f.article: ArticleId(f"{one.found.story}{n:04d}") for n, f in enumerate(one.found.findings)}
        findings = tuple(
            with_fields(f, article=names[f.article], copy_of=names[f.copy_of] if f.copy_of else None)
            for f in one.found.findings
        )
        order = tuple(names[article] for article in one.found.order)
        yield replace(one, found=replace(one.found, findings=findings, order=order))


def _batches(played: Iterator[Played]) -> Iterator[list[Played]]:
    batch: list[Played] = []
    for one in played:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _keep(store: Store, told: Sequence[Told], vocabulary: Sequence[str]) -> None:
    articles = [_article(finding, vocabulary) for _, finding, _ in told]
    admissions = [Added(item=Item(key=a.key, url=a.url), article=a) for a in articles]
    store.visits.save(SourceState(source=SourceId("past")), admissions=admissions)
    placed = [
        Placed(
            membership=Membership(article=finding.article, story=story, evidence=Evidence(stage="placed")),
            features=b"",
            sort_date=finding.at,
            language="en",
        )
        for story, finding, _ in told
    ]
    changes = [
        StoryChange(
            kind=Change.OPENED if is_first else Change.JOINED,
            story=story,
            articles=(finding.article,),
            at=finding.at,
        )
        for story, finding, is_first in told
    ]
    store.stories.save(placed, changes)


def _article(finding: Finding, vocabulary: Sequence[str]) -> Article:
    """An article of which that was found; a copy has its original's text."""
    url = f"https://{finding.host}/{finding.article}"
    text = " ".join(Random(finding.copy_of or finding.article).choices(vocabulary, k=TEXT))  # noqa: S311  a play
    return Article(
        id=finding.article,
        source=finding.source,
        key=url,
        url=url,
        host=finding.host,
        title=finding.title,
        lead=finding.lead,
        text=text,
        authors=("A. Nonym",) if finding.has_author else (),
        published=finding.at,
        first_seen=finding.at + LATE,
        sort_date=finding.at,
        language=finding.language,
        fingerprint=blake2b(url.encode(), digest_size=16).hexdigest(),
    )
