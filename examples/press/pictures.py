"""Pictures drawn by arithmetic: a landscape with a sun, different for each number."""

import struct
import zlib
from random import Random

WIDTH, HEIGHT = 640, 360
_SUN = 60  # its size in pixels


def picture(number: int) -> bytes:
    """A PNG of ``WIDTH`` by ``HEIGHT`` pixels; the same number gives the same bytes."""
    chance = Random(number)  # noqa: S311  a repeatable drawing is no secret
    sky, land, sun = (bytes(chance.randrange(low, low + 90) for _ in range(3)) for low in (150, 40, 160))
    horizon = chance.randrange(HEIGHT // 2, HEIGHT - 60)
    left, top = chance.randrange(40, WIDTH - 120), chance.randrange(30, 110)
    sunny = sky * left + sun * _SUN + sky * (WIDTH - left - _SUN)
    rows = bytearray()
    for y in range(HEIGHT):
        row = land * WIDTH if y >= horizon else sunny if top <= y < top + _SUN else sky * WIDTH
        rows += b"\0" + row
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(rows)))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
