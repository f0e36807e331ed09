"""Articles from WARC files and from existing records: in once, whatever is damaged and whoever dies."""

import gzip
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.cli.stage import Newsloom

from newsloom.flows.warc import captures
from newsloom.store import open_store
from newsloom.testing.builders import a_page

TEXT = "The council met in the old hall and voted on what is to become of the place. " * 30


def _record(
    number: int, *, host: str = "daily.example", day: int = 2, status: str = "200 OK", kind: str = "text/html"
) -> bytes:
    page = a_page(
        f"Report number {number} from the old town", f"{TEXT}\n\nThis is what number {number} adds to it. " * 2
    )
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Target-URI: https://{host}/news/report-{number}\r\nWARC-Date: 2026-03-{day:02d}T04:05:06Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def _info() -> bytes:
    said = b"software: a crawler\r\n"
    head = f"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Date: 2026-03-01T00:00:00Z\r\nContent-Length: {len(said)}\r\n\r\n"
    return head.encode() + said + b"\r\n\r\n"


def _news(folder: Path, *records: bytes) -> Path:
    """A file as Common Crawl lays out its news: `YYYY/MM/CC-NEWS-….warc.gz`, each record a gzip member of its own."""
    path = folder / "2026" / "03" / "CC-NEWS-20260302040506-00001.warc.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        gzip.compress(_info()) + b"".join(one if one[:1] == b"\x1f" else gzip.compress(one) for one in records)
    )
    return path


def _stored(desk: Path) -> dict[str, datetime]:
    store = open_store(desk / "newsloom.db")
    try:
        return {article.url: article.first_seen for article in store.articles.each()}
    finally:
        store.close()


def test_a_folder_of_news_comes_in_once(newsloom: Newsloom, desk: Path, tmp_path: Path) -> None:
    """The day of the crawl is the first sight; what is no page is counted; a second import adds nothing."""
    _news(
        tmp_path / "cc", _record(1), _record(2, day=3), _record(3, status="404 Not Found"),
        _record(4, kind="image/png"), _record(1, day=5),
    )  # fmt: skip
    first = newsloom("import-warc", tmp_path / "cc", "--desk", desk, "--json").data
    assert (first["records"], first["added"], first["known"]) == (5, 2, 1)
    assert first["passed_over"] == {"answered 404": 1, "no HTML": 1}
    assert _stored(desk) == {
        "https://daily.example/news/report-1": datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC),
        "https://daily.example/news/report-2": datetime(2026, 3, 3, 4, 5, 6, tzinfo=UTC),
    }
    again = newsloom("import-warc", tmp_path / "cc", "--desk", desk, "--json").data
    assert (again["records"], again["added"]) == (0, 0)
    assert newsloom("run", "--desk", desk).code == 0
    assert newsloom("search", "council", "--desk", desk, "--json").data


def test_damaged_records_are_passed_over(tmp_path: Path) -> None:
    """Flipped bytes, a cut member, rubbish between members, a cut end: the records around them come."""
    packed = [gzip.compress(_record(number)) for number in range(6)]
    flipped = bytearray(packed[1])
    flipped[len(flipped) // 2 : len(flipped) // 2 + 4] = b"\xff\x00\xff\x00"
    path = _news(
        tmp_path, packed[0], bytes(flipped), packed[2], packed[3][:80], packed[4], b"\x1f" + b"rubbish" * 9, packed[5]
    )
    whole = path.read_bytes()
    found = list(captures(path))
    assert [one.url[-1] for one in found if not one.fault] == ["0", "2", "4", "5"]
    assert sum(one.fault == "damaged" for one in found) == 3
    path.write_bytes(whole[:-40])
    cut = list(captures(path))
    assert [one.url[-1] for one in cut if not one.fault] == ["0", "2", "4"]
    plain = tmp_path / "plain.warc"
    plain.write_bytes(_info() + _record(7) + b"WARC/9 nonsense\r\n\r\n" + _record(8))
    assert "8" in [one.url[-1] for one in captures(plain) if not one.fault]


def test_hosts_days_and_a_limit(newsloom: Newsloom, desk: Path, tmp_path: Path) -> None:
    """Only what was asked for comes in; with a limit the next import goes on where this one ended."""
    path = _news(tmp_path, _record(1), _record(2, host="www.post.example"), _record(3, day=9), _record(4, day=9))
    one = newsloom("import-warc", path, "--hosts", "post.example", "--desk", desk, "--json").data
    assert (one["added"], one["unwanted"]) == (1, 3)
    late = ("import-warc", path, "--since", "2026-03-05", "--limit", "1", "--desk", desk, "--json")
    assert newsloom(*late).data["added"] == 1
    assert newsloom(*late).data["added"] == 1
    assert len(_stored(desk)) == 3
    assert newsloom("import-warc", tmp_path / "nowhere", "--desk", desk).code == 2
    assert newsloom("import-warc", path, "--since", "soon", "--desk", desk).code == 2


@pytest.mark.slow
def test_a_killed_import_neither_loses_nor_doubles(desk: Path, tmp_path: Path) -> None:
    """Killed while it keeps a batch, and right after: run again, the store is as if nobody had died."""
    path = _news(tmp_path, *(_record(number) for number in range(230)))
    words = [sys.executable, "-m", "newsloom", "import-warc", str(path), "--desk", str(desk), "--json"]
    for place in ("ingest.saving:2", "ingest.saved:1"):
        died = subprocess.run(words, env=os.environ | {"NEWSLOOM_FAIL_AT": place}, capture_output=True, check=False)
        assert died.returncode == -9
    done = subprocess.run(words, env=os.environ, capture_output=True, check=True)
    assert json.loads(done.stdout)["records"] < 230
    assert len(_stored(desk)) == 230


def test_records_come_in_as_articles(newsloom: Newsloom, desk: Path, tmp_path: Path) -> None:
    """What another desk published is taken once; their days are kept."""
    _news(tmp_path, _record(1), _record(2))
    assert newsloom("import-warc", tmp_path, "--desk", desk).code == 0
    assert newsloom("run", "--desk", desk).code == 0
    other = tmp_path / "other"
    assert newsloom("init", other).code == 0
    shown = newsloom("import", desk / "site", "--dry-run", "--desk", other, "--json").data
    assert shown["records"] == 2
    assert newsloom("import", desk / "site", "--desk", other, "--json").data["added"] == 2
    assert newsloom("import", desk / "site", "--desk", other, "--json").data["known"] == 2
    assert set(_stored(other)) == set(_stored(desk))
    (tmp_path / "empty").mkdir()
    assert newsloom("import", tmp_path / "empty", "--desk", other).code == 2
