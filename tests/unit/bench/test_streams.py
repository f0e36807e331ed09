"""Reading labelled streams."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

from newsloom.testing.streams import UNDATED, read_stream


def test_lines_become_articles(tmp_path: Path) -> None:
    """A day, a timestamp, no date, and missing fields are all read, in order; gzip or plain."""
    rows = [
        {"id": "1", "date": "2031-05-06", "title": "Ferry aground", "text": "Off Torvik.", "lang": "en", "label": "x"},
        {
            "id": "2",
            "date": "2031-05-06T09:30:00Z",
            "title": "Fähre",
            "source": "blatt",
            "url": "https://blatt.example/2",
        },
        {"id": "3", "date": None, "title": "", "text": ""},
    ]
    text = "\n".join(json.dumps(row) for row in rows) + "\n"
    (tmp_path / "plain.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "packed.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    plain = list(read_stream(tmp_path / "plain.jsonl"))
    assert plain == list(read_stream(tmp_path / "packed.jsonl.gz"))
    assert [one.label for one in plain] == ["x", None, None]
    assert [one.article.published for one in plain] == [
        datetime(2031, 5, 6, tzinfo=UTC),
        datetime(2031, 5, 6, 9, 30, tzinfo=UTC),
        None,
    ]
    assert plain[2].article.sort_date == UNDATED
    assert plain[1].article.host == "blatt.example"
    assert [one.article.sequence for one in plain] == [1, 2, 3]
