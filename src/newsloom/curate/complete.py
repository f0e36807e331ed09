"""What an article becomes once its page was read, or given up."""

from dataclasses import dataclass, replace

from newsloom.curate.genre import Signs, with_genre
from newsloom.curate.images import lead_picture
from newsloom.curate.prospects import LEAD, TEXT
from newsloom.curate.provenance import told_by_page
from newsloom.curate.standing import with_standing
from newsloom.curate.times import believable
from newsloom.curate.tongue import better_guess
from newsloom.model.article import Article
from newsloom.model.page import Failure, Reason
from newsloom.parse.reading import PageReading
from newsloom.text import clean
from newsloom.text.fingerprint import fingerprint

READ = "read"  # what `Metadata.page` says of an article whose page was read
NO_TEXT = "no main text"  # of one whose page was read and held no text: its text is the feed's
SOME_TEXT = 40  # characters; a page with fewer, and fewer than the feed, has no text
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
    """How often a page is tried before its article goes on with what the feed said.

    `whole` is the number of words from which the feed's text was enough: such an article waited for its picture alone.
    `probe_images` says whether pictures of unknown size are asked for their first bytes.
    """

    tries: int = 2
    whole: int = 150
    probe_images: bool = True


def wants_picture_alone(article: Article, *, rules: CompleteRules) -> bool:
    """Whether the article's page need not be read, as its feed had the whole text and its page was never asked."""
    return not article.metadata.page and len(article.text.split()) >= rules.whole


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
    image, _ = lead_picture(article, reading)
    metadata = replace(
        article.metadata,
        organisations=_each_once(article.metadata.organisations, reading.organisations),
        section=article.metadata.section or reading.section or "",
        is_paywalled=reading.is_paywalled,
        corrections=reading.corrections,
        language_probability=spoken.probability,
        page=READ if len(reading.text) >= min(SOME_TEXT, len(article.text) or 1) else NO_TEXT,
    )
    later = replace(
        article,
        text=text,
        lead=lead,
        authors=reading.authors if _are_better(reading.authors, article.authors) else article.authors,
        published=published,
        updated=article.updated or believable(reading.modified, now=article.first_seen),
        sort_date=published or article.sort_date,
        image=image,
        amp_url=reading.amp_url or article.amp_url,
        provider=article.provider or reading.site_name or "",
        language=spoken.language,
        fingerprint=fingerprint(article.title, text or lead),
        metadata=with_genre(metadata, _signs(article, reading, text)),
    )
    later = replace(later, metadata=replace(later.metadata, provenance=told_by_page(article, later, reading)))
    return with_standing(later, withdrawn=reading.withdrawn)


def given_up(article: Article, failure: Failure | None = None) -> Article:
    """The article without its page: what the feed said is all there is, and why is kept with it."""
    if failure is None:
        return article
    return replace(article, metadata=replace(article.metadata, page=str(failure.reason)))


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
