"""Records as Markdown files with front matter, at their frozen paths."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsloom.model.edition import Artifact, Edition, Entry
from newsloom.model.record import Record, RecordImage, RecordProvider, RelatedRecord
from newsloom.records.codec import render
from newsloom.text.urls import parse


@dataclass(frozen=True, slots=True)
class Markdown:
    """The publisher of records. Line ends are LF, as that of every record written first."""

    @property
    def fingerprint(self) -> str:
        """Which version of this shape it is."""
        return "markdown 1"

    def render(self, edition: Edition) -> Iterator[Artifact]:
        """One file for each record that is due, shown or not, in the edition's order."""
        for entry in edition.entries():
            yield page(entry)


def page(entry: Entry) -> Artifact:
    """The file of one record."""
    return Artifact(path=entry.path, content=render(publishable(entry.record)), story=entry.story)


def publishable(record: Record) -> Record:
    """The record as it may leave the house: only what YAML can hold, only addresses of the web.

    Scripts, files and relative addresses are dropped; a related report that has lost its address stays, as the
    words they are.
    """
    clean = record.storable()
    amp_url, cdn_amp_url = _pair(clean.amp_url, clean.cdn_amp_url)
    return replace(
        clean,
        original_url=_web(clean.original_url),
        web_url=_web(clean.web_url),
        amp_url=amp_url,
        cdn_amp_url=cdn_amp_url,
        provider=_provider(clean.provider),
        images=_images(clean.images),
        related=tuple(_related(item) for item in clean.related),
    )


def _related(item: RelatedRecord) -> RelatedRecord:
    amp_url, cdn_amp_url = _pair(item.amp_url, item.cdn_amp_url)
    return replace(
        item,
        web_url=_web(item.web_url),
        amp_url=amp_url,
        cdn_amp_url=cdn_amp_url,
        provider=_provider(item.provider),
        images=_images(item.images),
    )


def _provider(provider: RecordProvider) -> RecordProvider:
    return replace(provider, images=_images(provider.images))


def _images(images: tuple[RecordImage, ...]) -> tuple[RecordImage, ...]:
    return tuple(image for image in images if _is_web(image.url))


def _pair(amp_url: str | None, cdn_amp_url: str | None) -> tuple[str | None, str | None]:
    """Both addresses or neither: the cache's is there exactly when the page's is."""
    both = _web(amp_url), _web(cdn_amp_url)
    return (None, None) if None in both else both


def _web(url: str | None) -> str | None:
    return url if url is not None and _is_web(url) else None


def _is_web(url: str) -> bool:
    """Whether it is an address in full: a browser takes `https:x` for one of the page it stands on."""
    return url.lstrip()[:8].lower().startswith(("http://", "https://")) and parse(url) is not None
