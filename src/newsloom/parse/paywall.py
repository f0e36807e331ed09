"""Whether only payers can read an article: None where nothing says."""

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from newsloom.parse.head import Head
from newsloom.parse.noticewords import notice_words

LITTLE_TEXT = 1_500  # characters of an article that may have been cut off
_WORDS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_TIERS = {"locked": True, "metered": True, "premium": True, "paid": True, "free": False}
_MOST_PARTS = 20


def is_paywalled(head: Head, *, text: str, is_walled: bool) -> bool | None:
    """Tell whether an article can be read by payers only, wholly or after some free ones.

    Args:
        head: what the page says of itself; where it was said is noted there.
        text: the article's text.
        is_walled: whether an offer to subscribe stands where the text would go on.
    """
    for source, said in (("json-ld", _linked(head)), ("opengraph", _tier(head))):
        if said is not None:
            head.provenance["is_paywalled"] = source
            return said
    if is_walled or (len(text) < LITTLE_TEXT and _is_marked(head.tree)):
        head.provenance["is_paywalled"] = "html"
        return True
    return None


def _linked(head: Head) -> bool | None:
    """What `isAccessibleForFree` says, of the article or of a part of it."""
    article = head.linked.article
    parts = article.get("hasPart")
    said = [
        free
        for node in (article, *(parts[:_MOST_PARTS] if isinstance(parts, list) else (parts,)))
        if isinstance(node, dict)
        and (free := _WORDS.get(str(node.get("isAccessibleForFree")).strip().lower())) is not None
    ]
    return None if not said else not said[0]


def _tier(head: Head) -> bool | None:
    said = (value.strip().lower() for value, _ in _tiers(head))
    return next((_TIERS[value] for value in said if value in _TIERS), None)


def _tiers(head: Head) -> Iterator[tuple[str, str]]:
    return head.metas("article:content_tier", "og:article:content_tier", "article:content-tier", "content_tier")


def _is_marked(tree: LexborHTMLParser) -> bool:
    """Whether an element has a class name or id of what shuts articles."""
    marks = notice_words().marks
    for node in tree.css(
        '[class*="paywall" i], [class*="subscri" i], [class*="locked" i], [class*="metered" i], [id*="wall" i]'
    ):
        attributes = node.attributes
        named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()
        if not marks.isdisjoint(named):
            return True
    return False
