"""Which picture a page names for its article.

What its JSON-LD says comes first, then OpenGraph, the other meta elements, `link rel=image_src`, and last the first
large picture in the article's body. What cannot be a press picture is passed over wherever it stands: a tracking
pixel, an icon, a drawing, anything inside the page itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from newsloom.parse.bodyimages import body_images
from newsloom.parse.defaultpictures import says_default
from newsloom.parse.head import Head, resolved
from newsloom.parse.reading import PageImage

SMALLEST = 100
"""Pixels; a picture whose longer side is below is a badge, a face or a pixel that counts readers."""

_LARGEST_CLAIM = 20_000
_WIDE = 600  # pixels: a picture of this width or more fills a page's column
_MOST_LINKED = 20  # pictures of one JSON-LD node
_MOST_USABLE = 12  # candidates
_BROKEN = re.compile(r"(?:null|undefined|none|false|#)?", re.IGNORECASE)
_NO_PICTURE = re.compile(
    r"\.(?:svgz?|ico|mp4|webm|mp3|pdf)$|(?:^|[/_.-])(?:spacer|blank|transparent|pixel|1x1|grey|clear)(?:[_.-][^/]*)?$",
    re.IGNORECASE,
)
_COUNTERS = re.compile(
    r"(?:^|\.)(?:facebook\.com/tr|doubleclick\.net|google-analytics\.com|scorecardresearch\.com|gravatar\.com|chartbeat\.net|"
    r"pixel\.wp\.com|stats\.wp\.com|quantserve\.com|feedburner\.com/~|amazon-adsystem\.com)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A picture some part of the page names, with the size claimed there and where that is."""

    url: str
    width: int | None = None
    height: int | None = None
    source: str
    is_doubtful: bool = False


def picture(head: Head) -> PageImage | None:
    """Give the picture with the size the page claims, and note where it was found under `image`.

    One whose address says that it stands on any article leads only where there is no other.
    """
    first: Candidate | None = None
    for candidate in islice(_usable(head), _MOST_USABLE):
        first = first or candidate
        if not candidate.is_doubtful and not says_default(candidate.url):
            return _noted(head, candidate)
    return _noted(head, first) if first else None


def _noted(head: Head, chosen: Candidate) -> PageImage:
    head.provenance["image"] = chosen.source
    return PageImage(url=chosen.url, width=chosen.width, height=chosen.height)


def _usable(head: Head) -> Iterator[Candidate]:
    """The candidates that may lead, their addresses resolved."""
    logo = _logo(head)
    for candidate in _candidates(head):
        if _BROKEN.fullmatch(candidate.url.strip()):
            continue
        url = resolved(candidate.url, head.url)
        if url is None:
            head.problems.append(f"image {candidate.url[:60]!r} is no web address")
        elif url != logo and is_press_picture(url, width=candidate.width, height=candidate.height):
            yield replace(candidate, url=url)


def is_press_picture(url: str, *, width: int | None = None, height: int | None = None) -> bool:
    """Whether a picture may lead an article, by its address and by what is claimed of its size (pixels)."""
    path = url.partition("?")[0].partition("#")[0]
    sides = [side for side in (width, height) if side is not None]
    is_small = bool(sides) and max(sides) < SMALLEST
    return not is_small and not _NO_PICTURE.search(path) and not _COUNTERS.search(path.partition("://")[2])


def pixels(value: object) -> int | None:
    """Read a size as pages write it: 640, "640", "640px", {"value": 640}; None for what can be none."""
    if isinstance(value, dict):
        value = value.get("value")
    found = re.match(r"[0-9]{1,5}(?=\s*px|\.0|\s*$)", str(value).strip(), re.ASCII)
    size = int(found[0]) if found else 0
    return size if 0 < size <= _LARGEST_CLAIM else None


def _candidates(head: Head) -> Iterator[Candidate]:
    yield from _linked(head)
    yield from _opengraph(head)
    for value, source in head.metas("twitter:image", "twitter:image:src"):
        yield Candidate(url=value, source=source)
    for link in head.tree.css('link[rel~="image_src" i][href]')[:5]:
        yield Candidate(url=link.attributes.get("href") or "", source="html")
    for image in body_images(head.tree):
        yield Candidate(
            url=image.url, width=image.width, height=image.height, source="html", is_doubtful=image.is_doubtful
        )


def _linked(head: Head) -> Iterator[Candidate]:
    """The pictures of the article's JSON-LD in its order, as the first is the main one; narrow ones last."""
    found: list[Candidate] = []
    for key in ("image", "thumbnailUrl"):
        value = head.linked.resolve(head.linked.article.get(key))
        for one in (value if isinstance(value, list) else [value])[:_MOST_LINKED]:
            node = head.linked.resolve(one)
            node = node if isinstance(node, dict) else {"url": node}
            url = _first_text(node.get("url")) or _first_text(node.get("contentUrl")) or _address(node.get("@id"))
            if url:
                width, height = pixels(node.get("width")), pixels(node.get("height"))
                found.append(Candidate(url=url, width=width, height=height, source="json-ld"))
    yield from sorted(found, key=lambda candidate: max(_WIDE - (candidate.width or _WIDE), 0))


def _logo(head: Head) -> str | None:
    """The publisher's logo, which some name as every article's picture."""
    publisher = head.linked.resolve(head.linked.article.get("publisher"))
    logo = head.linked.resolve(publisher.get("logo")) if isinstance(publisher, dict) else None
    address = _first_text(logo.get("url") if isinstance(logo, dict) else logo)
    return resolved(address, head.url) if address else None


def _first_text(value: object) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, str) else ""


def _address(value: object) -> str:
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) and "#" not in value else ""


def _opengraph(head: Head) -> Iterator[Candidate]:
    """A page with one size means its first picture; with as many sizes as pictures, each its own."""
    urls = head.of("og:image") or head.of("og:image:url")
    widths, heights = head.of("og:image:width"), head.of("og:image:height")
    for value in head.of("og:image:secure_url")[:1]:
        yield Candidate(url=value, width=_nth(widths, 0), height=_nth(heights, 0), source="opengraph")
    for place, value in enumerate(urls[:5]):
        yield Candidate(url=value, width=_nth(widths, place), height=_nth(heights, place), source="opengraph")


def _nth(values: list[str], place: int) -> int | None:
    return pixels(values[place]) if place < len(values) else None
