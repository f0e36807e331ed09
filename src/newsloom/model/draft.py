"""An article that still wants its page read, and what the store knows of items already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from newsloom.model.article import Article, ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An admitted article whose full text is still to be read from its page. `tries` counts failed readings."""

    article: Article
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store knows of a feed's items: of each the newest revision, drafts included.

    `by_key` holds them by the source's own key, `by_url` by each canonical URL that was asked for, where it or another
    view of it is stored, `by_mark` by the marks of `curate.identity`, first come first. `ids` says which article a
    canonical URL leads to, whether or not it is stored. `removed` are ids an owner had removed, `removed_keys` and
    `removed_marks` the keys and marks such articles had. `left_out` are those this source showed when they were beyond
    its backlog. `rereads` counts how often the page of a stored article was read again.
    """

    by_key: Mapping[str, Article] = field(default_factory=dict)
    by_url: Mapping[str, Article] = field(default_factory=dict)
    by_mark: Mapping[str, Sequence[Article]] = field(default_factory=dict)
    ids: Mapping[str, ArticleId] = field(default_factory=dict)
    removed: frozenset[ArticleId] = frozenset()
    removed_keys: frozenset[str] = frozenset()
    removed_marks: frozenset[str] = frozenset()
    left_out: frozenset[ArticleId] = frozenset()
    rereads: Mapping[ArticleId, int] = field(default_factory=dict)
