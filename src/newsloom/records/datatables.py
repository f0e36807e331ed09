"""The tables of an export, and how articles, stories and scores become their rows.

The schema has a version; columns are added at the end, and none changes its meaning within one.
"""

from collections.abc import Iterator

from newsloom.model.appearance import LoggedChange
from newsloom.model.article import Article
from newsloom.model.dataset import CellKind, DataColumn, DataTable
from newsloom.model.record import Record
from newsloom.model.slot import Slot
from newsloom.model.story import Story

VERSION = 1
Row = tuple[object, ...]


def _table(name: str, *columns: tuple[str, CellKind, str]) -> DataTable:
    made = (DataColumn(name=column, kind=kind, meaning=meaning) for column, kind, meaning in columns)
    return DataTable(name=name, columns=tuple(made))


TEXT, NUMBER, REAL, TIME, LIST = CellKind.TEXT, CellKind.NUMBER, CellKind.REAL, CellKind.TIME, CellKind.LIST

ARTICLES = _table(
    "articles",
    ("id", TEXT, "the article"),
    ("source", TEXT, "the id of the source that brought it"),
    ("url", TEXT, "its canonical address"),
    ("host", TEXT, "the address's host"),
    ("title", TEXT, "its headline, plain text"),
    ("lead", TEXT, "its first words, plain text"),
    ("authors", LIST, "who wrote it"),
    ("outlet", TEXT, "who published it, where it says so"),
    ("language", TEXT, "a language tag, empty where unknown"),
    ("published_at", TIME, "when its outlet says it was published"),
    ("updated_at", TIME, "when its outlet says it was last changed"),
    ("first_seen_at", TIME, "when newsloom first met it"),
    ("sort_at", TIME, "the outlet's time where it can be believed, else when it was first seen"),
    ("image", TEXT, "the address of its picture"),
    ("tags", LIST, "the outlet's own"),
    ("genre", TEXT, "report, opinion, analysis …, where the page says so"),
    ("standing", TEXT, "stands, corrected or withdrawn"),
    ("revision", NUMBER, "how many versions were seen"),
)
BODY = DataColumn(name="text", kind=TEXT, meaning="its whole text, with --text alone")
STORIES = _table(
    "stories",
    ("id", TEXT, "the story"),
    ("path", TEXT, "its record's frozen path"),
    ("title", TEXT, "the headline of its record"),
    ("excerpt", TEXT, "the excerpt of its record"),
    ("url", TEXT, "where its lead stands"),
    ("outlet", TEXT, "who published its lead"),
    ("domain", TEXT, "that outlet's domain"),
    ("language", TEXT, "its language"),
    ("topics", LIST, "the names of its topics"),
    ("first_at", TIME, "its earliest report"),
    ("last_at", TIME, "its newest report"),
    ("articles", NUMBER, "how many articles are in it"),
    ("independent", NUMBER, "how many of them are independent of each other"),
    ("state", TEXT, "published, below threshold, demoted or unscored; empty before it was judged"),
    ("quality", NUMBER, "the quality of its lead"),
    ("heat", NUMBER, "its heat when it was last judged"),
    ("first_written_at", TIME, "when its record was first written"),
    ("withdrawn_at", TIME, "when its outlet took the lead back"),
)
MEMBERSHIPS = _table(
    "memberships",
    ("story", TEXT, "the story"),
    ("article", TEXT, "an article in it"),
    ("place", NUMBER, "its place by arrival, from 1"),
    ("stage", TEXT, "who decided: opened, placed, settled, copy, editor"),
    ("probability", REAL, "the calibrated chance that it reports the same event"),
    ("nearest", TEXT, "the member it resembles most"),
    ("hours_apart", REAL, "how far apart these two are in time"),
    ("shared", LIST, "what they share, the weightiest first"),
)
SCORES = _table(
    "scores",
    ("story", TEXT, "the story"),
    ("score", TEXT, "quality or heat"),
    ("value", NUMBER, "the whole score, in each of its rows"),
    ("part", TEXT, "one reason of it; empty where the profile keeps no receipt"),
    ("points", NUMBER, "what the reason counts; the points of a score sum to its value"),
    ("reason", TEXT, "why, in plain words"),
)
CHANGES = _table(
    "changes",
    ("number", NUMBER, "counts what readers could see, from 1 without gaps"),
    ("story", TEXT, "the story"),
    ("kind", TEXT, "published, updated, corrected, details, withdrawn, merged, hidden, restored, removed"),
    ("at", TIME, "when"),
)
TABLES = (ARTICLES, STORIES, MEMBERSHIPS, SCORES, CHANGES)


def article_row(article: Article) -> Row:
    """A row of `ARTICLES`."""
    metadata = article.metadata
    return (
        article.id,
        article.source,
        article.url,
        article.host,
        article.title,
        article.lead,
        article.authors,
        article.provider,
        article.language,
        article.published,
        article.updated,
        article.first_seen,
        article.sort_date,
        "" if article.image is None else article.image.url,
        article.categories,
        str(metadata.genre or ""),
        str(metadata.standing),
        article.revision,
    )


def story_row(story: Story, slot: Slot | None) -> Row:
    """A row of `STORIES`; of one without a record, what is known of it."""
    record = None if slot is None else slot.record
    told: Row = ("", "", "", "", "")
    if record is not None:
        address = record.web_url or record.original_url or ""
        told = (record.title, record.excerpt, address, record.provider.name, record.provider.domain)
    return (
        story.id,
        "" if slot is None else slot.path,
        *told,
        story.language,
        () if record is None else record.topics,
        story.first,
        story.last,
        len(story.members),
        None if record is None else record.independent,
        "" if record is None else record.state.value,
        None if record is None else record.quality,
        None if record is None else record.heat,
        None if slot is None else slot.first_written,
        None if record is None else record.withdrawn,
    )


def membership_rows(story: Story) -> Iterator[Row]:
    """Rows of `MEMBERSHIPS`."""
    for place, one in enumerate(story.members, 1):
        why = one.evidence
        shared = tuple(item.term for item in why.shared)
        yield (story.id, one.article, place, why.stage, why.probability, why.nearest, why.hours_apart, shared)


def score_rows(story: str, record: Record) -> Iterator[Row]:
    """Rows of `SCORES`: one a part, or one a score where there is no receipt."""
    receipts = record.scores
    for name, value, receipt in (
        ("quality", record.quality, None if receipts is None else receipts.quality),
        ("heat", record.heat, None if receipts is None else receipts.heat),
    ):
        if value is None:
            continue
        if receipt is None or not receipt.parts:
            yield (story, name, value, "", value, "")
            continue
        for part in receipt.parts:
            yield (story, name, receipt.value, part.name, part.points, part.reason)


def change_row(change: LoggedChange) -> Row:
    """A row of `CHANGES`."""
    return (change.number, change.story, change.kind.value, change.at)
