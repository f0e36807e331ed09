"""How large a picture is, by its first bytes."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.parse.dimensions import FIRST_BYTES, MOST_SIDE, dimensions


def png(width: int, height: int) -> bytes:
    """The head of a PNG."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


def gif(width: int, height: int) -> bytes:
    """The head of a GIF."""
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0)


def jpeg(width: int, height: int, *, notes: int = 20, marker: int = 0xC2) -> bytes:
    """The head of a JPEG with a camera's notes of this many bytes before its size."""
    frame = struct.pack(">BBHBHHB", 0xFF, marker, 17, 8, height, width, 3)
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", notes) + b"\0" * (notes - 2) + b"\xff\xff" + frame + b"\0" * 20


def webp(kind: bytes, width: int, height: int) -> bytes:
    """The head of a WebP of one of its three kinds."""
    if kind == b"VP8X":
        body = b"\0" * 4 + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    elif kind == b"VP8L":
        body = b"\x2f" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little") + b"\0" * 5
    else:
        body = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height)
    return b"RIFF\0\0\0\0WEBP" + kind + struct.pack("<I", len(body)) + body


def avif(width: int, height: int) -> bytes:
    """The head of an AVIF with a thumbnail beside the picture."""
    boxes = b"".join(struct.pack(">I4sIII", 20, b"ispe", 0, *size) for size in ((160, 90), (width, height)))
    return b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + b"\0\0\0\xffmeta" + boxes


HEADS = {
    "png": png,
    "gif": gif,
    "jpeg": jpeg,
    "webp": lambda w, h: webp(b"VP8X", w, h),
    "webp lossy": lambda w, h: webp(b"VP8 ", w, h),
    "webp lossless": lambda w, h: webp(b"VP8L", w, h),
    "avif": avif,
}


@pytest.mark.parametrize("kind", HEADS)
@given(width=st.integers(200, 16_000), height=st.integers(200, 16_000))
def test_each_kind_says_its_size(kind: str, width: int, height: int) -> None:
    """Whatever follows the head."""
    head = HEADS[kind](width, height)
    assert dimensions(head) == (width, height)
    assert dimensions(head + b"\0\xff" * 100) == (width, height)


@pytest.mark.parametrize("kind", HEADS)
def test_a_head_cut_short_has_no_size(kind: str) -> None:
    """At any byte before the size; no error."""
    head = HEADS[kind](640, 480)
    assert {dimensions(head[:end]) for end in range(len(head))} <= {None, (640, 480), (160, 90)}
    assert dimensions(head[:9]) is None


@pytest.mark.parametrize(("width", "height"), [(0, 480), (640, 0), (10**9, 10**9), (MOST_SIDE + 1, 10)])
def test_a_size_that_cannot_be_is_none(width: int, height: int) -> None:
    """A picture of 10⁹ by 10⁹ pixels is never decoded, and not believed either."""
    assert dimensions(png(width, height)) is None
    assert dimensions(avif(width, height)) in {None, (160, 90)}


def test_notes_before_the_size_are_passed_over() -> None:
    """As long as the size is within what is read."""
    assert dimensions(jpeg(640, 480, notes=30_000)[:FIRST_BYTES]) == (640, 480)
    assert dimensions(jpeg(640, 480, notes=60_000)[:FIRST_BYTES]) is None


@pytest.mark.parametrize(
    "body",
    [b"", b"<!doctype html><html>", b'<svg width="10" height="10"/>', b"PK\x03\x04", b"\xff\xd8\xff" * 9, b"%PDF-1.7"],
)
def test_what_is_no_picture_has_no_size(body: bytes) -> None:
    """A page, a drawing, an archive."""
    assert dimensions(body) is None


@given(
    st.sampled_from(
        [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x1cftypavif"]
    ),
    st.binary(),
)
def test_anything_is_answered(start: bytes, rest: bytes) -> None:
    """With a size that can be, or none."""
    size = dimensions(start + rest)
    assert size is None or all(0 < side <= MOST_SIDE for side in size)
