"""Which picture leads, how large it is, and whether it is the outlet's default."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.images import (
    Probe,
    fed_picture,
    lead_picture,
    pictures_of,
    probed,
    wants_probe,
    with_defaults,
)
from newsloom.model.article import ArticleImage
from newsloom.model.item import ItemImage
from newsloom.parse.defaultpictures import says_default
from newsloom.parse.pictures import SMALLEST
from newsloom.parse.reading import PageImage, PageReading
from newsloom.testing.builders import an_article

URL = "https://img.example/flood.jpg"
sizes = st.one_of(st.none(), st.tuples(st.integers(1, 20_000), st.integers(1, 20_000)))


@pytest.mark.parametrize(
    "url",
    [
        "https://daily.example/assets/default-share.png",
        "https://daily.example/img/no_image.jpg",
        "https://daily.example/static/logo.png",
        "https://daily.example/logo-1200x630.jpg",
        "https://daily.example/theme/og-image.jpg",
        "https://daily.example/social-card.png?v=2",
        "https://daily.example/images/placeholder_16x9.png",
        "https://cdn.example/fallback/1200.webp",
        "https://daily.example/Facebook-Share.PNG",
    ],
)
def test_addresses_that_name_a_default_picture(url: str) -> None:
    """By a word of their path."""
    assert says_default(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://daily.example/2026/flood.jpg",
        "https://logo.example/flood.jpg",
        "https://daily.example/flood.jpg?fallback=logo.png",
        "https://daily.example/catalogo/obra.jpg",
        "https://daily.example/branded-goods-fair.jpg",
        "https://daily.example/a-logotype.jpg",
        "https://daily.example/government-default-on-loans.jpg#logo",
        "",
    ],
)
def test_addresses_that_do_not(url: str) -> None:
    """Hosts, questions and longer words say nothing; a default of a state is the price of simple words."""
    assert says_default(url) == ("-default-" in url)


def reading(image: PageImage | None) -> PageReading:
    """A page with this picture."""
    return PageReading(url="https://daily.example/flood", image=image, provenance={"image": "opengraph"})


def test_the_feeds_picture_leads_unless_it_is_a_thumbnail() -> None:
    """The page has the larger one then."""
    page = reading(PageImage(url="https://img.example/page.jpg", width=1200, height=675))
    large = an_article(image=ArticleImage(url=URL, width=640))
    small = an_article(image=ArticleImage(url=URL, width=144, height=81))
    assert lead_picture(large, page) == (large.image, "feed")
    image, source = lead_picture(small, page)
    assert image is not None
    assert (image.url, image.width, source) == ("https://img.example/page.jpg", 1200, "opengraph")
    assert lead_picture(small, reading(None)) == (small.image, "feed")
    assert lead_picture(an_article(), reading(None)) == (None, "")
    unsized = an_article(image=ArticleImage(url="https://img.example/page.jpg"))
    assert lead_picture(unsized, page) == (image, "opengraph")


def test_a_feeds_picture_must_be_one() -> None:
    """No pixel that counts readers, no drawing."""
    base = "https://daily.example/flood"
    for image in (
        None,
        ItemImage(url=""),
        ItemImage(url="data:image/gif;base64,R0"),
        ItemImage(url="https://stats.wp.com/b.gif"),
        ItemImage(url="/a.gif", width=1, height=1),
    ):
        assert fed_picture(image, base=base) is None
    odd = ItemImage(url="/flood.jpg", width=0, height=99_999)
    assert fed_picture(odd, base=base) == ArticleImage(url="https://daily.example/flood.jpg")


def test_a_probe_says_the_size() -> None:
    """And stands where the size was claimed; what is gone or tiny leads no more; what is unknown stays."""
    article = an_article(image=ArticleImage(url=URL))
    assert wants_probe(article)
    sized = probed(article, Probe(size=(1200, 675)))
    assert sized.image == ArticleImage(url=URL, width=1200, height=675)
    assert sized.metadata.source_of("image_size") == "probed"
    assert not wants_probe(sized)
    assert probed(article, Probe(is_gone=True)).image is None
    assert probed(article, Probe(size=(1, 1))).image is None
    assert probed(article, Probe()) == article
    assert probed(an_article(), Probe(size=(9, 9))) == an_article()


@given(size=sizes, is_gone=st.booleans(), has_image=st.booleans())
def test_a_probe_touches_the_picture_alone(size: tuple[int, int] | None, is_gone: bool, has_image: bool) -> None:
    """And leaves no picture below the least size."""
    article = an_article(image=ArticleImage(url=URL) if has_image else None)
    after = probed(article, Probe(size=size, is_gone=is_gone))
    assert (after.id, after.title, after.text, after.fingerprint) == (
        article.id,
        article.title,
        article.text,
        article.fingerprint,
    )
    if after.image is not None and after.image.width is not None:
        assert max(after.image.width, after.image.height or 0) >= SMALLEST


def test_what_a_host_repeats_is_its_default() -> None:
    """On that host alone."""
    here, there = an_article(image=ArticleImage(url=URL)), an_article(source="post", image=ArticleImage(url=URL))
    bare = an_article("Bare")
    articles = {article.id: article for article in (here, there, bare)}
    assert pictures_of(articles.values()) == {("daily.example", URL), ("post.example", URL)}
    found = with_defaults(articles, {("daily.example", URL)})
    assert [article.image.is_default if article.image else None for article in found.values()] == [True, False, None]
