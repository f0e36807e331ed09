"""Which language a tag names, and which languages are read alike."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

_CODE = 2, 3  # letters of a primary language subtag


def read_table() -> dict[str, Any]:
    """What is known of languages before a text is read: the tables of `languages.toml`."""
    return tomllib.loads((files("newsloom.text") / "data" / "languages.toml").read_text(encoding="utf-8"))


_TABLE = read_table()
SAME: dict[str, str] = _TABLE["same"]
"""Other codes of a language, and the one it is known by here."""

ALIKE: dict[str, tuple[str, ...]] = {
    code: tuple(other for other in group if other != code) for group in _TABLE["alike"]["groups"] for code in group
}
"""For a language, those it is hard to tell from by a headline."""

_NONE = frozenset(_TABLE["none"]["tags"])


@lru_cache(maxsize=256)  # a feed's is asked for with every item
def primary(tag: str) -> str:
    """The language of a tag as feeds write it: `en` for `en-GB`, `EN_us`, ` en `, `eng`; "" for what names none."""
    code = tag.strip().replace("_", "-").partition("-")[0].lower()
    if not (code.isascii() and code.isalpha() and len(code) in _CODE) or code in _NONE:
        return ""
    return SAME.get(code, code)
