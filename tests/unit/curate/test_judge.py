from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.curate.copies import copies_in
from newsloom.curate.judge import Judged, judge
from newsloom.curate.providers import directory
from newsloom.curate.tiers import tier_at
from newsloom.model.article import Article, ArticleImage
from newsloom.model.judgement import Topic
from newsloom.model.metadata import Correction, Genre, Metadata
from newsloom.model.provider import Family, Provider, ProviderKind, ProviderList
from newsloom.model.story import Evidence, Membership, Story, StoryId
from newsloom.model.weights import DefaultWeights
from newsloom.records.profiles.default import Default
from newsloom.records.profiles.smartable import Smartable
from newsloom.seams import Criteria, Profile
from newsloom.testing.builders import NOON, a_source, an_article

HOUR = timedelta(hours=1)
TOPICS = (
    Topic(id="water", name="Water", keywords=("flood", "river")),
    Topic(id="fire", name="Fire", keywords=("fire",)),
    Topic(id="day", name="The Day"),
)
PROFILES = st.sampled_from([Default(), Smartable()])
WORDS = [f"word{n}" for n in range(400)]


def wording(start: int, length: int = 40) -> str:
    """A text; two of them share no three words in a row unless their ranges overlap."""
    return " ".join(WORDS[start : start + length])


@st.composite
def stories(draw: st.DrawFn) -> list[Article]:
    """One to six articles of different outlets, some copying others."""
    number = draw(st.integers(1, 6))
    return [
        an_article(
            draw(st.sampled_from(["Flood at the river", "Fire", "Quiet day", "F" * 90])),
            source=draw(st.sampled_from([f"outlet{n}", "daily", "post"])),
            url=f"https://outlet{n}.example/x",
            text=wording(60 * draw(st.integers(0, number)), draw(st.integers(5, 60))),
            sort_date=NOON - draw(st.integers(0, 90)) * HOUR,
            published=draw(st.none() | st.just(NOON)),
            authors=draw(st.sampled_from([(), ("A. Nonym",)])),
            image=draw(st.none() | st.just(ArticleImage(url="https://daily.example/x.jpg"))),
            amp_url=draw(st.sampled_from(["", "https://daily.example/amp"])),
        )
        for n in range(number)
    ]


def criteria(profile: Profile | None = None, **fields: Any) -> Criteria:
    """A desk of three topics that watches `daily` and `post`."""
    sources = {source.id: source for source in (a_source("daily", tier=50), a_source("post", family="house"))}
    plain: dict[str, Any] = {"sources": sources, "tiers": {"outlet1.example": 30}, "topics": TOPICS, "root": "day"}
    return Criteria(**(plain | {"profile": profile or Default()} | fields))


def judged(articles: Sequence[Article], profile: Profile | None = None, **fields: Any) -> Judged:
    """The story of these articles."""
    members = tuple(
        Membership(article=article.id, story=StoryId("s"), evidence=Evidence(stage="placed")) for article in articles
    )
    story = Story(id=StoryId("s"), language="en", members=members, first=NOON, last=NOON)
    return judge(story, articles, criteria=criteria(profile, **fields), now=NOON)


@settings(max_examples=50)
@given(stories(), PROFILES)
def test_every_score_is_the_sum_of_its_parts(articles: list[Article], profile: Profile) -> None:
    """Quality of each member and heat of the story."""
    story = judged(articles, profile)
    for score in (story.heat, *(member.quality for member in story.members)):
        assert score.value == sum(part.points for part in score.parts)
        assert all(part.points or part.name == "headline" for part in score.parts)


@settings(max_examples=50)
@given(stories(), PROFILES)
def test_the_best_leads_and_the_others_follow_in_order(articles: list[Article], profile: Profile) -> None:
    """Nobody is lost; whoever leads without being the best says that its headline is newer."""
    story = judged(articles, profile)
    lead, *others = (member.quality for member in story.members)
    qualities = [quality.value for quality in others]
    assert qualities == sorted(qualities, reverse=True)
    assert lead.value >= max(qualities, default=0) or any(part.name == "headline" for part in lead.parts)
    assert sorted(member.article.id for member in story.members) == sorted(article.id for article in articles)
    assert 1 <= story.independent <= story.outlets + 1
    assert story.copies == sum(member.copy_of is not None for member in story.members)


@settings(max_examples=50)
@given(stories(), PROFILES, st.randoms(use_true_random=False))
def test_the_order_articles_come_in_does_not_matter(articles: list[Article], profile: Profile, chance: Any) -> None:
    """Two desks that met them in another order agree."""
    shuffled = list(articles)
    chance.shuffle(shuffled)
    one, other = judged(articles, profile), judged(shuffled, profile)
    assert (one.members, one.heat, one.published, one.topics) == (
        other.members,
        other.heat,
        other.published,
        other.topics,
    )


