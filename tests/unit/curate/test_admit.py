from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.addresses import address, article_id
from newsloom.curate.admit import AdmitRules, admit, drafts_of
from newsloom.curate.complete import CompleteRules, completed, given_up, is_worth_another_try
from newsloom.curate.identity import marks_of
from newsloom.curate.times import believable
from newsloom.model.article import Added, Admission, Article, Refusal, Rejected, Unchanged, Updated
from newsloom.model.draft import Known
from newsloom.model.item import Item, ItemImage
from newsloom.model.page import Failure, Reason, Request
from newsloom.model.sighting import Recognition
from newsloom.parse.reading import PageImage, PageReading
from newsloom.testing.builders import NOON, a_feed, a_source, an_article, an_item

DAY = timedelta(days=1)
RULES = AdmitRules()
PASSING = {"timeout", "connection fault", "server error", "rate limit", "DNS fault", "TLS fault", "bad response"}
LONG = "Water stood in the lower town until noon while crews filled sandbags along the quay. " * 12
VIEWS = (
    "https://daily.example/flood/amp",
    "http://www.daily.example/flood/",
    "https://m.daily.example/flood",
    "https://daily.example/flood?print=1",
    "https://daily-example.cdn.ampproject.org/c/s/daily.example/flood/amp",
)
MOMENTS = st.timedeltas(-126 * 365 * DAY, 164 * 365 * DAY).map(lambda span: NOON + span)
WORDS = st.text(max_size=12)
URLS = st.one_of(
    st.sampled_from([f"https://daily.example/{n}" for n in range(4)]),
    st.sampled_from(["", "javascript:alert(1)", "https://", "http://[::1", "mailto:a@b", "https://daily.example/1#x"]),
    WORDS,
)
ITEMS = st.builds(
    Item,
    key=st.one_of(st.sampled_from(["", "1", "2", "https://daily.example/2"]), WORDS),
    url=URLS,
    title=st.one_of(st.sampled_from(["Flood", "Fire", "<b></b>"]), WORDS),
    published=st.none() | MOMENTS,
    updated=st.none() | MOMENTS,
    summary=WORDS,
    content=st.sampled_from(["", "<img src=x>", LONG]),
    image=st.none() | st.builds(ItemImage, url=URLS),
)
FEEDS = st.lists(ITEMS, max_size=8)


def decide(items: list[Item], known: Known | None = None, *, now: datetime = NOON, **options: Any) -> list[Admission]:
    """What is decided about these items of `daily`."""
    plain: dict[str, Any] = {"source": a_source(), "first_visit": False, "rules": RULES}
    return admit(a_feed(*items), known=known or Known(), now=now, **(plain | options))


def stored(admissions: list[Admission], before: Known | None = None) -> Known:
    """What a store knows after these admissions, of the same source."""
    articles: dict[str, Article] = {a.id: a for a in (before.by_url.values() if before else ())}
    keys: dict[str, str] = {key: a.id for key, a in (before.by_key.items() if before else ())}
    urls: dict[str, str] = {url: a.id for url, a in (before.by_url.items() if before else ())}
    left_out = set(before.left_out if before else ())
    for admission in admissions:
        match admission:
            case Added(article=article, item=item) | Updated(article=article, item=item):
                articles[article.id] = article
                place = getattr(admission, "url", "") or article.url
            case Unchanged(id=id_, item=item, url=place):
                article = articles[id_]
            case Rejected(id=id_):
                left_out |= {id_} if id_ else set()
                continue
        keys.setdefault(item.key, article.id)
        urls.setdefault(place, article.id)
    return Known(
        by_key={key: articles[id_] for key, id_ in keys.items() if key},
        by_url={url: articles[id_] for url, id_ in urls.items()},
        left_out=frozenset(left_out),
    )


@given(FEEDS, st.booleans(), st.integers(0, 4))
def test_every_item_gets_exactly_one_decision_in_order(items: list[Item], first: bool, backlog: int) -> None:
    """Whatever a feed says; a first visit adds no more than its backlog."""
    decisions = decide(items, first_visit=first, rules=AdmitRules(backlog=backlog))
    assert [decision.item for decision in decisions] == items
    added = [decision.article for decision in decisions if isinstance(decision, Added)]
    assert not first or len(added) <= backlog
    assert len({article.id for article in added}) == len(added)
    assert all(article.title and article.url.startswith("http") for article in added)


