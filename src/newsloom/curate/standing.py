"""Whether an outlet still stands by its article."""

import re
import tomllib
from dataclasses import replace
from importlib.resources import files
from unicodedata import normalize

from newsloom.model.article import Article
from newsloom.model.metadata import Standing

_TABLE = tomllib.loads((files("newsloom.curate") / "data/withdrawn.toml").read_text(encoding="utf-8"))


def _heading(words: list[str]) -> re.Pattern[str]:
    listed = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"[\s\[(*<«\u3010]*(?:{listed})\s*(?:$|[:\u2013\u2014|\])>»*!\u3011\uff1a]|-+\s)")


_WITHDRAWN = _heading(_TABLE["words"])
_KILLED = _heading(_TABLE["capitals"])


def announces_withdrawal(title: str) -> bool:
    """Whether a headline says, before all else, that the article is taken back."""
    plain = normalize("NFC", title)
    return _WITHDRAWN.match(plain.casefold()) is not None or _KILLED.match(plain) is not None


def with_standing(article: Article, *, withdrawn: bool = False, gone: bool = False) -> Article:
    """The article with its standing as its headline and its notes say it.

    Args:
        article: the article, its corrections noted.
        withdrawn: whether its page says that it is taken back.
        gone: whether its page, or its item, is no longer there.
    """
    standing = Standing.STANDS
    if withdrawn or announces_withdrawal(article.title):
        standing = Standing.WITHDRAWN
    elif gone:
        standing = Standing.GONE
    elif article.metadata.corrections:
        standing = Standing.CORRECTED
    if standing is article.metadata.standing:
        return article
    return replace(article, metadata=replace(article.metadata, standing=standing))


def is_withdrawn_by_page(article: Article) -> bool:
    """Whether an article is withdrawn for another reason than its headline."""
    return article.metadata.standing is Standing.WITHDRAWN and not announces_withdrawal(article.title)
