"""What judging knows of one article before any weight is put on it."""

from datetime import datetime

from msgspec import Struct

from newsloom.model.article import ArticleId
from newsloom.model.metadata import Genre, Standing
from newsloom.model.source import SourceId


class Finding(Struct, frozen=True, kw_only=True, array_like=True):
    """One article of a story, read for judgement: costly to find out, and the same whatever the weights are.

    `source`, `host`, `origin` and `provider` say who speaks, `title` and `lead` what of, as in `Article`; `at` is its
    sort date (UTC), `words` counts its text. `copy_of` is the article of its story whose text it repeats; `agency` is
    credited with the text as a whole (empty: none), which `is_agencys_own` if it is that agency's own page. `is_read`
    is False where there is too little text to tell a copy by; `is_elsewhere` says that the page names an address at
    another publisher as its original. An image that `is_default` is one its outlet puts on anything.
    """

    article: ArticleId
    source: SourceId
    host: str
    origin: str = ""
    provider: str = ""
    title: str
    lead: str = ""
    at: datetime
    language: str = ""
    words: int = 0
    genre: Genre = Genre.REPORT
    standing: Standing = Standing.STANDS
    has_author: bool = False
    has_date: bool = False
    has_amp: bool = False
    has_image: bool = False
    has_default_image: bool = False
    is_paywalled: bool = False
    is_read: bool = True
    is_elsewhere: bool = False
    agency: str = ""
    is_agencys_own: bool = False
    copy_of: ArticleId | None = None