@given(FEEDS, st.randoms(use_true_random=False), st.booleans())
def test_the_same_feed_again_is_unchanged(items: list[Item], chance: Any, first: bool) -> None:
    """In any order, nothing is added; what was refused stays refused."""
    distinct = list({address(item): item for item in items}.values())
    decisions = decide(distinct, first_visit=first, rules=AdmitRules(backlog=2))
    known = stored(decisions)
    again = list(distinct)
    chance.shuffle(again)
    later = {address(d.item): d for d in decide(again, known, now=NOON + DAY / 2, rules=AdmitRules(backlog=2))}
    for decision in decisions:
        match decision, later[address(decision.item)]:
            case Added(article=article), Unchanged(id=id_):
                assert article.id == id_
            case Rejected(reason=reason), Rejected(reason=now):
                assert reason == now
            case pair:
                pytest.fail(f"{pair}")


@given(st.lists(ITEMS, min_size=1, max_size=6), st.sampled_from(["other", "none", "same"]))
def test_other_guids_for_the_same_addresses_add_nothing(items: list[Item], kind: str) -> None:
    """New ones, none at all, or one for all: the address decides."""
    distinct = list({address(i): i for i in items if canonical_link(i)}.values())
    known = stored(decide(distinct))
    keys = {"other": "new:{}", "none": "", "same": "1"}
    changed = [replace(item, key=keys[kind].format(n)) for n, item in enumerate(distinct)]
    assert not [d for d in decide(changed, known, now=NOON + DAY / 2) if isinstance(d, Added | Updated)]


def canonical_link(item: Item) -> bool:
    """Whether the item's own link can be used, so that its key does not stand in for it."""
    return bool(address(replace(item, key="")))


@given(st.integers(2, 6), st.booleans())
def test_one_guid_for_all_items_keeps_distinct_links_apart(number: int, same_title: bool) -> None:
    """Even when all titles and times are the same and the first article has left the feed."""
    items = [
        an_item("News" if same_title else f"News {n}", key="1", url=f"https://daily.example/{n}") for n in range(number)
    ]
    first = decide(items[:1])
    later = decide(items[1:], stored(first), now=NOON + DAY)
    assert [type(decision) for decision in first] == [Added]
    if number > 2:
        assert [type(decision) for decision in later] == [Added] * (number - 1)


def test_a_moved_article_is_known_by_its_guid() -> None:
    """One guid, one title, another address: the same article, and it stays so when the old address comes back."""
    known = stored(decide([an_item(key="1")]))
    moved = an_item(key="1", url="https://daily.example/news/flood")
    decisions = decide([moved], known)
    assert [(type(d), getattr(d, "by", None)) for d in decisions] == [(Unchanged, Recognition.KEY)]
    known = stored(decisions, known)
    for both in ([moved, an_item(key="1")], [an_item(key="1"), moved]):
        reasons = [getattr(decision, "reason", None) for decision in decide(both, known)]
        assert reasons == [Refusal.DUPLICATE if item is moved else None for item in both]


def test_an_article_moves_along_with_its_new_words() -> None:
    """To an address that was never seen; back to an old one it does not."""
    known = stored(decide([an_item(key="1", content=LONG)]))
    moved = an_item("Flood recedes", key="1", url="https://daily.example/flood-recedes", content=LONG)
    (decision,) = decide([moved], known)
    assert isinstance(decision, Updated)
    assert (decision.article.url, decision.article.id) == (moved.url, article_id(an_item().url))
    known = replace(stored([decision], known), ids={an_item().url: decision.article.id})
    (back,) = decide([an_item("Flood", key="1", content=LONG)], known)
    assert isinstance(back, Updated)
    assert back.article.url == moved.url


def test_views_of_one_address_are_one_item() -> None:
    """A feed of AMP pages beside one of plain ones, in one feed or in two."""
    plain = an_item(content=LONG)
    views = [replace(plain, key=f"{n}", url=url) for n, url in enumerate(VIEWS)]
    (first,) = decide([plain])
    assert isinstance(first, Added)
    for view in views:
        (decision,) = decide([view])
        assert isinstance(decision, Added)
        assert decision.article.id == first.article.id
        assert [getattr(d, "reason", None) for d in decide([plain, view])] == [None, Refusal.DUPLICATE]


