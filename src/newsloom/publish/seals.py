"""The seal of a file: one short word for all that decides its content, so that it is made only where that changed."""

from hashlib import blake2b

import msgspec

SIZE = 12  # bytes; as many as a listing's digest has


def seal_of(*said: object) -> str:
    """A digest of everything named: strings, numbers, times, and sequences of them."""
    return blake2b(msgspec.msgpack.encode(said), digest_size=SIZE).hexdigest()
