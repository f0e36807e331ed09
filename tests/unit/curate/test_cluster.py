"""Placing articles into stories, as they arrive."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.curate.cluster import Clusterer
from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.history import Present
from newsloom.curate.placement import Placement, story_id
from newsloom.curate.settle import SettleRules
from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId
from newsloom.model.story import Change, StoryId

MORNING = datetime(2031, 5, 6, 8, tzinfo=UTC)

FERRY = (
    (
        "Ferry Halmar runs aground off Torvik, 84 passengers rescued",
        "The ferry Halmar ran aground near Torvik harbour on Tuesday.",
    ),
    (
        "Passengers rescued after ferry Halmar grounds near Torvik",
        "Rescuers took 84 people off the Halmar after it hit rocks.",
    ),
    (
        "84 rescued as Halmar ferry hits rocks at Torvik",
        "All passengers of the Halmar are safe, the Torvik coast guard said.",
    ),
)
OTHERS = (
    ("Senate of Ostria votes down pension bill", "Senators in Ostria rejected the pension bill by four votes."),
    ("Chess master Ilva Rook wins Brenning open", "Ilva Rook took the Brenning open with a draw in the last round."),
    ("Strike closes Kestrel airport for a second day", "Ground staff at Kestrel airport walked out again over pay."),
    ("Sugar tax leaves Dunmore bakers worried", "Bakers in Dunmore fear the new sugar tax."),
)


def an_article(title: str, *, text: str = "", hours: float = 0, source: str = "", dated: bool = True) -> Article:
    """An article of an invented outlet, `hours` after the morning."""
    at = MORNING + timedelta(hours=hours)
    identity = sha256(f"{title}{text}{hours}{source}".encode()).hexdigest()[:12]
    return Article(
        id=ArticleId(identity),
        source=SourceId(source),
        key=identity,
        url=f"https://{source or 'press'}.example/{identity}",
        host=f"{source or 'press'}.example",
        title=title,
        text=text,
        published=at if dated else None,
        first_seen=at,
        sort_date=at,
        language="en",
        fingerprint=identity,
    )


def place_all(articles: list[Article], *, language: str = "en", rules: ClusterRules | None = None) -> list[Placement]:
    """The placements of all articles by a new clusterer."""
    clusterer = Clusterer(language=language, rules=rules)
    return [clusterer.place(article) for article in articles]


def stories_of(placements: list[Placement]) -> list[StoryId]:
    """The story of each placement, in order."""
    return [p.membership.story for p in placements]


def ferry_press() -> list[Article]:
    """One event in three voices among four others."""
    told = [an_article(t, text=b, hours=i, source=f"paper{i}") for i, (t, b) in enumerate(FERRY)]
    rest = [an_article(t, text=b, hours=i + 0.5, source=f"paper{i}") for i, (t, b) in enumerate(OTHERS)]
    return sorted(told + rest, key=lambda a: a.sort_date)


def test_tellings_of_one_event_share_a_story() -> None:
    """Three outlets' words for one grounding are one story; four other events are four."""
    articles = ferry_press()
    stories = stories_of(place_all(articles))
    ferry = {s for a, s in zip(articles, stories, strict=True) if "Halmar" in a.title}
    assert len(ferry) == 1
    assert len(set(stories)) == 1 + len(OTHERS)


@pytest.mark.parametrize("change", [str.lower, str.upper, str.title], ids=["lower", "upper", "title"])
def test_case_does_not_decide(change: Callable[[str], str]) -> None:
    """Headlines in any case and without text find each other."""
    articles = [an_article(change(t), hours=i, source=f"paper{i}") for i, (t, _) in enumerate(FERRY + OTHERS)]
    stories = stories_of(place_all(articles))
    assert len(set(stories[:3])) == 1
    assert len(set(stories)) == 1 + len(OTHERS)


def test_undated_articles_find_each_other() -> None:
    """No date anywhere still gives one story of the event."""
    articles = [an_article(t, text=b, source=f"paper{i}", dated=False) for i, (t, b) in enumerate(FERRY + OTHERS)]
    stories = stories_of(place_all(articles))
    assert len(set(stories[:3])) == 1
    assert len(set(stories)) == 1 + len(OTHERS)


