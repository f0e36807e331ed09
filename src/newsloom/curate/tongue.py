"""Which language an article is in, from what its owner, its feed, its page and its words say."""

from newsloom.model.article import Article
from newsloom.model.item import Feed, Item
from newsloom.model.source import Source
from newsloom.text.language import Guess, guess, language_of, primary

SURE = 0.9
"""From this probability on a language is not guessed again when more text is there."""

_TITLES = 40  # of a feed that declares no language, read together


def outlet_language(feed: Feed) -> str:
    """What a feed declares, else the language its titles are in when read together; "" if neither says."""
    return primary(feed.language) or language_of("\n".join(item.title for item in feed.items[:_TITLES]))


def first_guess(text: str, *, item: Item, source: Source, outlet: str) -> Guess:
    """The language of an item; what the owner says of its source stands, with probability 1.

    Args:
        text: title and lead.
        item: may declare a language of its own.
        source: may have been told one.
        outlet: the language of its feed, or "".
    """
    if told := primary(source.language):
        return Guess(language=told, probability=1.0)
    return guess(text, hint=primary(item.language) or outlet)


def better_guess(article: Article, text: str, *, hint: str) -> Guess:
    """The article's language once its page was read; one that was sure stays.

    Args:
        article: as its feed gave it.
        text: what was read.
        hint: what the page declares, or "".
    """
    known = Guess(language=article.language, probability=article.metadata.language_probability)
    if known.language and known.probability >= SURE:
        return known
    fresh = guess(f"{article.title}\n{text}", hint=primary(hint) or known.language)
    return fresh if fresh.language else known


def language_source(article: Article, item: Item, *, source: Source, feed: Feed) -> str:
    """Where the language of an article of this feed was found, as provenance has it: `rules`, `feed` or `guessed`."""
    if primary(source.language):
        return "rules"
    return "feed" if article.language in {primary(item.language), primary(feed.language)} else "guessed"
