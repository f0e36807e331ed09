"""In which encoding a feed's bytes are to be read.

Four voices may disagree: the Content-Type header, the XML declaration, the byte order mark and the bytes.
They are asked in that order,
as feedparser asks them, and the first that can decode every byte wins; UTF-8, windows-1252 and iso-8859-2
stand in for the rest.
"""

import codecs
import re
from dataclasses import dataclass

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*?\?>")
_DECLARED = re.compile(rb"""^<\?[^>]*?encoding\s*=\s*['"]([^'">]{1,40})['"][^>]*\?>""")
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([^\s;"']{1,40})""", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF8, "utf-8"),
)
_OPENINGS = (  # how `<?xm` begins in encodings without a mark
    (b"\x4c\x6f\xa7\x94", "cp037"),
    (b"\x00\x3c\x00\x3f", "utf-16be"),
    (b"\x3c\x00\x3f\x00", "utf-16le"),
    (b"\x00\x00\x00\x3c", "utf-32be"),
    (b"\x3c\x00\x00\x00", "utf-32le"),
)
_WIDE = frozenset(
    {"u16", "utf-16", "utf16", "utf_16", "u32", "utf-32", "utf32", "utf_32", "ucs-2", "ucs-4", "iso-10646-ucs-2"}
)
_LAST = ("utf-8", "windows-1252", "iso-8859-2")
_HEAD = 1_024  # bytes in which a declaration is looked for
_BAD_RATE = 0.001  # share of replacement characters worth a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A document in UTF-8 without byte order mark, how it was read, and what was odd about that."""

    body: bytes
    encoding: str
    problems: tuple[str, ...] = ()


def decode(body: bytes, *, content_type: str = "") -> Decoded:
    """The document in UTF-8; never fails, for iso-8859-2 reads any bytes."""
    marked, rest = _mark(body)
    declared = _declared(rest, marked)
    header = _charset(content_type)
    wide = marked if marked and marked != "utf-8" else ""  # UTF-8 would read its zero bytes as letters
    proposals = dict.fromkeys(
        name for name in (wide, header, declared or (None if header else "utf-8"), marked, *_LAST) if name
    )
    first = next(iter(proposals))
    for name in proposals:
        utf8 = _as_utf8(rest, name)
        if utf8 is not None:
            return Decoded(body=utf8, encoding=name, problems=_problems(utf8, first, name))
    raise AssertionError("iso-8859-2 reads any bytes")


def _mark(body: bytes) -> tuple[str, bytes]:
    for mark, name in _MARKS:
        if body.startswith(mark) and not (name.startswith("utf-16") and body[2:4] == b"\x00\x00"):
            return name, body[len(mark) :]
    return next((name for opening, name in _OPENINGS if body.startswith(opening)), ""), body


def _declared(rest: bytes, marked: str) -> str:
    """The encoding the XML declaration names, in lower case; wide names without byte order mean what the mark says."""
    head = rest[:_HEAD]
    if marked and marked != "utf-8":
        head = head[: len(head) // 4 * 4].decode(marked, "ignore").encode("utf-8")
    match = _DECLARED.match(head.lstrip())
    name = match[1].decode("ascii", "replace").strip().lower() if match else ""
    if marked and name in _WIDE:
        return marked
    return "gb18030" if name == "gb2312" else name  # the superset: senders rarely know the difference


def _charset(content_type: str) -> str:
    match = _CHARSET.search(content_type)
    name = match[1].lower() if match else ""
    return "gb18030" if name == "gb2312" else name


def _as_utf8(body: bytes, name: str) -> bytes | None:
    """The bytes in UTF-8, or None if `name` is no text encoding or cannot read them."""
    try:
        codec = codecs.lookup(name)
        text = body.decode(name)
    except (LookupError, ValueError):
        return None
    if codec.name == "utf-8":
        return body
    text = _DECLARATION.sub("", text, count=1)
    return text.removeprefix("\ufeff").encode("utf-8", "replace")


def _problems(body: bytes, wanted: str, used: str) -> tuple[str, ...]:
    found = []
    if wanted != used:
        found.append(f"declared as {wanted}, but only {used} reads its bytes")
    bad = body.count(b"\xef\xbf\xbd")
    rate = bad / max(len(body), 1)
    if rate > _BAD_RATE:
        found.append(f"{bad} replacement characters (U+FFFD), {rate:.1%} of its bytes: the sender lost these letters")
    return tuple(found)
