"""What an article becomes once its page was read, or given up."""

from dataclasses import dataclass, replace

from newsloom.model.article import Article
from newsloom.model.page import Failure, Reason
from newsloom.parse.page import PageReading
from newsloom.text.fingerprint import fingerprint
from newsloom.text.language import language_of

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
    """The article with what its page adds; what the feed said of title and time stands."""
    text = reading.text if len(reading.text) > len(article.text) else article.text
    return replace(
        article,
        text=text,
        lead=article.lead or reading.text[:300].rpartition(" ")[0] or reading.text,
        authors=article.authors or reading.authors,
        published=article.published or _believable(article, reading),
        image=article.image or _image(reading),
        amp_url=reading.amp_url or article.amp_url,
        provider=article.provider or reading.site_name,
        language=article.language or language_of(text, hint=reading.language),
        fingerprint=fingerprint(article.title, text or article.lead),
    )


def given_up(article: Article) -> Article:
    """The article without its page: what the feed said is all there is."""
    return article


def _believable(article: Article, reading: PageReading):
    return reading.published
