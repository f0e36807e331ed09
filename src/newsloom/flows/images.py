"""Ask for the first bytes of pictures whose size nobody said."""

from collections.abc import Sequence

from newsloom.curate.images import Probe, probed, wants_probe
from newsloom.model.article import Article, ArticleId
from newsloom.model.page import Failure, Page, Reason, Request
from newsloom.parse.dimensions import FIRST_BYTES, dimensions
from newsloom.seams import Fetcher

ACCEPT = "image/*,*/*;q=0.1"
GONE = frozenset({Reason.NOT_FOUND, Reason.GONE, Reason.EMPTY})

Done = list[tuple[ArticleId, Article]]


def probe_images(fetcher: Fetcher, done: Sequence[tuple[ArticleId, Article]], *, known: dict[str, Probe]) -> Done:
    """The articles with the sizes of their pictures, each asked for once; a probe that fails changes nothing.

    Args:
        fetcher: the door to the network.
        done: articles about to be stored.
        known: what probes brought so far in this run, by address; what is found is added.
    """
    wanted = {article.image.url for _, article in done if article.image and wants_probe(article)}
    requests = [Request(url=url, accept=ACCEPT, first_bytes=FIRST_BYTES) for url in sorted(wanted - known.keys())]
    for outcome in fetcher.fetch(requests):
        known[outcome.request.url] = _read(outcome)
    return [(id_, _sized(article, known)) for id_, article in done]


def _read(outcome: Page | Failure) -> Probe:
    if isinstance(outcome, Failure):
        return Probe(is_gone=outcome.reason in GONE)
    return Probe(size=dimensions(outcome.body[:FIRST_BYTES]))


def _sized(article: Article, known: dict[str, Probe]) -> Article:
    if article.image is None or not wants_probe(article):
        return article
    return probed(article, known.get(article.image.url, Probe()))
