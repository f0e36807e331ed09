"""Which language a text is in, or "" where we had better not say."""

from functools import cache
from typing import Protocol, cast

CONFIDENCE = 0.9
"""The least probability at which we name a language."""

SHORTEST = 20
"""Characters of text below which nothing is guessed."""

_READ = 2_000  # characters; more text makes no better guess
_CODE = 2, 3  # letters of a primary language subtag


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


@cache
def _identifier() -> _Identifier:
    """The model, loaded at first need: it takes a tenth of a second, and most commands never ask."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  lazy on purpose, see the docstring

    return cast("_Identifier", LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True))


def primary(tag: str) -> str:
    """The language of a tag as feeds write it: `en` for `en-GB`, `EN_us`, ` en `; "" for what is no tag."""
    code = tag.strip().replace("_", "-").partition("-")[0].lower()
    return code if code.isascii() and code.isalpha() and len(code) in _CODE else ""


def language_of(text: str, *, hint: str = "") -> str:
    """The language's two-letter code, or "" if the text is too short or the guess too weak.

    Args:
        text: plain text; title and lead are enough.
        hint: what the feed says its language is. It decides where the text does not contradict it with
        confidence.
    """
    said = primary(hint)
    sample = text[:_READ].strip()
    if len(sample) < SHORTEST:
        return said
    code, probability = _identifier().classify(sample)
    return code if probability >= CONFIDENCE else said
