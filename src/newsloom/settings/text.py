"""A settings file as text, and as what TOML makes of it."""

import re
import tomllib
from pathlib import Path
from typing import Any

from newsloom.errors import SettingsError


def read_text(path: Path) -> str:
    """The text of a settings file; raises SettingsError."""
    try:
        return path.read_text(encoding="utf-8-sig")  # some editors put a byte order mark first
    except UnicodeDecodeError as error:
        raise SettingsError("is not UTF-8 text; save it as UTF-8", path=path) from error
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", path=path) from error


def parsed(text: str, path: Path) -> dict[str, Any]:
    """What a settings file says; raises SettingsError naming the line that is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(error, path) from error


def _syntax(error: tomllib.TOMLDecodeError, path: Path) -> SettingsError:
    found = re.search(r" \(at line (\d+), column \d+\)", str(error))
    what = str(error).replace(found[0], "") if found else str(error)
    return SettingsError(f"not valid TOML: {what}", path=path, line=int(found[1]) if found else None)
