"""A desk full of invented stories, made from a seed: what judging found of them, and the records they have.

No article's text is made: judging by new settings does not read any. Outlets are of families, countries and languages,
some print agencies' texts, some copy; two thirds of the stories have one article, the rest up to twelve.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

from newsloom.curate.candidates import Directions
from newsloom.curate.judge import Weighed, weigh
from newsloom.curate.providers import directory
from newsloom.curate.settingsmark import judged_by
from newsloom.curate.tallies import tally_of
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.directory import Directory
from newsloom.model.finding import Finding, FoundStory
from newsloom.model.judgement import Topic
from newsloom.model.metadata import Genre, Standing
from newsloom.model.provider import Family, Provider, ProviderList
from newsloom.model.record import Record, RecordProvider, RelatedRecord
from newsloom.model.slot import Slot
from newsloom.model.source import Source, SourceId
from newsloom.model.story import StoryId
from newsloom.model.weights import DefaultWeights
from newsloom.records.compose import rescored
from newsloom.records.profiles.default import Default, keywords
from newsloom.seams import Criteria, Profile

LATEST = datetime(2026, 3, 1, 12, tzinfo=UTC)
OUTLETS, HOUSES, TOPICS, KEYWORDS = 400, 240, 20, 6
DIFFERENT = 20_000  # articles; more of them would say no more
LANGUAGES = ("en", "de", "fr", "es", "sv")
COUNTRIES = ("US", "GB", "DE", "FR", "ES", "SE")
AGENCIES = ("Meridian Wire", "Gull News", "Lantern Press")
SYLLABLES = ("ka", "lo", "mer", "tin", "vu", "sar", "ned", "pol", "gri", "hass", "om", "bel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One invented story: what was found of it, and its slot with a record that has its scores."""

    found: FoundStory
    slot: Slot


def criteria_in_play(profile: Profile | None = None, *, seed: int = 1) -> Criteria:
    """A desk's settings: 400 outlets of 240 houses in six countries, 20 topics."""
    chance = Random(seed)  # noqa: S311  a play of chance, the same each time
    hosts = [_host(n) for n in range(OUTLETS)]
    providers = tuple(
        Provider(domain=host, name=host.title(), country=COUNTRIES[n % HOUSES % len(COUNTRIES)])
        for n, host in enumerate(hosts)
    )
    families = tuple(
        Family(id=f"house{n}", name=f"House {n}", domains=tuple(hosts[n::HOUSES]))
        for n in range(HOUSES)
        if len(hosts[n::HOUSES]) > 1
    )
    sources = (
        Source(id=SourceId(f"s{n}"), url=f"https://{host}/rss", tier=chance.choice((None, 20, 50, 70, 90)))
        for n, host in enumerate(hosts)
    )
    return Criteria(
        sources={source.id: source for source in sources},
        tiers=dict.fromkeys(hosts[::3], 40),
        topics=tuple(
            Topic(id=f"t{n}", name=f"Topic {n}", keywords=tuple(_word(chance) for _ in range(KEYWORDS)))
            for n in range(TOPICS)
        ),
        root="",
        profile=profile or Default(),
        providers=_directory(providers, families),
    )


def stories_in_play(articles: int, criteria: Criteria, *, seed: int = 1, days: float = 20) -> Iterator[Played]:
    """Invented stories until so many articles are in them.

    Args:
        articles: how many at least.
        criteria: by which their records are judged.
        seed: the same one gives the same stories; after 20,000 articles they come again under other ids.
        days: over how many they are spread, up to the latest.
    """
    made, batch = 0, list(_plays(min(articles, DIFFERENT), criteria, seed=seed, days=days))
    number = 0
    while made < articles:
        for one in batch:
            story = StoryId(f"story{number:011d}")
            slot = replace(one.slot, story=story, path=f"_news/{number}.md")
            yield Played(found=replace(one.found, story=story), slot=slot)
            made, number = made + len(one.found.findings), number + 1
            if made >= articles:
                return


def _plays(articles: int, criteria: Criteria, *, seed: int, days: float) -> Iterator[Played]:
    """Stories of which no two are alike."""
    chance = Random(seed)  # noqa: S311  a play of chance, the same each time
    vocabulary = [_word(chance) for _ in range(3_000)] + [w for topic in criteria.topics for w in topic.keywords]
    directions, settings, made, number = Directions(criteria), judged_by(criteria), 0, 0
    while made < articles:
        size = 1 if chance.random() < 2 / 3 else chance.randint(2, 12)
        began = LATEST - timedelta(seconds=chance.randrange(int(days * 86_400)))
        findings = _findings(f"{number:012d}", size, began, vocabulary, chance)
        weighed = weigh(findings, directions=directions, now=LATEST)
        story = StoryId(f"story{number:011d}")
        tally = tally_of((one.candidate, keywords(one.candidate)) for one in weighed.ranked)
        found = FoundStory(story=story, findings=findings, order=weighed.order, tally=tally, judged_by=settings)
        slot = Slot(story=story, path=f"_news/{number}.md", first_written=began, record=_record(story, weighed))
        yield Played(found=found, slot=slot)
        made, number = made + size, number + 1


