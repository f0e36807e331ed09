"""What a story is worth: its lead, its scores, and how many independent reports stand behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from newsloom.curate.candidates import Directions, beside, cast
from newsloom.curate.copies import CopyOf
from newsloom.curate.findings import find
from newsloom.curate.headline import superseding
from newsloom.curate.independence import Independence
from newsloom.curate.storytopics import story_topics
from newsloom.model.article import Article, ArticleId
from newsloom.model.finding import Finding
from newsloom.model.judgement import Candidate, Part, Score, Topic
from newsloom.model.metadata import Standing
from newsloom.model.provider import Provider
from newsloom.model.story import Story
from newsloom.seams import Criteria

NO_COPIES: Mapping[ArticleId, CopyOf] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One article of a judged story.

    `voice` is who speaks: the agency whose text it is, else the publisher's family, else the outlet. `provider` is
    what is known of who publishes it. `copy` says what the article repeats, if it does. `candidate` is what its
    quality was judged by.
    """

    article: Article
    quality: Score
    topics: tuple[Topic, ...]
    outlet: str
    voice: str
    provider: Provider
    copy: CopyOf | None = None
    candidate: Candidate

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
    counts nowhere; where nothing else is left, such an article leads and the story is not published. `candidate` is the
    lead with all others as its coverage, which heat was judged by.
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
    candidate: Candidate

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One article by what was found of it, as a candidate, with its quality."""

    finding: Finding
    candidate: Candidate
    quality: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A story's scores, made of what was found of its articles; best first, what was withdrawn apart."""

    ranked: tuple[Ranked, ...]
    heat: Score
    published: bool
    rests_on: Independence
    withdrawn: tuple[Ranked, ...]
    candidate: Candidate
    topics: tuple[Topic, ...]

    @property
    def lead(self) -> Ranked:
        """The article that leads."""
        return self.ranked[0]

    @property
    def order(self) -> tuple[ArticleId, ...]:
        """The articles that count, best first."""
        return tuple(one.finding.article for one in self.ranked)


def judge(
    story: Story,
    articles: Sequence[Article],
    *,
    criteria: Criteria,
    now: datetime,
    directions: Directions | None = None,
) -> Judged:
    """The story's lead and scores.

    Args:
        story: the story.
        articles: its articles, newest revision each, in the story's order; at least one.
        criteria: the desk's sources, topics and profile.
        now: the moment at which decay is evaluated, UTC.
        directions: what has been looked up already by these criteria.
    """
    found = find(story, articles, tagger=criteria.tagger)
    directions = directions or Directions(criteria)
    weighed = weigh(found.findings, directions=directions, now=now)
    return assemble(story, articles, weighed, copies=found.copies, directions=directions)


def assemble(
    story: Story,
    articles: Sequence[Article],
    weighed: Weighed,
    *,
    directions: Directions,
    copies: Mapping[ArticleId, CopyOf] = NO_COPIES,
) -> Judged:
    """The judged story of its articles and their scores.

    Args:
        story: the story.
        articles: its articles; their texts do not matter any more.
        weighed: the scores.
        directions: those the scores were made by.
        copies: what each copy repeats, in words; without them the evidence of copies cannot be shown.
    """
    by_id = {article.id: article for article in articles}

    def member(ranked: Ranked) -> Member:
        return _member(ranked, by_id, copies, directions)

    members = [member(ranked) for ranked in weighed.ranked]
    return Judged(
        story=story,
        lead=members[0],
        others=tuple(members[1:]),
        heat=weighed.heat,
        published=weighed.published,
        topics=weighed.topics,
        rests_on=_named(weighed.rests_on, directions.criteria),
        choruses=_choruses(members, directions.criteria),
        withdrawn=tuple(member(ranked) for ranked in weighed.withdrawn),
        candidate=weighed.candidate,
    )


