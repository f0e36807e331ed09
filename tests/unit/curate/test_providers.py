"""Who publishes at a host, and whose voice that is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.judge import Chorus, Judged, judge
from newsloom.curate.providers import directory, shipped_providers, without_houses
from newsloom.model.article import Article
from newsloom.model.directory import Directory
from newsloom.model.provider import Family, Provider, ProviderKind, ProviderList
from newsloom.model.source import Source
from newsloom.model.story import Evidence, Membership, Story, StoryId
from newsloom.records.compose import record_of
from newsloom.records.profiles.default import Default
from newsloom.seams import Criteria
from newsloom.testing.builders import NOON, a_source, an_article
from newsloom.text.sites import is_shared

NORD = Family(id="nord", name="Nord Broadcasting", domains=("nord.example", "nord.co.uk", "sued.example"))
OWNER = ProviderList(
    providers=(
        Provider(domain="nord.example", name="Nord", country="NO", kind=ProviderKind.BROADCASTER),
        Provider(domain="kids.nord.example", name="Nord Kids", logo="https://nord.example/k.png"),
        Provider(domain="daily.example", name="The Daily", family="dailies"),
        Provider(domain="planet.example", name="Planet", kind=ProviderKind.AGGREGATOR),
    ),
    families=(NORD, Family(id="dailies", domains=("evening.example",))),
    apart=(("kids.nord.example", "other.example"),),
)
OURS = directory(OWNER, shipped=shipped_providers())
LABEL = st.sampled_from(["a", "b", "www", "nord", "co", "uk", "example", "com", "blogspot"])
HOSTS = st.lists(LABEL, min_size=1, max_size=5).map(".".join)
DOMAINS = HOSTS.filter(lambda host: "." in host and not is_shared(host))


@st.composite
def lists(draw: st.DrawFn) -> ProviderList:
    """What some owner says."""
    domains = draw(st.lists(DOMAINS, unique=True, max_size=6))
    named = draw(st.lists(DOMAINS, unique=True, max_size=4))
    families = tuple(Family(id=f"f{n}", domains=(domain,)) for n, domain in enumerate(domains))
    return ProviderList(providers=tuple(Provider(domain=d, name=d.upper()) for d in named), families=families)


@pytest.mark.parametrize(
    ("host", "family"),
    [
        ("nord.example", "nord"),
        ("sport.nord.example:8080", "nord"),
        ("www.nord.co.uk", "nord"),
        ("kids.nord.example", "kids.nord.example"),
        ("play.kids.nord.example", "kids.nord.example"),
        ("daily.example", "dailies"),
        ("evening.example", "dailies"),
        ("m.unknown.co.uk", "unknown.co.uk"),
        ("one.blogspot.com", "one.blogspot.com"),
        ("two.substack.com", "two.substack.com"),
        ("www.bbc.co.uk", "bbc"),
        ("apnews.com", "Associated Press"),
        ("192.0.2.1:81", "192.0.2.1:81"),
        ("intranet", "intranet"),
        ("", ""),
    ],
)
def test_family_of(host: str, family: str) -> None:
    """The owner's word, then what is shipped, then the site."""
    assert OURS.family_of(host) == family


def test_the_longest_suffix_names_the_provider() -> None:
    """At a dot; what is not said is empty."""
    assert OURS.provider_of("play.kids.nord.example").name == "Nord Kids"
    assert OURS.provider_of("www.nord.example").country == "NO"
    assert OURS.provider_of("notnord.example") == Provider(domain="notnord.example", family="notnord.example")


def test_a_source_says_its_family_itself() -> None:
    """By the family's id or name, or by a name of its own."""
    for said, family in (("dailies", "dailies"), ("nord broadcasting", "nord"), ("Other House", "Other House")):
        assert OURS.family_of("nord.example", source=a_source("x", family=said)) == family


def test_an_owners_family_takes_the_place_of_a_shipped_one() -> None:
    """By its id; by a domain of it alone the rest of the shipped one stays."""
    by_id = directory(ProviderList(families=(Family(id="bbc", domains=("bbc.com",)),)), shipped=shipped_providers())
    assert (by_id.family_of("bbc.com"), by_id.family_of("bbc.co.uk")) == ("bbc", "bbc.co.uk")
    by_domain = directory(
        ProviderList(families=(Family(id="ours", domains=("bbc.com",)),)), shipped=shipped_providers()
    )
    assert (by_domain.family_of("bbc.com"), by_domain.family_of("bbc.co.uk")) == ("ours", "bbc")


def test_shipped_families_can_be_left_out() -> None:
    """Agencies and kinds stay."""
    known = directory(ProviderList(), shipped=without_houses(shipped_providers()))
    assert known.family_of("bbc.com") == "bbc.com"
    assert known.family_of("ap.org") == known.family_of("apnews.com") == "Associated Press"
    assert known.provider_of("news.google.com").kind is ProviderKind.AGGREGATOR


