"""Editors' orders over a real store: what they do at once, what they do to what comes, and what undoing gives back."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.history import replay
from newsloom.curate.orders import Signed, Verdict
from newsloom.curate.rulings import bonds
from newsloom.curate.settle import SettleRules
from newsloom.errors import UsageError
from newsloom.flows import correct
from newsloom.flows.backfill import backfill
from newsloom.flows.curate import Shards, curate
from newsloom.flows.replay import replay_faults
from newsloom.flows.storyhistory import history
from newsloom.keeping import Store
from newsloom.model.article import Article, ArticleId
from newsloom.model.removal import Rewriting
from newsloom.model.story import StoryId
from newsloom.seams import Engine
from newsloom.testing.builders import NOON, a_desk, an_article
from newsloom.testing.streams import ARCHIVE, desk_in

RULES = ClusterRules(window=timedelta(days=10), joining=1.0, settling=SettleRules(merging=-2.0, linked=-1.0))
FERRY = (
    "Ferry Halmar runs aground off Torvik",
    "Ferry Halmar aground off Torvik harbour",
    "Halmar ferry hits Torvik rocks",
)
BUDGET = ("Parliament of Velmark passes its budget", "Budget of Velmark passes parliament")
COMET = ("Comet seen over Brayfell",)
ANA = Signed(by="Ana", at=NOON + timedelta(days=3), reason="two ferries")


def articles_of(titles: tuple[str, ...], *, days: float = 0, language: str = "en") -> list[Article]:
    """An article an hour, each of an outlet of its own, named a0, a1 … by their place among all."""
    moments = [NOON + timedelta(days=days, hours=n) for n in range(len(titles))]
    return [
        an_article(
            title,
            source=f"paper{n}",
            text=f"{title}. Outlet {n} tells more.",
            sort_date=at,
            first_seen=at,
            language=language,
        )
        for n, (title, at) in enumerate(zip(titles, moments, strict=True))
    ]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty desk without sources."""
    with desk_in(tmp_path) as engine:
        yield engine


def place(engine: Engine, articles: list[Article], *, shards: Shards | None = None) -> list[StoryId]:
    """The stories that articles go to, as they come."""
    backfill(engine.store, articles, archive=ARCHIVE)
    curate(engine, shards=shards or Shards())
    return stories(engine.store, articles)


def stories(store: Store, articles: list[Article]) -> list[StoryId]:
    """Where articles are now."""
    where = store.stories.standing(article.id for article in articles)
    return [where[article.id] for article in articles]


def done(store: Store, verdict: Verdict) -> Verdict:
    """An order, carried out."""
    correct.carry_out(store, verdict)
    return verdict


def test_merged_stories_stay_one_and_old_names_lead_there(engine: Engine) -> None:
    """What comes after joins the merged story; the first named keeps its id."""
    ferry, budget, late = articles_of(FERRY[:1] + BUDGET[:1] + FERRY[1:2])
    a, b = place(engine, [ferry, budget])
    done(engine.store, correct.merge(engine.store, [b, a], ANA))
    assert stories(engine.store, [ferry, budget]) == [b, b]
    assert engine.store.stories.aliases() == {a: b}
    assert place(engine, [late]) == [b]
    assert replay(engine.store.stories.changes()) == {b: (ferry.id, budget.id, late.id)}


def test_undoing_a_merge_gives_back_stories_and_all_their_names(engine: Engine) -> None:
    """Also those of stories that had been merged into the ended one before."""
    articles = articles_of(FERRY[:1] + BUDGET[:1] + COMET)
    a, b, c = place(engine, articles)
    done(engine.store, correct.merge(engine.store, [b, c], ANA))
    before = engine.store.stories.since(None)
    second = done(engine.store, correct.merge(engine.store, [a, b], ANA))
    assert set(stories(engine.store, articles)) == {a}
    assert engine.store.stories.aliases() == {b: a, c: a}
    verdict = done(engine.store, correct.undo(engine.store, second.ruling.id, ANA))
    assert not verdict.stayed
    assert engine.store.stories.since(None) == before
    assert engine.store.stories.aliases() == {c: b}


def test_a_split_part_has_an_id_of_its_own_and_stays_out(engine: Engine) -> None:
    """Even if the first article of the story leaves; neither side takes the other back."""
    articles = articles_of(FERRY)
    (home,) = set(place(engine, articles[:2]))
    done(engine.store, correct.split(engine.store, home, [articles[0].id], ANA))
    first, second = stories(engine.store, articles[:2])
    assert (second, first == home) == (home, False)
    assert place(engine, articles[2:])[0] in {first, second}
    curate(engine, shards=Shards())
    assert len(set(stories(engine.store, articles[:2]))) == 2


