"""The static JSON API: published records, newest first, 25 a page; all together, and for each topic with news pages."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import blake2b
from operator import attrgetter
from zoneinfo import ZoneInfo

from newsloom.errors import RecordError
from newsloom.model.edition import (
    Artifact,
    Edition,
    Entry,
    once,
    sealed,
)
from newsloom.model.listing import Listing
from newsloom.model.record import Record, RecordImage, RecordProvider
from newsloom.publish.markdown import publishable

PAGE = 25  # elements a page; the contract's, section 5
ROOT = "api/news"
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_PAGE_FOLDER = re.compile(r"page[0-9]*")

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonApi:
    """The publisher of the API.

    `zone` is the desk's time zone, in which times are told (`2020-12-16T03:13:19-08:00`). `locale` is said of
    records that name no language of their own.
    """

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    locale: str = "en-us"

    @property
    def fingerprint(self) -> str:
        """Which version of this shape it is, and its settings."""
        return f"jsonapi 1 {self.zone.key} {self.locale}"

    def render(self, edition: Edition) -> Iterator[Artifact]:
        """All pages: first those of all topics, then each topic's, in the edition's order of topics.

        A page is sealed with the records on it: it is made only where one of them changed or moved.
        """
        shown = sorted(edition.catalogue.shown_by_path, key=attrgetter("published_at"), reverse=True)
        yield from self._pages(edition, ROOT, shown)
        for topic in edition.topics:
            if topic.has_news:
                about = [one for one in shown if topic.name in one.topics]
                yield from self._pages(edition, f"{ROOT}/{_folder(topic.id)}", about)

    def _pages(self, edition: Edition, root: str, shown: Sequence[Listing]) -> Iterator[Artifact]:
        count = max(1, -(-len(shown) // PAGE))
        for number in range(1, count + 1):
            on_page = shown[(number - 1) * PAGE : number * PAGE]
            after = number + 1 if number < count else None
            make = once(partial(self._page, edition, on_page, number, after))
            seal = blake2b(
                " ".join([*(one.digest for one in on_page), str(after)]).encode(), digest_size=12
            ).hexdigest()
            for folder in (f"{root}/page/{number}", f"{root}/page{number}", *([root] if number == 1 else [])):
                yield sealed(f"{folder}/index.json", make, seal=seal)

    def _page(self, edition: Edition, on_page: Sequence[Listing], number: int, after: int | None) -> bytes:
        value: list[Json] = [self._element(entry) for entry in edition.entries(on_page)]
        page: Json = {"page": number, "value": value, "nextPage": after}
        return json.dumps(page, ensure_ascii=False, indent=2).encode()

    def _element(self, entry: Entry) -> Json:
        record = publishable(entry.record)
        return {
            "path": entry.path,
            "title": record.title,
            "excerpt": record.excerpt,
            "sourceUrl": None,
            "webUrl": record.web_url,
            "originalUrl": record.original_url,
            "featuredContent": record.featured_content,
            "highlight": None,
            "heat": record.heat,
            "tags": None,
            "images": _images(record.images),
            "content": "\r\n",
            "type": record.type.value,
            "ampWebUrl": record.amp_url,
            "cdnAmpWebUrl": record.cdn_amp_url,
            "publishedDateTime": self._local(record.published_at),
            "updatedDateTime": None if record.updated_at is None else self._local(record.updated_at),
            "provider": _provider(record.provider, record),
            "locale": record.language or self.locale,
            "categories": ["news"],
            "topics": list(record.topics),
        }

    def _local(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).isoformat(timespec="seconds")


def _images(images: Sequence[RecordImage]) -> Json:
    return [_image(image) for image in images] or None


def _image(image: RecordImage) -> Json:
    return {
        "url": image.url,
        "width": image.width,
        "height": image.height,
        "title": image.title,
        "attribution": None,
        "isCached": bool(image.is_cached),
    }


def _provider(provider: RecordProvider, record: Record) -> Json:
    return {
        "name": provider.name,
        "domain": provider.domain,
        "images": _images(provider.images),
        "publishers": None,
        "authors": list(record.authors) or None,
    }


def _folder(topic: str) -> str:
    if _ID.fullmatch(topic) is None or _PAGE_FOLDER.fullmatch(topic):
        wanted = "lower-case letters, digits and hyphens, and not `page` or `page1`"
        raise RecordError(f"topic id {topic!r} cannot name a folder of the API: it must be {wanted}")
    return topic
