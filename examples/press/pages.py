"""An outlet's web pages: home, articles with all the furniture a real page has around its text, AMP, robots.txt."""

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape

from press.feeds import TYPES, as_html, iso
from press.model import Article, Outlet, Version

ROBOTS = "User-agent: *\nDisallow: /search\nDisallow: /account/\nDisallow: /newsletter/confirm\nAllow: /\n"
_SECTIONS = ("Home", "News", "Region", "Business", "Sport", "Culture", "Opinion")
_COOKIES = (
    "We and our partners use cookies to keep this site free and to count its readers. You can agree, refuse, or choose."
)
_LETTER = (
    "Get the ten stories of the day into your mailbox every morning at six. Leave with one click, whenever you like."
)


def article_page(outlet: Outlet, article: Article, version: Version, *, home: str, others: Sequence[Article]) -> str:
    """The page of one article; ``others`` are earlier articles it links to."""
    return _document(
        head=_article_head(outlet, article, version, home),
        body=_top(outlet) + _text(outlet, article, version, home) + _related(others) + _bottom(outlet),
    )


def amp_page(outlet: Outlet, article: Article, version: Version, *, home: str) -> str:
    """The AMP twin of an article's page."""
    title = escape(version.title)
    return (
        '<!doctype html>\n<html amp lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<script async src="https://cdn.ampproject.org/v0.js"></script>\n'
        f'<title>{title}</title>\n<link rel="canonical" href="{home}{article.path}">\n'
        '<meta name="viewport" content="width=device-width,minimum-scale=1">\n</head>\n'
        f"<body><header>{escape(outlet.name)}</header>\n<article><h1>{title}</h1>\n{as_html(version)}</article>\n"
        "</body>\n</html>\n"
    )


def home_page(outlet: Outlet, entries: Sequence[tuple[Article, Version]], *, home: str) -> str:
    """The front page: the newest headlines, and in its head where the feed is."""
    teasers = "".join(
        f'<li><h2><a href="{article.path}">{escape(version.title)}</a></h2><p>{escape(version.summary)}</p></li>\n'
        for article, version in entries
    )
    head = (
        f"<title>{escape(outlet.name)}: {escape(outlet.motto)}</title>\n"
        f'<link rel="canonical" href="{home}/">\n'
        f'<link rel="alternate" type="{TYPES[outlet.feed]}" title="{escape(outlet.name)}" href="{outlet.feed_path}">\n'
    )
    return _document(head=head, body=f"{_top(outlet)}<main><ul>\n{teasers}</ul></main>\n{_bottom(outlet)}")


def _document(*, head: str, body: str) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{head}</head>\n<body>\n{body}</body>\n</html>\n"
    )


def _article_head(outlet: Outlet, article: Article, version: Version, home: str) -> str:
    lines = [
        f"<title>{escape(version.title)} | {escape(outlet.name)}</title>",
        f'<link rel="canonical" href="{home}{article.path}">',
        f'<meta name="description" content="{escape(version.summary)}">',
    ]
    if outlet.amp:
        lines.append(f'<link rel="amphtml" href="{home}/amp{article.path}">')
    if article.byline:
        lines.append(f'<meta name="author" content="{escape(article.byline)}">')
    if outlet.open_graph:
        lines += [
            f'<meta property="{name}" content="{escape(value)}">'
            for name, value in _graph(outlet, article, version, home)
        ]
    if outlet.json_ld:
        data = json.dumps(_linked_data(outlet, article, version, home), ensure_ascii=False).replace("</", "<\\/")
        lines.append(f'<script type="application/ld+json">{data}</script>')
    return "\n".join(lines) + "\n"


def _graph(outlet: Outlet, article: Article, version: Version, home: str) -> list[tuple[str, str]]:
    tags = [
        ("og:type", "article"),
        ("og:site_name", outlet.name),
        ("og:title", version.title),
        ("og:description", version.summary),
        ("og:url", home + article.path),
        ("article:published_time", iso(article.published)),
        ("article:section", article.section),
    ]
    if version.at > article.published:
        tags.append(("article:modified_time", iso(version.at)))
    if outlet.pictures:
        tags += [
            ("og:image", f"{home}/pictures/{article.number}.png"),
            ("og:image:width", "640"),
            ("og:image:height", "360"),
        ]
    return tags