def test_undoing_a_split_gives_the_evidence_back(engine: Engine) -> None:
    """The story is as it was, to the last word."""
    articles = articles_of(FERRY)
    (home,) = set(place(engine, articles))
    before = engine.store.stories.get(home)
    verdict = done(engine.store, correct.split(engine.store, home, [a.id for a in articles[1:]], ANA))
    done(engine.store, correct.undo(engine.store, verdict.ruling.id, ANA))
    assert engine.store.stories.get(home) == before
    assert verdict.ruling.into is not None
    assert engine.store.stories.aliases() == {verdict.ruling.into: home}


def test_what_moved_since_stays(engine: Engine) -> None:
    """Undoing touches nothing that another order has moved."""
    articles = articles_of(FERRY[:1] + BUDGET[:1] + COMET)
    a, b, c = place(engine, articles)
    moved = done(engine.store, correct.move(engine.store, articles[0].id, b, ANA))
    with pytest.raises(UsageError, match=rf"ruling {moved.ruling.id} \(move by Ana, .*: two ferries\) keeps together"):
        correct.move(engine.store, articles[0].id, c, ANA)
    later = done(engine.store, correct.merge(engine.store, [c, b], ANA))
    verdict = done(engine.store, correct.undo(engine.store, moved.ruling.id, ANA))
    assert verdict.stayed == (articles[0].id,), "the merge binds it"
    done(engine.store, correct.undo(engine.store, later.ruling.id, ANA))
    assert stories(engine.store, articles) == [b, b, c]
    assert a in engine.store.stories.aliases()


def test_contradictory_orders_name_the_earlier_one(engine: Engine) -> None:
    """And how to take it back."""
    articles = articles_of(FERRY[:1] + BUDGET[:1] + COMET)
    a, b, _ = place(engine, articles)
    parted = done(engine.store, correct.part(engine.store, articles[0].id, articles[1].id, ANA))
    said = f"ruling {parted.ruling.id} .*part by Ana.*story undo {parted.ruling.id}"
    with pytest.raises(UsageError, match=said):
        correct.merge(engine.store, [a, b], ANA)
    with pytest.raises(UsageError, match=said):
        correct.move(engine.store, articles[0].id, b, ANA)
    with pytest.raises(UsageError, match=said):
        correct.keep(engine.store, [articles[0].id, articles[1].id], ANA)
    done(engine.store, correct.keep(engine.store, [articles[0].id, articles[2].id], ANA))
    with pytest.raises(UsageError, match="keeps apart"):
        correct.keep(engine.store, [articles[2].id, articles[1].id], ANA)
    with pytest.raises(UsageError, match="keeps together"):
        correct.part(engine.store, articles[2].id, articles[0].id, ANA)
    done(engine.store, correct.undo(engine.store, parted.ruling.id, ANA))
    done(engine.store, correct.merge(engine.store, [b, a], ANA))


def test_the_clusterers_of_a_running_desk_follow(engine: Engine) -> None:
    """An order between two runs of one process counts at once."""
    shards = Shards()
    articles = articles_of(FERRY[:2] + BUDGET[:1])
    ferry, budget = place(engine, [articles[0], articles[2]], shards=shards)
    done(engine.store, correct.merge(engine.store, [budget, ferry], ANA))
    assert place(engine, [articles[1]], shards=shards) == [budget]


def test_articles_of_two_languages_may_be_one_story(engine: Engine) -> None:
    """Each shard goes on with it, and knows when the other merges it away."""
    english, german = articles_of(FERRY[:1])[0], articles_of(BUDGET[:1], language="de")[0]
    a, b = place(engine, [english, german])
    done(engine.store, correct.keep(engine.store, [german.id, english.id], ANA))
    assert stories(engine.store, [english, german]) == [b, b]
    later = articles_of(FERRY)[1]
    assert place(engine, [later]) == [b]
    assert engine.store.stories.aliases() == {a: b}


