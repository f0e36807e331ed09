"""After a weight was changed, everything that shows scores shows the new ones, before any run."""

from pathlib import Path
from typing import Any

from tests.cli.stage import Newsloom, Site


def told(newsloom: Newsloom, desk: Path) -> dict[str, tuple[Any, ...]]:
    """Heat and quality of the one story as each command tells it."""
    story = newsloom("stories", "--all", "--json", "--desk", desk).data[0]
    hit = newsloom("search", "flood", "--json", "--desk", desk).data[0]
    why = newsloom("explain", story["id"], "--json", "--desk", desk).data
    placed = newsloom("edition", "show", "--json", "--desk", desk).data["placed"][0]
    return {
        "stories": (story["heat"], story["quality"]),
        "search": (hit["heat"], hit["quality"]),
        "explain": (why["heat"]["value"], why["quality"]["value"]),
        "edition": (placed["heat"], placed["quality"]),
    }


def test_every_command_weighs_anew(newsloom: Newsloom, desk: Path, site: Site) -> None:
    """Listing, search, receipt and front agree before and after; the next run writes the same into the record."""
    address = site.feed("/daily", "The Daily", "Flood in Marnhem harbour")
    newsloom("add", address, "--desk", desk, "--id", "daily", "--no-visit")
    mine, toml = desk / "mine.toml", desk / "newsloom.toml"
    mine.write_text('base = "default"\n[weights]\nthreshold = 1\n', encoding="utf-8")
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("[profile]\n", '[profile]\nfile = "mine.toml"\n', 1), encoding="utf-8")
    assert newsloom("run", "--desk", desk).code == 0
    before = told(newsloom, desk)
    assert len(set(before.values())) == 1, before
    mine.write_text('base = "default"\n[weights]\nthreshold = 1\nown_text = 4\nfresh = 2\n', encoding="utf-8")
    after = told(newsloom, desk)
    assert len(set(after.values())) == 1, after
    heat, quality = after["stories"]
    assert quality == before["stories"][1] - 10
    assert heat < before["stories"][0]
    assert newsloom("run", "--desk", desk).code == 0
    record = next((desk / "site/_news").iterdir()).read_text(encoding="utf-8")
    assert (f"\nquality: {quality}\n" in record, f"\nheat: {heat}\n" in record) == (True, True)