def test_a_story_is_named_after_its_first_article() -> None:
    """The id is the hash of the article that opened it; the opener is told as opened, the others as joined."""
    placements = place_all(ferry_press())
    first = placements[0]
    assert first.membership.story == story_id(first.membership.article)
    assert first.changes[0].kind is Change.OPENED
    kinds = {p.changes[0].kind for p in placements if p.membership.story == first.membership.story and p is not first}
    assert kinds == {Change.JOINED}


def test_evidence_names_what_is_shared() -> None:
    """A joined article says what it shares, with weights from heavy to light, how sure it is, and how far in time."""
    joined = [p.membership.evidence for p in place_all(ferry_press()) if p.changes[0].kind is Change.JOINED]
    assert joined
    for evidence in joined:
        assert {"halmar", "torvik"} <= {s.term for s in evidence.shared}
        weights = [s.weight for s in evidence.shared]
        assert weights == sorted(weights, reverse=True)
        assert all(0 <= w <= 1 for w in weights)
        assert 0 <= evidence.probability <= 1
        assert evidence.nearest is not None
        assert evidence.hours_apart is not None


def test_twins_stay_apart() -> None:
    """Two events of one kind in two places are two stories."""
    articles = [
        an_article("Fire destroys warehouse in Dunmore", text="A fire destroyed a warehouse in Dunmore.", source="a"),
        an_article("Fire destroys bakery in Kestrel", text="A blaze gutted a bakery in Kestrel.", hours=1, source="b"),
        an_article(
            "Man arrested over Brenning robbery", text="Police held a man of 34 in Brenning.", hours=2, source="c"
        ),
        an_article("Woman arrested over Torvik robbery", text="A woman, 51, was held in Torvik.", hours=3, source="d"),
    ]
    assert len(set(stories_of(place_all(articles)))) == len(articles)


def test_town_forecasts_stay_apart() -> None:
    """Three hundred forecasts in one wording, a town each, are not one story."""
    towns = [
        f"{a}{b}" for a in ("Dun", "Kes", "Bren", "Tor", "Hal", "Mar", "Ost", "Lin", "Var", "Sel") for b in _ENDINGS
    ]
    articles = [
        an_article(
            f"Weather forecast for {town} on Tuesday",
            text=f"Light rain in the morning, sunny spells later in {town}. Highs of 14 degrees, westerly wind.",
            source="weather",
        )
        for town in towns
    ]
    stories = stories_of(place_all(articles))
    assert len(articles) == 300
    assert max(stories.count(s) for s in set(stories)) <= 3


_ENDINGS = (
    *(
        "ton",
        "by",
        "wick",
        "vik",
        "more",
        "ford",
        "ham",
        "dale",
        "berg",
        "stad",
        "nes",
        "hult",
        "mouth",
        "field",
        "low",
    ),
    *(
        "bury",
        "ness",
        "thorpe",
        "mere",
        "gate",
        "holm",
        "haven",
        "brook",
        "cliff",
        "moor",
        "wold",
        "ley",
        "combe",
        "stow",
        "den",
    ),
)


def test_languages_are_separate_shards() -> None:
    """A language without a term table works; scripts without spaces find each other."""
    articles = [
        an_article("首都で大規模な停電、十万世帯に影響", source="a"),
        an_article("大規模停電、首都の十万世帯で電気止まる", hours=1, source="b"),
        an_article("サッカー代表、決勝でオストリアに勝利", hours=2, source="c"),
    ]
    stories = stories_of(place_all(articles, language="ja"))
    assert stories[2] not in stories[:2]


def test_strange_articles_are_placed() -> None:
    """Empty titles, one word, only signs, and a megabyte of text each get a story."""
    articles = [
        an_article(""),
        an_article("", text="", hours=1),
        an_article("Live", hours=2),
        an_article("Live", hours=3),
        an_article("!!! — ???", hours=4),
        an_article("Long", text="word salad " * 100_000, hours=5),
    ]
    stories = stories_of(place_all(articles))
    assert len(set(stories)) == len(articles)


def test_an_article_is_placed_once() -> None:
    """Placing what is already there is refused with its id."""
    clusterer = Clusterer(language="en")
    article = an_article("Ferry runs aground")
    clusterer.place(article)
    with pytest.raises(ValueError, match=article.id):
        clusterer.place(article)


def test_old_articles_leave_the_window() -> None:
    """After the window an event told again is a new story, and an article from before the window joins nothing."""
    title, text = FERRY[0]
    far = [
        an_article(title, text=text),
        an_article(title, text=text, hours=24 * 60),
        an_article(title, text=text, hours=1),
    ]
    assert len(set(stories_of(place_all(far)))) == 3