def test_copies_go_with_their_original(engine: Engine) -> None:
    """Out of a story, and back."""
    text = " ".join(f"word{n} of the long report on the ferry that ran aground near Torvik" for n in range(30))
    wire, other = (
        an_article(title, source=source, text=text if source == "wire" else "", sort_date=NOON)
        for title, source in ((FERRY[0], "wire"), (FERRY[1], "daily"))
    )
    copy = an_article("A farewell to cranes", source="echo", text=text, sort_date=NOON + timedelta(hours=2))
    (home,) = set(place(engine, [wire, other, copy]))
    verdict = done(engine.store, correct.split(engine.store, home, [wire.id], ANA))
    assert verdict.changes[0].articles == (wire.id, copy.id)
    done(engine.store, correct.undo(engine.store, verdict.ruling.id, ANA))
    story = engine.store.stories.get(home)
    assert story is not None
    assert {m.article: m.evidence.stage for m in story.members}[copy.id] == "copy"


def test_history_tells_who_and_when(engine: Engine) -> None:
    """Of newsloom's own changes, of orders and of their undoing."""
    articles = articles_of(FERRY[:1] + BUDGET[:1])
    a, b = place(engine, articles)
    merged = done(engine.store, correct.merge(engine.store, [a, b], ANA)).ruling.id
    bo = Signed(by="Bo", at=ANA.at + timedelta(hours=1))
    done(engine.store, correct.undo(engine.store, merged, bo))
    done(engine.store, correct.part(engine.store, articles[0].id, articles[1].id, bo))
    told = [(one.what, one.by, one.undoing) for one in history(engine.store, a).happenings]
    assert told == [
        ("opened", "newsloom", False),
        ("merged", "Ana", False),
        ("split", "Bo", True),
        ("ruled", "Bo", False),
    ]
    assert [one.what for one in history(engine.store, None).happenings] == ["ruled", "undone", "ruled"]


ORDERS = st.tuples(
    st.sampled_from(["store", "place", "merge", "split", "move", "keep", "part", "undo", "forget"]),
    *[st.integers(0, 7)] * 3,
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, to be copied: that is quicker than making one."""
    folder = tmp_path_factory.mktemp("template")
    with a_desk(folder, {}):
        return folder / "desk.db"


@settings(max_examples=20, deadline=None)
@given(orders=st.lists(ORDERS, max_size=20), titles=st.permutations([*FERRY, *BUDGET, *COMET, FERRY[0], BUDGET[1]]))
def test_whatever_comes_and_whatever_is_ordered(
    template: Path, orders: list[tuple[str, int, int, int]], titles: list[str]
) -> None:
    """What is kept together is together, what is kept apart is apart, and the log alone gives stories and aliases."""
    coming = [
        an_article(title, source=f"paper{n}", sort_date=NOON + timedelta(hours=n), language="de" if n > 5 else "en")
        for n, title in enumerate(titles)
    ]
    known = [article.id for article in coming]
    with TemporaryDirectory() as folder, a_desk(Path(shutil.copy(template, folder)).parent, {}) as desk:
        engine, shards = desk.engine, Shards(rules=RULES)
        for number, (what, *figures) in enumerate([*orders, ("store", 8, 0, 0), ("place", 0, 0, 0)]):
            if what == "store":
                backfill(engine.store, [coming.pop(0) for _ in coming[: figures[0]]], archive=ARCHIVE)
            elif what == "place":
                curate(engine, shards=shards)
            else:
                signed = Signed(by="Ana", at=NOON + timedelta(days=30, hours=number))
                with suppress(UsageError):
                    order(engine.store, what, [known[f] for f in figures], signed, pick=figures[2])
            check(engine.store)


def order(store: Store, what: str, named: list[ArticleId], signed: Signed, *, pick: int) -> None:
    """An order on articles, or on their stories."""
    first, second, third = named
    if what == "forget":
        store.removals.remove([first], at=signed.at, reason="", rewriting=Rewriting())
        return
    home = store.stories.containing(first) or "none"
    away = store.stories.containing(second) or "none"
    rulings = store.rulings.all()
    verdict = {
        "merge": lambda: correct.merge(store, [home, away], signed),
        "split": lambda: correct.split(store, home, [first, third], signed),
        "move": lambda: correct.move(store, first, away, signed),
        "keep": lambda: correct.keep(store, [first, second, third], signed),
        "part": lambda: correct.part(store, first, second, signed),
        "undo": lambda: correct.undo(store, rulings[pick % len(rulings)].id if rulings else "r", signed),
    }[what]()
    correct.carry_out(store, verdict)


def check(store: Store) -> None:
    """Constraints hold; the log replayed is the store."""
    holding = bonds(store.rulings.holding())
    where = store.stories.standing(holding.named)
    for article in where:
        assert {where[other] for other in holding.group(article) if other in where} == {where[article]}
        assert where[article] not in {where[other] for other in holding.apart(article) if other in where}
    assert replay_faults(store) == []
