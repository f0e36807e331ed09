"""What drafts become once their pages were read."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.addresses import article_id
from newsloom.curate.arrive import Arrival, arrival, settle
from newsloom.model.article import Article
from newsloom.model.draft import Known
from newsloom.model.page import Failure, Reason, Request
from newsloom.model.sighting import Recognition
from newsloom.parse.reading import PageReading
from newsloom.testing.builders import an_article
from newsloom.text.variants import same_article_key

HOST = "https://daily.example"
PROXY = "https://feedproxy.example/~r/daily"
TEXT = " ".join(f"word{n} of the flood in the lower town" for n in range(12))
OTHER = " ".join(f"part{n} of some entirely different matter" for n in range(12))


def waiting(url: str, title: str = "Flood", **fields: Any) -> Article:
    """An article that waits for its page."""
    plain: dict[str, Any] = {"text": "", "sequence": 0}
    return an_article(title, url=url, **(plain | fields))


def came(draft: Article, *, landed: str = "", said: str | None = None, text: str = TEXT) -> Arrival:
    """A draft whose page was read."""
    reading = PageReading(url=landed or draft.url, title=draft.title, canonical=said, text=text)
    return arrival(draft, reading, landed=landed or draft.url)


def lost(draft: Article, reason: Reason, *hops: str) -> Arrival:
    """A draft whose page could not be read."""
    failure = Failure(request=Request(url=draft.url), reason=reason, detail="so", hops=(draft.url, *hops))
    return arrival(draft, failure, landed="")


def known_of(*articles: Article, urls: tuple[str, ...] = ()) -> Known:
    """What a store knows of these articles, at all views of their addresses among `urls`."""
    by_view = {same_article_key(a.url): a for a in articles}
    found = {url: by_view[view] for url in urls if (view := same_article_key(url)) in by_view}
    found |= {a.url: a for a in articles}
    return Known(by_url=found, ids={url: a.id for url, a in found.items()})


def test_an_article_moves_to_where_its_page_was() -> None:
    """Its id stays that of its first address."""
    draft = waiting(f"{PROXY}/1")
    (one,) = settle(
        [came(draft, landed=f"{HOST}/news/flood-hits-town?utm_source=f")], known=Known(), stored=frozenset()
    )
    assert (one.article.id, one.article.url, one.article.host) == (
        draft.id,
        f"{HOST}/news/flood-hits-town",
        "daily.example",
    )
    assert one.by is Recognition.REDIRECT


def test_an_article_moves_to_the_address_its_page_names() -> None:
    """From the AMP page to the plain one."""
    draft = waiting(f"{HOST}/news/flood/amp")
    (one,) = settle([came(draft, said=f"{HOST}/news/flood")], known=Known(), stored=frozenset())
    assert (one.article.url, one.by) == (f"{HOST}/news/flood", Recognition.CANONICAL)


def test_another_publisher_named_is_the_original_and_no_more() -> None:
    """A copy is no sighting."""
    original = an_article("Flood", url="https://wire.example/flood-hits-town", sequence=7, text=TEXT)
    draft = waiting(f"{HOST}/news/flood")
    arrived = came(draft, said=original.url)
    (one,) = settle([arrived], known=known_of(original), stored=frozenset())
    assert (one.article.id, one.article.url) == (draft.id, draft.url)
    assert one.article.metadata.canonical == original.url


@pytest.mark.parametrize("said", [f"{HOST}/", f"{HOST}/news", "Flood", f"{HOST}/login"])
def test_what_is_not_believed_changes_nothing(said: str) -> None:
    """Front pages and the like."""
    draft = waiting(f"{HOST}/news/flood-hits-lower-town")
    (one,) = settle([came(draft, said=said)], known=Known(), stored=frozenset())
    assert (one.article.url, one.article.metadata.canonical) == (draft.url, "")


def test_a_draft_that_is_a_stored_article_becomes_its_sighting() -> None:
    """By its redirect or by its page's word."""
    stored = an_article("Flood", url=f"{HOST}/news/flood-hits-lower-town", sequence=3, text=TEXT)
    for one in (
        came(waiting(f"{PROXY}/1", "Flood - The Daily"), landed=stored.url),
        came(waiting(f"{HOST}/n/1?x=2"), said=stored.url),
    ):
        (settled,) = settle([one], known=known_of(stored), stored=frozenset())
        assert (settled.draft, settled.article) == (one.article.id, stored)


def test_of_two_drafts_that_are_one_the_first_stays() -> None:
    """Whichever page was read first."""
    first, second = waiting(f"{PROXY}/1"), waiting(f"{PROXY}/2")
    target = f"{HOST}/news/flood-hits-town"
    one, other = settle(
        [came(first, landed=target), came(second, landed=f"{target}/amp", said=target)],
        known=Known(),
        stored=frozenset(),
    )
    assert one.article == other.article
    assert one.article.id == first.id


