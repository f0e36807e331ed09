"""What a story is worth: its lead, its scores, and how many independent reports stand behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsloom.curate.agencies import credit_of
from newsloom.curate.copies import CopyOf, copies_in, is_read
from newsloom.curate.independence import Independence, Report, independence
from newsloom.curate.tiers import tier_at
from newsloom.model.article import Article, ArticleId
from newsloom.model.judgement import Candidate, Coverage, Score, Topic
from newsloom.model.metadata import Standing
from newsloom.model.provider import Provider, ProviderKind
from newsloom.model.source import Source
from newsloom.model.story import Story
from newsloom.seams import Criteria


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One article of a judged story.

    `voice` is who speaks: the agency whose text it is, else the publisher's family, else the outlet. `provider` is
    what is known of who publishes it. `copy` says what the article repeats, if it does.
    """

    article: Article
    quality: Score
    topics: tuple[Topic, ...]
    outlet: str
    voice: str
    provider: Provider
    copy: CopyOf | None = None

    @property
    def copy_of(self) -> ArticleId | None:
        """The article whose text it repeats."""
        return None if self.copy is None else self.copy.original


@dataclass(frozen=True, slots=True, kw_only=True)
class Chorus:
    """One voice that several outlets of a story are, by its name, and how many they are."""

    name: str
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A story as its desk sees it at one moment; `others` by quality, best first.

    `rests_on` counts who carried it, how many reports are independent, and whose texts the others repeat; `choruses`
    name the voices that several of the outlets are, the largest first. What its outlet took back is in `withdrawn` and
    counts nowhere; where nothing else is left, such an article leads and the story is not published.
    """

    story: Story
    lead: Member
    others: tuple[Member, ...]
    heat: Score
    published: bool
    topics: tuple[Topic, ...]
    rests_on: Independence
    choruses: tuple[Chorus, ...] = ()
    withdrawn: tuple[Member, ...] = ()

    @property
    def members(self) -> tuple[Member, ...]:
        """The lead, then the others, then what was withdrawn."""
        return (self.lead, *self.others, *(member for member in self.withdrawn if member.article != self.lead.article))

    @property
    def outlets(self) -> int:
        """Who carried it."""
        return self.rests_on.outlets

    @property
    def independent(self) -> int:
        """Reports that are independent of each other."""
        return self.rests_on.independent

    @property
    def copies(self) -> int:
        """Articles that repeat another's text."""
        return self.rests_on.copies


def judge(story: Story, articles: Sequence[Article], *, criteria: Criteria, now: datetime) -> Judged:
    """The story's lead and scores.

    Args:
        story: the story.
        articles: its articles, newest revision each, in the story's order; at least one.
        criteria: the desk's sources, topics and profile.
        now: the moment at which decay is evaluated, UTC.
    """
    standing = [article for article in articles if _stands(article)]
    withdrawn = sorted((_member(article, {}, {}, criteria) for article in articles if not _stands(article)), key=_rank)
    counted = standing or [withdrawn[0].article]
    several = len(counted) > 1
    copies = copies_in(counted, known=_inherited(story)) if several else {}
    agencies = _agencies(counted, copies) if several else {}
    members = sorted((_member(article, copies, agencies, criteria) for article in counted), key=_rank)
    lead = members[0]
    heat = _heat(members, criteria, now)
    return Judged(
        story=story,
        lead=lead,
        others=tuple(members[1:]),
        heat=heat,
        published=bool(standing) and criteria.profile.publishes(quality=lead.quality, heat=heat),
        topics=lead.topics,
        rests_on=_rests_on(members, agencies, criteria),
        choruses=_choruses(members, criteria),
        withdrawn=tuple(withdrawn),
    )


def _inherited(story: Story) -> dict[ArticleId, ArticleId]:
    """The copies that came into the story as such, and of what."""
    return {
        member.article: member.evidence.nearest
        for member in story.members
        if member.evidence.stage == "copy" and member.evidence.nearest is not None
    }


def _agencies(articles: Sequence[Article], copies: Mapping[ArticleId, CopyOf]) -> dict[ArticleId, str]:
    """The agency whose text each article is, where there is one: what copies credit is true of their original too."""
    credits_ = {article.id: credit_of(article) for article in articles}
    own = {id_: credit.agency for id_, credit in credits_.items() if credit is not None and credit.is_whole}
    return {copy.original: copy.agency for copy in copies.values() if copy.agency} | own


def _rests_on(members: Sequence[Member], agencies: Mapping[ArticleId, str], criteria: Criteria) -> Independence:
    """What the story rests on; an agency goes by the name of its family, which its own site has too."""
    reports = [_report(member, agencies.get(member.article.id, ""), criteria) for member in members]
    found = independence(reports)
    named = (replace(one, name=criteria.providers.family_name(one.name)) for one in found.copied)
    return replace(found, copied=tuple(named))


def _report(member: Member, agency: str, criteria: Criteria) -> Report:
    return Report(
        article=member.article.id,
        outlet=member.outlet,
        house=member.provider.family,
        family=criteria.providers.voice_of(member.article, _source(member.article, criteria)),
        agency=criteria.providers.family_named(agency) if agency else "",
        copy_of=member.copy_of,
        is_read=is_read(member.article),
    )


