"""What drafts become once their pages were read: articles at their real addresses, or sightings of others."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from newsloom.curate.complete import completed
from newsloom.curate.identity import agrees
from newsloom.curate.reread import RereadRules, after_failure, after_reading
from newsloom.curate.whereabouts import Family, Whereabouts, no_family, whereabouts
from newsloom.model.article import Article, ArticleId
from newsloom.model.draft import Known
from newsloom.model.page import Failure, Reason
from newsloom.model.sighting import Recognition
from newsloom.parse.reading import PageReading
from newsloom.text.fingerprint import normalised
from newsloom.text.urls import host_of
from newsloom.text.variants import same_article_key

_IS_THERE = frozenset(
    {Reason.PAYWALL, Reason.LOGIN, Reason.BOT_PROTECTION, Reason.REFUSED, Reason.ROBOTS, Reason.TOO_LARGE}
)
"""Failures after which the last hop is still where the page is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A draft whose page was read or given up.

    `article` is what it becomes unless it turns out to be another, at the address its page names, or where its
    redirects ended: `landed`. `said` is whether its page named the address. `reading` is None where it was given up.
    """

    article: Article
    was: str
    landed: str
    said: bool = False
    reading: PageReading | None = None

    @property
    def by(self) -> Recognition | None:
        """What gave the article another address than its feed did, if anything."""
        if self.article.url == self.was:
            return None
        return Recognition.CANONICAL if self.said else Recognition.REDIRECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of a draft; an `article` of another id is the one it turned out to be. `by` shows it."""

    draft: ArticleId
    article: Article
    by: Recognition


def arrival(
    draft: Article,
    outcome: PageReading | Failure,
    *,
    landed: str,
    family_of: Family = no_family,
    rules: RereadRules = RereadRules(),
) -> Arrival:
    """A draft with what came of its page.

    Args:
        draft: the article as it waited.
        outcome: its page, or why it is given up.
        landed: where the page's body came from, after redirects.
        family_of: which hosts may name each other's addresses.
        rules: what is believed of a page that was read before.
    """
    if isinstance(outcome, Failure):
        last = outcome.hops[-1] if outcome.hops and outcome.reason in _IS_THERE else draft.url
        found = whereabouts(draft.url, landed=last) or Whereabouts(url=draft.url)
        return Arrival(article=_at(after_failure(draft, outcome), found.url), was=draft.url, landed=found.url)
    seen = whereabouts(draft.url, landed=landed) or Whereabouts(url=draft.url)
    found = whereabouts(draft.url, landed=landed, said=outcome.canonical or "", family_of=family_of) or seen
    article = _at(after_reading(draft, outcome, rules=rules), found.url)
    if found.original:
        article = replace(article, metadata=replace(article.metadata, canonical=found.original))
    return Arrival(article=article, was=draft.url, landed=seen.url, said=found.is_said, reading=outcome)


def settle(arrivals: Sequence[Arrival], *, known: Known, stored: frozenset[ArticleId]) -> list[Settled]:
    """What each draft becomes, in their order; of several that are one article, the first one stays.

    Args:
        arrivals: drafts whose pages were read or given up.
        known: what is stored under their addresses.
        stored: which of them are new versions of articles that are stored; those stay what they are.
    """
    named: dict[str, list[Arrival]] = {}
    for one in arrivals:
        if one.said:
            named.setdefault(same_article_key(one.article.url), []).append(one)
    doubted = {one.article.id for several in named.values() if not _all_agree(several) for one in several}
    settling = _Settling(
        arrivals={one.article.id: _unsaid(one) if one.article.id in doubted else one for one in arrivals},
        known=known,
        stored=stored,
    )
    return [settling.settled(one.article.id) for one in arrivals]


@dataclass(slots=True, kw_only=True)
class _Settling:
    """The state of settling one batch: `here` holds what stands at an address, views apart."""

    arrivals: dict[ArticleId, Arrival]
    known: Known
    stored: frozenset[ArticleId]
    here: dict[str, Article] = field(default_factory=dict)
    done: dict[ArticleId, Settled] = field(default_factory=dict)
    begun: set[ArticleId] = field(default_factory=set)

    def settled(self, id_: ArticleId) -> Settled:
        if id_ not in self.done:
            self.begun.add(id_)
            self.done[id_] = self._settle(self.arrivals[id_])
        return self.done[id_]

    def _settle(self, one: Arrival) -> Settled:
        other = None if one.article.id in self.stored else self._other(one)
        if other is not None and one.said and not _is_borne_out(one, other):
            one = _unsaid(one)
            other = self._other(one)
        article = self._own(one) if other is None else other
        self.here.setdefault(same_article_key(article.url), article)
        self.here.setdefault(same_article_key(one.was), article)
        return Settled(draft=one.article.id, article=article, by=one.by or Recognition.FIRST)

    def _own(self, one: Arrival) -> Article:
        """The draft as an article of its own; at its old address, where the new one is another article's."""
        leads_to = self.known.ids.get(one.article.url, one.article.id)
        return one.article if leads_to == one.article.id else _at(one.article, one.was)

    def _other(self, one: Arrival) -> Article | None:
        """The article that stands at an arrival's address already."""
        id_, url = one.article.id, one.article.url
        if self.known.ids.get(url) in self.known.removed:
            return replace(one.article, id=self.known.ids[url])  # known to be gone, it is not kept
        other = self.here.get(same_article_key(url)) or self.known.by_url.get(url)
        if other is None or other.id == id_:
            return None
        if other.id in self.arrivals:  # both wait for their pages, and both have them now
            return None if other.id in self.begun - set(self.done) else self.settled(other.id).article
        is_waiting = other.sequence == 0 and other.id not in {told.article.id for told in self.done.values()}
        if not is_waiting:
            return other
        return _at(completed(other, one.reading), url) if one.reading else None


def _is_borne_out(one: Arrival, other: Article) -> bool:
    """Whether an address that a page gives itself is borne out by the article at that address.

    Some sites name one address on every page.
    """
    title = one.reading.title or "" if one.reading else ""
    return agrees(one.article, other) or (bool(title) and normalised(title) == normalised(other.title))


def _all_agree(arrivals: Sequence[Arrival]) -> bool:
    first = arrivals[0]
    return all(_is_borne_out(one, first.article) or _is_borne_out(first, one.article) for one in arrivals[1:])


def _unsaid(one: Arrival) -> Arrival:
    """The arrival without its page's word on its address."""
    return replace(one, article=_at(one.article, one.landed), said=False)


def _at(article: Article, url: str) -> Article:
    return article if article.url == url else replace(article, url=url, host=host_of(url))
