"""What two texts have in common by their sense, whatever their words and languages."""

from dataclasses import dataclass

from newsloom.model.article import ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class SenseScale:
    """How a model's likenesses are read: from which cosine two texts tell of one event, and up to which they do not.

    Models differ: of some, texts without anything in common are .1 alike, of others .7.
    """

    alike: float
    unlike: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """An earlier article in another language that tells of the same event; `likeness` is their cosine by sense."""

    article: ArticleId
    other: ArticleId
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What an article's text says to a model, frozen on arrival: the model's name, the vector, what it found."""

    model: str
    vector: bytes
    counterparts: tuple[Counterpart, ...] = ()