def _linked_data(outlet: Outlet, article: Article, version: Version, home: str) -> dict[str, object]:
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": version.title,
        "description": version.summary,
        "url": home + article.path,
        "datePublished": iso(article.published),
        "dateModified": iso(version.at),
        "articleSection": article.section,
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name, "url": f"{home}/"},
    }
    if article.byline:
        kind = "Organization" if article.copy_of else "Person"  # a copy is signed by its agency
        data["author"] = [{"@type": kind, "name": article.byline}]
    if outlet.pictures:
        data["image"] = {
            "@type": "ImageObject",
            "url": f"{home}/pictures/{article.number}.png",
            "width": 640,
            "height": 360,
        }
    return data


def _top(outlet: Outlet) -> str:
    links = "".join(f'<li><a href="/section/{name.lower()}">{name}</a></li>' for name in _SECTIONS)
    return (
        f'<div class="cookie-banner"><p>{_COOKIES}</p><button>Agree</button><button>Refuse</button></div>\n'
        f'<header class="site-header"><a href="/">{escape(outlet.name)}</a>'
        f'<p class="motto">{escape(outlet.motto)}</p></header>\n'
        f'<nav class="main-nav"><ul>{links}<li><a href="/account/login">Log in</a></li></ul></nav>\n'
    )


def _text(outlet: Outlet, article: Article, version: Version, home: str) -> str:
    title, paragraphs = escape(version.title), as_html(version)
    byline = f'<p class="byline">By <span rel="author">{escape(article.byline)}</span></p>\n' if article.byline else ""
    stamp = _stamp(article.published)
    figure = ""
    if outlet.pictures:
        figure = (
            f'<figure><img src="{home}/pictures/{article.number}.png" width="640" height="360" alt="">'
            f"<figcaption>Illustration: {escape(outlet.name)}</figcaption></figure>\n"
        )
    match outlet.layout:
        case "story":
            return (
                f'<main id="content"><div class="story"><h1 class="story-title">{title}</h1>\n{stamp}{byline}'
                f'<p class="standfirst"><strong>{escape(version.summary)}</strong></p>\n{figure}'
                f'<div class="story-body">\n{paragraphs}</div>{_share()}</div></main>\n'
            )
        case "plain":
            return (
                f'<div id="main">\n<h1>{title}</h1>\n{stamp}{byline}{figure}'
                f'<div class="text">\n{paragraphs}</div>\n</div>\n'
            )
        case _:
            return (
                f"<main>\n<article>\n<header><h1>{title}</h1>\n{byline}{stamp}</header>\n{figure}"
                f'<div class="article-body">\n{paragraphs}</div>\n{_share()}</article>\n</main>\n'
            )


def _stamp(at: datetime) -> str:
    return f'<p class="date"><time datetime="{iso(at)}">{at.day} {at:%B %Y, %H:%M} UTC</time></p>\n'


def _share() -> str:
    return '<ul class="share"><li><a href="#">Share</a></li><li><a href="#">Mail</a></li></ul>\n'


def _related(others: Sequence[Article]) -> str:
    if not others:
        return ""
    links = "".join(f'<li><a href="{other.path}">{escape(other.versions[0].title)}</a></li>\n' for other in others)
    return f'<aside class="related"><h3>More from us</h3><ul>\n{links}</ul></aside>\n'


def _bottom(outlet: Outlet) -> str:
    return (
        f'<section class="newsletter"><h3>Our letter</h3><p>{_LETTER}</p>'
        '<form action="/newsletter/confirm"><input type="email" name="mail"><button>Subscribe</button></form>'
        "</section>\n"
        f'<footer class="site-footer"><p>© 2025 {escape(outlet.name)}. All rights reserved.</p>'
        '<ul><li><a href="/imprint">Imprint</a></li><li><a href="/privacy">Privacy</a></li>'
        f'<li><a href="{outlet.feed_path}">Feed</a></li></ul></footer>\n'
    )
