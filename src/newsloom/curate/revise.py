"""Whether a feed's item says something new of an article, and what the article becomes then."""

from dataclasses import dataclass, replace
from datetime import datetime

from newsloom.curate.provenance import told_anew
from newsloom.curate.times import believable
from newsloom.model.article import Article
from newsloom.text.fingerprint import fingerprint, normalised

_COMPARED = ("title", "lead", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A later version of an article, and which of its fields differ in substance."""

    article: Article
    changed: tuple[str, ...]


def revised(earlier: Article, fresh: Article, *, is_whole: bool, said: datetime | None) -> Revision | None:
    """The article as its feed has it now; None if nothing changed in substance.

    Args:
        earlier: the newest stored revision.
        fresh: the article as it would be if this were the first time its item is seen.
        is_whole: whether the feed's text is the full one, so that it may replace what was read from the page.
        said: when the outlet says it appeared, as the item has it.
    """
    if earlier.feed_fingerprint == fresh.feed_fingerprint:
        return None
    article = replace(
        fresh,
        id=earlier.id,
        url=earlier.url,
        host=earlier.host,
        key=fresh.key or earlier.key,
        text=fresh.text if is_whole or not earlier.text else earlier.text,
        authors=fresh.authors or earlier.authors,
        image=fresh.image or earlier.image,
        amp_url=fresh.amp_url or earlier.amp_url,
        published=earlier.published or believable(said, now=earlier.first_seen),
        first_seen=earlier.first_seen,
        sort_date=earlier.sort_date,
        metadata=replace(
            earlier.metadata, organisations=fresh.metadata.organisations or earlier.metadata.organisations
        ),
        revision=earlier.revision + 1,
    )
    article = replace(
        article,
        metadata=replace(article.metadata, provenance=told_anew(earlier, article)),
        fingerprint=fingerprint(article.title, article.text or article.lead),
    )
    changed = tuple(name for name in _COMPARED if _differ(getattr(earlier, name), getattr(article, name)))
    return Revision(article=article, changed=changed) if changed else None


def _differ(one: str, other: str) -> bool:
    return normalised(one) != normalised(other)
