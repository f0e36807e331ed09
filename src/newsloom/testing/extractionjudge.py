"""Whether a text, title, author list or date agrees with the gold."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from urllib.parse import urlsplit

_WORD = re.compile(r"\w+")
_ORGANISATION = re.compile(
    r"\b(?:agence|agency|agentur|associated|press|presse|news|nachrichten|newspaper|redaktion|redaction|rédaction|redazione|"
    r"redacción|editorial|staff|team|desk|reporters?|correspondents?|writers?|contributors?|editors?|newsroom|online|media|"
    r"magazine?|zeitung|journal|radio|tv|television|reuters|bloomberg|afp|dpa|apa|ap|sid|epd|kna|pti|ians|ani|group|inc|llc|gmbh|"
    r"ltd|company|department|ministry|university|institute|foundation|association|daily|times|post|guardian|bbc|cnn|service|services)\b",
    re.IGNORECASE,
)


class Judgement(StrEnum):
    """What a compared field is."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"


def words(text: str) -> list[str]:
    """Give the lower-cased runs of word characters."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def tokens(text: str) -> list[str]:
    """Give the lower-cased runs of word characters, as they stand."""
    return _WORD.findall(text.lower())


def token_f1(found: str, gold: str) -> tuple[float, float, float]:
    """Give F1, precision and recall of the lower-cased runs of word characters as multisets; two empty texts agree."""
    ours, theirs = Counter(tokens(found)), Counter(tokens(gold))
    if not ours and not theirs:
        return 1.0, 1.0, 1.0
    both = (ours & theirs).total()
    if not both:
        return 0.0, 0.0, 0.0
    precision, recall = both / ours.total(), both / theirs.total()
    return 2 * precision * recall / (precision + recall), precision, recall


def judged_title(found: object, gold: str) -> Judgement:
    """Compare titles as words: right if equal, or if one holds the other whole."""
    if not isinstance(found, str) or not words(found):
        return Judgement.MISSING
    ours, theirs = f" {' '.join(words(found))} ", f" {' '.join(words(gold))} "
    return Judgement.RIGHT if ours in theirs or theirs in ours else Judgement.WRONG


def judged_authors(found: object, gold: object, *, url: str) -> Judgement:
    """Compare the people on both sides."""
    ours, theirs = (people(names if isinstance(names, list) else [], url=url) for names in (found, gold))
    if ours == theirs:
        return Judgement.RIGHT
    return Judgement.WRONG if ours else Judgement.MISSING


def people(names: Iterable[object], *, url: str) -> set[str]:
    """Leave out organisations: one word, a word that only organisations have, a name found in the address's host."""
    host = (urlsplit(url).hostname or "").replace(".", "").replace("-", "")
    found = set()
    for name in names:
        plain = words(str(name))
        is_alone = len(plain) < 2 and str(name).isascii()  # noqa: PLR2004  first and last names
        if plain and not is_alone and not _ORGANISATION.search(str(name)) and "".join(plain) not in host:
            found.add(" ".join(plain))
    return found


def judged_date(found: object, gold: str) -> Judgement:
    """Compare the day as it was written, which is the outlet's own."""
    if not found:
        return Judgement.MISSING
    return Judgement.RIGHT if str(found)[:10] == gold[:10] else Judgement.WRONG
