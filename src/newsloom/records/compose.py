"""From a judged story to its record."""

from dataclasses import replace
from typing import Any

from newsloom.curate.judge import Judged, Member, Weighed
from newsloom.model.article import Article
from newsloom.model.judgement import Part, Score
from newsloom.model.metadata import Standing
from newsloom.model.record import (
    DEMOTED,
    SCHEMA_VERSION,
    Receipts,
    Record,
    RecordImage,
    RecordProvider,
    RelatedRecord,
)
from newsloom.model.story import StoryId
from newsloom.records.amp import cache_address
from newsloom.text.clean import line
from newsloom.text.urls import site_of

EXCERPT = 300  # characters: §2 of the record contract
LOGO = 50  # pixels each way: the same


def record_of(judged: Judged, *, shown: bool, additive: bool) -> Record:
    """The record of a story's lead, its other articles as related ones.

    Args:
        judged: the story with its scores.
        shown: whether the record was published before; what cools stays published.
        additive: whether newsloom's own fields are written beside the contract's.
    """
    lead = judged.lead.article
    record = Record(
        title=lead.title,
        excerpt=excerpt_of(lead),
        published_at=lead.sort_date,
        original_url=lead.url,
        web_url=lead.url,
        amp_url=lead.amp_url or None,
        cdn_amp_url=cache_address(lead.amp_url) if lead.amp_url else None,
        quality=judged.lead.quality.value,
        heat=judged.heat.value,
        published=judged.published or (shown and _stands(lead)),
        provider=_provider(judged.lead),
        topics=tuple(topic.name for topic in judged.topics),
        images=_images(lead, additive=additive),
        related=tuple(_related(member, additive=additive) for member in judged.others),
    )
    return (_with_additions(record, judged) if additive else record).storable()


def rescored(record: Record, weighed: Weighed, *, shown: bool, additive: bool) -> Record:
    """The record of a story whose articles stand as they stood, with its scores as they are now.

    Exactly what `record_of` would make of it, as long as nothing but scores changed: neither the articles, their order
    and topics, nor what their outlets are called.

    Args:
        record: the record as it was last made.
        weighed: the story's scores; its articles in the record's order.
        shown: whether the record was published before; what cools stays published.
        additive: whether newsloom's own fields are written beside the contract's.
    """
    stands = weighed.lead.finding.standing is not Standing.WITHDRAWN
    others = zip(record.related, weighed.ranked[1:], strict=True)
    anew = replace(
        record,
        quality=weighed.lead.quality.value,
        heat=weighed.heat.value,
        published=weighed.published or (shown and stands),
        related=tuple(replace(item, quality=one.quality.value) for item, one in others),
    )
    if additive:
        receipts = Receipts(quality=weighed.lead.quality, heat=weighed.heat)
        anew = replace(anew, copies=weighed.rests_on.copies, independent=weighed.rests_on.independent, scores=receipts)
    return anew.storable()


def demoted(
    record: Record, *, leader: StoryId, by: Record | None, additive: bool, quality: Score | None = None
) -> Record:
    """The record of a story that went into another one: kept, not shown, pointing to its leader.

    A demoted record names a related report that is at least as good: without one, nobody could tell why it is. Its own
    quality, and that of what it names, is what the leader's story says of them now.

    Args:
        record: the record as it was last written.
        leader: the story that took this one in.
        by: that story's record, where it has one.
        additive: whether newsloom's own fields are written beside the contract's.
        quality: that of its article as it is judged now, with its receipt, where that is known.
    """
    now = {} if by is None else {by.web_url: by.quality} | {item.web_url: item.quality for item in by.related}
    value = quality.value if quality is not None else now.get(record.web_url, record.quality)
    related = tuple(replace(item, quality=now.get(item.web_url, item.quality)) for item in record.related)
    anew = replace(record, quality=value, related=related)
    hidden = replace(anew, heat=DEMOTED, published=False, related=_with_better(anew, by))
    if not additive:
        return hidden
    kept = record.scores.quality if record.scores else None
    receipt = Score.of([Part(name="demoted", points=DEMOTED, reason="another story took this one in")])
    return replace(hidden, leader=leader, scores=Receipts(quality=quality or kept, heat=receipt)).storable()


def excerpt_of(article: Article) -> str:
    """The article's lead, at most 300 characters, cut at a word."""
    return line(article.lead or article.text, limit=EXCERPT)


def _with_additions(record: Record, judged: Judged) -> Record:
    lead = judged.lead.article
    return replace(
        record,
        schema=SCHEMA_VERSION,
        id=lead.id,
        story=judged.story.id,
        language=lead.language or None,
        updated_at=lead.updated,
        authors=lead.authors or lead.metadata.organisations,
        copies=judged.copies,
        independent=judged.independent,
        scores=Receipts(quality=judged.lead.quality, heat=judged.heat),
        **_standing(lead),
    )


def _stands(article: Article) -> bool:
    return article.metadata.standing is not Standing.WITHDRAWN


def _standing(article: Article) -> dict[str, Any]:
    """What a record says of its outlet standing by the article: nothing where all is well."""
    metadata = article.metadata
    withdrawn = None if _stands(article) else article.revised_at or article.updated or article.first_seen
    return {
        "correction": metadata.corrections[-1].note if metadata.corrections else None,
        "withdrawn": withdrawn,
        "standing": None if metadata.standing is Standing.STANDS else metadata.standing.value,
    }


def _with_better(record: Record, by: Record | None) -> tuple[RelatedRecord, ...]:
    least = record.quality or 0
    if by is None or any(item.quality is not None and item.quality >= least for item in record.related):
        return record.related
    better = RelatedRecord(
        title=by.title,
        excerpt=by.excerpt,
        published_at=by.published_at,
        web_url=by.web_url,
        amp_url=by.amp_url,
        cdn_amp_url=by.cdn_amp_url,
        provider=by.provider,
        quality=by.quality,
        images=by.images,
    )
    return (better, *(item for item in record.related if item.web_url != by.web_url))


def _related(member: Member, *, additive: bool) -> RelatedRecord:
    article = member.article
    return RelatedRecord(
        title=article.title,
        excerpt=excerpt_of(article),
        published_at=article.sort_date,
        web_url=article.url,
        amp_url=article.amp_url or None,
        cdn_amp_url=cache_address(article.amp_url) if article.amp_url else None,
        provider=_provider(member),
        quality=member.quality.value,
        images=_images(article, additive=additive),
    )


def _provider(member: Member) -> RecordProvider:
    logo = member.provider.logo
    images = (RecordImage(url=logo, width=LOGO, height=LOGO),) if logo else ()
    return RecordProvider(name=member.outlet, domain=site_of(member.article.url), images=images)


def _images(article: Article, *, additive: bool) -> tuple[RecordImage, ...]:
    """The lead picture; one the outlet puts on anything only where the contract's quality counts it."""
    image = article.image
    if image is None or (additive and image.is_default):
        return ()
    return (RecordImage(url=image.url, width=image.width, height=image.height, is_cached=False),)
