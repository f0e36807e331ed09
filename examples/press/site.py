"""What an outlet answers to a request at one moment: no sockets, no clock."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus

from press.feeds import TYPES, feed, listed
from press.model import FIRST_DAY, Article, Outlet
from press.pages import ROBOTS, amp_page, article_page, home_page
from press.pictures import picture

_BUILT = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC) - timedelta(days=1)
_HTML = "text/html; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"
_RELATED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response before it is on the wire."""

    status: HTTPStatus = HTTPStatus.OK
    kind: str = _HTML
    body: bytes = b""
    modified: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Site:
    """One outlet's website; ``home`` is its address without a slash at the end."""

    outlet: Outlet
    articles: tuple[Article, ...]
    home: str

    @cached_property
    def _places(self) -> dict[str, int]:
        return {article.path: place for place, article in enumerate(self.articles)}

    def answer(self, path: str, asked: Mapping[str, str], *, now: datetime) -> Answer:
        """The response to a GET of ``path``; ``asked`` are the request's headers, names in lower case."""
        fault = self.outlet.fault(now)
        if fault == "error":
            return Answer(status=HTTPStatus.INTERNAL_SERVER_ERROR, kind=_TEXT, body=b"database is away\n")
        answer = self._found(path.partition("?")[0], now)
        if answer.status is not HTTPStatus.OK:
            return answer
        if fault is not None and path == self.outlet.feed_path:
            return _broken(answer, fault)
        return _validated(answer, asked) if self.outlet.validators else answer

    def _found(self, path: str, now: datetime) -> Answer:
        if path == self.outlet.feed_path:
            return self._feed(now)
        if path == "/":
            return self._home(now)
        if path == "/robots.txt":
            return Answer(kind=_TEXT, body=ROBOTS.encode(), modified=_BUILT)
        if path.startswith("/pictures/"):
            return self._picture(path, now)
        if path.startswith("/amp/") and self.outlet.amp:
            return self._page(path.removeprefix("/amp"), now, amp=True)
        return self._page(path, now)

    def _feed(self, now: datetime) -> Answer:
        entries = listed(self.articles, now)
        text = feed(self.outlet, entries, home=self.home)
        return Answer(kind=f"{TYPES[self.outlet.feed]}; charset=utf-8", body=text.encode(), modified=self._changed(now))

    def _home(self, now: datetime) -> Answer:
        text = home_page(self.outlet, listed(self.articles, now), home=self.home)
        return Answer(body=text.encode(), modified=self._changed(now))

    def _changed(self, now: datetime) -> datetime:
        times = (version.at for article in self.articles for version in article.versions if version.at <= now)
        return max(times, default=_BUILT)

    def _page(self, path: str, now: datetime, *, amp: bool = False) -> Answer:
        place = self._places.get(path)
        version = None if place is None else self.articles[place].at(now)
        if place is None or version is None:
            return Answer(
                status=HTTPStatus.NOT_FOUND, body=b"<!doctype html><title>Not found</title><p>No such page.\n"
            )
        article = self.articles[place]
        if amp:
            text = amp_page(self.outlet, article, version, home=self.home)
        else:
            others = self.articles[max(0, place - _RELATED) : place]
            text = article_page(self.outlet, article, version, home=self.home, others=others)
        return Answer(body=text.encode(), modified=version.at)

    def _picture(self, path: str, now: datetime) -> Answer:
        name = path.removeprefix("/pictures/").removesuffix(".png")
        for article in self.articles:
            if str(article.number) == name and article.published <= now:
                return Answer(kind="image/png", body=picture(article.number), modified=article.published)
        return Answer(status=HTTPStatus.NOT_FOUND, kind=_TEXT, body=b"no such picture\n")


def _broken(answer: Answer, fault: str) -> Answer:
    if fault == "truncated":
        return Answer(kind=answer.kind, body=answer.body[: len(answer.body) * 3 // 5])
    # What a hurried change of a template does: an entity XML lacks, a bare ampersand, a tag never closed.
    return Answer(kind=answer.kind, body=answer.body.replace(b"</title>", b" &nbsp;& more<br></title>"))


def _validated(answer: Answer, asked: Mapping[str, str]) -> Answer:
    modified = answer.modified or _BUILT
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Last-Modified": format_datetime(modified, usegmt=True)}
    if _is_known(tag, modified, asked):
        return Answer(status=HTTPStatus.NOT_MODIFIED, kind=answer.kind, headers=headers)
    return Answer(kind=answer.kind, body=answer.body, modified=modified, headers=headers)


def _is_known(tag: str, modified: datetime, asked: Mapping[str, str]) -> bool:
    if (tags := asked.get("if-none-match")) is not None:  # RFC 9110 §13.1.3: it outranks the date
        return tags.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in tags.split(","))
    try:
        return modified <= parsedate_to_datetime(asked["if-modified-since"])
    except (KeyError, ValueError, TypeError):
        return False
