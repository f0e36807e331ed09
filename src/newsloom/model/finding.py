"""What judging knows of one article before any weight is put on it."""

from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from newsloom.model.article import ArticleId
from newsloom.model.metadata import Genre, Standing
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId
from newsloom.model.topicrule import TopicMatch


class Finding(Struct, frozen=True, kw_only=True, array_like=True):
    """One article of a story, read for judgement: costly to find out, and the same whatever the weights are.

    `source`, `host`, `origin` and `provider` say who speaks, `title` and `lead` what of, as in `Article`; `at` is its
    sort date (UTC), `words` counts its text. `copy_of` is the article of its story whose text it repeats; `agency` is
    credited with the text as a whole (empty: none), which `is_agencys_own` if it is that agency's own page. `is_read`
    is False where there is too little text to tell a copy by; `is_elsewhere` says that the page names an address at
    another publisher as its original. A picture that is a default one is one its outlet puts on anything. `topics` are
    the ids of those it speaks for by the rules it was found with (None: by none), `matches` where. `turns` is how many
    turns of the story it has behind it.
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
    picture: str = ""
    is_paywalled: bool = False
    is_read: bool = True
    is_elsewhere: bool = False
    agency: str = ""
    is_agencys_own: bool = False
    copy_of: ArticleId | None = None
    turns: int = 0
    topics: tuple[str, ...] | None = None
    matches: tuple[TopicMatch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedBy:
    """Hashes of the settings that a story was judged by, each of what a change of it makes necessary.

    `texts` are those that decide what is found in texts, `words` those that decide what a record says, `weights` those
    that decide scores alone; `tallies` are all but the profile.
    """

    texts: str
    words: str
    tallies: str
    weights: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStory:
    """What was found of a story's articles when its record was last made, and by which settings.

    `order` holds the articles that count as they stood in the record, the lead first. `tally` has what weights are put
    on as bare numbers (`curate.tallies`); empty where the profile knows no such.
    """

    story: StoryId
    findings: tuple[Finding, ...]
    order: tuple[ArticleId, ...]
    tally: bytes = b""
    judged_by: JudgedBy