def _findings(story: str, size: int, began: datetime, vocabulary: Sequence[str], chance: Random) -> tuple[Finding, ...]:
    made: list[Finding] = []
    for n in range(size):
        outlet = chance.randrange(OUTLETS)
        is_copy = n > 0 and chance.random() < 0.15  # noqa: PLR2004  a share
        agency = chance.choice(AGENCIES) if chance.random() < 0.12 else ""  # noqa: PLR2004  a share
        made.append(
            Finding(
                article=ArticleId(f"{story}{n:04d}"),
                source=SourceId(f"s{outlet}"),
                host=_host(outlet),
                title=_words(vocabulary, chance, 8),
                lead=_words(vocabulary, chance, 30),
                at=min(began + timedelta(minutes=chance.randrange(2_000) * n), LATEST),
                language=LANGUAGES[outlet % HOUSES % len(LANGUAGES)],
                words=chance.randrange(900),
                genre=chance.choice((*[Genre.REPORT] * 8, *Genre)),
                standing=chance.choice((*[Standing.STANDS] * 30, Standing.CORRECTED, Standing.GONE)),
                has_author=chance.random() < 0.6,  # noqa: PLR2004  a share
                has_date=chance.random() < 0.95,  # noqa: PLR2004  a share
                has_image=chance.random() < 0.7,  # noqa: PLR2004  a share
                has_default_image=chance.random() < 0.1,  # noqa: PLR2004  a share
                is_paywalled=chance.random() < 0.1,  # noqa: PLR2004  a share
                agency=agency,
                copy_of=made[0].article if is_copy else None,
            )
        )
    return tuple(made)


def _record(story: StoryId, weighed: Weighed) -> Record:
    lead, *others = (one.finding for one in weighed.ranked)
    record = Record(
        title=lead.title,
        excerpt=lead.lead,
        published_at=lead.at,
        original_url=f"https://{lead.host}/{lead.article}",
        web_url=f"https://{lead.host}/{lead.article}",
        provider=RecordProvider(name=lead.host.title(), domain=lead.host),
        topics=tuple(topic.name for topic in weighed.topics),
        related=tuple(_related(one) for one in others),
        schema=1,
        id=lead.article,
        story=story,
    )
    return rescored(record, weighed, shown=False, additive=True)


def _related(finding: Finding) -> RelatedRecord:
    return RelatedRecord(
        title=finding.title,
        excerpt=finding.lead,
        published_at=finding.at,
        web_url=f"https://{finding.host}/{finding.article}",
        provider=RecordProvider(name=finding.host.title(), domain=finding.host),
    )


def _directory(providers: tuple[Provider, ...], families: tuple[Family, ...]) -> Directory:
    return directory(ProviderList(providers=providers, families=families), shipped=ProviderList())


def _host(number: int) -> str:
    return f"outlet{number}.example"


def _word(chance: Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(4, 6)))


def _words(vocabulary: Sequence[str], chance: Random, number: int) -> str:
    return " ".join(chance.choices(vocabulary, k=number)).capitalize()


def keep(store: Store, played: Iterable[Played]) -> tuple[int, int]:
    """Put invented stories into a store as if they had been judged there; returns how many, of how many articles."""
    stories = articles = 0
    rest = iter(played)
    while batch := list(islice(rest, 5_000)):
        slots, found = [one.slot for one in batch], [one.found for one in batch]
        store.records.save(slots, found=found)
        stories += len(batch)
        articles += sum(len(one.found.findings) for one in batch)
    return stories, articles


def other_weights() -> Profile:
    """A profile whose weights differ from the default ones in every part of both scores."""
    return Default(
        name="other",
        weights=DefaultWeights(source_most=16, own_text=10, author=4, thin=4, voice_least=9, pace=2, fresh=9),
    )


def receipts(store: Store, criteria: Criteria, stories: Sequence[StoryId]) -> dict[StoryId, tuple[int, int]]:
    """Quality of the lead and heat of some stories, as their receipts sum to."""
    directions = Directions(criteria)
    weighed = {
        story: weigh(found.findings, directions=directions, now=LATEST)
        for story, found in store.records.found(stories).items()
    }
    return {
        story: (
            sum(part.points for part in one.lead.quality.parts),
            sum(part.points for part in one.heat.parts),
        )
        for story, one in weighed.items()
    }
