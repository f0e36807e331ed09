"""Editors' private notes: written, read, cleared, and sealed anew with another key.

What cannot be opened is never written over: whoever has the wrong key is told so, and everything stays as it is.
"""

from collections.abc import Iterable, Sequence

from newsloom.curate.orders import Signed
from newsloom.errors import SealError, UsageError
from newsloom.failpoints import fail_at
from newsloom.keeping import Store
from newsloom.model.note import Note
from newsloom.model.story import StoryId
from newsloom.records.sealing import NONCE_BYTES, Chance, NoteKey, opened, place_in, sealed

BATCH = 200  # notes sealed anew between two transactions
LONGEST = 20_000  # characters of a note


def note_on(store: Store, story: StoryId, keys: Sequence[NoteKey]) -> tuple[Note, str] | None:
    """The note on a story and what it says, None without one; raises SealError if it cannot be opened."""
    note = _kept(store).get(story)
    return None if note is None else (note, opened(note, keys))


def write(store: Store, story: StoryId, text: str, *, keys: Sequence[NoteKey], hand: Signed, chance: Chance) -> Note:
    """Seal and keep what an editor says of a story, in the place of what was said before.

    Args:
        store: where it is kept.
        story: a living story.
        text: what is said; not empty.
        keys: the sealing key first.
        hand: who says it, and when.
        chance: so many random bytes.

    Raises:
        UsageError: the text is empty or too long.
        SealError: there is no key, or a kept note is sealed with a key that is not at hand.
    """
    if not text.strip() or len(text) > LONGEST:
        raise UsageError(f"a note has 1 to {LONGEST:,} characters; `newsloom notes clear {story}` drops one")
    key = _sealing(keys)
    kept = _kept(store)
    _refuse_strangers(kept.values(), keys)
    if (before := kept.get(story)) is not None:
        opened(before, keys)
    slot = store.records.slots_of([story]).get(story)
    place = place_in(slot.record if slot else None)
    note = Note(story=story, sealed="", key=key.id, place=place, by=hand.by, at=hand.at)
    note = sealed(text, note, key=key, nonce=chance(NONCE_BYTES))
    store.notes.save([note])
    return note


def clear(store: Store, story: StoryId, keys: Sequence[NoteKey]) -> None:
    """Drop the note on a story; raises UsageError if there is none, SealError if it cannot be opened."""
    if note_on(store, story, keys) is None:
        raise UsageError(f"there is no note on {story}; `newsloom notes list` shows those there are")
    store.notes.clear(story)


def left_over(store: Store, key: NoteKey) -> list[Note]:
    """The notes that are sealed with another key than this one."""
    return [note for note in store.notes.all() if note.key != key.id]


def rotate(store: Store, keys: Sequence[NoteKey], *, chance: Chance) -> int:
    """Seal with the first key what was sealed with another; returns how many notes that were.

    Every note is sealed with one key or the other at any moment, so whoever has both can go on after a stop. Nothing
    is changed where a note cannot be opened: SealError says which.
    """
    key = _sealing(keys)
    waiting = left_over(store, key)
    for note in waiting:
        opened(note, keys)
    for at in range(0, len(waiting), BATCH):
        batch = waiting[at : at + BATCH]
        store.notes.save([sealed(opened(note, keys), note, key=key, nonce=chance(NONCE_BYTES)) for note in batch])
        fail_at("notes.resealing")
    return len(waiting)


def _kept(store: Store) -> dict[StoryId, Note]:
    return {note.story: note for note in store.notes.all()}


def _sealing(keys: Sequence[NoteKey]) -> NoteKey:
    if not keys:
        raise SealError("there is no key of notes; `newsloom notes key` makes one, or NEWSLOOM_NOTES_KEY holds it")
    return keys[0]


def _refuse_strangers(notes: Iterable[Note], keys: Sequence[NoteKey]) -> None:
    """Refuse a key that is not the desk's: a note sealed with it could not be read by those who have the desk's."""
    known = {key.id for key in keys}
    strange = sorted({note.key for note in notes if note.key not in known})
    if strange:
        raise SealError(
            f"notes of this desk are sealed with key {', '.join(strange)}, which is not at hand; nothing was written. "
            "Put it into the key file (or NEWSLOOM_NOTES_KEY) too"
        )
