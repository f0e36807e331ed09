"""An outlet's feed at one moment, in the format the outlet has chosen."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape

from press.model import Article, Outlet, Version

LISTED = 15  # items a feed holds; older ones fall out
TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "rdf": "application/rdf+xml",
    "json": "application/feed+json",
}
_NAMED_ZONES = {"EST": -300, "GMT": 0}  # minutes; some outlets still write zones by name
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_RSS_SPACES = (
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"'
)
_RDF_SPACES = (
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def listed(articles: Sequence[Article], now: datetime) -> list[tuple[Article, Version]]:
    """The newest published articles with what they say now, newest first."""
    out = [(article, version) for article in articles if (version := article.at(now)) is not None]
    return out[::-1][:LISTED]


def feed(outlet: Outlet, entries: Sequence[tuple[Article, Version]], *, home: str) -> str:
    """The feed's text; ``home`` is the outlet's address without a slash at its end."""
    match outlet.feed:
        case "atom":
            return _atom(outlet, entries, home)
        case "rdf":
            return _rdf(outlet, entries, home)
        case "json":
            return _json(outlet, entries, home)
        case _:
            return _rss(outlet, entries, home)


def as_html(version: Version) -> str:
    """An article's text as HTML paragraphs, its correction last."""
    text = "".join(f"<p>{escape(paragraph, quote=False)}</p>\n" for paragraph in version.body)
    return text + (f"<p><em>Correction: {escape(version.correction)}</em></p>\n" if version.correction else "")


def rfc822(at: datetime, zone: str) -> str:
    """The time as RSS writes it, in the outlet's own zone: ``+0545`` or ``EST``."""
    if zone in _NAMED_ZONES:
        local = at.astimezone(timezone(timedelta(minutes=_NAMED_ZONES[zone])))
        return f"{format_datetime(local)[:-5]}{zone}"
    minutes = int(zone[1:3]) * 60 + int(zone[3:])
    return format_datetime(at.astimezone(timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))))


def iso(at: datetime) -> str:
    """The time as Atom writes it, in UTC."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _element(name: str, text: str | None) -> str:
    return "" if text is None else f"<{name}>{escape(text, quote=False)}</{name}>"


def _updated(entries: Sequence[tuple[Article, Version]]) -> datetime | None:
    return max((version.at for _, version in entries), default=None)


def _rss(outlet: Outlet, entries: Sequence[tuple[Article, Version]], home: str) -> str:
    updated = _updated(entries)
    dated = updated is not None and outlet.detail != "titles"
    return (
        f'{_XML}<rss version="2.0"{_RSS_SPACES}>\n<channel>\n{_element("title", outlet.name)}\n'
        f"{_element('link', home + '/')}\n{_element('description', outlet.motto)}\n<language>en</language>\n"
        f'<atom:link href="{home}{outlet.feed_path}" rel="self" type="application/rss+xml"/>\n'
        + (_element("lastBuildDate", rfc822(updated, outlet.zone)) if updated and dated else "")
        + "".join(_rss_item(outlet, article, version, home) for article, version in entries)
        + "</channel>\n</rss>\n"
    )


def _rss_item(outlet: Outlet, article: Article, version: Version, home: str) -> str:
    link = home + article.path
    parts = [_element("title", version.title), _element("link", link)]
    if outlet.detail != "titles":
        parts += [
            f'<guid isPermaLink="false">{outlet.credit or "item"}-{article.number}</guid>',
            _element("pubDate", rfc822(article.published, outlet.zone)),
            _element("dc:creator", article.byline),
            _element("category", article.section),
            _element("description", version.summary),
        ]
    if outlet.detail == "full":
        parts.append(f"<content:encoded><![CDATA[{as_html(version)}]]></content:encoded>")
    if outlet.pictures and outlet.detail != "titles":
        picture = f"{home}/pictures/{article.number}.png"
        parts.append(f'<media:content url="{picture}" type="image/png" medium="image" width="640" height="360"/>')
    return "<item>\n" + "\n".join(part for part in parts if part) + "\n</item>\n"


def _atom(outlet: Outlet, entries: Sequence[tuple[Article, Version]], home: str) -> str:
    updated = _updated(entries)
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n{_element("title", outlet.name)}\n'
        f'{_element("subtitle", outlet.motto)}\n<link href="{home}/"/>\n'
        f'<link rel="self" href="{home}{outlet.feed_path}"/>\n'
        f"{_element('id', home + '/')}\n{_author(outlet.name)}\n"
        + (_element("updated", iso(updated)) if updated else "")
        + "".join(_atom_entry(outlet, article, version, home) for article, version in entries)
        + "</feed>\n"
    )


def _author(name: str) -> str:
    return f"<author>{_element('name', name)}</author>"


def _atom_entry(outlet: Outlet, article: Article, version: Version, home: str) -> str:
    parts = [
        _element("title", version.title),
        f'<link rel="alternate" type="text/html" href="{home}{article.path}"/>',
        _element("id", f"{home}/id/{article.number}"),
        _element("published", iso(article.published)),
        _element("updated", iso(version.at)),
        _author(article.byline) if article.byline else "",
        f'<category term="{escape(article.section)}"/>',
        _element("summary", version.summary),
    ]
    if outlet.detail == "full":
        parts.append(f'<content type="html">{escape(as_html(version), quote=False)}</content>')
    return "<entry>\n" + "\n".join(part for part in parts if part) + "\n</entry>\n"


def _rdf(outlet: Outlet, entries: Sequence[tuple[Article, Version]], home: str) -> str:
    links = "".join(f'<rdf:li rdf:resource="{home}{article.path}"/>\n' for article, _ in entries)
    return (
        f'{_XML}<rdf:RDF{_RDF_SPACES}>\n<channel rdf:about="{home}{outlet.feed_path}">\n'
        f"{_element('title', outlet.name)}\n{_element('link', home + '/')}\n{_element('description', outlet.motto)}\n"
        f"<items><rdf:Seq>\n{links}</rdf:Seq></items>\n</channel>\n"
        + "".join(_rdf_item(article, version, home) for article, version in entries)
        + "</rdf:RDF>\n"
    )


def _rdf_item(article: Article, version: Version, home: str) -> str:
    link = home + article.path
    parts = [
        _element("title", version.title),
        _element("link", link),
        _element("description", version.summary),
        _element("dc:date", iso(article.published)),
        _element("dc:creator", article.byline),
        _element("dc:subject", article.section),
    ]
    return f'<item rdf:about="{link}">\n' + "\n".join(part for part in parts if part) + "\n</item>\n"


def _json(outlet: Outlet, entries: Sequence[tuple[Article, Version]], home: str) -> str:
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": outlet.motto,
        "home_page_url": f"{home}/",
        "feed_url": home + outlet.feed_path,
        "language": "en",
        "items": [_json_item(outlet, article, version, home) for article, version in entries],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _json_item(outlet: Outlet, article: Article, version: Version, home: str) -> dict[str, object]:
    item: dict[str, object] = {
        "id": f"{home}/id/{article.number}",
        "url": home + article.path,
        "title": version.title,
        "summary": version.summary,
        "content_html": as_html(version) if outlet.detail == "full" else f"<p>{escape(version.summary)}</p>",
        "date_published": iso(article.published),
        "tags": [article.section],
    }
    if version.at > article.published:
        item["date_modified"] = iso(version.at)
    if article.byline:
        item["authors"] = [{"name": article.byline}]
    if outlet.pictures:
        item["image"] = f"{home}/pictures/{article.number}.png"
    return item
