"""What an article becomes once its page was read, or given up."""

from dataclasses import dataclass, replace

from newsloom.curate.admit import LEAD, TEXT
from newsloom.curate.genre import Signs, with_genre
from newsloom.curate.provenance import told_by_page
from newsloom.curate.standing import with_standing
from newsloom.curate.times import believable
from newsloom.curate.tongue import better_guess
from newsloom.model.article import Article, ArticleImage
from newsloom.model.page import Failure, Reason
from newsloom.parse.reading import PageReading
from newsloom.text import clean
from newsloom.text.fingerprint import fingerprint

PASSING = {
    Reason.TIMEOUT,
    Reason.CONNECTION,
    Reason.SERVER,
    Reason.RATE_LIMIT,
    Reason.DNS,
    Reason.TLS,
    Reason.BAD_RESPONSE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteRules:
    """How often a page is tried before its article goes on with what the feed said."""

    tries: int = 2


def is_worth_another_try(failure: Failure, *, tries: int, rules: CompleteRules) -> bool:
    """Whether a page that could not be read may be readable later.

    Args:
        failure: what went wrong this time.
        tries: how often it went wrong before.
        rules: how often is enough.
    """
    return failure.reason in PASSING and tries + 1 < rules.tries


def completed(article: Article, reading: PageReading) -> Article:
    """The article with what its page adds; what the feed said of title and time stands.

    Authors are the page's where the feed names none by full name; organisations are those of both.
    """
    text = max(clean.prose(reading.text, limit=TEXT), article.text, key=len)
    lead = article.lead or clean.line(text, limit=LEAD)
    published = article.published or believable(reading.published, now=article.first_seen)
    spoken = better_guess(article, text, hint=reading.language or "")
    metadata = replace(
        article.metadata,
        organisations=_each_once(article.metadata.organisations, reading.organisations),
        section=article.metadata.section or reading.section or "",
        is_paywalled=reading.is_paywalled,
        corrections=reading.corrections,
        language_probability=spoken.probability,
        page="read",
    )
    later = replace(
        article,
        text=text,
        lead=lead,
        authors=reading.authors if _are_better(reading.authors, article.authors) else article.authors,
        published=published,
        updated=article.updated or believable(reading.modified, now=article.first_seen),
        sort_date=published or article.sort_date,
        image=article.image or _image(reading),
        amp_url=reading.amp_url or article.amp_url,
        provider=article.provider or reading.site_name or "",
        language=spoken.language,
        fingerprint=fingerprint(article.title, text or lead),
        metadata=with_genre(metadata, _signs(article, reading, text)),
    )
    told = told_by_page(article, later, reading)
    return with_standing(replace(later, metadata=replace(later.metadata, provenance=told)), withdrawn=reading.withdrawn)


def given_up(article: Article) -> Article:
    """The article without its page: what the feed said is all there is."""
    return article


def _are_better(page: tuple[str, ...], feed: tuple[str, ...]) -> bool:
    """Whether the page's authors are better than the feed's: full names beside none, or beside accounts."""
    return bool(page) and not any(" " in name or not name.isascii() for name in feed)


def _each_once(feed: tuple[str, ...], page: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({name.casefold(): name for name in (*page, *feed)}.values())


def _signs(article: Article, reading: PageReading, text: str) -> Signs:
    return Signs(
        url=article.url,
        title=article.title,
        page_title=reading.title or "",
        text=text,
        section=reading.section or "",
        categories=article.categories,
        kinds=reading.kinds,
    )


def _image(reading: PageReading) -> ArticleImage | None:
    image = reading.image
    return None if image is None else ArticleImage(url=image.url, width=image.width, height=image.height)
