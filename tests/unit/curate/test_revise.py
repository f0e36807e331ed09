"""What supersedes an article, when its page is read again, whether its outlet stands by it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.absence import GONE_AFTER, absences, since
from newsloom.curate.age import without_text
from newsloom.curate.reread import RereadRules, after_failure, after_reading, rereads
from newsloom.curate.revise import differences, is_another_version, revised
from newsloom.curate.standing import announces_withdrawal, with_standing
from newsloom.model.article import Article, ArticleId, Unchanged
from newsloom.model.draft import Known
from newsloom.model.item import Item
from newsloom.model.metadata import Correction, Metadata, Standing
from newsloom.model.page import Failure, Reason, Request
from newsloom.parse.reading import PageReading
from newsloom.testing.builders import NOON, an_article, an_item

HOUR = timedelta(hours=1)
TAKEN_BACK = [
    "WITHDRAWN: Flood",
    "Withdrawn",
    "[Retracted] Flood",
    "KILL: Flood",
    "MANDATORY KILL - Flood",
    "Zurückgezogen: Flut",
    "RETIRÉ : Crue",
    "Anulada: Crecida",
    "Отозвано: Паводок",
    "【撤回】洪水",
    "[기사 취소] 홍수",
]
ABOUT_IT = [
    "Troops withdrawn from the border",
    "Withdrawn troops: what next",
    "Kill: a film that divides",
    "Kill the bill, they say",
    "Anulada la boda",
    "Retired: a life at sea",
    "",
]
READ = Metadata(page="read")
LONG = "Water stood in the lower town until noon while crews filled sandbags along the northern quay. " * 8
REWORDED = "Another wording of it all, after the night, by the same reporters at the very same quay. "
TEXTS = st.lists(st.sampled_from(["The river rose. ", "12 comments ", "Two boats sank. ", "\n", "Frost. "]), max_size=8)


def as_fed(article: Article, **fields: Any) -> Article:
    """The article as its feed has it an hour later."""
    return replace(article, first_seen=NOON + HOUR, feed_fingerprint="later", **fields)


@given(TEXTS, st.text(max_size=20))
def test_the_same_words_never_revise(parts: list[str], title: str) -> None:
    """Whatever they are."""
    article = an_article(title, text="".join(parts), lead="".join(parts)[:50])
    assert revised(article, as_fed(article), is_whole=True, said=None) is None
    assert not is_another_version(article, article)


@given(TEXTS, TEXTS)
def test_a_revision_says_what_differs(one: list[str], other: list[str]) -> None:
    """And from there the same item is unchanged."""
    earlier = an_article(text="".join(one))
    found = revised(earlier, as_fed(earlier, text="".join(other)), is_whole=True, said=None)
    assert (found is None) == (differences(earlier, replace(earlier, text="".join(other))) == ())
    if found is not None:
        assert found.changed == ("text",)
        assert found.article.revised_at == NOON + HOUR
        assert revised(found.article, as_fed(found.article), is_whole=True, said=None) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The river rose to twelve metres and…", "The river rose to twelve metres…", True),
        ("12 comments. The river rose to twelve…", "13 comments. The river rose to twelve metres…", True),
        ("The river rose to twelve metres and…", "The river rose to nine metres and…", False),
        ("川の水位が12メートルに…", "川の水位が12メート…", True),
        ("Water.", "Ice.", False),
    ],
)
def test_leads_that_were_cut_are_compared_as_far_as_they_go(one: str, other: str, *, same: bool) -> None:
    """A counter before the cut moves it."""
    assert (differences(an_article(lead=one), an_article(lead=other)) == ()) == same


def test_a_dropped_text_does_not_come_back() -> None:
    """The new headline does."""
    old = without_text(an_article(text=LONG), at=NOON)
    assert (old.text, old.dropped is not None) == ("", True)
    assert without_text(old, at=NOON + HOUR) == old
    found = revised(old, as_fed(old, title="Another", text=LONG, dropped=None), is_whole=True, said=None)
    assert found is not None
    assert (found.article.title, found.article.text, found.article.dropped) == ("Another", "", old.dropped)


def unchanged(article: Article, **fields: Any) -> tuple[list[Unchanged], Known]:
    """The admission of an item that says nothing new but these."""
    item = an_item(article.title, url=article.url, **fields)
    return [Unchanged(item=item, id=article.id, url=article.url)], Known(by_url={article.url: article})


@given(st.integers(-100, 300), st.integers(0, 300), st.integers(0, 7))
def test_a_claim_is_honoured_after_a_pause(claimed: int, passed: int, times: int) -> None:
    """Later than what was known, not more than `most` times, and never before the pause is over."""
    article = an_article(text=LONG, metadata=READ)
    admissions, known = unchanged(article, updated=NOON + timedelta(minutes=claimed))
    now, rules = NOON + timedelta(minutes=passed), RereadRules(most=5)
    drafts = rereads(admissions, known=replace(known, rereads={article.id: times}), now=now, rules=rules)
    pause = rules.spacing * 2**times
    claim = min(claimed, passed)  # no outlet knows the future
    assert bool(drafts) == (claim > 0 and times < rules.most and now >= NOON + pause)
    assert [draft.article.updated for draft in drafts] == [NOON + timedelta(minutes=claim)] * len(drafts)


@pytest.mark.parametrize("metadata", [Metadata(), Metadata(page="paywall")])
def test_only_a_page_that_was_read_is_read_again(metadata: Metadata) -> None:
    """The feed's text is compared with the feed."""
    admissions, known = unchanged(an_article(text=LONG, metadata=metadata), updated=NOON + HOUR)
    assert rereads(admissions, known=known, now=NOON + 9 * HOUR, rules=RereadRules()) == []


