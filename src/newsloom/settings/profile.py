"""How a desk judges: a profile of newsloom's own, or the owner's in a file that starts from one of them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from newsloom.errors import SettingsError
from newsloom.model.weights import DefaultWeights, SmartableWeights
from newsloom.settings.document import document, no_such, plain_document
from newsloom.settings.locate import line_of
from newsloom.settings.schema import ProfileTable

BASES = ("default", "smartable")
FEWEST_VOICES = 10  # a desk of few sources is judged as if it had so many: one of them may show many outlets
MOST_KEYWORDS = 10  # nor has a title more


class DefaultFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An owner's profile that starts from `default`."""

    base: str
    name: str = ""
    weights: DefaultWeights = DefaultWeights()


class SmartableFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An owner's profile that starts from `smartable`."""

    base: str
    name: str = ""
    weights: SmartableWeights = SmartableWeights()


FILES: dict[str, type[DefaultFile | SmartableFile]] = {"default": DefaultFile, "smartable": SmartableFile}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """By which weights a desk judges, and what they are called; the weights' type says where they start from."""

    name: str = "default"
    weights: DefaultWeights | SmartableWeights = field(default_factory=DefaultWeights)


def read_judging(table: ProfileTable, text: str, path: Path, *, sources: int) -> Judging:
    """What `[profile]` says, and the file it may name; raises SettingsError naming file and line.

    Args:
        table: `[profile]` of newsloom.toml.
        text: that file's text.
        path: that file; the profile's own stands beside it.
        sources: how many the desk has, which is how many voices it may hear.
    """
    if table.file:
        return _from_file(table, text, path, sources=sources)
    if table.name not in BASES:
        raise _fault(no_such("profile", table.name, BASES), text, path, "$.profile.name")
    if table.name == "smartable":
        return Judging(name="smartable", weights=SmartableWeights())
    said = {"half_life_hours": table.half_life_hours, "threshold": table.threshold}
    weights = msgspec.convert({key: value for key, value in said.items() if value is not None}, DefaultWeights)
    problem = _reaches(weights, sources)
    if problem:
        raise _fault(problem, text, path, "$.profile.threshold" if table.threshold is not None else "$.profile")
    return Judging(weights=weights)


def _from_file(table: ProfileTable, text: str, path: Path, *, sources: int) -> Judging:
    for key in ("threshold", "half_life_hours"):
        if getattr(table, key) is not None:
            raise _fault(f"`{key}` belongs into {table.file}, under [weights]", text, path, f"$.profile.{key}")
    if table.name != "default":
        raise _fault(f"`name` stands in {table.file}; leave out one of `name` and `file`", text, path, "$.profile.name")
    place = path.parent / table.file
    if not place.is_file():
        raise _fault(
            f'no file {table.file} beside newsloom.toml; one that says `base = "default"` is enough',
            text,
            path,
            "$.profile.file",
        )
    return read_profile(place, sources=sources)


def read_profile(path: Path, *, sources: int) -> Judging:
    """An owner's profile; raises SettingsError naming file and line.

    Args:
        path: its file.
        sources: how many the desk has.
    """
    data, text = plain_document(path)
    base = data.get("base")
    if not isinstance(base, str):
        raise _fault(
            '`base` is missing; `base = "default"` or `base = "smartable"` says where it starts', text, path, "$"
        )
    if base not in BASES:
        raise _fault(no_such("profile to start from", base, BASES), text, path, "$.base")
    tables: dict[str, Any] = {"": FILES[base], "weights": DefaultWeights if base == "default" else SmartableWeights}
    file, text = document(path, FILES[base], tables)
    problem = _reaches(file.weights, sources)
    if problem:
        said = "threshold" in data.get("weights", {})
        raise _fault(problem, text, path, "$.weights.threshold" if said else "$.weights")
    return Judging(name=file.name or path.stem, weights=file.weights)


def _reaches(weights: DefaultWeights | SmartableWeights, sources: int) -> str:
    """What is wrong where no story can be published; "" if one can."""
    voices = max(sources, FEWEST_VOICES)
    if isinstance(weights, DefaultWeights):
        most = weights.most_heat(voices)
    else:
        most = weights.most_heat(voices, keywords=MOST_KEYWORDS)
    if weights.threshold <= most:
        return ""
    return (
        f"publishes nothing: the `threshold` is {weights.threshold}, and the best story there can be, told by"
        f" {voices} independent outlets, has a heat of {most}; choose a lower one"
    )


def _fault(problem: str, text: str, path: Path, where: str) -> SettingsError:
    return SettingsError(problem, path=path, line=line_of(text, where) if where != "$" else None)
