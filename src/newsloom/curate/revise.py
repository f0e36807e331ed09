"""Whether a feed's item says something new of an article, and what the article becomes then."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsloom.curate.provenance import told_anew
from newsloom.curate.standing import is_withdrawn_by_page, with_standing
from newsloom.curate.times import believable
from newsloom.model.article import Article
from newsloom.model.metadata import Metadata, Standing
from newsloom.text.fingerprint import fingerprint
from newsloom.text.substance import normalised, same_in_substance

_CUT = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A later version of an article, and which of its fields differ in substance."""

    article: Article
    changed: tuple[str, ...]


def revised(earlier: Article, fresh: Article, *, is_whole: bool, said: datetime | None) -> Revision | None:
    """The article as its feed has it now; None if nothing changed in substance.

    An article whose text was dropped because of its age gets none again.

    Args:
        earlier: the newest stored revision.
        fresh: the article as it would be if this were the first time its item is seen.
        is_whole: whether the feed's text is the full one, so that it may replace what was read from the page.
        said: when the outlet says it appeared, as the item has it.
    """
    if earlier.feed_fingerprint == fresh.feed_fingerprint:
        return None
    text = fresh.text if is_whole or not earlier.text else earlier.text
    article = replace(
        fresh,
        id=earlier.id,
        url=earlier.url,
        host=earlier.host,
        key=fresh.key or earlier.key,
        text="" if earlier.dropped else text,
        authors=fresh.authors or earlier.authors,
        image=fresh.image or earlier.image,
        amp_url=fresh.amp_url or earlier.amp_url,
        published=earlier.published or believable(said, now=earlier.first_seen),
        first_seen=earlier.first_seen,
        sort_date=earlier.sort_date,
        metadata=earlier.metadata,
        revision=earlier.revision + 1,
        revised_at=fresh.first_seen,
        dropped=earlier.dropped,
    )
    article = replace(article, metadata=_metadata(earlier, article, fresh))
    changed = differences(earlier, article)
    if not changed:
        return None
    article = replace(article, fingerprint=fingerprint(article.title, article.text or article.lead))
    gone = earlier.metadata.standing is Standing.GONE
    return Revision(article=with_standing(article, withdrawn=is_withdrawn_by_page(earlier), gone=gone), changed=changed)


def _metadata(earlier: Article, later: Article, fresh: Article) -> Metadata:
    organisations = fresh.metadata.organisations or earlier.metadata.organisations
    later = replace(later, metadata=replace(earlier.metadata, organisations=organisations))
    return replace(later.metadata, provenance=told_anew(earlier, later))


def differences(earlier: Article, later: Article) -> tuple[str, ...]:
    """Which of title, lead and text differ in substance; of a lead that was cut, as far as both go."""
    found: list[str] = []
    if normalised(earlier.title) != normalised(later.title):
        found.append("title")
    if not _same_lead(earlier.lead, later.lead):
        found.append("lead")
    if not same_in_substance(earlier.text, later.text):
        found.append("text")
    return tuple(found)


def is_another_version(earlier: Article, later: Article) -> bool:
    """Whether the later one is to be kept beside the earlier one, and not in its place."""
    return bool(differences(earlier, later))


def _same_lead(one: str, other: str) -> bool:
    if same_in_substance(one, other):
        return True
    if not (one.endswith(_CUT) or other.endswith(_CUT)):
        return False
    mine, theirs = _uncut(one), _uncut(other)
    least = min(len(mine), len(theirs))
    return least > 0 and mine[:least] == theirs[:least]


def _uncut(lead: str) -> Sequence[str]:
    """The characters that count, without the last ones of a lead that was cut inside a word of an unspaced script."""
    plain = normalised(lead)
    return plain[:-2] if lead.endswith(_CUT) else plain
