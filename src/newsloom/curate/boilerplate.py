"""Which sentences an outlet puts under anything: what it printed before says nothing of what an article is about."""

import re
from struct import Struct
from zlib import crc32

from newsloom.model.article import Article, ArticleId

_READ = 1_400  # characters of a text that are looked at
_END = r"(?:[.!?\u061f\u06d4\u0964]++(?=\s)|[\u3002\uff01\uff1f]|\n|$)"
_INSIDE = r"[^\n.!?\u061f\u06d4\u0964\u3002\uff01\uff1f]++"
_SENTENCE = re.compile(rf"[^\n](?:{_INSIDE}|(?!{_END})[^\n])*+{_END}\s*")
_LONG = 40  # bytes from which a sentence is one that nobody writes twice by chance
_MOST = 12  # sentences remembered of an article
_KEY = Struct("<I")

Sentences = tuple[int, ...]


class Repeats:
    """The sentences of the active articles, by outlet."""

    def __init__(self) -> None:
        self._articles: dict[ArticleId, Sentences] = {}
        self._times: dict[int, int] = {}
        self._at_hand: tuple[Article, list[tuple[int, str]]] | None = None

    def fresh(self, article: Article) -> str | None:
        """The beginning of the article's text without the sentences its outlet has printed in an active article.

        None where it has printed none of them: the text may be read as it is.
        """
        if not article.source or not self._times:
            return None
        said = self._read(article)
        if self._times.keys().isdisjoint([key for key, _ in said]):
            return None
        return "".join(sentence for key, sentence in said if key not in self._times)

    def new_of(self, article: Article) -> Sentences:
        """What is to be remembered of an article: hashes of its outlet and of its first long sentences."""
        if not article.source:
            return ()
        return tuple(dict.fromkeys([key for key, _ in self._read(article) if key]))[:_MOST]

    def of(self, article: ArticleId) -> Sentences:
        """What is remembered of an active article."""
        return self._articles.get(article, ())

    def add(self, article: ArticleId, sentences: Sentences) -> None:
        """Remember an article's sentences."""
        if sentences:
            self._articles[article] = sentences
            for key in sentences:
                self._times[key] = self._times.get(key, 0) + 1

    def remove(self, article: ArticleId) -> None:
        """Forget them."""
        for key in self._articles.pop(article, ()):
            self._times[key] -= 1
            if not self._times[key]:
                del self._times[key]

    def _read(self, article: Article) -> list[tuple[int, str]]:
        """The article's sentences; it is asked for twice."""
        if self._at_hand is None or self._at_hand[0] is not article:
            self._at_hand = article, _sentences((article.text or article.lead)[:_READ], crc32(article.source.encode()))
        return self._at_hand[1]


def with_sentences(features: bytes, sentences: Sentences) -> bytes:
    """An article's frozen features and its sentences, for the store."""
    return b"".join((features, *map(_KEY.pack, sentences), bytes([len(sentences)])))


def sentences_in(blob: bytes) -> Sentences:
    """The sentences in what `with_sentences` gave."""
    first = len(blob) - 1 - blob[-1] * _KEY.size
    return tuple([key for (key,) in _KEY.iter_unpack(blob[first:-1])])


def _sentences(text: str, seed: int) -> list[tuple[int, str]]:
    """The sentences in order, with a hash of the long ones; 0 for the others."""
    found = []
    for sentence in _SENTENCE.findall(text):
        said = sentence.strip().encode()
        found.append((crc32(said, seed) if len(said) >= _LONG else 0, sentence))
    return found
