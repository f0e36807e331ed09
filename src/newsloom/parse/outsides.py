"""Whether an element belongs to something else on the page than the article's own head."""

import re

from selectolax.lexbor import LexborNode

_ELSEWHERE = re.compile(
    r"comment|related|recommend|teaser|sidebar|footer|popular|trending|widget|card(?:s|list|-list)|promo|bio\b|about|avatar|"
    r"image|photo|caption|credit|newsletter|nav(?:bar|igation)?\b|menu|more-|reviewer|reviewed",
    re.IGNORECASE,
)
_OUTSIDE = frozenset({"aside", "footer", "nav", "figure", "figcaption", "form", "button"})
ABOVE = 12  # elements around one that are asked what they are for


def is_elsewhere(node: LexborNode) -> bool:
    """Tell, by its names and those around it, whether an element is part of comments, teasers, pictures and such."""
    around: LexborNode | None = node
    for _ in range(ABOVE):
        if around is None or around.tag in {"body", "html", "main", "article"}:
            return False
        names = f"{around.attributes.get('class')} {around.attributes.get('id')}"
        if around.tag in _OUTSIDE or _ELSEWHERE.search(names):
            return True
        around = around.parent
    return False