def test_a_draft_that_leads_to_another_draft_is_that_one() -> None:
    """Also when the other comes later, and when both name each other."""
    first, second = waiting(f"{HOST}/a?x=1"), waiting(f"{HOST}/b-b-b-b")
    known = known_of(first, second)
    one, other = settle([came(first, said=second.url), came(second)], known=known, stored=frozenset())
    assert one.article.id == other.article.id == second.id
    each = settle([came(first, said=second.url), came(second, said=first.url)], known=known, stored=frozenset())
    assert len({settled.article.id for settled in each}) == 1


def test_a_page_completes_the_draft_it_turns_out_to_be() -> None:
    """The other one's own page need not be read then."""
    other = waiting(f"{HOST}/news/flood-hits-town")
    (one,) = settle([came(waiting(f"{PROXY}/1"), landed=other.url)], known=known_of(other), stored=frozenset())
    assert (one.article.id, one.article.text) == (other.id, TEXT)


def test_one_address_on_every_page_is_not_believed() -> None:
    """Neither within one batch nor after one of them was stored."""
    shared = f"{HOST}/the-one-and-only-page"
    drafts = [waiting(f"{HOST}/news/{word}", word.title()) for word in ("flood", "fire", "quake")]
    texts = [TEXT, OTHER, "x y z " * 30]
    arrived = [came(draft, said=shared, text=text) for draft, text in zip(drafts, texts, strict=True)]
    together = settle(arrived, known=Known(), stored=frozenset())
    assert [(one.article.id, one.article.url) for one in together] == [(d.id, d.url) for d in drafts]
    stored = replace(arrived[0].article, sequence=1)
    known = Known(by_url={shared: stored}, ids={shared: stored.id})
    later = settle(arrived[1:], known=known, stored=frozenset())
    assert [(one.article.id, one.article.url) for one in later] == [(d.id, d.url) for d in drafts[1:]]


def test_a_new_version_of_a_stored_article_stays_itself() -> None:
    """Two that were stored before it was known remain two; they are copies."""
    stored = an_article("Flood", url=f"{HOST}/news/flood", sequence=3, text=TEXT)
    again = waiting(f"{HOST}/n/1", revision=2, text=TEXT)
    (one,) = settle([came(again, said=stored.url)], known=known_of(stored), stored=frozenset({again.id}))
    assert (one.article.id, one.article.url) == (again.id, again.url)


def test_what_was_removed_stays_removed_by_another_way() -> None:
    """The draft ends under the id that the store keeps nothing of."""
    gone = article_id(f"{HOST}/news/flood-hits-town")
    target = f"{HOST}/news/flood-hits-town"
    known = Known(ids={target: gone}, removed=frozenset({gone}))
    (one,) = settle([came(waiting(f"{PROXY}/1"), landed=target)], known=known, stored=frozenset())
    assert one.article.id == gone


def test_a_wall_is_where_the_page_is() -> None:
    """An article behind a paywall is known by its address; one that timed out is where it was said to be."""
    target = f"{HOST}/news/flood-hits-town"
    draft = waiting(f"{PROXY}/1")
    for reason, url in ((Reason.PAYWALL, target), (Reason.TIMEOUT, draft.url), (Reason.NOT_FOUND, draft.url)):
        (one,) = settle([lost(draft, reason, target)], known=Known(), stored=frozenset())
        assert one.article.url == url
    (one,) = settle([lost(draft, Reason.LOGIN, f"{HOST}/login")], known=Known(), stored=frozenset())
    assert one.article.url == draft.url


URLS = st.sampled_from([f"{HOST}/{path}" for path in ("a-a-a-a", "b-b-b-b", "c-c-c-c", "", "login")])
DRAFTS = st.lists(
    st.tuples(st.integers(0, 4), URLS, st.none() | URLS, st.sampled_from([TEXT, OTHER])),
    max_size=5,
    unique_by=lambda t: t[0],
)


@given(DRAFTS, st.lists(st.integers(0, 4), max_size=3))
def test_every_draft_settles_on_an_article_that_stands_for_itself(
    told: list[tuple[int, str, str | None, str]], others: list[int]
) -> None:
    """No chains: what a draft turned out to be is itself settled as itself, or was stored before."""
    urls = [f"{HOST}/a-a-a-a", f"{HOST}/b-b-b-b", f"{PROXY}/1", f"{PROXY}/2", f"{PROXY}/3"]
    drafts = {n: waiting(url, f"Title {n % 2}") for n, url in enumerate(urls)}
    arrived = [came(drafts[n], landed=landed, said=said, text=text) for n, landed, said, text in told]
    known = known_of(*(drafts[n] for n in others), *(one.article for one in arrived if one.article.url == one.was))
    settled = settle(arrived, known=known, stored=frozenset())
    assert [one.draft for one in settled] == [one.article.id for one in arrived]
    ends = {one.draft: one.article.id for one in settled}
    assert all(ends.get(end, end) == end for end in ends.values())
