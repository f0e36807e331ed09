from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records.full import FULL, read

from newsloom.errors import SealError
from newsloom.model.note import Note
from newsloom.model.story import StoryId
from newsloom.records.codec import render
from newsloom.records.sealing import KEY_BYTES, NoteKey, key_of, opened, place_in, sealed, with_note

NOTE = Note(story=StoryId("s1"), sealed="", key="", place="secured", by="Ana", at=datetime(2026, 3, 1, tzinfo=UTC))
KEY, OTHER = NoteKey(b"k" * KEY_BYTES), NoteKey(b"o" * KEY_BYTES)
NONCE = b"n" * 12
TEXTS = st.text(alphabet=st.characters(), max_size=200)  # lone surrogates and NUL among them


@given(text=TEXTS, secret=st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES), nonce=st.binary(min_size=12, max_size=12))
def test_any_text_comes_back(text: str, secret: bytes, nonce: bytes) -> None:
    """Whatever is sealed opens with its key, and stands in a record as two parts of base64."""
    key = NoteKey(secret)
    note = sealed(text, NOTE, key=key, nonce=nonce)
    assert opened(note, [OTHER, key]) == text
    assert note.key == key.id
    assert set(note.sealed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=;")
    assert note.sealed.count(";") == 1
    assert key_of(key.text) == key


@given(text=TEXTS, at=st.integers(0, 200))
def test_nothing_else_opens(text: str, at: int) -> None:
    """Another story, another field, another key under the same name, a changed byte: none opens, all are told."""
    note = sealed(text, NOTE, key=KEY, nonce=NONCE)
    at %= len(note.sealed)
    changed = note.sealed[:at] + ("A" if note.sealed[at] != "A" else "B") + note.sealed[at + 1 :]
    wrong = [replace(note, story=StoryId("s2")), replace(note, place="notes"), replace(note, sealed=note.sealed[1:])]
    if changed.rstrip("=") != note.sealed.rstrip("="):
        wrong.append(replace(note, sealed=changed))
    for one in wrong:
        with pytest.raises(SealError, match="does not open"):
            opened(one, [KEY])
    with pytest.raises(SealError, match=f"sealed with key {KEY.id}.*are: {OTHER.id}; nothing was changed"):
        opened(note, [OTHER])


def test_a_key_never_shows() -> None:
    """Neither what is printed of a key nor what is said of a wrong one holds it."""
    assert KEY.text not in repr(KEY)
    assert "kkk" not in repr(KEY)
    for wrong in ("short", "k" * 44, "not base64!", "ä" * 44, ""):
        with pytest.raises(SealError) as caught:
            key_of(wrong)
        assert not wrong or wrong not in str(caught.value)


def test_a_foreign_secured_field_stays_as_it_is() -> None:
    """Our note goes beside it; every byte of the file before our fields is the same."""
    parsed = read(FULL)
    assert place_in(parsed.record) == "notes"
    note = sealed("mine", replace(NOTE, place="notes"), key=KEY, nonce=NONCE)
    with_ours = render(with_note(parsed.record, note), parsed.layout)
    assert with_ours == FULL.replace(b"\n---\n\n", f'\n\nnotes: "{note.sealed}"\n---\n\n'.encode())
    assert read(with_ours).record.secured == "QUJD;REVG"


def test_our_note_takes_the_free_field() -> None:
    """Where nobody sealed anything, the note is the record's `secured`; one of before does not overwrite another's."""
    record = replace(read(FULL).record, secured=None)
    note = sealed("mine", NOTE, key=KEY, nonce=NONCE)
    assert place_in(record) == place_in(None) == "secured"
    assert with_note(record, note).secured == note.sealed
    foreign = with_note(replace(record, secured="QQ==;Qg=="), note)
    assert (foreign.secured, foreign.notes) == ("QQ==;Qg==", note.sealed)