_VOCABULARY = st.sampled_from(
    [
        "ferry",
        "halmar",
        "torvik",
        "rescue",
        "strike",
        "kestrel",
        "airport",
        "12",
        "84",
        "vote",
        "senate",
        "ostria",
        "the",
        "of",
        "in",
        "Rook",
    ]
)
_ARTICLES = (
    st.lists(
        st.tuples(
            st.lists(_VOCABULARY, max_size=7).map(" ".join),
            st.lists(_VOCABULARY, max_size=12).map(" ".join),
            st.integers(0, 24 * 40),
            st.sampled_from(["", "a", "b"]),
            st.booleans(),
        ),
        max_size=25,
        unique=True,
    )
    .map(lambda rows: [an_article(t, text=b, hours=h, source=s, dated=d) for t, b, h, s, d in rows])
    .filter(lambda articles: len({a.id for a in articles}) == len(articles))
)
_SMALL = ClusterRules(
    window=timedelta(days=10), most_active=12, joining=1.0, recent=4, settling=SettleRules(merging=-2.0, linked=-1.0)
)  # so that few articles make merges


@settings(max_examples=40, deadline=None)
@given(_ARTICLES)
def test_stories_are_a_partition(articles: list[Article]) -> None:
    """Each article is in exactly one story that was opened; the nearest member stands in the same story."""
    placements = place_all(articles, rules=_SMALL)
    present = Present()
    for p in placements:
        for change in p.changes:
            assert present.apply(change)
        if p.membership.evidence.nearest:
            nearest = p.membership.evidence.nearest
            assert present.where[nearest] == present.where[p.membership.article]
    assert list(present.where) == [a.id for a in articles]
    opened = {change.story for p in placements for change in p.changes if change.kind is Change.OPENED}
    assert set(present.where.values()) | set(present.aliases) == opened


@settings(max_examples=40, deadline=None)
@given(_ARTICLES, st.data())
def test_a_restart_between_any_two_articles_changes_nothing(articles: list[Article], data: st.DataObject) -> None:
    """Restoring what was stored and going on gives what running through gives, to the last digit of the evidence."""
    whole = place_all(articles, rules=_SMALL)
    cut = data.draw(st.integers(0, len(articles)))
    before = Clusterer(language="en", rules=_SMALL)
    stored: dict[ArticleId, bytes] = {}
    present = Present()
    for article in articles[:cut]:
        for change in before.place(article).changes:
            present.apply(change)
        stored[article.id] = before.frozen(article.id)
    rows = [(a.id, present.where[a.id], a.sort_date, stored[a.id]) for a in articles[:cut]]
    after = Clusterer(language="en", rules=_SMALL)
    newest = max((at for _, _, at, _ in rows), default=MORNING)
    keep_all = data.draw(st.booleans())
    recent = sorted((at for _, _, at, _ in rows), reverse=True)[: _SMALL.recent]
    begins = min([newest - _SMALL.window, *recent[-1:]])
    after.restore(row for row in rows if keep_all or row[2] >= begins)
    assert [after.place(article) for article in articles[cut:]] == whole[cut:]


@pytest.mark.slow
def test_hash_seeds_do_not_matter() -> None:
    """Processes with different hash seeds place alike."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_cluster as t; "
        "print([(p.membership, p.changes) for p in t.place_all(t.ferry_press())])"
    )
    here = __file__.rsplit("/", 1)[0]
    command = [sys.executable, "-c", program, here]
    answers = {
        subprocess.run(
            command,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "4242")
    }
    assert len(answers) == 1


def test_why_compares_any_two() -> None:
    """Two tellings of one event are likely one and share words; two events are not; a stranger is not compared."""
    clusterer = Clusterer(language="en")
    articles = [an_article(t, text=b, hours=i, source=f"paper{i}") for i, (t, b) in enumerate(FERRY + OTHERS)]
    for article in articles:
        clusterer.place(article)
    alike = clusterer.why(articles[1], articles[0].id)
    apart = clusterer.why(articles[1], articles[5].id)
    assert alike is not None
    assert apart is not None
    assert alike.probability > 0.5 > apart.probability
    assert "halmar" in {s.term for s in alike.shared}
    assert clusterer.why(articles[0], ArticleId("gone")) is None
