import os
from pathlib import Path

import pytest

from newsloom.cli.notekeys import in_environment, note_keys, write_keys
from newsloom.errors import SealError
from newsloom.records.sealing import KEY_BYTES, NoteKey

FIRST, SECOND = (NoteKey(bytes([number]) * KEY_BYTES) for number in (1, 2))


def test_a_written_file_is_read_back_and_closed(tmp_path: Path) -> None:
    """Keys keep their order; nobody but the owner may read the file; nothing is left beside it."""
    path = tmp_path / "notes.key"
    assert note_keys(path, {}) == ()
    write_keys(path, [SECOND, FIRST])
    assert note_keys(path, {}) == (SECOND, FIRST)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["notes.key"]


def test_the_environment_counts_first(tmp_path: Path) -> None:
    """Several keys are parted by blanks; one said twice is one."""
    path = tmp_path / "notes.key"
    write_keys(path, [SECOND])
    environment = {"NEWSLOOM_NOTES_KEY": f" {FIRST.text}  {SECOND.text} {FIRST.text}\n"}
    assert note_keys(path, environment) == (FIRST, SECOND)
    assert in_environment(environment)
    assert not in_environment({"NEWSLOOM_NOTES_KEY": " "})


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666, 0o644, 0o610])
def test_a_file_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    """The message says what closes it, and no key."""
    path = tmp_path / "notes.key"
    write_keys(path, [FIRST])
    path.chmod(mode)
    with pytest.raises(SealError, match=f"mode {mode:03o}.*chmod 600") as caught:
        note_keys(path, {})
    assert FIRST.text not in str(caught.value)


def test_what_is_no_key_file_is_refused(tmp_path: Path) -> None:
    """A folder, a pipe, words that are no keys."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o600)
    words = tmp_path / "words"
    words.write_text("hello\n", encoding="utf-8")
    words.chmod(0o600)
    for path in (tmp_path, pipe, words):
        with pytest.raises(SealError):
            note_keys(path, {})


def test_a_key_file_may_have_remarks(tmp_path: Path) -> None:
    """What stands behind `#` is no key."""
    path = tmp_path / "notes.key"
    path.touch(mode=0o600)
    path.write_text(f"# ours\n\n{FIRST.text}  # since March\n", encoding="utf-8")
    assert note_keys(path, {}) == (FIRST,)


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    """A key file is replaced whole or not at all."""
    with pytest.raises(SealError, match="cannot be written"):
        write_keys(tmp_path / "no" / "notes.key", [FIRST])