@settings(max_examples=50)
@given(stories(), st.integers(0, 200), st.integers(0, 1000), PROFILES)
def test_another_independent_voice_never_lowers_heat(
    articles: list[Article], hours: int, words: int, profile: Profile
) -> None:
    """However old it is, and even if it becomes the lead."""
    voice = an_article(
        "Flood at the river",
        source="new",
        text=" ".join(f"own{n}" for n in range(words)),
        sort_date=NOON - hours * HOUR,
    )
    assert judged([*articles, voice], profile).heat.value >= judged(articles, profile).heat.value


@settings(max_examples=50)
@given(stories(), st.integers(1, 90))
def test_a_copy_adds_no_voice(articles: list[Article], hours: int) -> None:
    """Whoever brings it, and whoever leads then: the copier is as good as its original here."""
    first = min(articles, key=lambda article: (article.sort_date, article.id))
    original = replace(first, text=wording(0, 60), sort_date=NOON - 91 * HOUR, authors=(), image=None, published=None)
    others = [replace(a, text=wording(100 + 70 * n % 300, 60)) for n, a in enumerate(articles) if a is not first]
    copied = {"source": a_source("copier").id, "provider": "Copier", "authors": ("A. Nonym",)}
    copy = replace(original, id=an_article("Copy").id, sort_date=NOON - hours * HOUR, **copied)  # type: ignore[arg-type]  # plain data, whatever it is
    before, after = judged([original, *others]), judged([original, *others, copy])
    assert after.independent == before.independent
    assert after.outlets == before.outlets + 1
    assert after.copies == before.copies + 1
    assert len(voices(after)) == len(voices(before))


def voices(story: Judged) -> list[str]:
    """What the receipt of the heat says of each voice."""
    return [part.reason for part in story.heat.parts if part.name == "voice"]


@settings(max_examples=50)
@given(stories())
def test_the_receipt_has_a_voice_for_every_independent_report(articles: list[Article]) -> None:
    """But the hottest; what is weighed and what is counted are one account, however old the reports are."""
    weights = DefaultWeights(voice_least=100, half_life_hours=8_000)
    story = judged(articles, Default(weights=weights))
    assert len(voices(story)) == story.independent - 1


def test_a_papers_own_text_and_an_agencys_in_the_same_paper_are_one_voice() -> None:
    """The paper speaks once, in whichever is heavier; a second paper that prints the agency makes the agency heard."""
    own = an_article("Flood", source="daily", url="https://daily.example/1", text=wording(0, 60))
    wire = an_article(
        "Flood", source="daily", url="https://daily.example/2", text=wording(100, 60), origin="Agence France-Presse"
    )
    other = an_article(
        "Flood", source="post", url="https://post.example/1", text=wording(200, 60), origin="Agence France-Presse"
    )
    assert (len(voices(judged([own, wire]))), judged([own, wire]).independent) == (0, 1)
    assert (len(voices(judged([own, wire, other]))), judged([own, wire, other]).independent) == (1, 2)


@settings(max_examples=50)
@given(stories(), st.integers(0, 200))
def test_another_independent_voice_lowers_no_part(articles: list[Article], hours: int) -> None:
    """Points of one name are taken together, as the voices are."""
    voice = an_article("Flood", source="new", text=wording(0, 90).replace("word", "own"), sort_date=NOON - hours * HOUR)
    before, after = (points_by_name(judged(of)) for of in (articles, [*articles, voice]))
    assert all(after[name] >= points for name, points in before.items())


def points_by_name(story: Judged) -> Counter[str]:
    """The points of heat's parts, those of one name together."""
    found: Counter[str] = Counter()
    for part in story.heat.parts:
        found[part.name] += part.points
    return found


@pytest.mark.parametrize(
    ("fields", "host", "said"),
    [
        ({}, "daily.example", "a text of its own"),
        ({"text": "Short."}, "daily.example", "too little text to tell whose it is"),
        ({"origin": "Agence France-Presse"}, "daily.example", "an agency's text"),
        ({"metadata": Metadata(genre=Genre.PRESS_RELEASE)}, "daily.example", "a press release"),
        ({"metadata": Metadata(genre=Genre.SPONSORED)}, "daily.example", "a press release"),
        ({"metadata": Metadata(canonical="https://other.example/x")}, "daily.example", "shows what others wrote"),
        ({}, "mill.example", "a press release"),
        ({}, "pile.example", "shows what others wrote"),
    ],
)
def test_originality_says_whose_text_it_is(fields: dict[str, Any], host: str, said: str) -> None:
    """By its own signs, then by what its host is known for."""
    kinds = {"mill.example": ProviderKind.PRESS_RELEASES, "pile.example": ProviderKind.AGGREGATOR}
    known = ProviderList(providers=tuple(Provider(domain=domain, kind=kind) for domain, kind in kinds.items()))
    article = an_article("Flood", **({"url": f"https://{host}/1", "text": wording(0, 60)} | fields))
    story = judged([article], providers=directory(known, shipped=ProviderList()))
    assert story.lead.candidate.originality == said


