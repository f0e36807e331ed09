"""The page on scores tells every weight as it is in force."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from newsloom.model.weights import DefaultWeights, SmartableWeights

PAGE = Path(__file__).resolve().parents[2] / "docs/how-it-works/scores.md"


def rows(of: type[msgspec.Struct]) -> list[str]:
    """A row a weight: its name, its default, its reason, as the code has them."""
    types: dict[str, Any] = msgspec.json.schema(of)["$defs"][of.__name__]["properties"]
    return [
        f"| `{field.name}` | {field.default} | {types[field.name]['description']} |"
        for field in msgspec.structs.fields(of)
    ]


@pytest.mark.parametrize("of", [DefaultWeights, SmartableWeights])
def test_every_weight_stands_on_the_page_with_its_reason(of: type[msgspec.Struct]) -> None:
    """In order, with its default, and no other weight does."""
    text = PAGE.read_text(encoding="utf-8")
    section = text.split(f"## The weights of `{of.__name__.removesuffix('Weights').lower()}`")[1].split("\n## ")[0]
    assert re.findall(r"^\| `.*\|$", section, re.MULTILINE) == rows(of)


def test_every_part_stands_on_the_page() -> None:
    """What a receipt can name is explained."""
    cells = re.findall(r"^\| (`[^|]*) \| (?!\d)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    named = set(re.findall(r"`(\w+)`", " ".join(cells)))
    assert named == {
        *("source", "originality", "genre", "topics", "author", "date", "image", "length", "paywall", "headline"),
        *("corrections", "interest", "voice", "pace", "freshness", "spread", "copies"),
    }
