"""Which items become articles: one decision for each, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from newsloom.curate.addresses import address, addresses, article_id, item_marks, said
from newsloom.curate.genre import Signs, with_genre
from newsloom.curate.identity import recognised, sameness
from newsloom.curate.images import fed_picture, wants_probe
from newsloom.curate.provenance import told_by_feed
from newsloom.curate.revise import revised
from newsloom.curate.standing import with_standing
from newsloom.curate.times import believable
from newsloom.curate.tongue import first_guess, language_source, outlet_language
from newsloom.model.article import Added, Admission, Article, ArticleId, Refusal, Rejected, Unchanged, Updated
from newsloom.model.draft import Draft, Known
from newsloom.model.item import Feed, Item
from newsloom.model.metadata import Metadata
from newsloom.model.sighting import Recognition
from newsloom.model.source import Source
from newsloom.parse.desks import outlet_names
from newsloom.parse.people import byline
from newsloom.text import clean, html
from newsloom.text.fingerprint import fingerprint, normalised
from newsloom.text.urls import host_of
from newsloom.text.variants import same_article_key

LEAD = 300  # characters, as much of others' text as a record shows
TEXT = 200_000  # characters of an article's text that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitRules:
    """How much of a feed is taken.

    `backlog` bounds the first visit. `max_age` leaves older items alone, None takes them however old. `whole` is the
    number of words from which a feed's text counts as full. `probe_images` lets articles wait until their picture was
    asked for its size.
    """

    backlog: int = 50
    max_age: timedelta | None = None
    whole: int = 150
    probe_images: bool = True


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
    door = _Door(
        source=source,
        feed=feed,
        known=known,
        addresses=addresses(feed.items),
        language=outlet_language(feed),
        now=now,
        rules=rules,
    )
    left_out = _beyond_backlog(feed.items, rules) if first_visit else _left_out_before(urls, known)
    doubles = door.doubles(urls)
    found: dict[int, Admission] = {}
    for index in sorted(range(len(urls)), key=lambda index: index in doubles):  # a double needs its article's decision
        item, url = feed.items[index], urls[index]
        first, by = doubles.get(index, (index, Recognition.FIRST))
        if (id_ := _article_of(found.get(first))) is not None:
            found[index] = Rejected(item=item, reason=Refusal.DUPLICATE, id=id_, url=url, by=by)
        else:
            found[index] = door.decide(item, url, left_out=index in left_out)
    return [found[index] for index in range(len(urls))]


def wants_page(article: Article, *, source: Source, rules: AdmitRules) -> bool:
    """Whether the article's page should be read: the owner wishes it, and the feed has no full text."""
    return source.full_text and article.dropped is None and len(article.text.split()) < rules.whole


def drafts_of(admissions: Sequence[Admission], *, source: Source, rules: AdmitRules) -> list[Draft]:
    """The admitted articles that still want their page, or to know how large their picture is."""
    new = [admission for admission in admissions if isinstance(admission, Added | Updated)]
    measures = rules.probe_images and source.full_text
    return [
        Draft(article=one.article)
        for one in new
        if wants_page(one.article, source=source, rules=rules)
        or (measures and isinstance(one, Added) and wants_probe(one.article))
    ]


def _beyond_backlog(items: Sequence[Item], rules: AdmitRules) -> set[int]:
    """The places of all but the newest items; undated ones keep the feed's order, which is newest first by custom."""
    order = sorted(
        range(len(items)), key=lambda index: said(items[index]) or datetime.max.replace(tzinfo=UTC), reverse=True
    )
    return set(order[rules.backlog :])


def _left_out_before(urls: Sequence[str], known: Known) -> set[int]:
    return {index for index, url in enumerate(urls) if url and _id_at(url, known) in known.left_out}


def _id_at(url: str, known: Known) -> ArticleId:
    """The id of the article an address leads to, stored or not."""
    return known.ids.get(url) or article_id(url)


