"""Which picture leads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsloom.parse.bodyimages import body_images, largest
from newsloom.parse.head import Head
from newsloom.parse.jsonld import linked
from newsloom.parse.pictures import is_press_picture, picture, pixels
from newsloom.parse.reading import PageImage

PAGE = "https://daily.example/news/bridge"


def head_of(html: str) -> Head:
    """A parsed page."""
    tree = LexborHTMLParser(html)
    return Head(tree=tree, linked=linked(tree), url=PAGE)


def chosen(html: str) -> tuple[PageImage | None, str | None]:
    """The picture, and where it was found."""
    head = head_of(html)
    return picture(head), head.provenance.get("image")


def ld(image: str, more: str = "") -> str:
    """A page whose article's JSON-LD has this image."""
    article = f'{{"@type": "NewsArticle", "headline": "Bridge", "image": {image}}}'
    return f'<script type="application/ld+json">[{article}{more}]</script>'


@pytest.mark.parametrize(
    ("image", "more", "expected"),
    [
        ('"/a.jpg"', "", PageImage(url="https://daily.example/a.jpg")),
        ('["/a.jpg", "/b.jpg"]', "", PageImage(url="https://daily.example/a.jpg")),
        (
            '{"@type": "ImageObject", "url": "/a.jpg", "width": "1200px", "height": {"value": 675}}',
            "",
            PageImage(url="https://daily.example/a.jpg", width=1200, height=675),
        ),
        ('{"contentUrl": ["/a.jpg"]}', "", PageImage(url="https://daily.example/a.jpg")),
        (
            '{"@id": "#lead"}',
            ', {"@id": "#lead", "@type": "ImageObject", "url": "/a.jpg", "width": 800}',
            PageImage(url="https://daily.example/a.jpg", width=800),
        ),
        ('{"@id": "https://img.example/a.jpg"}', "", PageImage(url="https://img.example/a.jpg")),
        (
            '[{"url": "/small.jpg", "width": 160, "height": 90}, {"url": "/big.jpg", "width": 1600, "height": 900}]',
            "",
            PageImage(url="https://daily.example/big.jpg", width=1600, height=900),
        ),
    ],
)
def test_json_ld_in_its_many_forms(image: str, more: str, expected: PageImage) -> None:
    """Texts, lists, objects, references."""
    assert chosen(ld(image, more)) == (expected, "json-ld")


def test_the_order_of_places() -> None:
    """Each speaks where those before it are silent, or name what cannot lead."""
    places = [
        (ld('"/linked.jpg"'), "linked.jpg", "json-ld"),
        ('<meta property="og:image" content="/og.jpg">', "og.jpg", "opengraph"),
        ('<meta name="twitter:image" content="/twitter.jpg">', "twitter.jpg", "meta"),
        ('<link rel="image_src" href="/source.jpg">', "source.jpg", "html"),
        ('<article><figure><img src="/figure.jpg"></figure></article>', "figure.jpg", "html"),
    ]
    for start in range(len(places)):
        image, source = chosen("".join(html for html, _, _ in reversed(places[start:])))
        assert image is not None
        assert (image.url, source) == (f"https://daily.example/{places[start][1]}", places[start][2])


@pytest.mark.parametrize(
    "url",
    [
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "ftp://img.example/a.jpg",
        "/logo.svg",
        "/favicon.ico",
        "/spacer.gif",
        "/i/1x1.png",
        "https://www.facebook.com/tr?id=1",
        "https://secure.gravatar.com/avatar/1",
        "https://user:pass@img.example/a.jpg",
        "http://[",
        "",
        "undefined",
    ],
)
def test_what_cannot_lead_is_passed_over(url: str) -> None:
    """The next place is asked."""
    og = '<meta property="og:image" content="https://img.example/good.jpg">'
    image, source = chosen(ld(f'"{url}"') + og)
    assert (image, source) == (PageImage(url="https://img.example/good.jpg"), "opengraph")


def test_small_ones_are_passed_over() -> None:
    """A badge in the head, a face in the text."""
    html = (
        '<meta property="og:image" content="/badge.png"><meta property="og:image:width" content="64">'
        '<meta property="og:image:height" content="64"><article><img src="/face.jpg" width="80" height="80">'
        '<img src="/scene.jpg" width="800" height="450"></article>'
    )
    assert chosen(html) == (PageImage(url="https://daily.example/scene.jpg", width=800, height=450), "html")


