"""An editor's orders: decide what they do, and keep the ruling and the changes in one transaction."""

from collections.abc import Sequence

from newsloom.curate import orders
from newsloom.curate.orders import Before, Signed, Verdict
from newsloom.curate.rulings import bonds
from newsloom.curate.undoing import Now
from newsloom.curate.undoing import undo as undone
from newsloom.errors import UsageError
from newsloom.flows.naming import article_named, story_named
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.ruling import Order, Ruling
from newsloom.model.story import Evidence, Story, StoryId


def merge(store: Store, words: Sequence[str], signed: Signed) -> Verdict:
    """Stories become the first named; raises UsageError as every order here does, saying what would be right."""
    return orders.merge([story_named(store, word) for word in words], _before(store), signed)


def split(store: Store, word: str, articles: Sequence[str], signed: Signed) -> Verdict:
    """Articles of a story become one of their own."""
    story = story_named(store, word)
    named = [article_named(store, one).id for one in articles]
    return orders.split(story, named, _before(store), signed)


def move(store: Store, word: str, target: str, signed: Signed) -> Verdict:
    """An article goes to another story."""
    article = article_named(store, word).id
    home = _home(store, article)
    if home is None:
        raise UsageError(f"article {article} is in no story yet; `newsloom run` places it")
    return orders.move(article, home, story_named(store, target), _before(store), signed)


def keep(store: Store, words: Sequence[str], signed: Signed) -> Verdict:
    """Articles are of one event, now and later."""
    articles = [article_named(store, word).id for word in words]
    homes = {article: home for article in articles if (home := _home(store, article)) is not None}
    return orders.keep(articles, homes, _before(store), signed)


def part(store: Store, one: str, other: str, signed: Signed) -> Verdict:
    """Two articles are of two events, now and later."""
    first, second = (article_named(store, word).id for word in (one, other))
    home, where = _home(store, first), store.stories.containing(second)
    shared = home if home is not None and home.id == where else None
    return orders.part(first, second, shared, _before(store), signed)


def undo(store: Store, word: str, signed: Signed) -> Verdict:
    """A ruling no longer holds, and what it moved goes back."""
    ruling = ruling_named(store, word)
    if ruling.undone is not None:
        raise UsageError(f"{orders.told(ruling)} was undone already, by {ruling.undone_by}, {ruling.undone:%Y-%m-%d}")
    rulings = store.rulings.holding()
    moved = [article for stood in ruling.before for article in stood.articles]
    where = store.stories.standing({*moved, *(article for other in rulings for article in other.named)})
    aliases = store.stories.aliases()
    asked = {aliases.get(stood.story, stood.story) for stood in ruling.before}
    now = Now(
        rulings=tuple(rulings),
        where=where,
        aliases=aliases,
        living={story for story in asked if store.stories.get(story) is not None},
        evidence={} if ruling.order is Order.MERGE else _evidence_before(store, ruling),
    )
    return undone(ruling, now, by=signed.by, at=signed.at)


def carry_out(store: Store, verdict: Verdict) -> None:
    """Keep the ruling and let its changes happen, in one transaction."""
    store.rulings.save(verdict.ruling, verdict.changes)


def ruling_named(store: Store, word: str) -> Ruling:
    """The ruling of an id or a unique beginning of one; raises UsageError."""
    rulings = store.rulings.all()
    found = [ruling for ruling in rulings if ruling.id == word] or [
        r for r in rulings if word and r.id.startswith(word)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"several rulings begin with `{word}`: {', '.join(r.id for r in found[:3])}; type more of it")
    raise UsageError(f"no ruling `{word}`; `newsloom story history` names them")


def _before(store: Store) -> Before:
    def is_taken(story: StoryId) -> bool:
        return bool(store.stories.named_like(story, limit=1))

    return Before(bonds=bonds(store.rulings.holding()), aliases=store.stories.aliases(), is_taken=is_taken)


def _home(store: Store, article: ArticleId) -> Story | None:
    return store.stories.get(store.stories.containing(article) or StoryId(""))


def _evidence_before(store: Store, ruling: Ruling) -> dict[ArticleId, Evidence]:
    """Why articles were in their stories before a ruling moved them, from the log."""
    moved = {article for stood in ruling.before for article in stood.articles}
    found: dict[ArticleId, Evidence] = {}
    for stood in ruling.before:
        for change in store.stories.changes(stood.story):
            if change.evidence is not None and change.evidence.ruling == ruling.id:
                break
            if change.evidence is not None:
                found.update(dict.fromkeys(moved.intersection(change.articles), change.evidence))
    return found
