"""The name of a generation: a sum of what its files say; the same files have the same name however they came."""

from collections.abc import Iterable
from hashlib import blake2b

SIZE = 16  # bytes


def digest_of(content: bytes) -> bytes:
    """The digest of one file's content."""
    return blake2b(content, digest_size=SIZE).digest()


def name_of(files: Iterable[tuple[str, bytes]], *, since: str = "") -> str:
    """The name of the generation with these files, or of one that differs in these from another.

    A file counts by exclusive or: one that is named a second time is taken out.

    Args:
        files: path and digest of each.
        since: the generation that these are added to and taken from.
    """
    total = int(since, 16) if since else 0
    for path, digest in files:
        whole = blake2b(path.encode("utf-8", "surrogateescape") + b"\0" + digest, digest_size=SIZE).digest()
        total ^= int.from_bytes(whole)
    return f"{total:0{2 * SIZE}x}"
