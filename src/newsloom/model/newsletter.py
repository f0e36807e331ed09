"""A newsletter: what its owner asks for, what an issue says, who gets it, and what became of each letter."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from newsloom.model.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsletterRules:
    """What an owner asks of a newsletter.

    It comes `every` so often and tells of `size` stories in full and `also` more in a line each, of those that the
    saved view `view` lets through ("" for all). `sections` are the ids of the topics that have a section, in order; of
    none, all have one. With `pictures` the leading story's picture is shown. `sender` and `reply_to` are addresses,
    `intro` and `imprint` the owner's words above and below, `unsubscribe_url` a page of the web that takes a reader
    off (`{token}` in it stands for the reader), `unsubscribe_mail` an address that does.
    """

    name: str
    title: str
    view: str = ""
    every: timedelta = timedelta(days=7)
    size: int = 10
    also: int = 8
    sections: tuple[str, ...] = ()
    pictures: bool = False
    sender: str = ""
    reply_to: str = ""
    intro: str = ""
    imprint: str = ""
    unsubscribe_url: str = ""
    unsubscribe_mail: str = ""
    per_minute: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueReport:
    """Another outlet's report of a story."""

    outlet: str
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueStory:
    """One story in an issue, in plain clean words; addresses are of the web or "".

    `page` is the story on the desk's own site. `heat` is what it had when it was last told of, `reports` counts all
    its reports and `independent` those of which no two speak with one voice; `others` are some of them.
    """

    story: StoryId
    title: str
    excerpt: str = ""
    url: str = ""
    page: str = ""
    outlet: str = ""
    language: str = ""
    published_at: datetime
    topic: str = ""
    heat: int = 0
    reports: int = 1
    independent: int = 1
    others: tuple[IssueReport, ...] = ()
    correction: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueSection:
    """The stories of one topic in an issue; the first section has no title."""

    title: str = ""
    stories: tuple[IssueStory, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePlan:
    """What an issue says, before it is rendered: sections of stories, and what is also noted. Times are UTC."""

    newsletter: str
    title: str
    subject: str
    at: datetime
    since: datetime
    sections: tuple[IssueSection, ...] = ()
    also: tuple[IssueStory, ...] = ()

    @property
    def stories(self) -> tuple[IssueStory, ...]:
        """Every story in it, in order."""
        return (*(story for section in self.sections for story in section.stories), *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A rendered issue, as every reader gets it: it is kept so, whatever becomes of its stories.

    `number` counts a newsletter's issues from 1. `html` and `text` hold `mark` where a reader's own address for
    unsubscribing is to stand. `begun` is when the first letter was about to leave (UTC), None before.
    """

    newsletter: str
    number: int
    at: datetime
    since: datetime
    title: str
    subject: str
    excerpt: str
    html: str
    text: str
    mark: str
    stories: tuple[StoryId, ...] = ()
    topics: tuple[str, ...] = ()
    begun: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who gets a newsletter: an address as it is written to, and a name that may be empty."""

    address: str
    name: str = ""

    @property
    def key(self) -> str:
        """What tells readers apart: capitals do not."""
        return self.address.casefold()


class DispatchStatus(StrEnum):
    """What became of one reader's letter.

    `waiting` is tried when it is due. `sending` was begun. `unknown` was begun and its end is not known: it is never
    sent again by itself. `refused` was turned down for good, `dead` was tried too often. `settled` was unknown until an
    editor let it be; `left` went off the list before it was sent.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    DEAD = "dead"
    SETTLED = "settled"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """One reader's letter of one issue. `token` stands for the reader; `detail` is what the last try brought."""

    newsletter: str
    number: int
    reader: Reader
    token: str
    status: DispatchStatus = DispatchStatus.WAITING
    due: datetime
    tries: int = 0
    ended: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsubscribed:
    """That a reader went off a newsletter's list, and when (UTC)."""

    address: str
    at: datetime
