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
class Known:
    """The newest stored revision, drafts included: by the source's own key, and by canonical URL.

    `removed` are ids an owner had removed, of every address such an article had; `removed_keys` the keys it had here.
    `left_out` are those this source showed when they were beyond its backlog. `rereads` counts how often the page of a
    stored article was read again.
    """

    by_key: Mapping[str, Article] = field(default_factory=dict)
    by_url: Mapping[str, Article] = field(default_factory=dict)
    removed: frozenset[ArticleId] = frozenset()
    removed_keys: frozenset[str] = frozenset()
    left_out: frozenset[ArticleId] = frozenset()
    rereads: Mapping[ArticleId, int] = field(default_factory=dict)
