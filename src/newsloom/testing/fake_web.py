"""A web made of values: what would be fetched, without a network."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from newsloom.model.page import Failure, Outcome, Page, Reason, Request

MOMENT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
_REASONS = {401: Reason.LOGIN, 403: Reason.REFUSED, 410: Reason.GONE, 429: Reason.RATE_LIMIT}


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeAnswer:
    """One URL's answer. `moved_to` makes it a redirect, permanent for status 301 and 308."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    moved_to: str | None = None


class FakeWeb:
    """A fetcher over a dict of URL to answer: bytes, an answer, or the reason it fails for.

    A request with the `etag` or `last-modified` an answer carries gets 304. URLs not in the dict are not found.
    `asked` keeps every request in order.

    Args:
        pages: what the web consists of; may be changed between fetches.
        now: when pages are fetched.
    """

    def __init__(self, pages: Mapping[str, bytes | str | FakeAnswer | Reason], *, now: datetime = MOMENT) -> None:
        self.pages = dict(pages)
        self.now = now
        self.asked: list[Request] = []

    def fetch(self, requests: Iterable[Request]) -> Iterator[Outcome]:
        """Answer each request, in order."""
        for request in requests:
            self.asked.append(request)
            yield self._outcome(request)

    def _outcome(self, request: Request) -> Outcome:
        hops = [request.url]
        permanent = True
        answer = self._answer(request.url)
        while isinstance(answer, FakeAnswer) and answer.moved_to is not None:
            if len(hops) > 5:  # noqa: PLR2004  as the real one
                return _failure(request, Reason.REDIRECTS, None, hops)
            permanent = permanent and answer.status in {301, 308}
            hops.append(answer.moved_to)
            answer = self._answer(answer.moved_to)
        if isinstance(answer, Reason):
            return _failure(request, answer, None, hops)
        if answer.status >= 400:  # noqa: PLR2004  RFC 9110 §15
            reason = Reason.SERVER if answer.status >= 500 else _REASONS.get(answer.status, Reason.NOT_FOUND)  # noqa: PLR2004  as above
            return _failure(request, reason, answer.status, hops)
        return self._page(request, answer, hops, permanent=permanent)

    def _page(self, request: Request, answer: FakeAnswer, hops: list[str], *, permanent: bool) -> Outcome:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        same = _matches(request, headers)
        if not same and not answer.body.strip():
            return _failure(request, Reason.EMPTY, answer.status, hops)
        return Page(
            request=request,
            url=hops[-1],
            status=304 if same else answer.status,
            headers=headers,
            body=b"" if same else answer.body[: request.first_bytes],
            not_modified=same,
            fetched=self.now,
            permanent=permanent and len(hops) > 1,
            wire_bytes=0 if same else len(answer.body[: request.first_bytes]),
            hops=tuple(hops),
        )

    def _answer(self, url: str) -> FakeAnswer | Reason:
        found = self.pages.get(url, FakeAnswer(status=404))
        if isinstance(found, Reason | FakeAnswer):  # Reason is a str too, so it is asked for first
            return found
        return FakeAnswer(body=found.encode() if isinstance(found, str) else found)


def _matches(request: Request, headers: Mapping[str, str]) -> bool:
    if request.etag is not None:
        return request.etag == headers.get("etag")
    return request.last_modified is not None and request.last_modified == headers.get("last-modified")


def _failure(request: Request, reason: Reason, status: int | None, hops: list[str]) -> Failure:
    return Failure(
        request=request, reason=reason, detail=f"as the test wants: {reason}", status=status, hops=tuple(hops)
    )
