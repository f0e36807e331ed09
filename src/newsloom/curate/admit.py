"""Which items become articles: one decision for each, in order."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from newsloom.curate.genre import Signs, with_genre
from newsloom.curate.provenance import told_by_feed
from newsloom.curate.revise import revised
from newsloom.curate.times import believable
from newsloom.model.article import Added, Admission, Article, ArticleId, Refusal, Rejected, Unchanged, Updated
from newsloom.model.article import ArticleImage as Image
from newsloom.model.draft import Draft, Known
from newsloom.model.item import Feed, Item
from newsloom.model.metadata import Metadata
from newsloom.model.source import Source
from newsloom.parse.desks import outlet_names
from newsloom.parse.people import byline
from newsloom.text import clean, html
from newsloom.text.fingerprint import fingerprint, normalised
from newsloom.text.language import language_of
from newsloom.text.urls import absolute, canonical, host_of

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
    urls = [address(item) for item in feed.items]
    door = _Door(source=source, feed=feed, known=known, addresses=_addresses(feed.items), now=now, rules=rules)
    left_out = _beyond_backlog(feed.items, rules) if first_visit else _left_out_before(urls, known)
    return [
        door.decide(item, url, left_out=index in left_out)
        for index, (item, url) in enumerate(zip(feed.items, urls, strict=True))
    ]


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


def _addresses(items: Sequence[Item]) -> dict[str, set[str]]:
    """Which canonical addresses each key stands for in this feed; under "" all of them."""
    found: dict[str, set[str]] = {"": set()}
    for item in items:
        if url := address(item):
            found[""].add(url)
            found.setdefault(item.key, set()).add(url)
    return found


def _beyond_backlog(items: Sequence[Item], rules: AdmitRules) -> set[int]:
    """The places of all but the newest items; undated ones keep the feed's order, which is newest first by custom."""
    order = sorted(
        range(len(items)), key=lambda index: _said(items[index]) or datetime.max.replace(tzinfo=UTC), reverse=True
    )
    return set(order[rules.backlog :])


def _left_out_before(urls: Sequence[str], known: Known) -> set[int]:
    return {index for index, url in enumerate(urls) if url and article_id(url) in known.left_out}


@dataclass(slots=True, kw_only=True)
class _Door:
    """The state of admitting one feed: `met` holds the addresses and the articles decided so far."""

    source: Source
    feed: Feed
    known: Known
    addresses: dict[str, set[str]]
    now: datetime
    rules: AdmitRules
    met: set[str] = field(default_factory=set)

    def decide(self, item: Item, url: str, *, left_out: bool) -> Admission:
        if reason := self._refusal(item, url):
            return Rejected(item=item, reason=reason)
        earlier = self._earlier(item, url)
        if earlier is not None:
            return self._again(item, url, earlier)
        if left_out:
            return Rejected(item=item, reason=Refusal.BACKLOG, id=article_id(url), url=url)
        if self._is_too_old(item):
            return Rejected(item=item, reason=Refusal.TOO_OLD)
        article = self._article(item, url)
        if not article.title:
            return Rejected(item=item, reason=Refusal.NO_TITLE)
        self.met.add(url)
        return Added(item=item, article=article)

    def _again(self, item: Item, url: str, earlier: Article) -> Admission:
        """The decision about an item whose article is stored; of several such items, one speaks for the article."""
        elsewhere = earlier.url != url and earlier.url in self.addresses[""]
        if elsewhere or earlier.id in self.met:
            return Rejected(item=item, reason=Refusal.DUPLICATE)
        self.met |= {url, earlier.id}
        return self._compare(item, url, earlier)

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
        earlier = self.known.by_key.get(item.key) if item.key and len(self.addresses[item.key]) == 1 else None
        if earlier is None or earlier.url in self.addresses[""]:
            return None
        same_title = normalised(earlier.title) == normalised(html.line(item.title))
        same_time = earlier.published is not None and earlier.published == self._published(item)
        return earlier if same_title or same_time else None

    def _compare(self, item: Item, url: str, earlier: Article) -> Admission:
        fresh = self._article(item, url)
        if earlier.source != self.source.id or not fresh.title:  # an item that has lost its words takes none back
            return Unchanged(item=item, id=earlier.id, url=url)
        whole = not wants_page(fresh, source=self.source, rules=self.rules)
        revision = revised(earlier, fresh, is_whole=whole, said=_said(item))
        if revision is None:
            return Unchanged(item=item, id=earlier.id, url=url)
        return Updated(item=item, article=revision.article, url=url, changed=revision.changed)

    def _article(self, item: Item, url: str) -> Article:
        published = self._published(item)
        summary, content = html.plain(item.summary), html.plain(item.content)
        text = clean.prose(max(content, summary, key=len), limit=TEXT)
        lead = clean.line(summary or content, limit=LEAD)
        title = html.line(item.title) or clean.line(lead, limit=100)
        image = absolute(item.image.url, url) if item.image else ""
        provider = self.source.title or self.feed.title
        written = byline(item.authors, own=outlet_names(host_of(url), provider))
        article = Article(
            id=article_id(url),
            source=self.source.id,
            key=item.key,
            url=url,
            host=host_of(url),
            title=title,
            lead=lead,
            text=text,
            authors=written.people,
            published=published,
            updated=believable(item.updated, now=self.now),
            first_seen=self.now,
            sort_date=published or self.now,
            language=self._language(item, f"{title}\n{lead}"),
            provider=provider,
            image=Image(url=image, width=item.image.width, height=item.image.height) if item.image and image else None,
            categories=item.categories,
            origin=item.origin[0] if item.origin else "",
            fingerprint=fingerprint(title, text or lead),
            feed_fingerprint=fingerprint(title, f"{summary}\n{content}"),
        )
        signs = Signs(url=url, title=title, text=text, categories=item.categories)
        said = with_genre(Metadata(organisations=written.organisations), signs)
        return replace(article, metadata=replace(said, provenance=told_by_feed(article, said)))

    def _published(self, item: Item) -> datetime | None:
        return believable(_said(item), now=self.now)

    def _language(self, item: Item, text: str) -> str:
        return self.source.language or language_of(text, hint=item.language or self.feed.language)


def _said(item: Item) -> datetime | None:
    """When the outlet says it appeared; some formats know only when it was last changed."""
    return item.published or item.updated
