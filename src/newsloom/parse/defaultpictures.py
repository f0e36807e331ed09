"""Whether a picture's address says that its outlet puts it on any article."""

import re
from functools import cache
from importlib.resources import files

_WORDS = re.compile(r"[a-z]+")
_LONGEST = 3  # words of a name


def says_default(url: str) -> bool:
    """Whether the path of an address names a picture for any article: `default-images.txt` lists such names."""
    path = url.partition("://")[2].partition("/")[2].partition("?")[0].partition("#")[0]
    words = _WORDS.findall(path.lower())
    named = _names()
    lengths = range(1, _LONGEST + 1)
    return any(tuple(words[at : at + length]) in named for length in lengths for at in range(len(words)))


@cache
def _names() -> frozenset[tuple[str, ...]]:
    text = (files("newsloom.parse") / "data" / "default-images.txt").read_text(encoding="utf-8")
    return frozenset(tuple(line.split()) for line in text.splitlines() if line.strip() and not line.startswith("#"))
