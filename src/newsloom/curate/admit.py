"""Which items become articles: one decision for each, in order."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from newsloom.model.article import Added, Admission, Article, ArticleId, Refusal, Rejected, Unchanged, Updated
from newsloom.model.article import ArticleImage as Image
from newsloom.model.draft import Draft, Known
from newsloom.model.item import Feed, Item
from newsloom.model.source import Source
from newsloom.text import clean, html
from newsloom.text.fingerprint import fingerprint, normalised
from newsloom.text.language import language_of
from newsloom.text.urls import absolute, canonical, host_of

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  # no outlet had a feed before; such dates are zeroes and defaults
TOMORROW = timedelta(hours=24)  # a date further ahead is not a zone's mistake but a wrong date
LEAD = 300  # characters, as much of others' text as a record shows
TEXT = 200_000  # characters of an article's text that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitRules:
    """How much of a feed is taken.

    `backlog` bounds the first visit. `max_age` leaves older items alone, None takes them however old. `whole` is the
    number of words from which a feed's text counts as full.
    """

    backlog: int = 50
    max_age: timedelta | None = None
    whole: int = 150


def admit(
    feed: Feed, *, source: Source, known: Known, first_visit: bool, now: datetime, rules: AdmitRules
) -> list[Admission]:
    """One decision for each of the feed's items, in their order.

    Args:
        feed: what the source says.
        source: whose items these are.
        known: what is stored under the items' keys and canonical addresses.
        first_visit: whether the source was never read before; then only the backlog is taken.
        now: our reading of the clock, UTC.
        rules: how much to take.
    """
    urls = {url for item in feed.items if (url := address(item))}
    door = _Door(source=source, feed=feed, known=known, urls=urls, now=now, rules=rules, met={})
    backlog = _backlog(feed.items, rules) if first_visit else None
    return [door.decide(item, in_backlog=backlog is None or index in backlog) for index, item in enumerate(feed.items)]


def wants_page(article: Article, *, source: Source, rules: AdmitRules) -> bool:
    """Whether the article's page should be read: the owner wishes it, and the feed has no full text."""
    return source.full_text and len(article.text.split()) < rules.whole


def drafts_of(admissions: Sequence[Admission], *, source: Source, rules: AdmitRules) -> list[Draft]:
    """The admitted articles that still want their page."""
    return [
        Draft(article=admission.article)
        for admission in admissions
        if isinstance(admission, Added | Updated) and wants_page(admission.article, source=source, rules=rules)
    ]


def address(item: Item) -> str:
    """The canonical address of an item: its link, else its key where that is one; "" if there is none."""
    return canonical(item.url) or (canonical(item.key) if item.key.startswith(("http://", "https://")) else "")


def article_id(url: str) -> ArticleId:
    """The id of the article whose first canonical address this is."""
    return ArticleId(hashlib.sha256(url.encode()).hexdigest()[:16])


def believable(date: datetime | None, *, now: datetime) -> datetime | None:
    """A date as far as it can be believed: none before there were feeds, none far ahead, never later than now."""
    if date is None or date < EARLIEST or date > now + TOMORROW:
        return None
    return min(date, now)


def _backlog(items: Sequence[Item], rules: AdmitRules) -> set[int]:
    """The places of the newest items; undated ones keep the feed's order, which is newest first by custom."""
    order = sorted(
        range(len(items)), key=lambda index: items[index].published or datetime.max.replace(tzinfo=UTC), reverse=True
    )
    return set(order[: rules.backlog])


