"""`newsloom export --format`: a desk's data, as notebooks and databases take it."""

import csv
import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from tests.cli.stage import Newsloom, Site, run_quietly, write_desk

from newsloom.records.datatables import TABLES

FORMATS = ("parquet", "csv", "ndjson")


@pytest.fixture(scope="module")
def grown(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that knows three stories, one of which is a formula. Tests work on copies of it."""
    desk = tmp_path_factory.mktemp("grown")
    file = write_desk(desk)
    address = site.feed(
        "/export", "Daily", "Ferry Halmar aground", "=1+2 says the minister", "Comet seen over Brayfell"
    )
    run_quietly("add", address, "--desk", desk, "--id", "d", "--no-visit")
    file.write_text(file.read_text().replace("# threshold = 36 ", "threshold = 1 "))
    run_quietly("run", "--desk", desk)
    return desk


def test_every_format_holds_the_same(newsloom: Newsloom, busy: Path, tmp_path: Path) -> None:
    """DuckDB and pandas read all three; keys meet, and the parts of each score sum to it."""
    for form in FORMATS:
        done = newsloom("export", "--format", form, tmp_path / form, "--desk", busy, "--json")
        assert done.code == 0, done.err
        assert set(done.data["rows"]) == {table.name for table in TABLES}
        assert (done.data["rows"]["articles"], done.data["rows"]["stories"]) == (3, 3)
        for table in TABLES:
            path = str(tmp_path / form / f"{table.name}.{form}")
            read = duckdb.read_json if form == "ndjson" else getattr(duckdb, f"read_{form}")
            rows = read(path).fetchall() if Path(path).stat().st_size else []
            assert len(rows) == done.data["rows"][table.name], (form, table.name)
    folder = tmp_path / "parquet"
    scores = pd.read_parquet(folder / "scores.parquet").groupby(["story", "score"])
    assert (scores["points"].sum() == scores["value"].first()).all()
    members = pd.read_parquet(folder / "memberships.parquet")
    articles = pd.read_parquet(folder / "articles.parquet")
    assert set(members["article"]) == set(articles["id"])
    assert str(articles["sort_at"].dt.tz) == "UTC"
    table = pd.read_csv(tmp_path / "csv/articles.csv")
    assert set(table["title"]) == {"Ferry Halmar aground", "'=1+2 says the minister", "Comet seen over Brayfell"}
    assert list(table.columns) == list(articles.columns) == list(TABLES[0].names)
    assert pd.read_json(tmp_path / "ndjson/articles.ndjson", lines=True)["title"].tolist() == articles["title"].tolist()


def test_texts_are_asked_for(newsloom: Newsloom, busy: Path, tmp_path: Path) -> None:
    """Whole texts stay at home unless somebody says `--text`."""
    newsloom("export", "--format", "ndjson", tmp_path / "out", "--desk", busy)
    first = json.loads((tmp_path / "out/articles.ndjson").read_text().splitlines()[0])
    assert "text" not in first
    newsloom("export", "--format", "ndjson", "--text", tmp_path / "out", "--desk", busy)
    first = json.loads((tmp_path / "out/articles.ndjson").read_text().splitlines()[0])
    assert "council met" in first["text"]


def test_only_what_is_newer(newsloom: Newsloom, busy: Path, tmp_path: Path) -> None:
    """`--since` counts back from now."""
    rows = newsloom("export", "--format", "csv", "--since", "1h", tmp_path / "out", "--desk", busy, "--json").data[
        "rows"
    ]
    assert (rows["articles"], rows["stories"], rows["changes"] > 0) == (0, 0, True)
    with (tmp_path / "out/articles.csv").open(newline="") as file:
        assert next(csv.reader(file)) == list(TABLES[0].names)


def test_what_is_not_ours_is_left_alone(newsloom: Newsloom, busy: Path, tmp_path: Path) -> None:
    """A folder with something else in it is refused; an export of before is replaced as a whole."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("dear")
    done = newsloom("export", "--format", "csv", tmp_path / "mine", "--desk", busy)
    assert (done.code, "no export of newsloom" in done.err) == (2, True)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    for form in ("csv", "ninjs"):
        assert newsloom("export", "--format", form, tmp_path / "out", "--desk", busy).code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"ninjs.ndjson", "newsloom-export.json"}
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "xls", "x"), "invalid choice"),
        (("--format", "csv"), "where to?"),
        (("--opml", "--text"), "belong to `newsloom export --format`"),
        (("--format", "ninjs", "--text", "x"), "have no texts"),
        ((), "one of the arguments --opml --format is required"),
    ],
)
def test_bad_words(newsloom: Newsloom, desk: Path, words: tuple[str, ...], said: str) -> None:
    """What cannot be is refused in one line."""
    done = newsloom("export", *words, "--desk", desk)
    assert (done.code, said in done.err) == (2, True), done.err
