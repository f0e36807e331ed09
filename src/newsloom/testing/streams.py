"""Streams of labelled articles for the clustering benchmarks: one JSON object a line, gzip or plain."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId
from newsloom.seams import Engine
from newsloom.settings import read_settings
from newsloom.wiring import engine_of

UNDATED = datetime(2020, 1, 1, tzinfo=UTC)  # when an undated stream is taken to arrive
ARCHIVE = SourceId("stream")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One article of a stream and its id there; `label` names its event, None where nobody judged it."""

    id: str
    article: Article
    label: str | None


@contextmanager
def desk_in(folder: Path) -> Iterator[Engine]:
    """The engine of a fresh desk without sources, for articles that come from a stream."""
    desk = folder / "newsloom.toml"
    desk.touch()
    with engine_of(read_settings(desk)) as engine:
        yield engine


def read_stream(path: Path) -> Iterator[Labelled]:
    """The articles of a file in its order.

    Each line has `title` and `text`, and may have `id`, `date` (a day, a timestamp, or null), `lang`, `source`, `url`,
    `label`. Raises ValueError naming the line that is none.
    """
    with opened(path) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield _labelled(line, number)
                except (ValueError, TypeError) as error:
                    raise ValueError(f"line {number}: {error}") from error


def _labelled(line: str, number: int) -> Labelled:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise TypeError(f"a JSON object was expected, not {line.strip()[:40]}")
    for name in ("title", "text", "date", "lang", "source", "url"):
        if not isinstance(row.get(name), str | None):
            raise TypeError(f"`{name}` is {row[name]!r}; text was expected")
    label = row.get("label")
    return Labelled(
        id=str(row.get("id") or number),
        article=article_of(row, number=number),
        label=None if label is None else str(label),
    )


def opened(path: Path) -> TextIO:
    """A file of lines, unpacked where it is gzip."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def article_of(row: dict[str, Any], *, number: int) -> Article:
    """A line as an article; without a date it is met at `UNDATED`, without a source it has none."""
    url = f"https://stream.invalid/{number}"  # addresses in streams repeat; lines do not
    identity = ArticleId(sha256(url.encode()).hexdigest()[:16])
    published = when(row.get("date"))
    title, text = row.get("title") or "", row.get("text") or ""
    return Article(
        id=identity,
        source=SourceId(row.get("source") or ""),
        key=str(identity),
        url=url,
        host=urlsplit(row.get("url") or "").netloc,
        title=title,
        text=text,
        published=published,
        first_seen=(published or UNDATED) + timedelta(microseconds=number),  # ties keep the file's order
        sort_date=published or UNDATED,
        language=row.get("lang") or "",
        fingerprint=sha256(f"{title}\n{text}".encode()).hexdigest(),
        sequence=number,
    )


def when(value: str | None) -> datetime | None:
    """A day (its midnight) or a timestamp as UTC, None for null."""
    if not value:
        return None
    parsed = datetime.fromisoformat(value)
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
