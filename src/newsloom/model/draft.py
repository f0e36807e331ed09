"""An article that still wants its page read, and what the store knows of items already."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsloom.model.article import Article, ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An admitted article whose full text is still to be read from its page. `tries` counts failed readings."""

    article: Article
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The newest stored version of an article, as far as admission needs it.

    `feed_fingerprint` hashes what the feed itself said (title, summary, content), which is what the next visit can be compared with;
    `article` is the newest revision, drafts included.
    """

    article: Article
    feed_fingerprint: str
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is stored already: by the source's own key, and by canonical URL. `removed` are ids an owner had removed."""

    by_key: Mapping[str, Version] = field(default_factory=dict)
    by_url: Mapping[str, Version] = field(default_factory=dict)
    removed: frozenset[ArticleId] = frozenset()