def test_each_opengraph_picture_has_its_own_size() -> None:
    """One size for several pictures is the first one's."""
    html = (
        '<meta property="og:image" content="/dot.png"><meta property="og:image:width" content="1">'
        '<meta property="og:image" content="/a.jpg"><meta property="og:image:width" content="1200">'
    )
    assert chosen(html)[0] == PageImage(url="https://daily.example/a.jpg", width=1200)


def test_a_default_picture_gives_way_to_one_of_the_articles_own() -> None:
    """To one in a figure, not to any; and the publisher's logo is nobody's picture."""
    default = '<meta property="og:image" content="/img/default-share.png">'
    figure = '<article><figure><img src="/figure.jpg"></figure></article>'
    logo = '{"@type": "NewsArticle", "image": "/l.png", "publisher": {"logo": {"url": "https://daily.example/l.png"}}}'
    named = PageImage(url="https://daily.example/img/default-share.png")
    assert chosen(default) == (named, "opengraph")
    assert chosen(default + '<article><img src="/any.jpg"></article>') == (named, "opengraph")
    assert chosen(default + figure) == (PageImage(url="https://daily.example/figure.jpg"), "html")
    assert chosen(f'<script type="application/ld+json">{logo}</script>') == (None, None)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('<img src="data:image/gif;base64,R0" data-src="/lazy.jpg">', "/lazy.jpg"),
        ('<img src="/tiny.jpg" srcset="/400.jpg 400w, /1200.jpg 1200w, /6000.jpg 6000w">', "/1200.jpg"),
        ('<img src="/tiny.jpg" data-srcset="/one.jpg, /two.jpg 2x">', "/two.jpg"),
        ('<picture><source srcset="/a,b.webp 900w, /c.webp 300w"><img src="data:,"></picture>', "/a,b.webp"),
        ('<img class="avatar" src="/face.jpg"><img src="/scene.jpg">', "/scene.jpg"),
        ('<aside><img src="/other.jpg" width="900"></aside><img src="/scene.jpg">', "/scene.jpg"),
        ('<img src="/plain.jpg"><figure><img src="/figure.jpg"></figure>', "/figure.jpg"),
    ],
)
def test_pictures_in_the_body(tag: str, expected: str) -> None:
    """The first that is large, in its largest sensible size."""
    found = next(body_images(LexborHTMLParser(f"<nav><img src='/nav.jpg'></nav><article>{tag}</article>")))
    assert found.url == expected


@pytest.mark.parametrize(
    ("value", "size"),
    [(640, 640), ("640", 640), ("640px", 640), (" 640.0 ", 640), ({"value": "9"}, 9), (0, None), (-1, None),
     ("100%", None), ("auto", None), (None, None), (10**9, None), (99_999, None)],
)  # fmt: skip
def test_sizes_as_pages_write_them(value: object, size: int | None) -> None:
    """Nonsense is no size."""
    assert pixels(value) == size


@given(st.text(alphabet="abc/.:,?= 0129wx\n", max_size=80))
def test_any_srcset_is_answered(srcset: str) -> None:
    """With one of its words, or none."""
    url, width = largest(srcset)
    assert url == "" or url in srcset
    assert width is None or width > 0


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["og:image", "og:image:width", "twitter:image", "og:image:secure_url"]),
            st.one_of(st.text(max_size=20), st.sampled_from(["/a.jpg", "data:,", "640", "1", "https://img.example/b"])),
        ),
        max_size=6,
    )
)
def test_what_is_chosen_can_lead(metas: list[tuple[str, str]]) -> None:
    """Whatever a page says: an http address that is no pixel and not known to be small, with its source."""
    escaped = [(name, value.replace("&", "&amp;").replace('"', "&quot;")) for name, value in metas]
    image, source = chosen("".join(f'<meta property="{name}" content="{value}">' for name, value in escaped))
    assert (image is None) == (source is None)
    if image is not None:
        assert image.url.startswith(("http://", "https://"))
        assert is_press_picture(image.url, width=image.width, height=image.height)