def _choruses(members: Sequence[Member], criteria: Criteria) -> tuple[Chorus, ...]:
    outlets: dict[str, set[tuple[str, str]]] = {}
    for member in members:
        if member.copy_of is None:
            outlets.setdefault(member.voice, set()).add((member.outlet, member.provider.family))
    several = ((criteria.providers.family_name(voice), len(of)) for voice, of in outlets.items() if len(of) > 1)
    return tuple(Chorus(name=name, outlets=n) for name, n in sorted(several, key=lambda one: (-one[1], one[0])))


def _stands(article: Article) -> bool:
    return article.metadata.standing is not Standing.WITHDRAWN


def _heat(ranked: Sequence[Member], criteria: Criteria, now: datetime) -> Score:
    """The heat around the member that is hottest by itself, the lead among equals.

    Around the lead alone a story could cool when a better but older report joins it.
    """
    alone = [
        criteria.profile.heat(
            _candidate(member.article, member.topics, criteria, voice=member.voice), quality=member.quality, now=now
        ).value
        for member in ranked
    ]
    centre = ranked[alone.index(max(alone))]
    coverage = tuple(_coverage(member, centre) for member in ranked if member is not centre)
    candidate = _candidate(centre.article, centre.topics, criteria, voice=centre.voice, coverage=coverage)
    return criteria.profile.heat(candidate, quality=centre.quality, now=now)


def _rank(member: Member) -> tuple[int, bool, datetime, str]:
    """Best quality leads; an original before its copy, then the earliest."""
    return (-member.quality.value, member.copy_of is not None, member.article.sort_date, member.article.id)


def _member(
    article: Article, copies: Mapping[ArticleId, CopyOf], agencies: Mapping[ArticleId, str], criteria: Criteria
) -> Member:
    topics = _topics(article, criteria)
    voice = _voice(article, agencies.get(article.id, ""), criteria)
    return Member(
        article=article,
        quality=criteria.profile.quality(_candidate(article, topics, criteria, voice=voice)),
        topics=topics,
        outlet=_outlet(article, criteria),
        voice=voice,
        provider=criteria.providers.provider_of(article.host),
        copy=copies.get(article.id),
    )


def _outlet(article: Article, criteria: Criteria) -> str:
    """The name the owner gave it, unless it shows what others wrote; else what feed, page and source say."""
    owned = criteria.providers.owners_provider(article.host)
    if owned is not None and owned.name and owned.kind is not ProviderKind.AGGREGATOR:
        return owned.name
    said = article.origin or article.provider or _source(article, criteria).title
    return said or criteria.providers.provider_of(article.host).name or article.host


def _voice(article: Article, agency: str, criteria: Criteria) -> str:
    if agency:
        return criteria.providers.family_named(agency)
    return criteria.providers.voice_of(article, _source(article, criteria)) or _outlet(article, criteria)


def _candidate(
    article: Article,
    topics: tuple[Topic, ...],
    criteria: Criteria,
    *,
    voice: str,
    coverage: tuple[Coverage, ...] = (),
) -> Candidate:
    source = _source(article, criteria)
    return Candidate(
        title=article.title,
        lead=article.lead,
        topics=topics,
        has_image=_has_picture(article, criteria),
        has_author=bool(article.authors or article.metadata.organisations),
        has_date=article.published is not None,
        has_amp=bool(article.amp_url),
        words=article.dropped.words if article.dropped else len(article.text.split()),
        tier=_tier(article, source, criteria),
        outlet=_outlet(article, criteria),
        family=voice,
        published=article.sort_date,
        coverage=coverage,
    )


def _has_picture(article: Article, criteria: Criteria) -> bool:
    """A picture the outlet puts on anything is none, except where records hold the contract's fields alone."""
    return article.image is not None and (criteria.contract_only or not article.image.is_default)


def _coverage(member: Member, centre: Member) -> Coverage:
    """A report beside the centre; the text that the centre repeats is no voice of its own."""
    return Coverage(
        outlet=member.outlet,
        family=member.voice,
        is_copy=member.copy_of is not None or centre.copy_of == member.article.id,
        published=member.article.sort_date,
    )


def _topics(article: Article, criteria: Criteria) -> tuple[Topic, ...]:
    """The topics the profile finds, those the source always has, and the root, in the desk's order."""
    named = {*_source(article, criteria).topics, criteria.root}
    found = {topic.id for topic in criteria.profile.topics(article.title, article.lead, criteria.topics)}
    return tuple(topic for topic in criteria.topics if topic.id in found or topic.id in named or topic.name in named)


def _tier(article: Article, source: Source, criteria: Criteria) -> int:
    """The owner's word for the source, else the points of the article's host, else those of the feed's host, else 0."""
    there = tier_at(article.url, criteria.tiers)
    if criteria.contract_only:
        return there or 0
    if source.tier is not None:
        return source.tier
    return there if there is not None else tier_at(source.url, criteria.tiers) or 0


def _source(article: Article, criteria: Criteria) -> Source:
    return criteria.sources.get(article.source) or Source(id=article.source, url=article.url)
