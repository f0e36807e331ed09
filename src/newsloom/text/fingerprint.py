"""A hash of what counts in an article: the same through cosmetic changes, another one once its substance changes."""

from hashlib import blake2b

from newsloom.text.substance import normalised, substance

__all__ = ["fingerprint", "normalised"]


def fingerprint(title: str, text: str) -> str:
    """32 hexadecimal digits that stay the same through cosmetic changes of a title and text."""
    words = f"{normalised(title)}\n{substance(text)}".encode("utf-8", "replace")
    return blake2b(words, digest_size=16).hexdigest()
