"""What judging needs to know of a story's articles: read from their texts once, kept while they stay as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from newsloom.curate.agencies import Credit, Sign, credit_of
from newsloom.curate.copies import CopyOf, copies_in, is_read
from newsloom.curate.headline import turns_told
from newsloom.model.article import Article, ArticleId
from newsloom.model.finding import Finding
from newsloom.model.metadata import Standing
from newsloom.model.story import Story
from newsloom.seams import Tagger


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding for each article, in the story's order, and what each copy repeats."""

    findings: tuple[Finding, ...]
    copies: Mapping[ArticleId, CopyOf]


def find(story: Story, articles: Sequence[Article], *, tagger: Tagger | None = None) -> Found:
    """Read the articles for judgement; no weight and no setting but the rules of topics has a say here.

    Args:
        story: the story.
        articles: its articles, newest revision each, in the story's order.
        tagger: says which topics they speak for.
    """
    standing = [article for article in articles if article.metadata.standing is not Standing.WITHDRAWN]
    copies = copies_in(standing, known=_inherited(story)) if len(standing) > 1 else {}
    credits_ = {article.id: credit_of(article) for article in articles}
    agencies = _agencies(credits_, copies)
    turns = turns_told(standing, copies, language=story.language)
    return Found(
        findings=tuple(
            _tagged(
                replace(
                    _finding(article, copies.get(article.id), credits_[article.id], agencies.get(article.id, "")),
                    turns=turns.get(article.id, 0),
                ),
                article,
                tagger,
            )
            for article in articles
        ),
        copies=copies,
    )


def _inherited(story: Story) -> dict[ArticleId, ArticleId]:
    """The copies that came into the story as such, and of what."""
    return {
        member.article: member.evidence.nearest
        for member in story.members
        if member.evidence.stage == "copy" and member.evidence.nearest is not None
    }


def _agencies(credits_: Mapping[ArticleId, Credit | None], copies: Mapping[ArticleId, CopyOf]) -> dict[ArticleId, str]:
    """The agency whose text each article is, where there is one: what copies credit is true of their original too."""
    own = {id_: credit.agency for id_, credit in credits_.items() if credit is not None and credit.is_whole}
    return {copy.original: copy.agency for copy in copies.values() if copy.agency} | own


def _finding(article: Article, copy: CopyOf | None, credit: Credit | None, agency: str) -> Finding:
    metadata = article.metadata
    return Finding(
        article=article.id,
        source=article.source,
        host=article.host,
        origin=article.origin,
        provider=article.provider,
        title=article.title,
        lead=article.lead,
        at=article.sort_date,
        language=article.language,
        words=article.dropped.words if article.dropped else len(article.text.split()),
        genre=metadata.genre,
        standing=_standing(article),
        has_author=bool(article.authors or metadata.organisations),
        has_date=article.published is not None,
        has_amp=bool(article.amp_url),
        has_image=article.image is not None,
        has_default_image=article.image is not None and article.image.is_default,
        picture="" if article.image is None else article.image.url,
        is_paywalled=bool(metadata.is_paywalled),
        is_read=is_read(article),
        is_elsewhere=bool(metadata.canonical),
        agency=agency,
        is_agencys_own=credit is not None and credit.sign is Sign.OWN,
        copy_of=None if copy is None else copy.original,
    )


def _tagged(finding: Finding, article: Article, tagger: Tagger | None) -> Finding:
    if tagger is None:
        return finding
    said = tagger.said(article)
    topics = tuple(one.topic.id for one in said)
    return replace(finding, topics=topics, matches=tuple(match for one in said for match in one.matches))


def _standing(article: Article) -> Standing:
    """A note of correction makes an article a corrected one, whether or not its page changed since."""
    said = article.metadata.standing
    return Standing.CORRECTED if said is Standing.STANDS and article.metadata.corrections else said
