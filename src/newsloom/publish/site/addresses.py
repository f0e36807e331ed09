"""Where each page of the site is, relative to its root; a story's page follows from its record's frozen path."""

import hashlib
import re
from datetime import datetime
from functools import lru_cache

FRONT = "index.html"
TOPICS = "topics/index.html"
SOURCES = "sources/index.html"
ARCHIVE = "archive/index.html"
SEARCH = "search.html"
ABOUT = "about.html"
MISSING = "404.html"
ASSETS = "assets"
SEARCH_INDEX = "search/index.json"

_STEM = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})-(.*)", re.DOTALL)
_USUAL = re.compile(r"(?:.*/)?([0-9]{4})-([0-9]{2})-([0-9]{2}-[a-z0-9._-]{0,240})\.md")  # a part of it is safe as it is
_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-")
_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,246}")  # a file system's 255, less what is put behind
_OUTSIDE = re.compile(r"[^a-z0-9._-]+")


def story_page(record: str) -> str:
    """The page of the story whose record has this path: `news/2026/01/31-a-slug.html`.

    It follows from nothing but the path, which is frozen, so it is the same for ever.
    """
    if usual := _USUAL.fullmatch(record):
        return f"news/{usual[1]}/{usual[2]}/{usual[3]}.html"
    stem = record.rsplit("/", 1)[-1].removesuffix(".md")
    dated = _STEM.fullmatch(stem)
    if dated is None:
        return f"news/{_safe(stem)}.html"
    year, month, day, slug = dated.groups()
    return f"news/{year}/{month}/{_safe(f'{day}-{slug}')}.html"


def month_of(record: str, first_written: datetime) -> str:
    """The month a record is archived under, as `2026-01`: that of its path, else that of its first writing."""
    return _dated(record[record.rfind("/") + 1 :][:11]) or f"{first_written:%Y-%m}"


@lru_cache(maxsize=4096)  # many records of one day
def _dated(stem: str) -> str:
    return stem[:7] if _DATED.fullmatch(stem) else ""


def month_page(month: str, part: int = 1) -> str:
    """A month of the archive; its parts are numbered from 1."""
    return f"archive/{month}{_part(part)}.html"


def topic_page(topic: str) -> str:
    """The newest stories of a topic, by its id."""
    return f"topics/{_safe(topic)}/index.html"


def topic_month(topic: str, month: str, part: int = 1) -> str:
    """A month of a topic; its parts are numbered from 1."""
    return f"topics/{_safe(topic)}/{month}{_part(part)}.html"


def source_page(source: str) -> str:
    """The page of a source, by its id."""
    name = _safe(source)
    return f"sources/{'source-index' if name == 'index' else name}.html"


def shard(number: int) -> str:
    """A shard of the search index, by its number."""
    return f"search/{number}.json"


def root_from(page: str) -> str:
    """What leads from a page to the root of the site: `../` for each folder it is in."""
    return "../" * page.count("/")


def public(page: str) -> str:
    """The address a page is known by: without `index.html`, which every web server finds by itself."""
    return page.removesuffix("index.html")


def _part(part: int) -> str:
    return "" if part == 1 else f"-part{part}"


def _safe(name: str) -> str:
    """A name as part of a file's; one that cannot be is spelt plainly and told apart by a hash."""
    if _PLAIN.fullmatch(name):
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{_OUTSIDE.sub('-', name.lower()).strip('.-')[:80]}-{digest}".lstrip("-")
