"""Which picture an article leads with, how large it is, and whether its outlet puts it on anything.

Two signs tell an outlet's default picture. Its address says so (`default-images.txt`). Or the outlet's own memory does:
the same picture stands on articles of one host with different texts, `REPEATED` of them or more. That is per host, as a
wire photo on many outlets is news on each of them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from newsloom.model.article import Article, ArticleId, ArticleImage
from newsloom.model.item import ItemImage
from newsloom.parse.defaultpictures import says_default
from newsloom.parse.dimensions import MOST_SIDE, Size
from newsloom.parse.pictures import SMALLEST, is_press_picture
from newsloom.parse.reading import PageReading
from newsloom.text.urls import absolute

REPEATED = 3
"""Articles of one host with different texts; a picture on so many says nothing of any of them."""

THUMBNAIL = 300
"""Pixels; a feed's picture that is known to be narrower gives way to the page's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What asking for a picture's first bytes brought: its size (pixels), None if unknown; or that it is not there."""

    size: Size | None = None
    is_gone: bool = False


def lead_picture(article: Article, reading: PageReading) -> tuple[ArticleImage | None, str]:
    """The picture to lead with once the page was read, and where it was found ("" for none).

    The feed's stands, unless it is a thumbnail or a default one and the page has another, or the page says its size.
    """
    fed = article.image
    said = reading.image
    is_small = fed is not None and (fed.is_default or (fed.width is not None and fed.width < THUMBNAIL))
    is_same = fed is not None and said is not None and fed.url == said.url and fed.width is None
    if said is not None and (fed is None or is_small or is_same):
        source = reading.provenance.get("image", "")
        return marked(ArticleImage(url=said.url, width=said.width, height=said.height)), source
    return fed, "feed" if fed else ""


def fed_picture(image: ItemImage | None, *, base: str) -> ArticleImage | None:
    """A feed's picture, its address resolved against its article's; None if it cannot lead an article."""
    url = absolute(image.url, base) if image else ""
    if image is None or not url or not is_press_picture(url, width=image.width, height=image.height):
        return None
    return marked(ArticleImage(url=url, width=_believable(image.width), height=_believable(image.height)))


def marked(image: ArticleImage) -> ArticleImage:
    """The picture, known as a default one if its address says so."""
    return replace(image, is_default=True) if says_default(image.url) else image


def wants_probe(article: Article) -> bool:
    """Whether the picture's size is not known; an article that is stored was asked about once."""
    image = article.image
    return article.sequence == 0 and image is not None and (image.width is None or image.height is None)


def probed(article: Article, probe: Probe) -> Article:
    """The article with what its picture's first bytes said; what cannot be read changes nothing."""
    image = article.image
    if image is None:
        return article
    if probe.is_gone or (probe.size is not None and max(probe.size) < SMALLEST):
        return _with(article, None)
    if probe.size is None:
        return article
    width, height = probe.size
    return _with(article, replace(image, width=width, height=height))


def with_defaults(
    articles: Mapping[ArticleId, Article], repeated: Collection[tuple[str, str]]
) -> dict[ArticleId, Article]:
    """The articles as they are to be judged: pictures their host repeats are known as default ones.

    Args:
        articles: by id.
        repeated: (host, address) of pictures on several articles of one host, as the store counted.
    """
    return {
        id_: _known_default(article) if article.image and (article.host, article.image.url) in repeated else article
        for id_, article in articles.items()
    }


def pictures_of(articles: Iterable[Article]) -> set[tuple[str, str]]:
    """(host, address) of each picture."""
    return {(article.host, article.image.url) for article in articles if article.image is not None}


def _known_default(article: Article) -> Article:
    assert article.image is not None  # noqa: S101  the one caller asked; for the type checker
    return replace(article, image=replace(article.image, is_default=True))


def _with(article: Article, image: ArticleImage | None) -> Article:
    told = dict(article.metadata.provenance)
    if image is None:
        told.pop("image", None)
    else:
        told["image_size"] = "probed"
    metadata = replace(article.metadata, provenance=tuple(sorted(told.items())))
    return replace(article, image=image, metadata=metadata)


def _believable(side: int | None) -> int | None:
    return side if side is not None and 0 < side <= MOST_SIDE else None
