import gzip
import importlib
import tracemalloc
import zlib
from collections.abc import Callable
from functools import partial
from hashlib import shake_128

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.errors import FetchError
from newsloom.fetch.decode import _ZSTD, ENCODINGS, PIECE, Decoder
from newsloom.model.page import Reason

MB = 1_000_000
Pack = Callable[[bytes], bytes]


def _raw(text: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(text) + packer.flush()


def _noise(size: int) -> bytes:
    return shake_128(b"noise").digest(size)


def _packers() -> dict[str, Pack]:
    """How each encoding is done that can be undone here."""
    found: dict[str, Pack] = {"gzip": gzip.compress, "deflate": zlib.compress, "raw deflate": _raw}
    if "br" in ENCODINGS:
        found["br"] = partial(importlib.import_module("brotli").compress, quality=1)
    if "zstd" in ENCODINGS:
        found["zstd"] = importlib.import_module(_ZSTD).compress
    return found


PACKERS = _packers()
SIZES = (0, 1, 32_768, 98_321, PIECE - 1, PIECE, PIECE + 1)


def _decoded(name: str, packed: bytes, *, limit: int, step: int = 0) -> bytes:
    decoder = Decoder(name.removeprefix("raw "), limit=limit)
    for start in range(0, len(packed), step or len(packed) or 1):
        decoder.feed(packed[start : start + (step or len(packed))])
    return decoder.finish()


@pytest.mark.parametrize("kind", ["zeros", "noise"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PACKERS)
def test_a_body_of_exactly_the_limit_passes_and_one_byte_more_does_not(name: str, size: int, kind: str) -> None:
    """Whatever a body packs to and wherever its pieces end, the limit is exact."""
    text = bytes(size) if kind == "zeros" else _noise(size)
    packed = PACKERS[name](text)
    for step in (0, 100_000):
        assert _decoded(name, packed, limit=size, step=step) == text
        if size:
            with pytest.raises(FetchError) as caught:
                _decoded(name, packed, limit=size - 1, step=step)
            assert caught.value.reason is Reason.TOO_LARGE


@given(st.data())
@pytest.mark.parametrize("name", PACKERS)
def test_a_body_is_the_same_however_it_is_cut_on_its_way(name: str, data: st.DataObject) -> None:
    """Where the network cuts a body says nothing of the body."""
    text = data.draw(st.lists(st.sampled_from([b"words ", b"\0" * 5_000, b"\xff", b"more and more"]), max_size=40))
    packed = PACKERS[name](b"".join(text))
    decoder = Decoder(name.removeprefix("raw "), limit=MB)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(packed)), max_size=8)))
    for start, end in zip([0, *cuts], [*cuts, len(packed)], strict=True):
        decoder.feed(packed[start:end])
    assert decoder.size == len(b"".join(text))
    assert decoder.finish() == b"".join(text)


@pytest.mark.parametrize("step", [0, 1, 7, 1_000])
def test_gzip_members_make_one_body_wherever_they_are_cut(step: int) -> None:
    """Also where one member ends with one chunk and the next begins with the next."""
    packed = gzip.compress(b"one ") + gzip.compress(b"") + gzip.compress(b"two")
    assert _decoded("gzip", packed, limit=100, step=step) == b"one two"
    decoder = Decoder("gzip", limit=100)
    decoder.feed(gzip.compress(b"one "))
    decoder.feed(gzip.compress(b"two"))
    assert decoder.finish() == b"one two"


@pytest.mark.parametrize("step", [0, 1, 1_000])
def test_what_follows_a_gzip_body_is_padding(step: int) -> None:
    """Zeros and other rubbish after the end are passed over, in the same chunk or in later ones."""
    packed = gzip.compress(b"words") + bytes(50_000) + b"\x1f"
    assert _decoded("gzip", packed, limit=100, step=step) == b"words"


@pytest.mark.parametrize("name", PACKERS)
def test_a_stream_cut_short_is_no_body(name: str) -> None:
    """A body that lacks its last byte is told, also where all its words are there already."""
    packed = PACKERS[name](_noise(100_000))
    with pytest.raises(FetchError) as caught:
        _decoded(name, packed[:-1], limit=MB)
    assert caught.value.reason is Reason.BAD_RESPONSE


@pytest.mark.parametrize("name", PACKERS)
def test_a_bomb_takes_no_more_memory_than_its_limit(name: str) -> None:
    """What is too much is seen when little more was made, and the whole is not copied on the way."""
    packed = PACKERS[name](bytes(48 * MB))
    tracemalloc.start()
    try:
        with pytest.raises(FetchError):
            _decoded(name, packed, limit=16 * MB)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 16 * MB + 2 * PIECE


def test_a_body_in_one_piece_is_not_copied() -> None:
    """What came in one chunk as it is, as most feeds do, is given as it came."""
    body = bytes(100_000)
    decoder = Decoder("", limit=MB)
    decoder.feed(body)
    assert decoder.finish() is body
