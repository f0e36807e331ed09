"""What a page says about its article."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """The picture a page names for itself; sizes in pixels, as the page claims them."""

    url: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """One article as its page presents it. Absent fields are None or empty.

    `provenance` maps each field found to where it was: "json-ld", "opengraph", "meta", "html" or "guessed".
    `problems` are one-line remarks about what was odd.
    """

    url: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    canonical: str | None = None
    amp_url: str | None = None
    image: PageImage | None = None
    site_name: str | None = None
    language: str | None = None
    text: str = ""
    problems: tuple[str, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)
