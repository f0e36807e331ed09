"""Where in an owner's file something is said: what faults of single tables are named by."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from newsloom.errors import SettingsError
from newsloom.settings.document import PLACE, UNKNOWN, no_such
from newsloom.settings.locate import Step, line_of

S = TypeVar("S", bound=Struct)
NAME = re.compile(r"[^\x00-\x1f\x7f]{1,60}")


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A table of a file, by its keys, with the file's text."""

    text: str
    path: Path
    keys: tuple[Step, ...]

    def fault(self, problem: str, *keys: Step) -> SettingsError:
        """What is wrong under these keys of the table."""
        name = ".".join(key for key in (*self.keys, *keys) if isinstance(key, str))
        return SettingsError(f"`{name}`: {problem}", path=self.path, line=line_of(self.text, "$", *self.keys, *keys))

    def read(self, table: object, kind: type[S]) -> S:
        """The table as a value; raises SettingsError where a key is unknown or of another type."""
        try:
            return msgspec.convert(table, kind)
        except msgspec.ValidationError as error:
            if unknown := UNKNOWN.match(str(error)):
                known = no_such("key", unknown["key"], kind.__struct_fields__).removeprefix("no ")
                raise self.fault(f"unknown {known}", unknown["key"]) from error
            found = PLACE.match(str(error))
            what, where = (found["what"], found["path"] or "") if found else (str(error), "")
            keys = [name or int(index) for name, index in re.findall(r"\.?([^.\[\]]+)|\[(\d+)\]", where[1:])]
            raise self.fault(f"{what[:1].lower()}{what[1:]}", *keys) from error

    def check_name(self, what: str) -> None:
        """Raise SettingsError where the table's own name cannot be printed in a line."""
        name = str(self.keys[-1])
        if not NAME.fullmatch(name) or name != name.strip():
            raise self.fault(f"`{name[:60]}` is no name of a {what}; a short one without line ends is wanted")

    def check_known(self, what: str, key: str, said: Sequence[str], known: Sequence[str]) -> None:
        """Raise SettingsError where one of the values of a key is none of those known."""
        for number, name in enumerate(said):
            if name not in known:
                problem = no_such(what, name, known) if known else f"no {what} named `{name}`; the desk has none"
                raise self.fault(problem, key, number)