def test_a_family_lends_its_standing_to_a_member_without_one() -> None:
    """The owner rated one title of the house; the receipt says whose points they are."""
    family = Family(id="house", name="House", domains=("north.example", "south.example"))
    known = directory(ProviderList(families=(family,)), shipped=ProviderList())
    article = an_article("Flood", source="feed", url="https://south.example/1")
    story = judged([article], providers=known, tiers={"north.example": 60})
    assert (story.lead.candidate.tier, story.lead.candidate.tier_of) == (60, "family, House")


def test_a_notice_of_correction_counts() -> None:
    """Whether the page changed since or came with it."""
    metadata = Metadata(corrections=(Correction(note="A name was wrong."),))
    story = judged([an_article("Flood", metadata=metadata)])
    assert [part.points for part in story.lead.quality.parts if part.name == "corrections"] == [-3]


def test_a_copy_that_leads_does_not_make_its_original_a_voice() -> None:
    """One text is one voice, whichever print of it is the better article."""
    original = an_article("Flood", source="wire", text=wording(0), sort_date=NOON - HOUR)
    copy = an_article("Flood", source="copier", text=wording(0), authors=("A. Nonym",))
    story = judged([original, copy], tiers={"copier.example": 100})
    assert story.lead.article is copy
    assert story.lead.copy_of == original.id
    assert voices(story) == []
    assert (story.outlets, story.independent, story.copies) == (2, 1, 1)


def test_one_family_is_one_voice() -> None:
    """However many titles it prints."""
    sources = {s.id: s for s in (a_source("north", family="house"), a_source("south", family="house"))}
    articles = [
        an_article("Flood", source="north", text=wording(0)),
        an_article("Flood again", source="south", text=wording(100)),
    ]
    story = judged(articles, sources=sources)
    assert (story.outlets, story.independent, len(voices(story))) == (2, 1, 0)


@pytest.mark.parametrize(
    ("tier", "host", "points"),
    [(None, "wire.example", 30), (7, "wire.example", 7), (0, "wire.example", 0), (None, "other.example", 20)],
)
def test_the_owners_word_for_a_source_comes_before_its_hosts(tier: int | None, host: str, points: int) -> None:
    """Then the article's host counts, then the feed's."""
    sources = {s.id: s for s in (a_source("feed", tier=tier),)}
    article = an_article("Quiet", source="feed", url=f"https://www.{host}/x")
    story = judged([article], sources=sources, tiers={"wire.example": 30, "feed.example": 20})
    assert story.lead.candidate.tier == points


def test_where_only_the_contract_counts_only_the_articles_host_does() -> None:
    """A record does not say by which feed it came."""
    sources = {s.id: s for s in (a_source("feed", tier=50),)}
    article = an_article("Quiet", source="feed", url="https://other.example/x")
    tiers = {"feed.example": 20}
    assert judged([article], Smartable(), sources=sources, tiers=tiers, contract_only=True).lead.quality.value == 2


@pytest.mark.parametrize(
    ("url", "points"),
    [
        ("https://www.wire.example/x", 1),
        ("https://uk.wire.example:8080/x", 2),
        ("https://notwire.example/x", None),
        ("https://example/x", None),
        ("https://MÜNZE.example/x", 3),
        ("", None),
    ],
)
def test_the_longest_host_suffix_counts(url: str, points: int | None) -> None:
    """At a dot; `www.` and case do not matter."""
    assert tier_at(url, {"WWW.wire.example": 1, "uk.wire.example": 2, "münze.example": 3}) == points


def test_topics_are_those_found_those_the_source_has_and_the_root() -> None:
    """By id or name, in the desk's order."""
    sources = {s.id: s for s in (a_source("daily", topics=("Fire",)),)}
    story = judged([an_article("Flood")], sources=sources)
    assert [topic.id for topic in story.topics] == ["water", "fire", "day"]


@settings(max_examples=50)
@given(stories(), st.randoms(use_true_random=False))
def test_copies_are_the_same_in_any_order(articles: list[Article], chance: Any) -> None:
    """And no copy is anybody's original."""
    shuffled = list(articles)
    chance.shuffle(shuffled)
    found = copies_in(articles)
    assert copies_in(shuffled) == found
    assert not set(found) & {copy.original for copy in found.values()}


def test_articles_without_text_are_nobodys_copies() -> None:
    """Two bare headlines are too little to tell."""
    bare = [an_article("Flood", source=source, text="", lead="") for source in ("a", "b", "c")]
    assert copies_in(bare) == {}
