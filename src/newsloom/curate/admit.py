"""Which items become articles: one decision for each, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from newsloom.curate.addresses import article_id, said
from newsloom.curate.identity import recognised, sameness
from newsloom.curate.images import wants_probe
from newsloom.curate.prospects import Prospect, prospective, prospects, views
from newsloom.curate.revise import revised
from newsloom.curate.standing import with_standing
from newsloom.curate.times import believable
from newsloom.curate.tongue import outlet_language
from newsloom.model.article import Added, Admission, Article, ArticleId, Refusal, Rejected, Unchanged, Updated
from newsloom.model.draft import Draft, Known
from newsloom.model.item import Feed, Item
from newsloom.model.sighting import Recognition
from newsloom.model.source import Source
from newsloom.text import html
from newsloom.text.fingerprint import normalised
from newsloom.text.urls import host_of
from newsloom.text.variants import same_article_key


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


def admit(  # noqa: PLR0913  a decision has many grounds
    feed: Feed,
    *,
    source: Source,
    known: Known,
    first_visit: bool,
    now: datetime,
    rules: AdmitRules,
    seen: Sequence[Prospect] = (),
) -> list[Admission]:
    """One decision for each of the feed's items, in their order.

    Args:
        feed: what the source says.
        source: whose items these are.
        known: what is stored under the items' keys and canonical addresses.
        first_visit: whether the source was never read before; then only the backlog is taken.
        now: our reading of the clock, UTC.
        rules: how much to take.
        seen: what `prospects` says of the items, if it was asked already.
    """
    seen = seen or prospects(feed, source=source, now=now, whole=False)
    urls = [prospect.url for prospect in seen]
    met = views(seen, feed.items)
    door = _Door(source=source, feed=feed, known=known, prospects=seen, addresses=met, now=now, rules=rules)
    left_out = _beyond_backlog(feed.items, rules) if first_visit else _left_out_before(urls, known)
    doubles = door.doubles(urls)
    found: dict[int, Admission] = {}
    for index in sorted(range(len(urls)), key=lambda index: index in doubles):  # a double needs its article's decision
        item, url = feed.items[index], urls[index]
        first, by = doubles.get(index, (index, Recognition.FIRST))
        if (id_ := _article_of(found.get(first))) is not None:
            found[index] = Rejected(item=item, reason=Refusal.DUPLICATE, id=id_, url=url, by=by)
        else:
            found[index] = door.decide(index, left_out=index in left_out)
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
    prospects: Sequence[Prospect]
    addresses: dict[str, set[str]]
    now: datetime
    rules: AdmitRules
    language: list[str] = field(default_factory=list)
    drawn: dict[int, Article] = field(default_factory=dict)
    met: dict[str, ArticleId] = field(default_factory=dict)

    def doubles(self, urls: Sequence[str]) -> dict[int, tuple[int, Recognition]]:
        """Which items are the article of another item of this feed at another address, whatever their order.

        Each comes with the other one's place and with what shows it.
        """
        sharing: dict[str, list[int]] = {}
        for index in range(len(urls)):
            for mark in self.prospects[index].marks:
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
        one, other = (self._article(at) for at in (first, index))
        return sameness(one, other)

    def decide(self, at: int, *, left_out: bool) -> Admission:
        item, url = self.feed.items[at], self.prospects[at].url
        if reason := self._refusal(at):
            return Rejected(item=item, reason=reason)
        view = self.prospects[at].view
        if view in self.met:
            return Rejected(item=item, reason=Refusal.DUPLICATE, id=self.met[view], url=url, by=Recognition.VIEW)
        if earlier := self._earlier(at):
            return self._again(at, *earlier)
        if left_out:
            return Rejected(item=item, reason=Refusal.BACKLOG, id=article_id(url), url=url)
        return self._new(at)

    def _new(self, at: int) -> Admission:
        item = self.feed.items[at]
        if self._is_too_old(item):
            return Rejected(item=item, reason=Refusal.TOO_OLD)
        article = self._article(at)
        if not article.title:
            return Rejected(item=item, reason=Refusal.NO_TITLE)
        self.met[self.prospects[at].view] = article.id
        return Added(item=item, article=with_standing(article))

    def _again(self, at: int, earlier: Article, by: Recognition) -> Admission:
        """The decision about an item whose article is stored; of several such items, one speaks for the article."""
        item, url = self.feed.items[at], self.prospects[at].url
        view = self.prospects[at].view
        own = view if earlier.url == url else same_article_key(earlier.url)
        if own != view and own in self.addresses[""]:
            return Rejected(item=item, reason=Refusal.DUPLICATE, id=earlier.id, url=url, by=by)
        if earlier.id in self.met:
            return Rejected(item=item, reason=Refusal.DUPLICATE, id=earlier.id, url=url, by=by)
        self.met |= {view: earlier.id, earlier.id: earlier.id}
        return self._compare(at, earlier, by)

    def _refusal(self, at: int) -> Refusal | None:
        item, url = self.feed.items[at], self.prospects[at].url
        if self.source.muted:
            return Refusal.MUTED
        if not url:
            return Refusal.NO_LINK
        if self._is_removed(at):
            return Refusal.REMOVED
        if not (item.title.strip() or item.summary.strip() or item.content.strip()):
            return Refusal.NO_TITLE
        return None

    def _is_removed(self, at: int) -> bool:
        """Whether this was removed: by its address, by a key that stands for nothing else, by its marks."""
        item, url = self.feed.items[at], self.prospects[at].url
        if _id_at(url, self.known) in self.known.removed:
            return True
        if item.key in self.known.removed_keys and item.key not in self.known.by_key:
            return len(self.addresses[item.key]) == 1
        return not self.known.removed_marks.isdisjoint(self.prospects[at].marks)

    def _is_too_old(self, item: Item) -> bool:
        published = self._published(item)
        most = self.rules.max_age
        return most is not None and published is not None and published < self.now - most

    def _earlier(self, at: int) -> tuple[Article, Recognition] | None:
        """The stored article this item is a sighting of, and what shows it, if there is one.

        A key alone is believed only where it does not stand for several addresses at once, and where the title or
        the time agrees: some feeds give every item the same key.
        """
        item, url = self.feed.items[at], self.prospects[at].url
        if url in self.known.by_url:
            earlier = self.known.by_url[url]
            return earlier, Recognition.ADDRESS if earlier.url == url else Recognition.VIEW
        if found := self._by_key(item):
            return found, Recognition.KEY
        candidates = [article for mark in self.prospects[at].marks for article in self.known.by_mark.get(mark, ())]
        return recognised(self._article(at), candidates) if candidates else None

    def _by_key(self, item: Item) -> Article | None:
        earlier = self.known.by_key.get(item.key) if item.key and len(self.addresses[item.key]) == 1 else None
        if earlier is None or same_article_key(earlier.url) in self.addresses[""]:
            return None
        same_title = normalised(earlier.title) == normalised(html.line(item.title))
        same_time = earlier.published is not None and earlier.published == self._published(item)
        return earlier if same_title or same_time else None

    def _compare(self, at: int, earlier: Article, by: Recognition) -> Admission:
        item, url = self.feed.items[at], self.prospects[at].url
        if earlier.feed_fingerprint == self.prospects[at].fed:  # spares making an article
            return Unchanged(item=item, id=earlier.id, url=url, by=by)
        fresh = self._article(at)
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

    def _article(self, at: int) -> Article:
        """What the item there would be as an article; made when it is first asked for."""
        if at not in self.drawn:
            item, prospect = self.feed.items[at], self.prospects[at]
            if not self.language:
                self.language.append(outlet_language(self.feed))
            self.drawn[at] = prospect.article or prospective(
                item, prospect.url, source=self.source, feed=self.feed, language=self.language[0], now=self.now
            )
        return self.drawn[at]

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