@given(st.integers(0, 8), st.booleans(), st.booleans())
def test_a_rereading_never_takes_much_away(sentences: int, walled: Any, before: Any) -> None:
    """What is left is the new text, whole, or the old one, whole."""
    article = an_article(text=LONG, metadata=replace(READ, is_paywalled=before))
    text = (REWORDED * sentences).strip()
    later = after_reading(article, PageReading(url=article.url, text=text, is_paywalled=walled), rules=RereadRules())
    assert later.text in {text, LONG}
    assert 2 * len(later.text) >= len(LONG)
    if walled and not before:
        assert later.text == LONG or len(text) >= len(LONG)


@pytest.mark.parametrize("reason", list(Reason))
def test_a_page_that_is_not_there_now_flags_its_article(reason: Reason) -> None:
    """Only where the server says that nothing is there; the text stays whatever it says."""
    article = an_article(text=LONG, metadata=READ)
    failure = Failure(request=Request(url=article.url), reason=reason, detail="")
    later = after_failure(article, failure)
    gone = reason in {Reason.GONE, Reason.NOT_FOUND}
    assert (later.text, later.metadata.standing is Standing.GONE) == (LONG, gone)
    assert after_failure(an_article(), failure).metadata.standing is Standing.STANDS


@pytest.mark.parametrize("title", TAKEN_BACK)
def test_a_headline_may_take_its_article_back(title: str) -> None:
    """In the words of outlets and agencies, in many languages."""
    assert announces_withdrawal(title)
    assert with_standing(an_article(title)).metadata.standing is Standing.WITHDRAWN


@pytest.mark.parametrize("title", ABOUT_IT)
def test_a_headline_about_something_taken_back_does_not(title: str) -> None:
    """The word must stand apart, before all else."""
    assert not announces_withdrawal(title)


def test_standing_says_the_gravest() -> None:
    """Withdrawn, else gone, else corrected."""
    noted = an_article(metadata=Metadata(corrections=(Correction(note="Twelve, not nine."),)))
    assert with_standing(noted).metadata.standing is Standing.CORRECTED
    assert with_standing(noted, gone=True).metadata.standing is Standing.GONE
    assert with_standing(noted, withdrawn=True, gone=True).metadata.standing is Standing.WITHDRAWN
    assert with_standing(with_standing(an_article(), withdrawn=True)).metadata.standing is Standing.STANDS


def dated(*hours: int | None) -> list[Item]:
    """Items so many hours old."""
    return [an_item(f"R{n}", published=None if h is None else NOON - h * HOUR) for n, h in enumerate(hours)]


def test_only_a_feed_in_order_can_tell() -> None:
    """Dated throughout, new to old, three items at least."""
    assert since(dated(1, 2, 3, 4)) == NOON - 3 * HOUR
    assert since(dated(1, 1, 1)) == NOON - HOUR
    for items in (dated(), dated(1, 2), dated(2, 1, 3), dated(1, 2, None)):
        assert since(items) is None


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), unique_by=lambda one: one[0]),
    st.sets(st.integers(0, 30)),
)
def test_absences_are_counted_up_to_gone_and_forgotten_at_sight(
    stored: list[tuple[int, int]], present: set[int]
) -> None:
    """Nothing else is said; many at once say nothing."""
    known = [(ArticleId(str(n)), times) for n, times in stored]
    ids = {ArticleId(str(n)) for n in present}
    times = dict(known)
    found = absences(known, present=ids, items=30)
    assert all(one.times == (0 if one.article in ids else times[one.article] + 1) for one in found)
    assert all(one.times <= GONE_AFTER for one in found)
    assert {one.article for one in found if one.times == 0} == {id_ for id_ in ids if times.get(id_)}
    assert sum(one.times > 0 for one in found) <= 6
