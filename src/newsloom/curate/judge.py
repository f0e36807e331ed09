"""What a story is worth: its lead, its scores, and how many independent reports stand behind it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newsloom.curate.agencies import credit_of
from newsloom.curate.copies import CopyOf, copies_in
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
class Copied:
    """Whose text a story's copies repeat, an agency or an outlet, and how many of them."""

    name: str
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chorus:
    """One voice that several outlets of a story are, by its name, and how many they are."""

    name: str
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A story as its desk sees it at one moment; `others` by quality, best first.

    `outlets` counts who carried it, `independent` the voices that wrote a text of their own, `copies` the articles that
    repeat another's text, `copied` whose texts those are, most copied first; `choruses` name the voices that several of
    the outlets are, the largest first. What its outlet took back is in `withdrawn` and counts nowhere; where nothing
    else is left, such an article leads and the story is not published.
    """

    story: Story
    lead: Member
    others: tuple[Member, ...]
    heat: Score
    published: bool
    topics: tuple[Topic, ...]
    outlets: int
    independent: int
    copies: int
    copied: tuple[Copied, ...] = ()
    choruses: tuple[Chorus, ...] = ()
    withdrawn: tuple[Member, ...] = ()

    @property
    def members(self) -> tuple[Member, ...]:
        """The lead, then the others, then what was withdrawn."""
        return (self.lead, *self.others, *(member for member in self.withdrawn if member is not self.lead))


def judge(story: Story, articles: Sequence[Article], *, criteria: Criteria, now: datetime) -> Judged:
    """The story's lead and scores.

    Args:
        story: the story.
        articles: its articles, newest revision each, in the story's order; at least one.
        criteria: the desk's sources, topics and profile.
        now: the moment at which decay is evaluated, UTC.
    """
    standing = [article for article in articles if _stands(article)]
    withdrawn = _ranked([article for article in articles if not _stands(article)], criteria)
    members = _ranked(standing, criteria) or withdrawn[:1]
    lead = members[0]
    heat = _heat(members, criteria, now)
    return Judged(
        story=story,
        lead=lead,
        others=tuple(members[1:]),
        heat=heat,
        published=bool(standing) and criteria.profile.publishes(quality=lead.quality, heat=heat),
        topics=lead.topics,
        outlets=len({member.outlet for member in members}),
        independent=len({member.voice for member in members if member.copy_of is None}),
        copies=sum(member.copy is not None for member in members),
        copied=_copied(members),
        choruses=_choruses(members, criteria),
        withdrawn=tuple(withdrawn),
    )


def _stands(article: Article) -> bool:
    return article.metadata.standing is not Standing.WITHDRAWN


def _ranked(articles: Sequence[Article], criteria: Criteria) -> list[Member]:
    """The articles as members, the leading one first."""
    copies = copies_in(articles) if len(articles) > 1 else {}
    voices = {article.id: _voice(article, criteria, alone=len(articles) == 1) for article in articles}
    members = [_member(article, copies.get(article.id), voices[article.id], criteria) for article in articles]
    return sorted(members, key=_rank)


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


def _copied(members: Sequence[Member]) -> tuple[Copied, ...]:
    outlets = {member.article.id: member.outlet for member in members}
    names = Counter(m.copy.agency or outlets[m.copy.original] for m in members if m.copy is not None)
    return tuple(Copied(name=name, copies=n) for name, n in sorted(names.items(), key=lambda one: (-one[1], one[0])))


def _rank(member: Member) -> tuple[int, bool, datetime, str]:
    """Best quality leads; an original before its copy, then the earliest."""
    return (-member.quality.value, member.copy_of is not None, member.article.sort_date, member.article.id)


def _member(article: Article, copy: CopyOf | None, voice: str, criteria: Criteria) -> Member:
    topics = _topics(article, criteria)
    return Member(
        article=article,
        quality=criteria.profile.quality(_candidate(article, topics, criteria, voice=voice)),
        topics=topics,
        outlet=_outlet(article, criteria),
        voice=voice,
        provider=criteria.providers.provider_of(article.host),
        copy=copy,
    )


def _choruses(members: Sequence[Member], criteria: Criteria) -> tuple[Chorus, ...]:
    outlets: dict[str, set[str]] = {}
    for member in members:
        if member.copy_of is None:
            outlets.setdefault(member.voice, set()).add(member.outlet)
    several = ((criteria.providers.family_name(voice), len(of)) for voice, of in outlets.items() if len(of) > 1)
    return tuple(Chorus(name=name, outlets=n) for name, n in sorted(several, key=lambda one: (-one[1], one[0])))


def _outlet(article: Article, criteria: Criteria) -> str:
    """The name the owner gave it, unless it shows what others wrote; else what feed, page and source say."""
    owned = criteria.providers.owners_provider(article.host)
    if owned is not None and owned.name and owned.kind is not ProviderKind.AGGREGATOR:
        return owned.name
    said = article.origin or article.provider or _source(article, criteria).title
    return said or criteria.providers.provider_of(article.host).name or article.host


def _voice(article: Article, criteria: Criteria, *, alone: bool) -> str:
    """Who speaks; an article that is alone needs no look at its credits."""
    credit = None if alone else credit_of(article)
    if credit is not None and credit.is_whole:
        return criteria.providers.family_named(credit.agency)
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
        has_image=article.image is not None,
        has_author=bool(article.authors),
        has_date=article.published is not None,
        has_amp=bool(article.amp_url),
        words=article.dropped.words if article.dropped else len(article.text.split()),
        tier=_tier(article, source, criteria),
        outlet=_outlet(article, criteria),
        family=voice,
        published=article.sort_date,
        coverage=coverage,
    )


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
