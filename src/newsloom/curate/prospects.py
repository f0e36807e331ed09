"""What each item of a feed would be as an article: all that can be said before the store is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from newsloom.curate.addresses import address, article_id, marks_at, said
from newsloom.curate.genre import Signs, Verdict, genre_of
from newsloom.curate.images import fed_picture
from newsloom.curate.provenance import told_by_feed
from newsloom.curate.times import believable
from newsloom.curate.tongue import first_guess, language_source, outlet_language
from newsloom.model.article import Article
from newsloom.model.item import Feed, Item
from newsloom.model.metadata import Metadata
from newsloom.model.source import Source
from newsloom.parse.desks import outlet_names
from newsloom.parse.people import Byline, byline
from newsloom.text import clean, html
from newsloom.text.fingerprint import fingerprint
from newsloom.text.language import Guess
from newsloom.text.urls import host_of
from newsloom.text.variants import same_article_key

LEAD = 300  # characters, as much of others' text as a record shows
TEXT = 200_000  # characters of an article's text that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """One item: its canonical address ("" if it has none), by what it may be known already, the hash of its words.

    `view` is what all views of the address have in common, `marks` are the others by which it may be known. `article`
    is what it would be if it were new; None where that was not wanted yet.
    """

    url: str
    view: str = ""
    marks: tuple[str, ...] = ()
    fed: str = ""
    article: Article | None = None


def prospects(feed: Feed, *, source: Source, now: datetime, whole: bool) -> tuple[Prospect, ...]:
    """One for each item, in their order.

    Args:
        feed: what the source says.
        source: whose items these are.
        now: our reading of the clock, UTC.
        whole: with their articles, which cost most: for feeds of which all will be new.
    """
    language = outlet_language(feed) if whole else ""
    return tuple(_prospect(item, source, feed, language=language, now=now, whole=whole) for item in feed.items)


def _prospect(item: Item, source: Source, feed: Feed, *, language: str, now: datetime, whole: bool) -> Prospect:
    url = address(item)
    if not url:
        return Prospect(url="")
    article = prospective(item, url, source=source, feed=feed, language=language, now=now) if whole else None
    return Prospect(
        url=url,
        view=same_article_key(url),
        marks=marks_at(url, item),
        fed=article.feed_fingerprint if article else fed_fingerprint(item),
        article=article,
    )


def fed_words(item: Item) -> tuple[str, str, str, str]:
    """Title, lead, summary and content of an item as plain text."""
    summary, content = html.plain(item.summary), html.plain(item.content)
    lead = clean.line(summary or content, limit=LEAD)
    return html.line(item.title) or clean.line(lead, limit=100), lead, summary, content


def fed_fingerprint(item: Item) -> str:
    """The hash of all that a feed says in an item: equal ones say nothing new."""
    title, _, summary, content = fed_words(item)
    return fingerprint(title, f"{summary}\n{content}")


def prospective(item: Item, url: str, *, source: Source, feed: Feed, language: str, now: datetime) -> Article:
    """The article this item, at this canonical address, would be if this were the first time it is seen.

    `language` is the feed's, as `outlet_language` has it; `now` our reading of the clock, UTC.
    """
    published = believable(said(item), now=now)
    title, lead, summary, content = fed_words(item)
    text = clean.prose(max(content, summary, key=len), limit=TEXT)
    provider = source.title or feed.title
    kept = fingerprint(title, text or lead)
    written = byline(item.authors, own=outlet_names(host_of(url), provider))
    spoken = first_guess(f"{title}\n{lead}", item=item, source=source, outlet=language)
    signs = Signs(url=url, title=title, text=text, categories=item.categories)
    describing = _describing(spoken, written, genre_of(signs))
    making = partial(
        Article,
        id=article_id(url),
        source=source.id,
        key=item.key,
        url=url,
        host=host_of(url),
        title=title,
        lead=lead,
        text=text,
        authors=written.people,
        published=published,
        updated=believable(item.updated, now=now),
        first_seen=now,
        sort_date=published or now,
        language=spoken.language,
        provider=provider,
        image=fed_picture(item.image, base=url),
        categories=item.categories,
        origin=item.origin[0] if item.origin else "",
        fingerprint=kept,
        feed_fingerprint=kept if _is_all(text, summary, content) else fingerprint(title, f"{summary}\n{content}"),
    )
    article = making(metadata=describing())
    told = told_by_feed(article, language=language_source(article, item, source=source, feed=feed))
    return making(metadata=describing(provenance=told))


def _describing(spoken: Guess, written: Byline, verdict: Verdict) -> partial[Metadata]:
    """The metadata without where it was found, which is told of the whole article."""
    return partial(
        Metadata,
        language_probability=spoken.probability,
        organisations=written.organisations,
        genre=verdict.genre,
        genre_evidence=verdict.evidence,
    )


def _is_all(text: str, summary: str, content: str) -> bool:
    """Whether a feed says no more than the text, as most do: the same words have the same hash."""
    return bool(text) and text == summary and not content


def views(prospects: Sequence[Prospect], items: Sequence[Item]) -> dict[str, set[str]]:
    """Which addresses, views apart, each key stands for in this feed; under "" all of them."""
    found: dict[str, set[str]] = {"": set()}
    for prospect, item in zip(prospects, items, strict=True):
        if prospect.view:
            found[""].add(prospect.view)
            found.setdefault(item.key, set()).add(prospect.view)
    return found
