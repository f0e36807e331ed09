"""The contract of `Visits` and `Articles`: what is kept of each visit, and that keeping it twice keeps it once."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsloom.curate.identity import marks_of
from newsloom.keeping import Store
from newsloom.model.article import Article, ArticleId, ArticleImage, Refusal, Rejected, Unchanged
from newsloom.model.draft import Draft
from newsloom.model.item import Item
from newsloom.model.metadata import Metadata
from newsloom.model.page import Reason
from newsloom.model.removal import Absence
from newsloom.model.sighting import Recognition, Sighting
from newsloom.model.source import SourceId, SourceState
from newsloom.model.visit import SourceCount

DAILY = SourceId("daily")
STATE = SourceState(source=DAILY)


def test_a_state_comes_back_as_it_was(store: Store, build: SimpleNamespace) -> None:
    """Every field, and only the newest."""
    state = SourceState(
        source=DAILY,
        etag='W/"1"',
        last_modified="Sun, 01 Mar 2026 12:00:00 GMT",
        last_visit=build.noon,
        next_visit=build.noon + build.hour,
        failures=2,
        reason=Reason.TIMEOUT,
        detail="no answer in 30 s",
        interval_seconds=900,
        moved_to="https://daily.example/new",
        moved_seen=1,
        title="The Daily",
    )
    store.visits.save(STATE)
    store.visits.save(state)
    assert store.visits.states() == {DAILY: state}
    store.visits.forget(DAILY)
    assert store.visits.states() == {}


def test_an_article_comes_back_as_it_was(store: Store, build: SimpleNamespace) -> None:
    """With its revision and its place in the order of arrival."""
    article = build.article(
        authors=("Ada Example", "B. Example"),
        published=build.noon - build.hour,
        image=ArticleImage(url="https://daily.example/i.jpg", width=640),
        categories=("World",),
        origin="Wire",
    )
    build.keep(store, article, build.article("a2"))
    assert store.articles.get([article.id]) == {article.id: replace(article, revision=1, sequence=1)}
    assert store.articles.count() == 2


def test_known_finds_by_key_of_one_source_and_by_url_of_any(store: Store, build: SimpleNamespace) -> None:
    """The same key in another source is another article (two feeds may number alike)."""
    one = build.article("a1", key="1")
    other = build.article("b1", key="1", source=SourceId("other"), url="https://other.example/1")
    build.keep(store, one)
    store.visits.save(SourceState(source=SourceId("other")), admissions=[build.added(other)])
    known = store.articles.known(DAILY, keys=["1", "2"], urls=[other.url, "https://nowhere.example/"])
    assert {k: a.id for k, a in known.by_key.items()} == {"1": "a1"}
    assert {u: a.id for u, a in known.by_url.items()} == {other.url: "b1"}
    assert store.articles.known(SourceId("other"), keys=["1"], urls=[]).by_key["1"].id == "b1"


def test_a_key_given_twice_stays_with_its_first_article(store: Store, build: SimpleNamespace) -> None:
    """Both articles are kept, for their links differ."""
    build.keep(store, build.article("a1", key="same"), build.article("a2", key="same"))
    known = store.articles.known(DAILY, keys=["same"], urls=["https://daily.example/a2"])
    assert known.by_key["same"].id == "a1"
    assert known.by_url["https://daily.example/a2"].id == "a2"


def test_new_keys_for_old_links_are_remembered(store: Store, build: SimpleNamespace) -> None:
    """A feed that changes all its guids is recognised by them from then on."""
    article = build.article()
    build.keep(store, article)
    store.visits.save(STATE, admissions=[build.unchanged(article, key="new-guid")])
    assert store.articles.known(DAILY, keys=["new-guid"], urls=[]).by_key["new-guid"].id == article.id
    assert store.articles.count() == 1


def test_a_later_version_supersedes_and_the_first_stays(store: Store, build: SimpleNamespace) -> None:
    """The search finds the new words and no longer the old ones."""
    first = build.article(text="Old wording.")
    second = build.article(text="Fresh phrase.")
    build.keep(store, first)
    for _ in range(2):
        store.visits.save(STATE, admissions=[build.updated(second)])
    assert [(r.revision, r.text) for r in store.articles.revisions(first.id)] == [
        (1, "Old wording."),
        (2, "Fresh phrase."),
    ]
    assert store.articles.get([first.id])[first.id].text == "Fresh phrase."
    assert store.articles.search("fresh", limit=9) == [first.id]
    assert store.articles.search("wording", limit=9) == []


def test_revisions_are_capped_and_counted(store: Store, build: SimpleNamespace) -> None:
    """A page that rotates advertisements keeps its first and its newest versions."""
    build.keep(store, build.article(text="0"))
    for n in range(1, 61):
        store.visits.save(STATE, admissions=[build.updated(build.article(text=str(n)))])
    kept = [r.revision for r in store.articles.revisions(ArticleId("a1"))]
    assert kept == [1, *range(13, 62)]
    assert store.articles.get([ArticleId("a1")])[ArticleId("a1")].text == "60"


def test_a_rejected_item_leaves_nothing(store: Store) -> None:
    """Not even its key."""
    item = Item(key="k", url="https://daily.example/k", title="Too old")
    store.visits.save(STATE, admissions=[Rejected(item=item, reason=Refusal.TOO_OLD)])
    assert store.articles.count() == 0
    assert store.articles.known(DAILY, keys=["k"], urls=[item.url]).by_key == {}


def test_a_draft_waits_for_its_page_and_is_known(store: Store, build: SimpleNamespace) -> None:
    """It is no article until it is completed, and then it is one."""
    article = build.article(text="")
    store.visits.save(STATE, admissions=[build.added(article)], drafts=[Draft(article=article)])
    assert store.articles.count() == 0
    assert store.articles.unplaced(9) == []
    assert store.articles.known(DAILY, keys=[article.key], urls=[]).by_key[article.key] == article
    store.articles.postpone([article.id])
    assert store.articles.drafts(9) == [Draft(article=article, tries=1)]
    full = replace(article, text="The whole text.", fingerprint="full")
    for _ in range(2):
        store.articles.complete([(article.id, full)])
    assert store.articles.drafts(9) == []
    assert store.articles.unplaced(9) == [replace(full, sequence=1)]
    store.visits.save(STATE, admissions=[build.added(article)], drafts=[Draft(article=article)])
    assert store.articles.drafts(9) == []
    assert store.articles.revisions(article.id) == [replace(full, sequence=1)]


def test_drafts_come_least_tried_first(store: Store, build: SimpleNamespace) -> None:
    """A page that fails for ever does not hold up the others."""
    articles = [build.article(f"a{n}") for n in range(3)]
    store.visits.save(STATE, drafts=[Draft(article=a) for a in articles])
    store.articles.postpone([articles[0].id])
    assert [d.article.id for d in store.articles.drafts(2)] == ["a1", "a2"]


def test_a_page_read_again_makes_a_revision_only_if_it_says_something_new(store: Store, build: SimpleNamespace) -> None:
    """Else it moves what the feed is compared with, and what is known besides the words."""
    article = build.article()
    build.keep(store, article)
    later = replace(article, feed_fingerprint="feed-2")
    store.visits.save(STATE, drafts=[Draft(article=later)])
    section = Metadata(section="Harbour")
    store.articles.complete([(article.id, replace(later, text=article.text.upper(), metadata=section))])
    kept = store.articles.revisions(article.id)
    assert [(r.revision, r.text, r.feed_fingerprint) for r in kept] == [(1, article.text, "feed-2")]
    assert kept[0].metadata == section
    assert store.articles.known(DAILY, keys=[article.key], urls=[]).rereads == {article.id: 1}


def test_an_outlet_that_goes_back_and_forth_is_followed_without_end(store: Store, build: SimpleNamespace) -> None:
    """Each of two wordings is kept twice; what is newest is what was said last."""
    build.keep(store, build.article(text="Twelve boats lost."))
    for n in range(20):
        text = "Twelve boats lost." if n % 2 else "Nine boats lost."
        store.visits.save(STATE, admissions=[build.updated(build.article(text=text))])
        assert store.articles.get([ArticleId("a1")])[ArticleId("a1")].text == text
    assert [r.revision for r in store.articles.revisions(ArticleId("a1"))] == [1, 2, 3, 4]
    store.visits.save(STATE, admissions=[build.updated(build.article(text="No boat lost."))])
    assert [r.revision for r in store.articles.revisions(ArticleId("a1"))] == [1, 2, 3, 4, 5]


def test_an_article_missing_twice_is_gone_until_it_comes_back(store: Store, build: SimpleNamespace) -> None:
    """It is kept, in the same revision."""
    article = build.article()
    build.keep(store, article)
    for times, standing in ((1, "stands"), (2, "gone"), (0, "stands")):
        store.visits.save(STATE, absences=[Absence(article=article.id, times=times)])
        assert [r.metadata.standing for r in store.articles.revisions(article.id)] == [standing]
        assert store.articles.shown_since(DAILY, build.noon - build.hour) == [(article.id, times)]


def test_unplaced_articles_come_by_date_then_first_sight_then_id(store: Store, build: SimpleNamespace) -> None:
    """The order in which stories are made, whatever the order of arrival."""
    articles = [
        build.article("c", sort_date=build.noon + build.hour),
        build.article("b"),
        build.article("a"),
        build.article("d", first_seen=build.noon - build.hour),
    ]
    build.keep(store, *articles)
    assert [a.id for a in store.articles.unplaced(9)] == ["d", "a", "b", "c"]
    assert [a.id for a in store.articles.unplaced(2)] == ["d", "a"]
    assert store.articles.unplaced_count() == 4


def test_search_wants_all_words_and_knows_no_operators(store: Store, build: SimpleNamespace) -> None:
    """Accents and case do not matter; scripts without spaces are found by their parts."""
    build.keep(
        store,
        build.article("a", title="Überschwemmung in Łódź", text="The river rose OR fell"),
        build.article("b", title="River fair", text="boats"),
        build.article("c", title="東京都で地震", text="震度"),
    )
    search = store.articles.search
    assert search("uberschwemmung LODZ", limit=9) == ["a"]
    assert search("river", limit=9) == ["b", "a"]
    assert search("river boats", limit=9) == ["b"]
    assert search("京都", limit=9) == ["c"]
    assert search("震", limit=9) == ["c"]
    assert search('river NOT "boats*', limit=9) == []
    assert search("river OR fell", limit=9) == ["a"]
    assert search('"" * ( -', limit=9) == []
    assert search("river", limit=1) == ["b"]


@given(words=st.text(max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_may_be_searched_for_and_finds_itself(store: Store, build: SimpleNamespace, words: str) -> None:
    """No query is an error, and an article is found by its own title unless that has no words."""
    article = build.article(f"id-{words.encode('utf-8', 'replace').hex()}", title=words, text="")
    build.keep(store, article)
    found = store.articles.search(words, limit=10_000)
    assert article.id in found or found == []
    assert store.articles.get([article.id])


def test_listings_for_people(store: Store, build: SimpleNamespace) -> None:
    """The newest articles, the number from each source, the newest moment."""
    assert store.articles.newest() is None
    articles = [build.article(f"a{n}", sort_date=build.noon + n * build.hour) for n in range(3)]
    build.keep(store, *articles)
    latest = build.noon + 2 * build.hour
    assert store.articles.newest() == latest
    assert [a.id for a in store.articles.recent(2)] == ["a2", "a1"]
    assert store.articles.recent(2, source=SourceId("other")) == []
    assert store.articles.per_source() == {DAILY: SourceCount(articles=3, newest=latest)}
    assert store.size() > 0


def test_what_became_of_pages_is_counted_by_source(store: Store, build: SimpleNamespace) -> None:
    """Of the newest version of each article; pages nobody wanted count as such."""
    for number, page in enumerate(("read", "read", "login wall", "")):
        build.keep(store, build.article(f"p{number}", metadata=Metadata(page=page)))
    assert store.articles.pages_per_source() == {DAILY: {"read": 2, "login wall": 1, "": 1}}
    later = build.article("p3", text="Another text.", metadata=Metadata(page="read"))
    store.visits.save(store.visits.states()[DAILY], admissions=[build.updated(later)])
    assert store.articles.pages_per_source() == {DAILY: {"read": 3, "login wall": 1}}
    assert store.articles.per_source()[DAILY].articles == 4


def test_text_that_databases_refuse_is_made_storable(store: Store, build: SimpleNamespace) -> None:
    """NUL goes, half surrogates become U+FFFD; what was saved under such a key is found under it."""
    dirty = build.article(title="a\0b\ud800c", key="k\0\ud800", authors=("x\0y\udfff",), text="z" * 1_000_000)
    for _ in range(2):
        build.keep(store, dirty)
        store.visits.save(STATE, admissions=[build.updated(dirty)])
    kept = store.articles.revisions(dirty.id)
    assert [(r.title, r.authors) for r in kept] == [("ab\ufffdc", ("xy\ufffd",))]
    assert store.articles.known(DAILY, keys=[dirty.key], urls=[]).by_key[dirty.key].id == dirty.id


def test_thousands_of_keys_are_looked_up_at_once(store: Store, build: SimpleNamespace) -> None:
    """More than one statement may name."""
    build.keep(store, build.article())
    keys = [f"key-{n}" for n in range(40_000)]
    assert store.articles.known(DAILY, keys=[*keys, "key-a1"], urls=keys).by_key["key-a1"].id == "a1"


def test_other_views_of_an_address_lead_to_its_article(store: Store, build: SimpleNamespace) -> None:
    """AMP, mobile, another scheme; the address itself before a view of it."""
    article = build.article()
    build.keep(store, article)
    views = ["http://m.daily.example/a1", "https://www.daily.example/a1/amp/", "https://daily.example/a1?print=1"]
    known = store.articles.known(DAILY, keys=[], urls=[*views, "https://daily.example/a2"])
    assert {url: found.id for url, found in known.by_url.items()} == dict.fromkeys(views, "a1")
    assert known.ids == dict.fromkeys(views, "a1")
    other = build.article("b1", url=views[0])
    build.keep(store, other)
    assert list(store.articles.known(DAILY, keys=[], urls=views).ids.values()) == ["b1", "a1", "a1"]


def test_articles_are_found_by_their_marks(store: Store, build: SimpleNamespace) -> None:
    """Drafts and later titles included; stored ones come first, in order of arrival."""
    url, day = "https://daily.example/n/1234567/two-words", build.noon
    article = build.article(url=url, published=day)
    waiting = build.article("w1", url="https://daily.example/n/1234567/other-words", published=day)
    store.visits.save(STATE, drafts=[Draft(article=waiting)])
    build.keep(store, article)
    renamed = replace(article, title="Another title", fingerprint="2")
    store.visits.save(STATE, admissions=[build.updated(renamed)])
    asked = {mark for one in (article, renamed, waiting) for mark in marks_of(one)}
    found = store.articles.known(DAILY, keys=[], urls=[], marks=asked).by_mark
    ids = {mark: [one.id for one in articles] for mark, articles in found.items()}
    number = next(mark for mark in asked if mark.startswith("number"))
    assert ids[number] == ["a1", "w1"]
    assert all("a1" in ids[mark] for mark in (*marks_of(article), *marks_of(renamed)))
    assert store.articles.known(DAILY, keys=[], urls=[], marks=["view nowhere"]).by_mark == {"view nowhere": []}


def test_sightings_say_where_and_by_what(store: Store, build: SimpleNamespace) -> None:
    """In order of arrival, each once."""
    article = build.article()
    item = Item(key="k2", url="https://daily.example/a1/amp")
    seen = Unchanged(item=item, id=article.id, url=item.url, by=Recognition.VIEW)
    for _ in range(2):
        build.keep(store, article)
        store.visits.save(SourceState(source=SourceId("other")), admissions=[seen])
    assert store.articles.sightings(article.id) == [
        Sighting(source=DAILY, key=article.key, url=article.url, by=Recognition.FIRST),
        Sighting(source=SourceId("other"), key="k2", url=item.url, by=Recognition.VIEW),
    ]
    assert store.articles.sightings(ArticleId("none")) == []


def test_a_draft_that_is_another_article_ends_as_its_sighting(store: Store, build: SimpleNamespace) -> None:
    """Its key, address and marks lead to that article from then on; doing it twice changes nothing."""
    article = build.article()
    build.keep(store, article)
    proxy = build.article("p1", url="https://feedproxy.example/1", key="proxy", text="")
    store.visits.save(STATE, admissions=[build.added(proxy)], drafts=[Draft(article=proxy)])
    for _ in range(2):
        kept = store.articles.get([article.id])[article.id]
        store.articles.complete([(proxy.id, kept)], by={proxy.id: Recognition.REDIRECT})
    assert store.articles.drafts(9) == []
    assert store.articles.count() == 1
    assert store.articles.revisions(article.id) == [replace(article, sequence=1)]
    known = store.articles.known(DAILY, keys=["proxy"], urls=[proxy.url, f"{proxy.url}/amp"], marks=marks_of(proxy))
    assert {found.id for found in (*known.by_key.values(), *known.by_url.values())} == {article.id}
    assert set(known.ids.values()) == {article.id}
    assert all([one.id for one in found] == [article.id] for found in known.by_mark.values())
    assert [(s.key, s.url) for s in store.articles.sightings(article.id)][:2] == [
        (article.key, article.url),
        ("proxy", proxy.url),
    ]


def test_an_article_that_moves_is_found_at_both_addresses(store: Store, build: SimpleNamespace) -> None:
    """Where the feed showed it, and where its page was."""
    proxy = build.article(url="https://feedproxy.example/1", text="")
    moved = replace(proxy, url="https://daily.example/news/a1", text="The whole text.", fingerprint="full")
    store.visits.save(STATE, admissions=[build.added(proxy)], drafts=[Draft(article=proxy)])
    store.articles.complete([(proxy.id, moved)], by={proxy.id: Recognition.CANONICAL})
    known = store.articles.known(DAILY, keys=[], urls=[proxy.url, moved.url])
    assert {url: found.url for url, found in known.by_url.items()} == dict.fromkeys((proxy.url, moved.url), moved.url)
    assert [s.by for s in store.articles.sightings(proxy.id)] == [Recognition.FIRST, Recognition.CANONICAL]


ACTIONS = st.lists(
    st.tuples(st.sampled_from(["add", "update", "same", "draft", "complete"]), st.integers(0, 3), st.integers(0, 2)),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_nothing_is_lost_and_nothing_doubled(
    factory: Callable[[], Store], build: SimpleNamespace, actions: list[tuple[str, int, int]]
) -> None:
    """Each action done twice over: the newest version of every article is there once, found by key and URL."""
    store = factory()
    newest: dict[str, Article] = {}
    waiting: dict[str, Article] = {}
    for action, n, version in actions:
        article = build.article(f"a{n}", text=f"version {version}")
        for _ in range(2):
            _act(store, build, action, article)
        _expect(action, article, newest, waiting)
    assert {a.id: a.text for a in store.articles.get(ArticleId(f"a{n}") for n in range(4)).values()} == {
        i: a.text for i, a in newest.items()
    }
    assert {d.article.id: d.article.text for d in store.articles.drafts(99)} == {i: a.text for i, a in waiting.items()}
    assert store.articles.count() == len(newest) == len(store.articles.unplaced(99))
    everything = newest | waiting
    known = store.articles.known(DAILY, keys=[f"key-a{n}" for n in range(4)], urls=[])
    assert {a.id: a.text for a in known.by_key.values()} == {i: a.text for i, a in everything.items()}
    store.close()


def _act(store: Store, build: SimpleNamespace, action: str, article: Article) -> None:
    match action:
        case "add":
            build.keep(store, article)
        case "update":
            store.visits.save(STATE, admissions=[build.updated(article)])
        case "same":
            store.visits.save(STATE, admissions=[build.unchanged(article)])
        case "draft":
            store.visits.save(STATE, drafts=[Draft(article=article)])
        case _:
            store.articles.complete([(article.id, article)])


def _expect(action: str, article: Article, newest: dict[str, Article], waiting: dict[str, Article]) -> None:
    if action == "same" or (action == "add" and article.id in newest):
        return
    if action == "draft":
        if article.id not in newest or newest[article.id].text != article.text:
            waiting[article.id] = article
        return
    newest[article.id] = article
    waiting.pop(article.id, None)


def test_each_article_comes_once_newest_first(store: Store, build: SimpleNamespace) -> None:
    """However many there are, and not before the moment asked for."""
    articles = [build.article(f"a{n:04}", sort_date=build.noon - (n // 3) * build.hour) for n in range(1_205)]
    build.keep(store, *articles)
    found = list(store.articles.each())
    assert len(found) == len({article.id for article in found}) == 1_205
    assert [a.sort_date for a in found] == sorted((a.sort_date for a in found), reverse=True)
    recent = list(store.articles.each(since=build.noon - build.hour))
    assert {article.id for article in recent} == {f"a{n:04}" for n in range(6)}
