"""Why two articles are in one story or in two, or why one is where it is: from what is stored, however old."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.copies import CopyOf
from newsloom.curate.likeness import Likeness, Needed, Pull, copied, likeness, needed, pull, resembled
from newsloom.curate.rulings import bonds
from newsloom.errors import UsageError
from newsloom.flows.naming import article_named
from newsloom.keeping import Store
from newsloom.model.article import Article, ArticleId
from newsloom.model.ruling import Ruling
from newsloom.model.story import Change, Evidence, StoryChange, StoryId

_OTHERS = 3  # articles of other stories that are named
_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two articles: what it is, where it stands, and why; times UTC."""

    article: ArticleId
    title: str
    outlet: str
    at: datetime
    language: str
    story: StoryId | None
    evidence: Evidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why two articles are together or apart; `one` is the earlier, `beside` what the later one stands beside.

    `decided` is the change that brought them together or parted them, `by` the editor who did that. `likeness` is None
    between languages. `copy` says what the article `copying` repeats. `pulls` say how strongly the later one belonged,
    when it came, to the earlier one's story and to its own; `needed` is what joining asks. `apart_days` is the distance
    in time, `window_days` how far back articles are compared.
    """

    one: Side
    other: Side
    together: bool
    beside: Side | None = None
    decided: StoryChange | None = None
    by: str = ""
    ruling: Ruling | None = None
    likeness: Likeness | None = None
    copying: ArticleId | None = None
    copy: CopyOf | None = None
    pulls: tuple[Pull, ...] = ()
    needed: Needed
    apart_days: float
    window_days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Resembled:
    """An article of another story that one resembled when it arrived."""

    side: Side
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """Why one article is where it is: by the member it is nearest to, beside what else it resembled."""

    side: Side
    why: Why | None
    by: str
    ruling: Ruling | None
    others: tuple[Resembled, ...]


def why(store: Store, word: str, other: str, *, rules: ClusterRules) -> Why:
    """Why the two articles that words mean are together or not; raises UsageError for unknown ones and one twice."""
    one, two = article_named(store, word), article_named(store, other)
    if one.id == two.id:
        raise UsageError(f"`{word}` and `{other}` are one article; `newsloom why {word}` says why it is where it is")
    return _why(store, *sorted((one, two), key=lambda a: (a.sort_date, a.first_seen, a.id)), rules=rules)


def why_there(store: Store, word: str, *, rules: ClusterRules) -> Alone:
    """Why the article a word means is where it is; raises UsageError."""
    article = article_named(store, word)
    side = _side(store, article)
    evidence = side.evidence
    near = store.articles.get([evidence.nearest]) if evidence and evidence.nearest else {}
    found = [_why(store, *_ordered(article, one), rules=rules) for one in near.values()]
    ruling = next((r for r in store.rulings.all() if evidence and r.id == evidence.ruling), None)
    chances = resembled(store.stories.features([article.id]).get(article.id, b""))
    sides = [_side(store, one) for one in store.articles.get(chances).values()]
    elsewhere = sorted((s for s in sides if s.story != side.story), key=lambda s: (-chances[s.article], s.article))
    return Alone(
        side=side,
        why=found[0] if found else None,
        by=ruling.by if ruling else "",
        ruling=ruling,
        others=tuple(Resembled(side=s, probability=chances[s.article]) for s in elsewhere[:_OTHERS]),
    )


def _ordered(one: Article, other: Article) -> tuple[Article, Article]:
    earlier, later = sorted((one, other), key=lambda a: (a.sort_date, a.first_seen, a.id))
    return earlier, later


def _why(store: Store, earlier: Article, later: Article, *, rules: ClusterRules) -> Why:
    sides = _side(store, earlier), _side(store, later)
    together = sides[0].story is not None and sides[0].story == sides[1].story
    decided = _decided(store, sides, together=together)
    ruling, by = _ruling(store, decided, earlier.id, later.id)
    first, second = _as_arrived(store, earlier), _as_arrived(store, later)
    features = store.stories.features([earlier.id, later.id])
    copy = copied(first, second) if first.language == second.language else None
    alike = first.language == second.language and all(side.story for side in sides)
    return Why(
        one=sides[0],
        other=sides[1],
        together=together,
        beside=_beside(store, sides),
        decided=decided,
        by=by,
        ruling=ruling,
        likeness=likeness(first, second, features, rules=rules) if alike else None,
        copying=copy[0] if copy else None,
        copy=copy[1] if copy else None,
        pulls=tuple(_pulls(store, sides, features.get(later.id, b""))) if alike else (),
        needed=needed(rules),
        apart_days=round(abs((later.sort_date - earlier.sort_date).total_seconds()) / _DAY, 4),
        window_days=rules.window.total_seconds() / _DAY,
    )


def _beside(store: Store, sides: tuple[Side, Side]) -> Side | None:
    nearest = sides[1].evidence.nearest if sides[1].evidence else None
    if nearest is None or nearest == sides[0].article:
        return sides[0] if nearest else None
    return next((_side(store, article) for article in store.articles.get([nearest]).values()), None)


def _side(store: Store, article: Article) -> Side:
    story = store.stories.get(store.stories.containing(article.id) or StoryId(""))
    evidence = {m.article: m.evidence for m in story.members} if story else {}
    return Side(
        article=article.id,
        title=article.title,
        outlet=article.provider or article.source or article.host,
        at=article.sort_date,
        language=article.language,
        story=story.id if story else None,
        evidence=evidence.get(article.id),
    )


def _as_arrived(store: Store, article: Article) -> Article:
    """The first version that is kept: what its features were made of."""
    kept = store.articles.revisions(article.id)
    return kept[0] if kept else article


def _decided(store: Store, sides: tuple[Side, Side], *, together: bool) -> StoryChange | None:
    """The last change that brought two articles into one story, or parted them."""
    log = store.stories.changes(sides[0].story) if sides[0].story and sides[1].story else []
    where: dict[ArticleId, StoryId] = {}
    pair = {side.article for side in sides}
    found, were = None, False
    for change in log:
        _follow(where, change, pair)
        are = len(where) == len(pair) and len(set(where.values())) == 1
        if are != were:
            found = change if are == together else found
        were = are
    return found


def _follow(where: dict[ArticleId, StoryId], change: StoryChange, pair: Iterable[ArticleId]) -> None:
    if change.kind is Change.MERGED and change.other is not None:
        where.update({article: change.story for article, story in where.items() if story == change.other})
    elif change.kind is not Change.REMOVED:
        where.update({article: change.story for article in pair if article in change.articles})


def _ruling(store: Store, decided: StoryChange | None, one: ArticleId, other: ArticleId) -> tuple[Ruling | None, str]:
    """The ruling that holds between two articles, else the one by which (or by whose undoing) it came so; by whom."""
    holding = bonds(store.rulings.holding())
    found = holding.between([one], [other]) or holding.binding([one], [other])
    if found is not None:
        return found, found.by
    for ruling in store.rulings.all() if decided else ():
        if decided and decided.evidence and decided.evidence.ruling == ruling.id:
            return ruling, ruling.by
        if decided and decided.at == ruling.undone:
            return ruling, ruling.undone_by
    return None, ""


def _pulls(store: Store, sides: tuple[Side, Side], features: bytes) -> Iterable[Pull]:
    """How strongly the later article belonged to the earlier one's story, then to its own where that is another."""
    for name in dict.fromkeys(side.story for side in sides):
        story = store.stories.get(name) if name and features else None
        if story is not None:
            members = [article for article in story.articles if article != sides[1].article]
            if members:
                yield pull(features, story.id, members)
