"""How wide and high a picture is, from its first bytes. Nothing is decoded; what is odd has no size.

PNG (W3C PNG §11.2.1), GIF (GIF89a §18), JPEG (ITU-T T.81 §B.2.2), WebP (RFC 9649) and AVIF (ISO/IEC 23008-12 §6.5.3).
"""

from collections.abc import Callable

FIRST_BYTES = 32_768
"""Bytes of a picture that are read: room for a camera's notes before a JPEG's size."""

MOST_SIDE = 20_000
"""Pixels; a picture that claims a longer side is a trick or no press picture."""

Size = tuple[int, int]
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # T.81 table B.1
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_VP8_START = b"\x9d\x01\x2a"
_VP8L_SIGN = 0x2F


def dimensions(beginning: bytes) -> Size | None:
    """Width and height in pixels; None where the bytes are no picture we know, are cut short, or lie."""
    for signs, read in _READERS:
        if signs(beginning):
            size = read(beginning)
            return size if size and all(0 < side <= MOST_SIDE for side in size) else None
    return None


def _png(data: bytes) -> Size | None:
    if data[12:16] != b"IHDR" or len(data) < 24:  # noqa: PLR2004  signature, length, type, two sizes
        return None
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _gif(data: bytes) -> Size | None:
    if len(data) < 10:  # noqa: PLR2004  version and two sizes
        return None
    return _little(data, 6, 2), _little(data, 8, 2)


def _jpeg(data: bytes) -> Size | None:
    """The first start of frame, found by going from segment to segment."""
    place = 2
    while place + 9 <= len(data):
        if data[place] != 0xFF:  # noqa: PLR2004  every marker starts so
            return None
        marker = data[place + 1]
        if marker == 0xFF:  # noqa: PLR2004  a fill byte
            place += 1
        elif marker in _START_OF_FRAME:
            height, width = (int.from_bytes(data[at : at + 2]) for at in (place + 5, place + 7))
            return width, height
        elif marker in _WITHOUT_LENGTH:
            place += 2
        else:
            place += 2 + max(int.from_bytes(data[place + 2 : place + 4]), 2)
    return None


def _webp(data: bytes) -> Size | None:
    kind = data[12:16]
    if len(data) < 30:  # noqa: PLR2004  as far as the farthest size
        return None
    if kind == b"VP8X":
        return _little(data, 24, 3) + 1, _little(data, 27, 3) + 1
    if kind == b"VP8 " and data[23:26] == _VP8_START:
        return _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF
    if kind == b"VP8L" and data[20] == _VP8L_SIGN:
        bits = _little(data, 21, 4)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


def _avif(data: bytes) -> Size | None:
    """The largest of the sizes said: a picture's own, beside those of its tiles and its thumbnail."""
    sizes: list[Size] = []
    place = data.find(b"ispe")
    while place >= 0 and place + 16 <= len(data):
        sizes.append((int.from_bytes(data[place + 8 : place + 12]), int.from_bytes(data[place + 12 : place + 16])))
        place = data.find(b"ispe", place + 4)
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


def _little(data: bytes, start: int, length: int) -> int:
    return int.from_bytes(data[start : start + length], "little")


_READERS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Size | None]], ...] = (
    (lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"), _png),
    (lambda data: data.startswith((b"GIF87a", b"GIF89a")), _gif),
    (lambda data: data.startswith(b"\xff\xd8\xff"), _jpeg),
    (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", _webp),
    (
        lambda data: (
            data[4:8] == b"ftyp" and any(brand in data[8:64] for brand in (b"avif", b"avis", b"heic", b"mif1"))
        ),
        _avif,
    ),
)
