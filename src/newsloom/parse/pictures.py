"""Which picture a page names for its article."""

import re
from collections.abc import Iterator

from newsloom.parse.head import Found, Head
from newsloom.parse.reading import PageImage

_METAS = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image")


def picture(head: Head) -> PageImage | None:
    """Give the picture with the size the page claims, and note where it was found under `image`."""
    value = head.linked.resolve(head.linked.article.get("image"))
    first = head.linked.resolve(value[0]) if isinstance(value, list) and value else value
    node = first if isinstance(first, dict) else {"url": first}
    url = head.link("image", _candidates(head, node.get("url") or node.get("contentUrl")))
    if url is None:
        return None
    if head.provenance["image"] == "json-ld":
        return PageImage(url=url, width=pixels(node.get("width")), height=pixels(node.get("height")))
    return PageImage(url=url, width=_claimed(head, "og:image:width"), height=_claimed(head, "og:image:height"))


def pixels(value: object) -> int | None:
    """Read a size as pages write it: 640, "640", "640px"."""
    found = re.match(r"[0-9]{1,5}(?=px|\.0|$)", str(value).strip(), re.ASCII)
    return int(found[0]) or None if found else None


def _candidates(head: Head, linked: object) -> Iterator[Found]:
    if isinstance(linked, str):
        yield linked, "json-ld"
    yield from head.metas(*_METAS)


def _claimed(head: Head, name: str) -> int | None:
    return next((size for value in head.of(name) if (size := pixels(value))), None)