@given(st.permutations([*range(5)]))
def test_the_order_of_a_feed_makes_no_difference_to_ids(order: list[int]) -> None:
    """Views, two sections, a new slug: the same articles, whatever comes first."""
    items = [
        an_item(url="https://daily.example/europe/flood", content=LONG),
        an_item(url="https://daily.example/world/flood", content=LONG),
        an_item(url="https://daily.example/n/1234567/two-dead", content=LONG, title="Two dead"),
        an_item(url="https://daily.example/n/1234567/four-dead", content=LONG, title="Four dead"),
        an_item(url="https://m.daily.example/europe/flood/amp", content=LONG),
    ]
    added = {d.article.id for d in decide([items[n] for n in order]) if isinstance(d, Added)}
    assert added == {article_id(items[0].url), article_id(items[3].url)}


@pytest.mark.parametrize(
    ("changed", "by"),
    [
        ({"url": "https://m.daily.example/n/1234567/two-dead?utm_source=x"}, Recognition.ADDRESS),
        ({"url": "https://daily.example/n/1234567/four-dead", "title": "Four dead"}, Recognition.NUMBER),
        ({"url": "https://daily.example/world/two-dead"}, Recognition.TITLE),
    ],
)
def test_an_article_is_known_by_its_marks(changed: dict[str, Any], by: Recognition) -> None:
    """Of whatever source and key; the store answers by mark."""
    (first,) = decide([an_item("Two dead", url="https://daily.example/n/1234567/two-dead", content=LONG)])
    assert isinstance(first, Added)
    item = replace(first.item, key="another", **changed)
    url = address(item)
    known = Known(by_mark={mark: [first.article] for mark in marks_of(first.article)})
    if by is Recognition.ADDRESS:
        known = Known(by_url={url: first.article})
        by = Recognition.VIEW
    (decision,) = decide([item], known, source=a_source("other"))
    assert isinstance(decision, Unchanged)
    assert (decision.id, decision.by, decision.url) == (first.article.id, by, url)


def test_a_redirector_that_names_its_target_is_undone() -> None:
    """The address kept is the outlet's."""
    (decision,) = decide([an_item(url="https://www.google.com/url?url=https%3A%2F%2Fdaily.example%2Fflood&ct=ga")])
    assert isinstance(decision, Added)
    assert decision.article.url == "https://daily.example/flood"


def test_a_guid_of_another_article_is_not_believed() -> None:
    """Feeds use one guid again for other news."""
    known = stored(decide([an_item("Flood", key="1")]))
    (decision,) = decide([an_item("Fire", key="1", published=NOON)], known)
    assert isinstance(decision, Added)


def test_what_a_first_visit_left_out_can_still_come_from_another_source() -> None:
    """The backlog is the feed's, not the article's."""
    items = [an_item(f"Report {n}") for n in range(3)]
    decisions = decide(items, first_visit=True, rules=AdmitRules(backlog=1))
    assert [type(decision) for decision in decisions] == [Added, Rejected, Rejected]
    assert stored(decisions).left_out == {article_id(item.url) for item in items[1:]}
    assert [type(decision) for decision in decide(items, source=a_source("post"))] == [Added] * 3


@given(st.none() | MOMENTS, MOMENTS)
def test_no_date_is_believed_beyond_reason(date: datetime | None, now: datetime) -> None:
    """Never later than now, never before there were feeds, never invented."""
    found = believable(date, now=now)
    assert found is None or found <= now
    assert found is None or found in {date, now}
    assert date is not None or found is None


@given(st.lists(st.tuples(st.none() | MOMENTS, WORDS), min_size=1, max_size=5), st.none() | MOMENTS)
def test_nothing_is_sorted_after_its_first_sight(
    said: list[tuple[datetime | None, str]], on_page: datetime | None
) -> None:
    """Whatever dates the feed says one after the other, and whatever date the page says."""
    known, now = Known(), NOON
    rules = AdmitRules(max_age=timedelta(days=100_000))
    for date, title in said:
        decisions = decide(
            [an_item(f"Flood {title}", url="https://daily.example/x", published=date)], known, now=now, rules=rules
        )
        known, now = stored(decisions, known), now + DAY
    (article,) = known.by_url.values()
    for version in (article, completed(article, PageReading(url=article.url, published=on_page))):
        assert version.first_seen == NOON
        assert version.sort_date <= version.first_seen
        assert version.published is None or version.published <= version.first_seen


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_undated_stays_undated(titles: list[str]) -> None:
    """Without a date in feed or page, the first sight counts, for ever."""
    known = Known()
    for n, title in enumerate(titles):
        item = an_item(f"Flood {title}", url="https://daily.example/x", published=None)
        known = stored(decide([item], known, now=NOON + n * DAY), known)
    (article,) = known.by_url.values()
    assert article.published is None
    assert article.sort_date == article.first_seen == NOON


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (an_item(url="", key="tag:1"), Refusal.NO_LINK),
        (an_item(url="javascript:alert(1)", key=""), Refusal.NO_LINK),
        (an_item("", summary="", url="https://daily.example/x"), Refusal.NO_TITLE),
        (an_item("<b> </b>", content="<img src='x'>", url="https://daily.example/x"), Refusal.NO_TITLE),
        (an_item(published=NOON - 31 * DAY), Refusal.TOO_OLD),
    ],
)
def test_what_is_refused_is_refused_by_name(item: Item, reason: Refusal) -> None:
    """A closed vocabulary."""
    (decision,) = decide([item], rules=AdmitRules(max_age=30 * DAY))
    assert isinstance(decision, Rejected)
    assert decision.reason is reason


