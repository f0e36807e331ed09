"""How foreign text becomes plain text that is safe to store and to show.

Dropped: NUL and the other C0 and C1 controls (tab and line ends count as blanks), lone surrogates,
noncharacters, the byte order mark,
and the paired bidi controls (embeddings, overrides and isolates): one left open reorders what stands after it
on a page. The single
marks (LRM, RLM, ALM) and the joiners stay; scripts need them.
"""

import re
import unicodedata

TITLE_LIMIT = 1_000
"""Characters of a title that are kept."""

NAME_LIMIT = 200
"""Characters of a person's, category's or outlet's name that are kept."""

_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]"
)
_UNWANTED_ASCII = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACED = frozenset("\x0b\x0c\x85")  # controls that part words
_BREAKS = re.compile(r"\n{2,}")
_WORD_SEARCH = 80  # how far back from the limit a blank is looked for


def stripped(text: str) -> str:
    """The text in NFC without characters that have no business in plain text; blanks stay as they are."""
    if text.isascii():
        return text if text.isprintable() else _UNWANTED_ASCII.sub(_gap, text)
    return unicodedata.normalize("NFC", _UNWANTED.sub(_gap, text))


def _gap(control: re.Match[str]) -> str:
    return " " if control[0] in _SPACED else ""


def capped(text: str, limit: int) -> str:
    """The text cut to at most `limit` characters, at a blank where one is near; a cut is marked with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: max(limit - 1, 0)]
    blank = cut.rfind(" ", max(len(cut) - _WORD_SEARCH, 1))
    return (cut if blank < 0 else cut[:blank]).rstrip() + "…" if limit > 0 else ""


def line(text: str, *, limit: int = TITLE_LIMIT) -> str:
    """One line of plain text: stripped, every run of blanks one space, at most `limit` characters."""
    rough = text[: limit * 4]  # what blanks hide beyond that is not worth reading
    return capped(rough if _is_line(rough) else evened(stripped(rough)), limit)


def evened(text: str) -> str:
    """The text with one space for every run of blanks, and none at its ends."""
    return " ".join(text.split())


def _is_line(text: str) -> bool:
    """Whether nothing is to be stripped, as is most often so; what is printable has no blank in it but spaces."""
    spaced = "  " in text or text.startswith(" ") or text.endswith(" ")
    return not spaced and text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text))


def prose(text: str, *, limit: int) -> str:
    """Plain text with its paragraphs, parted by one empty line; blanks in lines collapse, single line ends stay."""
    even = stripped(text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n"))
    if "\n" not in even:
        return capped(evened(even), limit)
    lines = "\n".join(evened(line) for line in even.split("\n"))
    return capped(_BREAKS.sub("\n\n", lines).strip(), limit)