def weigh(findings: Sequence[Finding], *, directions: Directions, now: datetime) -> Weighed:
    """The scores of a story from what was found of its articles; at least one.

    Args:
        findings: of each article, in the story's order.
        directions: what the desk says of hosts and sources, and the profile.
        now: the moment at which decay is evaluated, UTC.
    """
    profile = directions.criteria.profile
    standing = [finding for finding in findings if finding.standing is not Standing.WITHDRAWN]
    gone = [finding for finding in findings if finding.standing is Standing.WITHDRAWN]
    withdrawn = _ranked(gone, directions)[0] if gone else ()
    ranked, rests_on = _ranked(standing or [withdrawn[0].finding], directions)
    others = [(one.candidate, one.quality.value) for one in ranked[1:]]
    candidate = beside(ranked[0].candidate, others)
    heat = profile.heat(candidate, quality=ranked[0].quality, now=now)
    return Weighed(
        ranked=ranked,
        heat=heat,
        published=bool(standing) and profile.publishes(quality=ranked[0].quality, heat=heat),
        rests_on=rests_on,
        withdrawn=withdrawn,
        candidate=candidate,
        topics=story_topics(
            candidate.topics,
            [one.candidate.topics for one in ranked if one.finding.copy_of is None],
            criteria=directions.criteria,
        ),
    )


def _ranked(findings: Sequence[Finding], directions: Directions) -> tuple[tuple[Ranked, ...], Independence]:
    """The articles, best first, and what they rest on."""
    found = cast(findings, directions)
    profile = directions.criteria.profile
    ranked = (
        Ranked(finding=finding, candidate=candidate, quality=profile.quality(candidate))
        for finding, candidate in zip(findings, found.candidates, strict=True)
    )
    best_first = tuple(sorted(ranked, key=_rank))
    if directions.criteria.contract_only:  # there the best one leads, whatever it says
        return best_first, found.rests_on
    return _headlined(best_first), found.rests_on


def _headlined(ranked: tuple[Ranked, ...]) -> tuple[Ranked, ...]:
    """The articles with the one in front whose headline is not older than the story's latest turn."""
    place = superseding([(one.quality.value, one.finding.turns, one.finding.copy_of is not None) for one in ranked])
    if not place:
        return ranked
    one = ranked[place]
    reason = f"the story has turned since the best article, of quality {ranked[0].quality.value}; this one tells of it"
    parts = (*one.quality.parts, Part(name="headline", points=0, reason=reason))
    lead = replace(one, quality=Score(value=one.quality.value, parts=parts))
    return (lead, *ranked[:place], *ranked[place + 1 :])


def _rank(one: Ranked) -> tuple[int, bool, datetime, str]:
    """Best quality leads; an original before its copy, then the earliest."""
    return (-one.quality.value, one.finding.copy_of is not None, one.finding.at, one.finding.article)


def _member(
    ranked: Ranked,
    articles: Mapping[ArticleId, Article],
    copies: Mapping[ArticleId, CopyOf],
    directions: Directions,
) -> Member:
    finding = ranked.finding
    return Member(
        article=articles[finding.article],
        quality=ranked.quality,
        topics=ranked.candidate.topics,
        outlet=ranked.candidate.outlet,
        voice=_voice(finding, directions),
        provider=directions.provider(finding),
        copy=copies.get(finding.article),
        candidate=ranked.candidate,
    )


def _voice(finding: Finding, directions: Directions) -> str:
    if finding.agency:
        return directions.criteria.providers.family_named(finding.agency)
    return directions.voice(finding) or directions.outlet(finding)


def _named(rests_on: Independence, criteria: Criteria) -> Independence:
    """What the story rests on; an agency goes by the name of its family, which its own site has too."""
    named = (replace(one, name=criteria.providers.family_name(one.name)) for one in rests_on.copied)
    return replace(rests_on, copied=tuple(named))


def _choruses(members: Sequence[Member], criteria: Criteria) -> tuple[Chorus, ...]:
    outlets: dict[str, set[tuple[str, str]]] = {}
    for member in members:
        if member.copy_of is None:
            outlets.setdefault(member.voice, set()).add((member.outlet, member.provider.family))
    several = ((criteria.providers.family_name(voice), len(of)) for voice, of in outlets.items() if len(of) > 1)
    return tuple(Chorus(name=name, outlets=n) for name, n in sorted(several, key=lambda one: (-one[1], one[0])))