@dataclass(slots=True, kw_only=True)
class _Door:
    """The state of admitting one feed: `met` holds the addresses decided so far."""

    source: Source
    feed: Feed
    known: Known
    urls: set[str]
    now: datetime
    rules: AdmitRules
    met: dict[str, Admission]

    def decide(self, item: Item, *, in_backlog: bool) -> Admission:
        url = address(item)
        if reason := self._refusal(item, url):
            return Rejected(item=item, reason=reason)
        earlier = self._earlier(item, url)
        if earlier is not None:
            decision = self._compare(item, url, earlier)
        elif not in_backlog:
            return Rejected(item=item, reason=Refusal.BACKLOG)
        elif self._is_too_old(item):
            return Rejected(item=item, reason=Refusal.TOO_OLD)
        else:
            decision = Added(item=item, article=self._article(item, url))
        self.met[url] = decision
        return decision

    def _refusal(self, item: Item, url: str) -> Refusal | None:
        if self.source.muted:
            return Refusal.MUTED
        if not url:
            return Refusal.NO_LINK
        if url in self.met:
            return Refusal.DUPLICATE
        if article_id(url) in self.known.removed:
            return Refusal.REMOVED
        if not (item.title.strip() or item.summary.strip() or item.content.strip()):
            return Refusal.NO_TITLE
        return None

    def _is_too_old(self, item: Item) -> bool:
        published = self._published(item)
        most = self.rules.max_age
        return most is not None and published is not None and published < self.now - most

    def _earlier(self, item: Item, url: str) -> Article | None:
        """The stored article this item is a sighting of, if any.

        A key alone is believed only where it does not stand for several addresses at once, and where the title or
        the time agrees: some feeds give every item the same key.
        """
        if url in self.known.by_url:
            return self.known.by_url[url]
        earlier = self.known.by_key.get(item.key) if item.key else None
        if earlier is None or earlier.url in self.urls or earlier.url in self.met:
            return None
        same_title = normalised(earlier.title) == normalised(html.line(item.title))
        same_time = earlier.published is not None and earlier.published == self._published(item)
        return earlier if same_title or same_time else None

    def _compare(self, item: Item, url: str, earlier: Article) -> Admission:
        fresh = self._article(item, url)
        if earlier.source != self.source.id or earlier.feed_fingerprint == fresh.feed_fingerprint:
            return Unchanged(item=item, id=earlier.id, url=url)
        whole = not wants_page(fresh, source=self.source, rules=self.rules)
        article = replace(
            fresh,
            id=earlier.id,
            url=earlier.url,
            host=earlier.host,
            key=fresh.key or earlier.key,
            text=fresh.text if whole or not earlier.text else earlier.text,
            published=earlier.published or fresh.published,
            first_seen=earlier.first_seen,
            sort_date=earlier.sort_date,
            revision=earlier.revision + 1,
        )
        article = replace(article, fingerprint=fingerprint(article.title, article.text or article.lead))
        changed = tuple(
            name for name in ("title", "lead", "text") if _differ(getattr(earlier, name), getattr(article, name))
        )
        if not changed:
            return Unchanged(item=item, id=earlier.id, url=url)
        return Updated(item=item, article=article, url=url, changed=changed)

    def _article(self, item: Item, url: str) -> Article:
        published = self._published(item)
        summary, content = html.plain(item.summary), html.plain(item.content)
        text = clean.prose(max(content, summary, key=len), limit=TEXT)
        lead = clean.line(summary or content, limit=LEAD)
        title = html.line(item.title) or clean.line(lead, limit=100)
        image = absolute(item.image.url, url) if item.image else ""
        return Article(
            id=article_id(url),
            source=self.source.id,
            key=item.key,
            url=url,
            host=host_of(url),
            title=title,
            lead=lead,
            text=text,
            authors=item.authors,
            published=published,
            updated=believable(item.updated, now=self.now),
            first_seen=self.now,
            sort_date=published or self.now,
            language=self._language(item, f"{title}\n{lead}"),
            provider=self.source.title or self.feed.title,
            image=Image(url=image, width=item.image.width, height=item.image.height) if item.image and image else None,
            categories=item.categories,
            origin=item.origin[0] if item.origin else "",
            fingerprint=fingerprint(title, text or lead),
            feed_fingerprint=fingerprint(title, f"{summary}\n{content}"),
        )

    def _published(self, item: Item) -> datetime | None:
        """When the outlet says it appeared; some formats know only when it was last changed."""
        return believable(item.published or item.updated, now=self.now)

    def _language(self, item: Item, text: str) -> str:
        return self.source.language or language_of(text, hint=item.language or self.feed.language)


def _differ(one: str, other: str) -> bool:
    return normalised(one) != normalised(other)
