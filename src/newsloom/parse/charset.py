"""Which characters the bytes of a page stand for."""

import codecs
import re
from contextlib import suppress

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_PRESCAN = 4_096  # bytes; browsers look at 1,024, some pages need more
# The labels of the Encoding Standard that mean something wider than what they name.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}


def decoded(body: bytes, *, content_type: str = "") -> str:
    """Turn bytes into text: byte order mark, then header, then meta, then UTF-8 if it is, then Windows-1252.

    A Windows code page, or a declared encoding that does not fit, gives way to UTF-8 if that fits; what fits nothing
    is replaced by U+FFFD.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    declared = _declared(body, content_type)
    # Text in a Windows code page is hardly ever valid UTF-8 by chance; the label is often wrong.
    first = "utf-8" if declared is None or declared.startswith("cp125") else declared
    for encoding in dict.fromkeys((first, "utf-8", declared or "utf-8")):
        with suppress(UnicodeDecodeError):
            return body.decode(encoding)
    return body.decode(declared or "cp1252", "replace")


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
