"""What people see: tables that fit, ids that can be copied, data that is JSON wherever it goes."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsloom.cli.output import counted, local, print_json, print_table

LONG = "a-rather-long-name-that-must-not-be-broken"


def test_a_table_keeps_its_ids_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe, what is to be copied stands in one piece, and nothing but text is printed."""
    print_table(("id", "title", "advice"), [(LONG, "words " * 30, "more " * 30)], whole=("id",))
    out = capsys.readouterr().out
    assert LONG in out
    assert max(map(len, out.splitlines())) <= 120
    assert out.replace("\n", "").isprintable()


def test_brackets_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    """A headline in square brackets is shown as it is."""
    print_table(("title",), [("[bold]Flood[/bold] [link=x]",)])
    assert "[bold]Flood[/bold] [link=x]" in capsys.readouterr().out


def test_data_is_plain(capsys: pytest.CaptureFixture[str]) -> None:
    """Times, paths and sets become what JSON can say; characters stay themselves; one line on request."""
    data = {"at": datetime(2026, 11, 20, tzinfo=UTC), "path": Path("a/b"), "of": frozenset({1}), "name": "Øst 经"}
    print_json(data, in_one_line=True)
    out = capsys.readouterr().out
    assert json.loads(out) == {"at": "2026-11-20T00:00:00+00:00", "path": "a/b", "of": [1], "name": "Øst 经"}
    assert out.count("\n") == 1
    assert "Øst 经" in out


def test_times_for_people() -> None:
    """Times are shown to the minute in the zone asked for, also over a change of the clock."""
    zone = ZoneInfo("Europe/Paris")
    assert local(datetime(2026, 3, 29, 0, 59, tzinfo=UTC), zone) == "2026-03-29 01:59"
    assert local(datetime(2026, 3, 29, 1, 0, tzinfo=UTC), zone) == "2026-03-29 03:00"
    assert local(None, zone) == "–"


def test_numbers_with_their_words() -> None:
    """One is singular; thousands are set apart."""
    assert [counted(n, "story", "stories") for n in (0, 1, 2000)] == ["0 stories", "1 story", "2,000 stories"]
