"""What a page says about its article."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from newsloom.model.metadata import Correction


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """The picture a page names for itself; sizes in pixels, as the page claims them."""

    url: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """One article as its page presents it. Absent fields are None or empty.

    `authors` are people, `organisations` the desks and agencies named where authors are. `kinds` are the types the
    page gives itself (schema.org's `@type`, OpenGraph's `og:type`). `owner` is the company that publishes the site, as
    the page names it; `template` a sample of the hashes of its class names, by which sites made alike are known.
    `is_paywalled` is None where the page does not say. `withdrawal` is the note with which the outlet took its article
    back. `provenance` maps each field found to where it was: "json-ld",
    "opengraph", "meta", "html", "rules" or "guessed". `problems` are one-line remarks about what was odd.
    """

    url: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    canonical: str | None = None
    amp_url: str | None = None
    image: PageImage | None = None
    site_name: str | None = None
    language: str | None = None
    section: str | None = None
    kinds: tuple[str, ...] = ()
    is_paywalled: bool | None = None
    corrections: tuple[Correction, ...] = ()
    withdrawal: str = ""
    owner: str = ""
    template: tuple[int, ...] = ()
    text: str = ""
    problems: tuple[str, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)

    @property
    def withdrawn(self) -> bool:
        """Whether the outlet says on the page that it took the article back."""
        return bool(self.withdrawal)
