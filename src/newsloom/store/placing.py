"""How placements and changes of stories are kept, inside a transaction that somebody else began."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, select, update

from newsloom.curate.history import Present
from newsloom.errors import StoreError
from newsloom.keeping import Placed
from newsloom.model.article import ArticleId
from newsloom.model.story import Change, Evidence, StoryChange, StoryId
from newsloom.store import senses
from newsloom.store.database import Dialect, chunks
from newsloom.store.many import write_many
from newsloom.store.tables import CHANGES, MEMBERS, SKETCHES, STORIES, UNJUDGED, UNPLACED

_NEW_MEMBER, _NEW_CHANGE = MEMBERS.insert(), CHANGES.insert()
_IS_PLACED = delete(UNPLACED).where(UNPLACED.c.id == bindparam("placed"))
_MOVED = update(MEMBERS).where(MEMBERS.c.article == bindparam("moved"))
_REASON = update(MEMBERS).where(MEMBERS.c.article == bindparam("about"))

#: Kinds that take nothing from another story as long as their articles are new.
_GROWING = frozenset({Change.OPENED, Change.JOINED, Change.CLOSED, Change.REOPENED})


def keep(connection: Connection, dialect: Dialect, placed: Sequence[Placed], changes: Sequence[StoryChange]) -> None:
    """Apply the changes to the present, write what is different, append those that changed something."""
    if any(change.kind is Change.REMOVED for change in changes):
        raise StoreError("articles are removed with all that is stored of them, not by a change alone")
    given = {p.membership.article: p for p in placed}
    present = _load(connection, dialect, given, changes)
    before, aliases, closed = dict(present.where), dict(present.aliases), set(present.closed)
    happened = [change for change in changes if present.apply(change)]
    _refuse_halves(given, before, present)
    _write_members(connection, given, before, present)
    _write_sketches(connection, dialect, placed)
    senses.keep(connection, dialect, placed)
    _write_evidence(connection, given, happened, known=before)
    touched = {story for a, story in present.where.items() if before.get(a) != story}
    touched |= {story for a, story in before.items() if present.where[a] != story}
    write_stories(connection, dialect, touched)
    _close(connection, closed, present.closed)
    _write_aliases(connection, dialect, aliases, present.aliases)
    judge_again(connection, dialect, touched)
    write_many(connection, _NEW_CHANGE, [_row(change) for change in happened])


def judge_again(connection: Connection, dialect: Dialect, stories: Iterable[StoryId]) -> None:
    """Remember that these stories are not as they were when last judged."""
    rows = [{"story": story} for story in sorted(stories)]
    write_many(connection, dialect.insert_new(UNJUDGED), rows)


def _load(
    connection: Connection, dialect: Dialect, given: dict[ArticleId, Placed], changes: Sequence[StoryChange]
) -> Present:
    """As much of the present as the changes can touch."""
    present = Present()
    named = {story for c in changes for story in (c.story, c.other) if story is not None}
    articles = [a for c in changes for a in c.articles]
    _load_aliases(connection, dialect, present, named)
    _load_members(connection, present, dialect.any_of(MEMBERS.c.article, {*articles, *given}))
    growing = {c.kind for c in changes} <= _GROWING and len(set(articles)) == len(articles)
    if growing and present.where.keys().isdisjoint(articles):
        return present
    reached = named | {present.living(s) for s in named} | set(present.where.values())
    _load_aliases(connection, dialect, present, reached)
    _load_members(connection, present, dialect.any_of(MEMBERS.c.story, reached))
    return present


def _load_aliases(connection: Connection, dialect: Dialect, present: Present, stories: Iterable[StoryId]) -> None:
    living = set(stories)
    names = select(STORIES.c.id, STORIES.c.alias_of)
    merged = names.where(dialect.any_of(STORIES.c.id, living), STORIES.c.alias_of.is_not(None))
    for name, target in connection.execute(merged).all():
        present.rename(name, target)
        living.add(target)
    for name, target in connection.execute(names.where(dialect.any_of(STORIES.c.alias_of, living))):
        present.rename(name, target)
    closed = select(STORIES.c.id).where(dialect.any_of(STORIES.c.id, living), STORIES.c.closed)
    present.closed.update(connection.scalars(closed))


def _load_members(connection: Connection, present: Present, which: ColumnElement[bool]) -> None:
    for article, story in connection.execute(select(MEMBERS.c.article, MEMBERS.c.story).where(which)):
        present.put(article, story)


def _refuse_halves(given: dict[ArticleId, Placed], before: dict[ArticleId, StoryId], present: Present) -> None:
    unsaid = [a for a in given if a not in present.where]
    if unsaid:
        raise StoreError(f"article {unsaid[0]} is placed, but no change says into which story")
    unplaced = [a for a in present.where if a not in before and a not in given]
    if unplaced:
        raise StoreError(f"a change puts article {unplaced[0]} into a story, but its placement is missing")


def _write_members(
    connection: Connection, given: dict[ArticleId, Placed], before: dict[ArticleId, StoryId], present: Present
) -> None:
    fresh = [
        {
            "article": p.membership.article,
            "story": present.where[p.membership.article],
            "language": p.language,
            "sort_date": p.sort_date,
            "evidence": p.membership.evidence,
            "features": p.features,
        }
        for p in (given[a] for a in present.where if a not in before)
    ]
    write_many(connection, _NEW_MEMBER, fresh)
    write_many(connection, _IS_PLACED, [{"placed": row["article"]} for row in fresh])
    moved = [{"moved": a, "story": present.where[a]} for a, story in before.items() if present.where[a] != story]
    write_many(connection, _MOVED, moved)


def _write_sketches(connection: Connection, dialect: Dialect, placed: Iterable[Placed]) -> None:
    rows = [
        {
            "article": p.membership.article,
            "original": p.original or p.membership.article,
            "sort_date": p.sort_date,
            "sketch": p.sketch,
        }
        for p in placed
        if p.sketch
    ]
    write_many(connection, dialect.insert_new(SKETCHES), rows)


def _write_evidence(
    connection: Connection,
    given: dict[ArticleId, Placed],
    happened: Iterable[StoryChange],
    *,
    known: Collection[ArticleId],
) -> None:
    """Write why articles are where they are; of those that were not known, that was written with their row."""
    reasons: dict[ArticleId, Evidence] = {}
    for change in happened:
        if change.evidence is not None:
            reasons.update(dict.fromkeys(change.articles, change.evidence))
    reasons.update({a: p.membership.evidence for a, p in given.items()})
    rows = [{"about": a, "evidence": e} for a, e in reasons.items() if a in known]
    write_many(connection, _REASON, rows)


def write_stories(connection: Connection, dialect: Dialect, touched: Iterable[StoryId]) -> None:
    """Bring the rows of stories up to date with their members; one without any is left as it is."""
    bounds = select(
        MEMBERS.c.story.label("id"),
        func.min(MEMBERS.c.language).label("language"),
        func.min(MEMBERS.c.sort_date).label("first"),
        func.max(MEMBERS.c.sort_date).label("last"),
    ).group_by(MEMBERS.c.story)
    found = connection.execute(bounds.where(dialect.any_of(MEMBERS.c.story, sorted(touched)))).mappings()
    rows = [dict(row) | {"alias_of": None, "closed": False} for row in found]
    write_many(connection, dialect.insert_or_replace(STORIES), rows)


def _close(connection: Connection, before: set[StoryId], after: set[StoryId]) -> None:
    for stories, closed in ((before - after, False), (after, True)):
        for chunk in chunks(sorted(stories)):
            connection.execute(update(STORIES).where(STORIES.c.id.in_(chunk)).values(closed=closed))


def _write_aliases(
    connection: Connection, dialect: Dialect, before: dict[StoryId, StoryId], after: dict[StoryId, StoryId]
) -> None:
    moved = {name: living for name, living in after.items() if before.get(name) != living}
    for chunk in chunks(moved.values()):
        # A story that was opened and merged away within one batch has no row yet.
        found = connection.execute(select(STORIES).where(STORIES.c.id.in_(chunk))).mappings()
        bounds = {row["id"]: dict(row) for row in found}
        rows = [bounds[living] | {"id": name, "alias_of": living} for name, living in moved.items() if living in bounds]
        write_many(connection, dialect.insert_or_replace(STORIES), rows)


def _row(change: StoryChange) -> dict[str, object]:
    return {
        "kind": change.kind.value,
        "story": change.story,
        "other": change.other,
        "articles": change.articles,
        "evidence": change.evidence,
        "at": change.at,
    }
