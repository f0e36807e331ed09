"""Bring files to storage of objects that speaks S3, by obstore."""

import mimetypes
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsloom.errors import DeliveryError
from newsloom.text.clean import line

MISSING = "needs obstore, which is not installed: `pip install 'newsloom[s3]'`"
AT_ONCE = 8  # files under way
IN_ONE = 1_000  # objects that one request may delete: as many as S3 takes
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".md": "text/markdown; charset=utf-8",
    ".yml": "application/yaml",
    ".yaml": "application/yaml",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
FEEDS = {"rss.xml": "application/rss+xml", "atom.xml": "application/atom+xml", "feed.json": "application/feed+json"}


@dataclass(frozen=True, slots=True)
class Objects:
    """A bucket, or a part of one: `s3://bucket/prefix`.

    Keys, region and endpoint come from the environment, as AWS's own tools have them: `AWS_ACCESS_KEY_ID`,
    `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`. `store` is another of obstore's stores to be used instead,
    `patience` how often a request is tried again.
    """

    address: str
    store: Any = None
    patience: int = 3

    @property
    def missing(self) -> str:
        """That obstore is not here."""
        return "" if self.store is not None or find_spec("obstore") else MISSING

    def send(self, output: Path, paths: Sequence[str]) -> None:
        """Put files there, each with its type."""
        from obstore import put  # noqa: PLC0415  an extra, wanted for this place alone

        def sent(path: str) -> None:
            attributes = {"Content-Type": type_of(path)}
            put(store, path, (output / path).read_bytes(), attributes=attributes)

        with _told(), ThreadPoolExecutor(AT_ONCE) as threads:
            store = self._opened()
            for _ in threads.map(sent, paths):
                pass

    def remove(self, output: Path, paths: Sequence[str]) -> None:
        """Take files away there; one that is gone already is no fault."""
        from obstore import delete  # noqa: PLC0415  as above

        del output
        with _told():
            store = self._opened()
            for at in range(0, len(paths), IN_ONE):
                try:
                    delete(store, list(paths[at : at + IN_ONE]))
                except FileNotFoundError:
                    continue

    def _opened(self) -> Any:  # noqa: ANN401  any of obstore's stores
        return self.store if self.store is not None else s3_store(self.address, os.environ, tries=self.patience)


def s3_store(address: str, environment: Mapping[str, str], *, tries: int) -> Any:  # noqa: ANN401  obstore is not always here
    """The store of an address; everything secret is read from the environment by obstore itself."""
    from obstore.store import S3Store  # noqa: PLC0415  as above

    parts = urlsplit(address)
    endpoint = environment.get("AWS_ENDPOINT") or environment.get("AWS_ENDPOINT_URL") or ""
    options: Any = {"allow_http": endpoint.startswith("http://"), "timeout": "60s"}
    return S3Store(
        parts.netloc, prefix=parts.path.strip("/") or None, client_options=options, retry_config={"max_retries": tries}
    )


def type_of(path: str) -> str:
    """The media type of a file of the output, by its name."""
    name = path.rpartition("/")[2]
    ending = f".{name.rpartition('.')[2].lower()}"
    return FEEDS.get(name) or TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"


@contextmanager
def _told() -> Iterator[None]:
    """Whatever the storage says, told as a delivery's fault."""
    from obstore.exceptions import BaseError  # noqa: PLC0415  as above

    try:
        yield
    except (BaseError, FileNotFoundError, PermissionError, NotImplementedError, ValueError) as error:
        said = str(error).partition("Debug source")[0]
        raise DeliveryError(f"the storage refused: {line(said, limit=300)}") from error
