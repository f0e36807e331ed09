"""What every generator's page of a record has in common: what it may say, and its body."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeVar

from newsloom.model.edition import Entry
from newsloom.model.judgement import Part, Score
from newsloom.model.record import Receipts, Record, RecordImage, RecordProvider, RecordState, RelatedRecord
from newsloom.publish.presets.wording import address, markdown
from newsloom.records.paths import LONGEST, MARK

_HYPHENS = re.compile("-{2,}")
Words = Callable[[str], str]
Report = TypeVar("Report", Record, RelatedRecord)


def is_shown(record: Record) -> bool:
    """Whether readers are to see the record."""
    return record.state is RecordState.PUBLISHED and record.withdrawn is None


def name_of(entry: Entry) -> str:
    """The file's name, which is the record's own for ever: `2026-01-31-a-slug.md`.

    Generators make addresses of names and drop what hyphens are doubled or last, by which two names could become one
    address: such a name ends in a hash instead.
    """
    stem = PurePosixPath(entry.path).stem
    clean = _HYPHENS.sub("-", stem).strip("-")
    if clean == stem:
        return f"{stem}.md"
    mark = hashlib.sha256(entry.path.encode()).hexdigest()[:MARK]
    return f"{clean[: LONGEST - MARK - len('-.md')]}-{mark}.md"


def presentable(record: Record, words: Words) -> Record:
    """The record as a page may say it: texts through `words`, addresses of the web alone, nothing sealed, no raw HTML.

    A picture without an address of the web is left out. The HTML of a video's frame is left out too: templates print
    it as it is.
    """
    clean = _reported(record.storable(), words)
    return replace(
        clean,
        original_url=address(clean.original_url),
        featured_content=None,
        topics=tuple(map(words, clean.topics)),
        related=tuple(_reported(item, words) for item in clean.related),
        secured=None,
        notes=None,
        language=_maybe(clean.language, words),
        authors=tuple(map(words, clean.authors)),
        genre=_maybe(clean.genre, words),
        correction=_maybe(clean.correction, words),
        scores=_receipts(clean.scores, words),
    )


def body_of(record: Record) -> str:
    """The body in Markdown: the excerpt, a correction as a quote, a link to the article, and one to each other report.

    Nothing of it is a template, a tag, or a link of somebody else's making.
    """
    return "".join(f"{line}\n" for line in _body(record))


def _body(record: Record) -> Iterator[str]:
    yield markdown(record.excerpt) or markdown(record.title)
    if record.correction:
        yield from ("", f"> {markdown(record.correction)}")
    yield from ("", _link(_outlet(record.provider), record.web_url or record.original_url))
    for number, item in enumerate(record.related):
        if number == 0:
            yield ""
        yield f"- {_link(markdown(item.title) or _outlet(item.provider), item.web_url)} — {_outlet(item.provider)}"


def _link(text: str, url: str | None) -> str:
    return text if url is None else f"[{text}]({url.replace('&', '&amp;')})"


def _outlet(provider: RecordProvider) -> str:
    return markdown(provider.name) or markdown(provider.domain) or "…"


def _reported(report: Report, words: Words) -> Report:
    """What a record and a related report have in common."""
    amp_url, cdn_amp_url = address(report.amp_url), address(report.cdn_amp_url)
    return replace(
        report,
        title=words(report.title),
        excerpt=words(report.excerpt),
        web_url=address(report.web_url),
        amp_url=amp_url if cdn_amp_url else None,
        cdn_amp_url=cdn_amp_url if amp_url else None,
        provider=_provider(report.provider, words),
        images=_images(report.images, words),
    )


def _provider(provider: RecordProvider, words: Words) -> RecordProvider:
    return RecordProvider(
        name=words(provider.name), domain=words(provider.domain), images=_images(provider.images, words)
    )


def _images(images: tuple[RecordImage, ...], words: Words) -> tuple[RecordImage, ...]:
    found = ((image, address(image.url)) for image in images)
    return tuple(replace(image, url=url, title=_maybe(image.title, words)) for image, url in found if url)


def _maybe(text: str | None, words: Words) -> str | None:
    return None if text is None else words(text)


def _receipts(receipts: Receipts | None, words: Words) -> Receipts | None:
    if receipts is None:
        return None
    return Receipts(quality=_score(receipts.quality, words), heat=_score(receipts.heat, words))


def _score(score: Score | None, words: Words) -> Score | None:
    if score is None:
        return None
    parts = (Part(name=words(part.name), points=part.points, reason=words(part.reason)) for part in score.parts)
    return Score(value=score.value, parts=tuple(parts))
