"""Editors' notes sealed and opened: AES-256-GCM-SIV (RFC 8452), so that even a nonce drawn twice gives little away.

What is sealed is bound to its story, its field and its key: moved elsewhere it does not open.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from newsloom.errors import SealError
from newsloom.model.note import Note
from newsloom.model.record import Record

KEY_BYTES = 32
NONCE_BYTES = 12
SECURED, NOTES = "secured", "notes"
_ID = 8  # hexadecimal digits of a key's id

Chance = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A key of 32 bytes; it never shows in what is printed or logged."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise SealError(f"a key of notes has {KEY_BYTES} bytes; this has {len(self.secret)}")

    @property
    def id(self) -> str:
        """What the key is called: a hash of it that tells nothing."""
        return hashlib.sha256(b"newsloom notes key\0" + self.secret).hexdigest()[:_ID]

    @property
    def text(self) -> str:
        """The key as a key file has it."""
        return base64.b64encode(self.secret).decode()


def key_of(text: str) -> NoteKey:
    """The key a text says; the text is never part of a message."""
    try:
        return NoteKey(base64.b64decode(text.encode(), validate=True))
    except (binascii.Error, ValueError) as error:
        raise SealError("a key of notes is 44 characters of base64; `newsloom notes key` makes one") from error


def sealed(text: str, note: Note, *, key: NoteKey, nonce: bytes) -> Note:
    """The note with this text, sealed for its story and field with a nonce of 12 bytes nobody used before."""
    cipher = _cipher(key).encrypt(nonce, text.encode("utf-8", "surrogatepass"), _bound(note, key))
    return replace(note, sealed=";".join(base64.b64encode(part).decode() for part in (cipher, nonce)), key=key.id)


def opened(note: Note, keys: Sequence[NoteKey]) -> str:
    """What the note says; raises SealError where none of the keys is its own or it was tampered with."""
    key = next((key for key in keys if key.id == note.key), None)
    if key is None:
        have = ", ".join(key.id for key in keys) or "none"
        raise SealError(
            f"the note on {note.story} is sealed with key {note.key}, and the keys at hand are: {have}; "
            "nothing was changed. Put that key back into the key file (or NEWSLOOM_NOTES_KEY) beside the others"
        )
    try:
        cipher, nonce = (base64.b64decode(part.encode(), validate=True) for part in note.sealed.split(";"))
        return _cipher(key).decrypt(nonce, cipher, _bound(note, key)).decode("utf-8", "surrogatepass")
    except (InvalidTag, ValueError) as error:
        raise SealError(
            f"the note on {note.story} does not open with its own key {key.id}: it was damaged or moved; "
            "nothing was changed. `newsloom restore` brings a backup back"
        ) from error


def place_in(record: Record | None) -> str:
    """Which field of the record is free for a note of ours: `secured`, unless another's value stands there."""
    return NOTES if record is not None and record.secured is not None else SECURED


def with_note(record: Record, note: Note) -> Record:
    """The record with its sealed note; a value of others in `secured` stays as it is, to the byte."""
    if note.place == SECURED and record.secured is None:
        return replace(record, secured=note.sealed)
    return replace(record, notes=note.sealed)


def _cipher(key: NoteKey) -> AESGCMSIV:
    try:
        return AESGCMSIV(key.secret)
    except UnsupportedAlgorithm as error:
        raise SealError("this machine's OpenSSL knows no AES-GCM-SIV; version 3.2 or newer is wanted") from error


def _bound(note: Note, key: NoteKey) -> bytes:
    return json.dumps([note.story, note.place, key.id]).encode()
