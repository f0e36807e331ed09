"""What an outlet says of its article besides title and text, and where it says so."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Genre(StrEnum):
    """What kind of piece an article is; unsure stays `report`."""

    REPORT = "report"
    OPINION = "opinion"
    ANALYSIS = "analysis"
    INTERVIEW = "interview"
    REVIEW = "review"
    PRESS_RELEASE = "press release"
    SPONSORED = "sponsored"
    OBITUARY = "obituary"
    LIVE_BLOG = "live blog"
    VIDEO = "video"
    FACT_CHECK = "fact check"
    SATIRE = "satire"


class Standing(StrEnum):
    """Whether an outlet stands by its article.

    `gone` is an article whose page or feed item vanished without a word; `withdrawn` one its outlet took back.
    """

    STANDS = "stands"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A note with which an outlet corrected its article: its words, and when (UTC, None if it does not say)."""

    note: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of an article besides title, text and time.

    `provenance` pairs each field's name with where its value was: `json-ld`, `opengraph`, `meta`, `html`, `feed`,
    `rules` or `guessed`. `organisations` are the desks and agencies that stand where authors do.
    `genre_evidence` says in plain words what the genre was seen by. `language_probability` is that of
    the article's language, given what is declared and what the words say: 1 where the owner said it, 0 where none is
    named. `is_paywalled` is None where nothing says. `page` says what became of reading the
    article's page: "" if it was not wanted, `read`, or why it could not be read, as `Unreadable` and `Reason` put it.
    `canonical` is the address at another publisher that the page names as its original, else "".
    """

    provenance: tuple[tuple[str, str], ...] = ()
    organisations: tuple[str, ...] = ()
    section: str = ""
    genre: Genre = Genre.REPORT
    genre_evidence: tuple[str, ...] = ()
    language_probability: float = 0.0
    is_paywalled: bool | None = None
    standing: Standing = Standing.STANDS
    corrections: tuple[Correction, ...] = ()
    page: str = ""
    canonical: str = ""

    def source_of(self, field: str) -> str:
        """Where the value of a field was found; "" if nothing is known of it."""
        return dict(self.provenance).get(field, "")
