"""What rules read of an article: its fields, one behind the other."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsloom.curate.termindex import BREAK
from newsloom.curate.topicrules import FIELDS
from newsloom.model.article import Article
from newsloom.model.topicrule import ArticleField
from newsloom.text.plain import Plain

TAG_BREAK = f" {BREAK} "  # no phrase goes on in the next tag


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one article as one text, for which `starts` are offsets and `numbers` places in `FIELDS`."""

    text: str
    starts: tuple[int, ...]
    numbers: tuple[int, ...]

    def field_at(self, at: int) -> int:
        """The place in `FIELDS` of the field that an offset is in."""
        return self.numbers[bisect_right(self.starts, at) - 1]

    def at(self, at: int) -> tuple[int, int]:
        """The place in `FIELDS` of the field that an offset is in, and where it starts."""
        place = bisect_right(self.starts, at) - 1
        return self.numbers[place], self.starts[place]

    def fields_at(self, spans: Sequence[tuple[int, int]]) -> int:
        """The fields that places are in, each as 2 to the power of its place in `FIELDS`, summed."""
        starts, numbers = self.starts, self.numbers
        if len(spans) == 1:
            return 1 << numbers[bisect_right(starts, spans[0][0]) - 1]
        there = 0
        for begin, _ in spans:
            there |= 1 << numbers[bisect_right(starts, begin) - 1]
        return there

    def as_in(self, text: Plain) -> "Fields":
        """The same with offsets as they are in the text's form."""
        return Fields(self.text, tuple(map(text.at, self.starts)), self.numbers)

    def start_of(self, field: ArticleField) -> int | None:
        """Where a field starts; None if there is nothing in it."""
        number = FIELDS.index(field)
        return self.starts[self.numbers.index(number)] if number in self.numbers else None

    def pieces(self) -> Iterator[tuple[int, str]]:
        """Each field's start and text."""
        for start, end in pairwise((*self.starts, len(self.text) + len(BREAK))):
            yield start, self.text[start : end - len(BREAK)]


def fields_of(article: Article, read: Collection[ArticleField]) -> Fields:
    """The fields of an article that are read, without empty ones."""
    pieces: list[str] = []
    starts: list[int] = []
    numbers: list[int] = []
    at = 0
    for number, field in enumerate(FIELDS):
        text = text_of(article, field) if field in read else ""
        if text:
            pieces.append(text)
            starts.append(at)
            numbers.append(number)
            at += len(text) + len(BREAK)
    return Fields(BREAK.join(pieces), tuple(starts), tuple(numbers))


def text_of(article: Article, field: ArticleField) -> str:
    """What an article has in a field, as offsets of matches count it."""
    match field:
        case ArticleField.TITLE:
            return article.title
        case ArticleField.LEAD:
            return article.lead
        case ArticleField.TEXT:
            return article.text
        case ArticleField.SECTION:
            return article.metadata.section
        case ArticleField.URL:
            return _path(article.url)
        case ArticleField.TAGS:
            return TAG_BREAK.join(article.categories)


def _path(url: str) -> str:
    """An address behind its host."""
    slash = url.find("/", url.find("//") + 2)
    return url[slash:] if slash >= 0 else ""
