"""From what was found of a story's articles to what a profile may judge: who speaks, in whose words, how known."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from newsloom.curate.independence import Account, Independence, Report, account
from newsloom.curate.tiers import tier_at
from newsloom.model.finding import Finding
from newsloom.model.judgement import Candidate, Originality, Topic
from newsloom.model.metadata import Genre
from newsloom.model.provider import Provider, ProviderKind
from newsloom.model.source import Source, SourceId
from newsloom.seams import Criteria


@dataclass(frozen=True, slots=True)
class Directions:
    """What a desk says of each host and source, looked up once; one for all stories of a run."""

    criteria: Criteria
    _tiers: dict[tuple[SourceId, str], tuple[int, str]] = field(default_factory=dict)
    _providers: dict[str, Provider] = field(default_factory=dict)
    _outlets: dict[tuple[str, str, str, SourceId], str] = field(default_factory=dict)
    _voices: dict[tuple[str, str, SourceId], str] = field(default_factory=dict)
    _owned: dict[str, list[int]] = field(default_factory=dict)  # by family the tiers its sources have by name

    def source(self, finding: Finding) -> Source:
        """The source it came from, as the owner has it now."""
        return self.criteria.sources.get(finding.source) or Source(id=finding.source, url=f"https://{finding.host}/")

    def provider(self, finding: Finding) -> Provider:
        """Who publishes it."""
        if finding.host not in self._providers:
            self._providers[finding.host] = self.criteria.providers.provider_of(finding.host)
        return self._providers[finding.host]

    def outlet(self, finding: Finding) -> str:
        """The name the owner gave it, unless it shows what others wrote; else what feed, page and source say."""
        key = (finding.host, finding.origin, finding.provider, finding.source)
        if key not in self._outlets:
            self._outlets[key] = self._outlet(finding)
        return self._outlets[key]

    def voice(self, finding: Finding) -> str:
        """The family it counts for, "" where its host says nothing."""
        key = (finding.host, finding.origin, finding.source)
        if key not in self._voices:
            providers, source = self.criteria.providers, self.source(finding)
            self._voices[key] = providers.voice_at(finding.host, origin=finding.origin, source=source)
        return self._voices[key]

    def tier(self, finding: Finding) -> tuple[int, str]:
        """The points of its source, and whose they are where not its own."""
        key = (finding.source, finding.host)
        if key not in self._tiers:
            self._tiers[key] = self._tier(finding)
        return self._tiers[key]

    def _outlet(self, finding: Finding) -> str:
        owned = self.criteria.providers.owners_provider(finding.host)
        if owned is not None and owned.name and owned.kind is not ProviderKind.AGGREGATOR:
            return owned.name
        said = finding.origin or finding.provider or self.source(finding).title
        return said or self.provider(finding).name or finding.host

    def _tier(self, finding: Finding) -> tuple[int, str]:
        """The owner's word for the source, else its host's points, its feed's host's, its family's; else 0."""
        tiers, source = self.criteria.tiers, self.source(finding)
        there = tier_at(f"https://{finding.host}/", tiers)
        if self.criteria.contract_only:
            return there or 0, ""
        if source.tier is not None:
            return source.tier, ""
        if there is None:
            there = tier_at(source.url, tiers)
        return (there, "") if there is not None else self._family_tier(finding, source)

    def _family_tier(self, finding: Finding, source: Source) -> tuple[int, str]:
        providers = self.criteria.providers
        family = providers.family_of(finding.host, source=source)
        known = providers.families.get(family)
        found = [tier_at(f"https://{domain}/", self.criteria.tiers) for domain in (known.domains if known else ())]
        best = max((tier for tier in [*found, *self._owned_by(family)] if tier is not None), default=None)
        return (0, "") if best is None else (best, f"family, {providers.family_name(family)}")

    def _owned_by(self, family: str) -> list[int]:
        if not self._owned:
            self._owned[""] = []  # looked up once, though there may be none
            for other in self.criteria.sources.values():
                if other.family and other.tier is not None:
                    self._owned.setdefault(self.criteria.providers.family_named(other.family), []).append(other.tier)
        return self._owned.get(family, [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """A story's articles as candidates, in the order given, and what the story rests on."""

    candidates: tuple[Candidate, ...]
    rests_on: Independence


def cast(findings: Sequence[Finding], directions: Directions) -> Cast:
    """Who speaks in a story; `coverage` is left empty, since it depends on who is asked about."""
    told = account([_report(finding, directions) for finding in findings])
    return Cast(
        candidates=tuple(_candidate(finding, directions, told) for finding in findings),
        rests_on=told.rests_on,
    )


def _report(finding: Finding, directions: Directions) -> Report:
    agency = directions.criteria.providers.family_named(finding.agency) if finding.agency else ""
    return Report(
        article=finding.article,
        outlet=directions.outlet(finding),
        house=directions.provider(finding).family,
        family=directions.voice(finding),
        agency=agency,
        copy_of=finding.copy_of,
        is_read=finding.is_read,
        is_interested=_originality(finding, directions.provider(finding)) is Originality.PRESS_RELEASE,
    )


def _candidate(finding: Finding, directions: Directions, told: Account) -> Candidate:
    tier, tier_of = directions.tier(finding)
    families, who = told.houses, told.spoken.get(finding.article)
    provider = directions.provider(finding)
    original = families.get(finding.copy_of) if finding.copy_of else None
    return Candidate(
        title=finding.title,
        lead=finding.lead,
        topics=topics_of(finding, directions),
        matches=finding.matches,
        genre=finding.genre,
        originality=_originality(finding, provider),
        standing=finding.standing,
        has_image=_has_picture(finding, directions.criteria),
        has_author=finding.has_author,
        has_date=finding.has_date,
        has_amp=finding.has_amp,
        is_paywalled=finding.is_paywalled,
        words=finding.words,
        tier=tier,
        tier_of=tier_of,
        outlet=directions.outlet(finding),
        family=families[finding.article],
        voice="" if who is None or who.voice == who.family else who.voice,
        is_copy=finding.copy_of is not None,
        is_reprint=original == families[finding.article],
        country=provider.country,
        language=finding.language,
        published=finding.at,
    )


def topics_of(finding: Finding, directions: Directions) -> tuple[Topic, ...]:
    """The topics it speaks for, those the source always has, the root, and all above them, in the desk's order."""
    criteria = directions.criteria
    named = {*directions.source(finding).topics, criteria.root}
    if criteria.tagger is not None and finding.topics is not None:
        return criteria.tagger.with_others(finding.topics, named=named)
    found = {topic.id for topic in criteria.profile.topics(finding.title, finding.lead, criteria.topics)}
    return tuple(topic for topic in criteria.topics if topic.id in found or topic.id in named or topic.name in named)


def _originality(finding: Finding, provider: Provider) -> Originality:
    """Whose text it is, the plainest sign first: what sells itself as news is none, whoever wrote it."""
    if finding.genre in {Genre.PRESS_RELEASE, Genre.SPONSORED} or provider.kind is ProviderKind.PRESS_RELEASES:
        return Originality.PRESS_RELEASE
    if finding.copy_of is not None:
        return Originality.COPY
    if finding.is_agencys_own:
        return Originality.OWN
    if provider.kind in {ProviderKind.AGGREGATOR, ProviderKind.SOCIAL} or finding.is_elsewhere:
        return Originality.AGGREGATED
    if finding.agency:
        return Originality.AGENCY
    return Originality.OWN if finding.is_read else Originality.UNREAD


def _has_picture(finding: Finding, criteria: Criteria) -> bool:
    """A picture the outlet puts on anything is none, except where records hold the contract's fields alone."""
    return finding.has_image and (criteria.contract_only or not finding.has_default_image)


def beside(candidate: Candidate, others: Sequence[tuple[Candidate, int]]) -> Candidate:
    """The candidate with its story's other articles, given with their quality, as its coverage."""
    return replace(candidate, coverage=tuple(other.as_coverage(quality=quality) for other, quality in others))