def test_an_item_without_link_is_known_by_a_guid_that_is_one() -> None:
    """RSS allows it."""
    (decision,) = decide([an_item(url="", key="https://daily.example/p?id=1")])
    assert isinstance(decision, Added)
    assert decision.article.url == "https://daily.example/p?id=1"


def test_an_item_without_title_takes_its_first_words() -> None:
    """Notes have no headline."""
    (decision,) = decide([an_item("", url="https://daily.example/x", summary="<p>Water stands in the lower town.</p>")])
    assert isinstance(decision, Added)
    assert decision.article.title == "Water stands in the lower town."


def test_a_muted_source_and_a_removed_article_are_refused() -> None:
    """By their owner's wish."""
    muted = decide([an_item()], source=a_source(muted=True))
    removed = decide([an_item()], Known(removed=frozenset({article_id(an_item().url)})))
    assert [getattr(d, "reason", None) for d in (*muted, *removed)] == [Refusal.MUTED, Refusal.REMOVED]


def test_words_lost_are_not_news() -> None:
    """A feed that suddenly has neither title nor text takes nothing back."""
    known = stored(decide([an_item(content=LONG)]))
    (decision,) = decide([an_item("<i></i>", url=an_item().url, content="<img src='x'>")], known)
    assert isinstance(decision, Unchanged)


def test_a_revision_keeps_what_the_page_added() -> None:
    """A new headline does not cost the picture, the authors, the AMP page and the text."""
    source = a_source(full_text=True)
    (first,) = decide([an_item(summary="Short.")], source=source)
    assert isinstance(first, Added)
    image = PageImage(url="https://daily.example/x.jpg")
    reading = PageReading(
        url=first.article.url, text=LONG, authors=("A. Nonym",), image=image, amp_url="https://daily.example/amp/x"
    )
    article = completed(first.article, reading)
    known = Known(by_url={article.url: article})
    (second,) = decide([an_item("Flood recedes", url=article.url, summary="Short.")], known, source=source)
    assert isinstance(second, Updated)
    after = given_up(second.article)
    assert (after.title, after.revision) == ("Flood recedes", 2)
    assert (after.authors, after.image, after.amp_url) == (article.authors, article.image, article.amp_url)
    assert after.text == article.text
    assert drafts_of([second], source=source, rules=RULES) == []


def test_what_the_feed_says_of_title_and_time_stands() -> None:
    """A page adds; it does not correct."""
    article = an_article("Flood", published=NOON - DAY, sort_date=NOON - DAY, authors=("A. Nonym",), text="Short.")
    reading = PageReading(url=article.url, title="Buy now", published=NOON, authors=("B. Other",), text=LONG)
    after = completed(article, reading)
    assert (after.title, after.published, after.authors) == ("Flood", NOON - DAY, ("A. Nonym",))
    assert after.text == LONG.strip()
    assert after.fingerprint != article.fingerprint


@pytest.mark.parametrize("reason", list(Reason))
def test_only_faults_that_pass_are_worth_another_try(reason: Reason) -> None:
    """And those not for ever."""
    failure = Failure(request=Request(url="https://daily.example/x"), reason=reason, detail="so")
    rules = CompleteRules(tries=3)
    tried = [is_worth_another_try(failure, tries=tries, rules=rules) for tries in range(4)]
    assert tried in ([True, True, False, False], [False] * 4)
    assert tried[0] is (str(reason) in PASSING)
