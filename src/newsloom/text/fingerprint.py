"""Whether two wordings of an article are the same to a reader.

Case, blanks, punctuation and markup do not count, nor do counters that tick by themselves ("12 comments", "5
minutes ago", "3 min
read"). Other numbers do count: a corrected figure is news.
"""

import re
import unicodedata
from hashlib import blake2b

_TICKING = re.compile(
    r"\b\d[\d.,]*\s?[km]?\s*(?:comments?|views?|shares?|likes?|reactions?|replies|retweets?|reads?"
    r"|(?:min(?:ute)?s?|sec(?:ond)?s?|hours?|hrs?|days?)\s+(?:ago|read))\b"
)
_WORD = re.compile(r"[^\W_]+")


def normalised(text: str) -> str:
    """The words that count, in one spelling, single blanks between them."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_WORD.findall(_TICKING.sub(" ", folded)))


def fingerprint(title: str, text: str) -> str:
    """32 hexadecimal digits that stay the same through cosmetic changes of a title and text."""
    words = f"{normalised(title)}\n{normalised(text)}".encode("utf-8", "replace")
    return blake2b(words, digest_size=16).hexdigest()
