"""Secrets, which stand in the environment or in a file that nobody else may read, never in newsloom.toml."""

from collections.abc import Mapping
from pathlib import Path

from newsloom.settings.tableplace import TablePlace

PRIVATE_MODE = 0o077  # bits that let others than the owner at a file


def secret(what: str, *, variable: str, file: str, place: TablePlace, environment: Mapping[str, str]) -> str:
    """The value that `WHAT_env` or `WHAT_file` leads to; raises SettingsError, which does not tell it.

    Args:
        what: `url`, `secret` or `password`.
        variable: what `WHAT_env` says; "" for nothing.
        file: what `WHAT_file` says, relative to newsloom.toml.
        place: the table they stand in.
        environment: where variables are looked up.
    """
    if variable:
        value = environment.get(variable, "").strip()
        if not value:
            raise place.fault(f"the environment has no `{variable}`; set it where newsloom runs", f"{what}_env")
        return value
    return _of_file(place.path.parent / file, place, f"{what}_file")


def _of_file(path: Path, place: TablePlace, key: str) -> str:
    try:
        mode = path.stat().st_mode
        if mode & PRIVATE_MODE:
            raise place.fault(f"others may read {path}; `chmod 600` it", key)
        value = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise place.fault(f"{path} cannot be read: {why}", key) from error
    if not value:
        raise place.fault(f"{path} is empty", key)
    return value