@dataclass(slots=True, kw_only=True)
class _Door:
    """The state of admitting one feed: `met` holds the articles decided so far, by address (views apart) and by id."""

    source: Source
    feed: Feed
    known: Known
    addresses: dict[str, set[str]]
    language: str
    now: datetime
    rules: AdmitRules
    met: dict[str, ArticleId] = field(default_factory=dict)

    def doubles(self, urls: Sequence[str]) -> dict[int, tuple[int, Recognition]]:
        """Which items are the article of another item of this feed at another address, whatever their order.

        Each comes with the other one's place and with what shows it.
        """
        sharing: dict[str, list[int]] = {}
        for index, item in enumerate(self.feed.items):
            for mark in item_marks(item) if urls[index] else ():
                sharing.setdefault(mark, []).append(index)
        order = sorted(range(len(urls)), key=lambda index: (urls[index] not in self.known.by_url, urls[index]))
        place = {index: rank for rank, index in enumerate(order)}
        found: dict[int, tuple[int, Recognition]] = {}
        for several in sharing.values():
            first, *others = sorted(several, key=place.__getitem__)
            for index in others:
                if urls[index] not in self.known.by_url and (by := self._is_double(first, index, urls)):
                    found.setdefault(index, (first, by))
        return {index: told for index, told in found.items() if told[0] not in found}

    def _is_double(self, first: int, index: int, urls: Sequence[str]) -> Recognition | None:
        if same_article_key(urls[first]) == same_article_key(urls[index]):
            return None  # met by its address
        one, other = (self._article(self.feed.items[at], urls[at]) for at in (first, index))
        return sameness(one, other)

    def decide(self, item: Item, url: str, *, left_out: bool) -> Admission:
        if reason := self._refusal(item, url):
            return Rejected(item=item, reason=reason)
        view = same_article_key(url)
        if view in self.met:
            return Rejected(item=item, reason=Refusal.DUPLICATE, id=self.met[view], url=url, by=Recognition.VIEW)
        if earlier := self._earlier(item, url):
            return self._again(item, url, *earlier)
        if left_out:
            return Rejected(item=item, reason=Refusal.BACKLOG, id=article_id(url), url=url)
        return self._new(item, url)

    def _new(self, item: Item, url: str) -> Admission:
        if self._is_too_old(item):
            return Rejected(item=item, reason=Refusal.TOO_OLD)
        article = self._article(item, url)
        if not article.title:
            return Rejected(item=item, reason=Refusal.NO_TITLE)
        self.met[same_article_key(url)] = article.id
        return Added(item=item, article=with_standing(article))

    def _again(self, item: Item, url: str, earlier: Article, by: Recognition) -> Admission:
        """The decision about an item whose article is stored; of several such items, one speaks for the article."""
        view, own = same_article_key(url), same_article_key(earlier.url)
        if own != view and own in self.addresses[""]:
            return Rejected(item=item, reason=Refusal.DUPLICATE, id=earlier.id, url=url, by=by)
        if earlier.id in self.met:
            return Rejected(item=item, reason=Refusal.DUPLICATE, id=earlier.id, url=url, by=by)
        self.met |= {view: earlier.id, earlier.id: earlier.id}
        return self._compare(item, url, earlier, by)

    def _refusal(self, item: Item, url: str) -> Refusal | None:
        if self.source.muted:
            return Refusal.MUTED
        if not url:
            return Refusal.NO_LINK
        if self._is_removed(item, url):
            return Refusal.REMOVED
        if not (item.title.strip() or item.summary.strip() or item.content.strip()):
            return Refusal.NO_TITLE
        return None

    def _is_removed(self, item: Item, url: str) -> bool:
        """Whether this was removed: by its address, by a key that stands for nothing else, by its marks."""
        if _id_at(url, self.known) in self.known.removed:
            return True
        if item.key in self.known.removed_keys and item.key not in self.known.by_key:
            return len(self.addresses[item.key]) == 1
        return not self.known.removed_marks.isdisjoint(item_marks(item))

    def _is_too_old(self, item: Item) -> bool:
        published = self._published(item)
        most = self.rules.max_age
        return most is not None and published is not None and published < self.now - most

    def _earlier(self, item: Item, url: str) -> tuple[Article, Recognition] | None:
        """The stored article this item is a sighting of, and what shows it, if there is one.

        A key alone is believed only where it does not stand for several addresses at once, and where the title or
        the time agrees: some feeds give every item the same key.
        """
        if url in self.known.by_url:
            earlier = self.known.by_url[url]
            return earlier, Recognition.ADDRESS if earlier.url == url else Recognition.VIEW
        if found := self._by_key(item):
            return found, Recognition.KEY
        candidates = [article for mark in item_marks(item) for article in self.known.by_mark.get(mark, ())]
        return recognised(self._article(item, url), candidates) if candidates else None

    def _by_key(self, item: Item) -> Article | None:
        earlier = self.known.by_key.get(item.key) if item.key and len(self.addresses[item.key]) == 1 else None
        if earlier is None or same_article_key(earlier.url) in self.addresses[""]:
            return None
        same_title = normalised(earlier.title) == normalised(html.line(item.title))
        same_time = earlier.published is not None and earlier.published == self._published(item)
        return earlier if same_title or same_time else None

    def _compare(self, item: Item, url: str, earlier: Article, by: Recognition) -> Admission:
        fresh = self._article(item, url)
        if earlier.source != self.source.id or not fresh.title:  # an item that has lost its words takes none back
            return Unchanged(item=item, id=earlier.id, url=url, by=by)
        whole = not wants_page(fresh, source=self.source, rules=self.rules)
        revision = revised(earlier, fresh, is_whole=whole, said=said(item))
        if revision is None:
            return Unchanged(item=item, id=earlier.id, url=url, by=by)
        article = revision.article
        if url not in self.known.ids:  # never seen there before: the article moved with its new words
            article = replace(article, url=url, host=host_of(url))
        return Updated(item=item, article=article, url=url, changed=revision.changed, by=by)

    def _article(self, item: Item, url: str) -> Article:
        published = self._published(item)
        summary, content = html.plain(item.summary), html.plain(item.content)
        text = clean.prose(max(content, summary, key=len), limit=TEXT)
        lead = clean.line(summary or content, limit=LEAD)
        title = html.line(item.title) or clean.line(lead, limit=100)
        provider = self.source.title or self.feed.title
        written = byline(item.authors, own=outlet_names(host_of(url), provider))
        spoken = first_guess(f"{title}\n{lead}", item=item, source=self.source, outlet=self.language)
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
            language=spoken.language,
            provider=provider,
            image=fed_picture(item.image, base=url),
            categories=item.categories,
            origin=item.origin[0] if item.origin else "",
            metadata=with_genre(
                Metadata(language_probability=spoken.probability, organisations=written.organisations),
                Signs(url=url, title=title, text=text, categories=item.categories),
            ),
            fingerprint=fingerprint(title, text or lead),
            feed_fingerprint=fingerprint(title, f"{summary}\n{content}"),
        )
        told = told_by_feed(article, language=language_source(article, item, source=self.source, feed=self.feed))
        return replace(article, metadata=replace(article.metadata, provenance=told))

    def _published(self, item: Item) -> datetime | None:
        return believable(said(item), now=self.now)


def _article_of(admission: Admission | None) -> ArticleId | None:
    """The article that an admission says is there; None where it is not."""
    match admission:
        case None:
            return None
        case Added(article=article) | Updated(article=article):
            return article.id
        case Unchanged(id=id_):
            return id_
        case Rejected(id=id_, reason=reason):
            return id_ if reason is Refusal.DUPLICATE else None
