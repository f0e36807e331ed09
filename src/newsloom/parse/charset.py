"""Which characters the bytes of a page stand for."""

import codecs
import re
from contextlib import suppress

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_LANGUAGE = re.compile(rb"<html[^>]{0,300}?\slang\s*=\s*[\"']?([a-zA-Z]{2})", re.IGNORECASE)
_WIDE = 400  # bytes in which every second is zero where Latin markup is written in UTF-16
_MOSTLY = 0.8
# What pages in these languages were written in before UTF-8, surest first.
_OLDER = {
    "ja": ("euc_jp", "cp932"),
    "ko": ("cp949",),
    "zh": ("gb18030", "big5"),
    **dict.fromkeys(("ru", "uk", "bg", "sr", "mk", "be"), ("cp1251",)),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "ro", "hr", "sl"), ("cp1250",)),
    "el": ("cp1253",),
    "tr": ("cp1254",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "fa": ("cp1256",),
    "th": ("cp874",),
    "vi": ("cp1258",),
}
_PRESCAN = 4_096  # bytes; browsers look at 1,024, some pages need more
# The labels of the Encoding Standard that mean something wider than what they name.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}


def decoded(body: bytes, *, content_type: str = "") -> str:
    """Turn bytes into text: byte order mark, then header, then meta, then UTF-8 if it is, then Windows-1252.

    A Windows code page, or a declared encoding that does not fit, gives way to UTF-8 if that fits. What says it is
    UTF-8 and mostly is not is read as the page's meta says, or in the encoding its language used before. What fits
    nothing is replaced by U+FFFD.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if wide := wide_encoding(body):
        return body.decode(wide, "replace")
    declared = _declared(body, content_type)
    # Text in a Windows code page is hardly ever valid UTF-8 by chance; the label is often wrong.
    first = "utf-8" if declared is None or declared.startswith("cp125") else declared
    for encoding in dict.fromkeys((first, "utf-8", declared or "utf-8")):
        with suppress(UnicodeDecodeError):
            return body.decode(encoding)
    if declared == "utf-8":
        return _not_quite_utf8(body)
    return body.decode(declared or "cp1252", "replace")


def wide_encoding(body: bytes) -> str | None:
    """Name the kind of UTF-16 a page is written in, by its mark or by where its zeroes stand; None if in none."""
    for mark, encoding in _BOMS[1:]:
        if body.startswith(mark):
            return encoding
    start = body[:_WIDE]
    if b"\0" not in start or b"\0\0" in start:
        return None
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) < _MOSTLY * len(start) / 2 or min(even, odd):
        return None
    return "utf-16-le" if odd else "utf-16-be"


def _not_quite_utf8(body: bytes) -> str:
    """Read what says it is UTF-8 and is not: with replacements where most of it is, else in an older encoding."""
    text = body.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    if wrong <= sum(not character.isascii() for character in text) - wrong:
        return text
    meta = _META.search(body[:_PRESCAN])
    language = _LANGUAGE.search(body[:_PRESCAN])
    older = _OLDER.get(language[1].decode("ascii").lower(), ()) if language else ()
    for encoding in (_codec(meta[1].decode("ascii", "replace")) if meta else None, *older, "cp1252"):
        with suppress(UnicodeDecodeError):
            if encoding and encoding != "utf-8":
                return body.decode(encoding)
    return text


def _declared(body: bytes, content_type: str) -> str | None:
    header = _HEADER.search(content_type)
    if header and (known := _codec(header[1])):
        return known
    meta = _META.search(body[:_PRESCAN])
    known = _codec(meta[1].decode("ascii", "replace")) if meta else None
    # A page whose meta could be read as ASCII is not UTF-16, whatever it says (HTML Standard §13.2.3.2).
    return "utf-8" if known and known.startswith("utf-16") else known


def _codec(label: str) -> str | None:
    try:
        info = codecs.lookup(label)
        "".encode(info.name)  # refuses codecs that are not about text, such as "hex"
    except (LookupError, ValueError):
        return None
    return _WIDER.get(info.name, info.name)
