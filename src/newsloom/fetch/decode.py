"""What the bytes on the wire decode to, within a limit, one content encoding at most."""

import importlib
import importlib.util
import sys
import zlib
from typing import Any

from newsloom.errors import FetchError
from newsloom.model.page import Reason

MAX_MEMBERS = 1_000  # gzip members in one body; each new one copies what follows it
PIECE = (
    1 << 22
)  # bytes decoded at once; each call may wait 5 ms for another thread's turn, so many small ones take long
_ZSTD = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"


def _has(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


ENCODINGS = ("gzip", "deflate", *(["br"] if _has("brotli") else []), *(["zstd"] if _has(_ZSTD) else []))


def encoding_of(header: str) -> str:
    """Give the one content encoding named by a header, "" for none.

    Raises:
        FetchError: for two encodings on top of each other, or one we did not ask for.
    """
    names = [name for part in header.lower().split(",") if (name := part.strip()) not in {"", "identity"}]
    if len(names) > 1:
        raise FetchError(Reason.BAD_RESPONSE, f"content encodings {', '.join(names[:5])}; one is accepted")
    name = names[0].removeprefix("x-") if names else ""
    if name and name not in ENCODINGS:
        raise FetchError(Reason.BAD_RESPONSE, f"content encoding {name[:40]!r} was not asked for")
    return name


class Decoder:
    """Decodes one body piece by piece and stops at its limit, so a bomb costs no more than the limit.

    Args:
        encoding: from `encoding_of`.
        limit: decoded bytes at most.
    """

    def __init__(self, encoding: str, *, limit: int) -> None:
        self._encoding = encoding
        self._limit = limit
        self._pieces: list[bytes] = []
        self._size = 0
        self._stream: Any = None
        self._members = 0
        self._started = False
        self._over = False

    @property
    def size(self) -> int:
        """How many bytes have been decoded."""
        return self._size

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes from the wire."""
        if not self._encoding:
            self._keep(chunk)
            return
        self._started = self._started or bool(chunk)
        try:
            self._decode(chunk)
        except FetchError:
            raise
        except Exception as error:  # every codec has an error class of its own, some of them private
            raise FetchError(Reason.BAD_RESPONSE, f"the body is not valid {self._encoding}: {error}") from error

    def so_far(self) -> bytes:
        """Give what has been decoded, whole or not."""
        whole = b"".join(self._pieces)
        self._pieces = [whole]
        return whole

    def finish(self) -> bytes:
        """Give the whole body; a stream that has not ended is a truncated one."""
        if self._started and self._stream is not None and not _ended(self._stream):
            raise FetchError(Reason.BAD_RESPONSE, f"the {self._encoding} body ends early")
        return self.so_far()

    def _decode(self, chunk: bytes) -> None:
        while chunk and not self._over:
            if self._stream is None:
                self._stream = _decompressor(self._encoding, chunk)
            chunk = self._next_member(chunk) if _ended(self._stream) else self._read(chunk)

    def _read(self, chunk: bytes) -> bytes:
        """Decode a chunk piece by piece, so that what is too much is seen early; gives what follows an ended stream."""
        while True:
            room = min(self._limit - self._size + 1, PIECE)
            piece = self._pull(chunk, room)
            self._keep(piece)
            if _ended(self._stream):
                return bytes(getattr(self._stream, "unused_data", b""))
            if not _holds_back(self._stream) and len(piece) < room:
                return b""
            chunk = getattr(self._stream, "unconsumed_tail", b"")

    def _pull(self, given: bytes, room: int) -> bytes:
        if self._encoding == "br":
            return bytes(self._stream.process(given, output_buffer_limit=room))
        return bytes(self._stream.decompress(given, room))

    def _next_member(self, rest: bytes) -> bytes:
        """Give what follows an ended stream if it is one more gzip member; anything else is padding."""
        if self._encoding != "gzip" or not rest.startswith(b"\x1f"):
            self._over = True
            return b""
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise FetchError(Reason.TOO_LARGE, f"more than {MAX_MEMBERS:,} gzip members")
        self._stream = None
        return rest

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise FetchError(Reason.TOO_LARGE, f"more than {self._limit:,} bytes decoded")
        if piece:
            self._pieces.append(piece)


def _decompressor(encoding: str, first: bytes) -> Any:  # noqa: ANN401  three libraries, no common type
    if encoding == "br":
        return importlib.import_module("brotli").Decompressor()
    if encoding == "zstd":
        return importlib.import_module(_ZSTD).ZstdDecompressor()
    if encoding == "gzip":
        return zlib.decompressobj(wbits=31)
    # RFC 9110 §8.4.1.2: "deflate" means zlib, but some servers send the raw stream.
    is_zlib = first[0] & 0x0F == 8  # noqa: PLR2004  RFC 1950 §2.2, compression method 8
    return zlib.decompressobj(wbits=15 if is_zlib else -15)


def _holds_back(stream: Any) -> bool:  # noqa: ANN401  as above
    """Whether a stream has more to say of what it was given. Some have, even where nothing is unread."""
    if hasattr(stream, "can_accept_more_data"):
        return not stream.can_accept_more_data()
    if hasattr(stream, "unconsumed_tail"):
        return bool(stream.unconsumed_tail)
    return not getattr(stream, "needs_input", True)


def _ended(stream: Any) -> bool:  # noqa: ANN401  as above
    return bool(stream.is_finished() if hasattr(stream, "is_finished") else stream.eof)
