"""A feed as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from typing import Any

import msgspec

from newsloom.publish.outfeed import FeedEntry, OutFeed
from newsloom.publish.xmlwriting import rfc3339

TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: OutFeed, *, url: str) -> bytes:
    """The feed as a file.

    Args:
        feed: what it says.
        url: where the file will be found; "" leaves its own address out, and the hub's, which needs that.
    """
    said = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": url,
        "description": feed.description,
        "authors": [{"name": feed.author}],
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": feed.hub}] if url and feed.hub else None,
        "items": [_item(entry) for entry in feed.entries],
    }
    return msgspec.json.format(msgspec.json.encode(_said(said, keep=("items",))), indent=1) + b"\n"


def _item(entry: FeedEntry) -> dict[str, Any]:
    image = entry.image
    attachment = {"url": image.url, "mime_type": image.type} if image is not None and image.type else None
    return _said(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_text": "\n\n".join(filter(None, (*entry.notes, entry.excerpt))) or entry.title,
            "image": image.url if image is not None else None,
            "date_published": rfc3339(entry.published),
            "date_modified": rfc3339(entry.updated),
            "authors": [{"name": name} for name in entry.authors] or [{"name": entry.outlet or entry.title}],
            "tags": list(entry.topics),
            "language": entry.language,
            "attachments": [attachment] if attachment else None,
            "_newsloom": _said(
                {
                    "story": entry.story,
                    "outlet": _said({"name": entry.outlet, "url": entry.site}),
                    "withdrawn": entry.is_withdrawn,
                    "related": [
                        _said({"title": one.title, "url": one.url, "outlet": one.outlet}) for one in entry.related
                    ],
                }
            ),
        }
    )


def _said(values: dict[str, Any], *, keep: tuple[str, ...] = ()) -> dict[str, Any]:
    """Only what says something: the format wants keys left out rather than empty."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {}, False) or key in keep}
