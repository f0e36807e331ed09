"""Which texts of a stream repeat one that came before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newsloom.curate.copyindex import CopyIndex
from newsloom.curate.sketch import sketch_of
from newsloom.model.article import Article, ArticleId

_SPARE = 1_000


@dataclass(slots=True, kw_only=True)
class Texts:
    """The texts of the last days, and of each the article whose text it is."""

    index: CopyIndex = field(default_factory=CopyIndex)
    originals: dict[ArticleId, ArticleId] = field(default_factory=dict)


def originals_of(articles: Iterable[Article], *, texts: Texts) -> Iterator[tuple[ArticleId, ArticleId]]:
    """Each article and the first whose text it has (itself, if the text is new), as they come in order of time.

    A copy goes with the earlier text it shares most with; a text that holds pieces of several joins one of them, so
    that a digest never ties together what it quotes.
    """
    for article in articles:
        sketch = sketch_of(article.text or article.lead, at=article.sort_date, source=article.source)
        matches, _ = texts.index.add(article.id, sketch)
        original = texts.originals[matches[0].article] if matches else article.id
        texts.originals[article.id] = original
        if len(texts.originals) > 2 * len(texts.index) + _SPARE:
            texts.originals = dict(list(texts.originals.items())[-len(texts.index) :])  # what the index remembers
        yield article.id, original
