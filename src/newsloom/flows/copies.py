"""Which texts of a stream repeat one that came before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newsloom.curate.copies import InheritRules, inherited, nearest_of
from newsloom.curate.copyindex import CopyIndex
from newsloom.curate.passages import Common, text_of
from newsloom.curate.sketch import outlet_of, pack, sketch_of, unpack
from newsloom.keeping import Articles, Stories
from newsloom.model.article import Article, ArticleId

_SPARE = 1_000


@dataclass(slots=True, kw_only=True)
class Texts:
    """The texts of the last days, and of each the article whose text it is."""

    index: CopyIndex = field(default_factory=CopyIndex)
    originals: dict[ArticleId, ArticleId] = field(default_factory=dict)

    def restore(self, stories: Stories) -> None:
        """Take back what the store has kept; from then on the answers are as if no time had passed."""
        rules = self.index.rules
        rows = stories.sketches(window=rules.window, most=rules.most)
        self.originals = {article: original for article, original, _ in rows}
        self.index.restore((article, unpack(blob)) for article, _, blob in rows)

    def drop_forgotten(self, stories: Stories) -> None:
        """Let the store forget what the index has forgotten."""
        rules = self.index.rules
        stories.drop_sketches(window=rules.window, most=rules.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article's text among those of the last days.

    `original` is the article whose text it is, its own if it is new; `nearest` the article it shares most with;
    `sketch` is what the store keeps.
    """

    article: ArticleId
    original: ArticleId
    nearest: ArticleId | None
    sketch: bytes


def taken(article: Article, *, texts: Texts) -> Text:
    """Take the next article's text in.

    A copy goes with the earlier text it shares most with, unless it is a digest of several.
    """
    sketch = sketch_of(text_of(article), at=article.sort_date, source=outlet_of(article))
    matches, kept = texts.index.add(article.id, sketch)
    nearest = nearest_of(matches, texts.originals)
    original = texts.originals[nearest] if nearest else article.id
    texts.originals[article.id] = original
    if len(texts.originals) > 2 * len(texts.index) + _SPARE:
        texts.originals = dict(list(texts.originals.items())[-len(texts.index) :])  # what the index remembers
    return Text(article=article.id, original=original, nearest=nearest, sketch=pack(kept))


def originals_of(articles: Iterable[Article], *, texts: Texts) -> Iterator[tuple[ArticleId, ArticleId]]:
    """Each article and the first whose text it has (itself, if the text is new), as they come in order of time."""
    for article in articles:
        yield article.id, taken(article, texts=texts).original


@dataclass(frozen=True, slots=True, kw_only=True)
class Inheritance:
    """The article into whose story a copy goes, and what they share."""

    original: ArticleId
    shared: Common


def inheritances(
    articles: Iterable[Article], found: Iterable[Text], *, stored: Articles, rules: InheritRules
) -> dict[ArticleId, Inheritance]:
    """The copies that are sure enough to go into their original's story.

    Asked are the original of the text, then the nearest: a copy of a copy may share little with the first.

    Args:
        articles: what has just been taken in.
        found: their texts, in the same order.
        stored: where earlier articles are.
        rules: what is sure enough.
    """
    at_hand = {article.id: article for article in articles}
    copies = [text for text in found if text.nearest is not None]
    asked = {text.article: [a for a in dict.fromkeys((text.original, text.nearest)) if a] for text in copies}
    wanted = {one for ones in asked.values() for one in ones}
    at_hand |= stored.get(wanted - at_hand.keys())
    inheriting: dict[ArticleId, Inheritance] = {}
    for copy, originals in asked.items():
        for original in originals:
            shared = inherited(at_hand[copy], at_hand[original], rules=rules) if original in at_hand else None
            if shared is not None:
                inheriting[copy] = Inheritance(original=original, shared=shared)
                break
    return inheriting