def test_what_is_shipped_is_sound() -> None:
    """Each domain once, none that strangers share, at most sixty families of editions, each of several domains."""
    shipped = shipped_providers()
    domains = [domain for family in shipped.families for domain in family.domains]
    houses = [family for family in shipped.families if family not in without_houses(shipped).families]
    assert len(domains) == len(set(domains))
    assert len(shipped.providers) == len({provider.domain for provider in shipped.providers})
    assert not [provider.domain for provider in shipped.providers if is_shared(provider.domain)]
    assert 20 < len(houses) <= 60
    assert all(len(family.domains) > 1 for family in houses)


def test_what_an_aggregator_shows_is_its_origins() -> None:
    """Where the feed names one that is known by name; an unknown one is a voice by its name."""
    source = a_source("planet", url="https://planet.example/rss")
    for origin, voice in (("nord kids", "kids.nord.example"), ("Nowhere Post", "Nowhere Post"), ("", "planet.example")):
        article = an_article("x", url="https://planet.example/1", origin=origin)
        assert OURS.voice_of(article, source) == voice


@given(HOSTS | st.text(max_size=30), lists())
def test_every_host_has_one_voice(host: str, said: ProviderList) -> None:
    """Whatever stands for a host, and the same from a directory made again."""
    assert directory(said).family_of(host) == directory(said).family_of(host)
    assert directory(said).provider_of(host).family == directory(said).family_of(host)


@given(HOSTS, lists())
def test_the_longest_suffix_wins(host: str, said: ProviderList) -> None:
    """Whatever the order in which domains are listed."""
    fitting = [
        (domain, family.id)
        for family in said.families
        for domain in family.domains
        if f".{host}".endswith(f".{domain}")
    ]
    wanted = max(fitting, key=lambda pair: len(pair[0]))[1] if fitting else Directory().family_of(host)
    assert directory(said).family_of(host) == wanted


@given(HOSTS, lists(), DOMAINS)
def test_an_unrelated_provider_changes_nothing_else(host: str, said: ProviderList, domain: str) -> None:
    """A host that does not end with its domain keeps provider and voice."""
    known = {provider.domain for provider in said.providers} | {d for f in said.families for d in f.domains}
    if f".{host}".endswith(f".{domain}") or domain in known:
        return
    more = ProviderList(
        providers=(*said.providers, Provider(domain=domain, name="New", family="new")),
        families=(*said.families, Family(id="new", domains=(domain,))),
    )
    before, after = directory(said), directory(more)
    assert before.provider_of(host) == after.provider_of(host)
    assert before.family_of(host) == after.family_of(host)


def wording(seed: int) -> str:
    """A text of its own."""
    return " ".join(f"word{seed}x{n}" for n in range(60))


def judged(articles: list[Article], known: Directory = OURS) -> Judged:
    """The story of these articles on a desk with this directory."""
    sources = {article.source: Source(id=article.source, url=article.url) for article in articles}
    members = tuple(
        Membership(article=article.id, story=StoryId("s"), evidence=Evidence(stage="placed")) for article in articles
    )
    story = Story(id=StoryId("s"), language="en", members=members, first=NOON, last=NOON)
    criteria = Criteria(sources=sources, tiers={}, topics=(), root="", profile=Default(), providers=known)
    return judge(story, articles, criteria=criteria, now=NOON)


def editions(number: int) -> list[Article]:
    """Reports of as many editions of one broadcaster, each in words of its own."""
    return [
        an_article(f"Flood {n}", url=f"https://e{n}.sued.example/{n}", provider=f"Nord {n}", text=wording(n))
        for n in range(number)
    ]


def test_nine_editions_of_one_broadcaster_are_one_voice() -> None:
    """Nine outlets, one independent report; their heat is that of one; a stranger makes it two."""
    alone, nine = judged(editions(1)), judged(editions(9))
    assert (nine.outlets, nine.independent, nine.heat.value) == (9, 1, alone.heat.value)
    assert nine.choruses == (Chorus(name="Nord Broadcasting", outlets=9),)
    other = an_article("Flood!", url="https://other.example/1", provider="Other", text=wording(99))
    assert judged([*editions(9), other]).independent == 2


def test_without_a_word_on_them_sites_are_voices() -> None:
    """Subdomains of one site are one, sites are several."""
    reports = [*editions(3), an_article("Flood!", url="https://nord.example/1", provider="N", text=wording(7))]
    assert judged(reports, Directory()).independent == 2


def test_two_heralds_are_two() -> None:
    """Sites of one name and no family are two outlets and two voices."""
    heralds = [
        an_article(f"Flood {n}", url=f"https://herald{n}.example/{n}", provider="The Herald", text=wording(n))
        for n in range(2)
    ]
    assert (judged(heralds).outlets, judged(heralds).independent, judged(heralds).choruses) == (2, 2, ())


def test_the_owner_names_the_outlet() -> None:
    """Above what the page calls itself; the logo goes along into the record, 50 pixels each way."""
    article = an_article("Flood", url="https://kids.nord.example/1", provider="kidz!")
    lead = judged([article])
    provider = record_of(lead, shown=False, additive=False).provider
    assert (provider.name, provider.domain) == ("Nord Kids", "kids.nord.example")
    assert [(image.url, image.width, image.height) for image in provider.images] == [
        ("https://nord.example/k.png", 50, 50)
    ]
    unknown = judged([an_article("Flood", url="https://other.example/1", provider="Other")])
    assert record_of(unknown, shown=False, additive=False).provider.images == ()
