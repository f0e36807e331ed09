"""The sense of articles as they are placed: read by the desk's model, kept, compared. Nothing without a model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsloom.curate.sense import Senses, packed, sense_text
from newsloom.keeping import SenseStore
from newsloom.model.article import Article, ArticleId
from newsloom.model.sense import Sense
from newsloom.seams import Embedder


@dataclass(slots=True, kw_only=True)
class Reader:
    """A desk's model and the vectors of the articles in the window."""

    embedder: Embedder
    senses: Senses

    def take(self, articles: Sequence[Article]) -> dict[ArticleId, bytes]:
        """The vectors of new articles; each is taken in when it is placed."""
        vectors = self.embedder.embed([sense_text(article) for article in articles])
        return {article.id: packed(vector) for article, vector in zip(articles, vectors, strict=True)}

    def hear(self, article: Article, vector: bytes) -> Sense:
        """Take an article in, before it is placed; what is kept of it, with its counterparts in other languages."""
        self.senses.add(article.id, language=article.language, at=article.sort_date, vector=vector)
        return Sense(model=self.embedder.name, vector=vector, counterparts=self.senses.counterparts(article.id))


def reader_of(embedder: Embedder, stored: SenseStore, *, since: datetime, window: timedelta) -> Reader:
    """The model with the vectors kept of articles from a window before `since` on."""
    senses = Senses(scale=embedder.scale, window=window)
    for article, language, at, vector in stored.window(embedder.name, since=since - window):
        senses.add(article, language=language, at=at, vector=vector)
    return Reader(embedder=embedder, senses=senses)
