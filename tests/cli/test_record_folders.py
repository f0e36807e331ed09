"""A folder of records that is watched as a source is."""

from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, Site

from newsloom.store import open_store


@pytest.fixture
def archive(newsloom: Newsloom, desk: Path, site: Site) -> Path:
    """What another desk has published: two records in a folder `_news`."""
    url = site.feed("/archive", "The Daily", "Council votes on the bridge", "Storm damages the harbour")
    with (desk / "newsloom.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[source]]\nid = "daily"\nurl = "{url}"\n')
    assert newsloom("run", "--desk", desk).code == 0
    folder = desk / "site/_news"
    assert len(list(folder.glob("*.md"))) == 2
    return folder


@pytest.fixture
def other(newsloom: Newsloom, tmp_path: Path, archive: Path) -> Path:
    """A desk that watches the folder, by a path relative to its newsloom.toml."""
    folder = tmp_path / "other"
    assert newsloom("init", folder).code == 0
    with (folder / "newsloom.toml").open("a", encoding="utf-8") as file:
        path = archive.relative_to(tmp_path)
        file.write(f'\n[[source]]\nid = "past"\nkind = "records"\nurl = "../{path}"\n')
    return folder


def titles(desk: Path) -> dict[str, str]:
    """The articles a desk has of the folder: their titles, and in whose name."""
    store = open_store(desk / "newsloom.db")
    try:
        return {article.title: article.provider for article in store.articles.each() if article.source == "past"}
    finally:
        store.close()


def test_a_folder_is_watched(newsloom: Newsloom, other: Path, archive: Path, site: Site, desk: Path) -> None:
    """Its records come in once, what is new or changed there too; while it stays as it is, nothing is read."""
    first = newsloom("run", "--desk", other, "--json").data
    assert (first["ingest"]["visited"], first["ingest"]["added"]) == (1, 2)
    assert titles(other) == dict.fromkeys(["Council votes on the bridge", "Storm damages the harbour"], "The Daily")
    again = newsloom("run", "--source", "past", "--desk", other, "--json").data
    assert (again["ingest"]["unmodified"], again["ingest"]["added"]) == (1, 0)
    site.feed("/archive", "The Daily", "Council votes on the bridge", "Storm damages the harbour", "Ferry is back")
    assert newsloom("run", "--source", "daily", "--desk", desk).code == 0
    changed = next(path for path in archive.glob("*.md") if "storm" in path.name)
    changed.write_bytes(changed.read_bytes().replace(b"Storm damages the harbour", b"Storm ruins the harbour"))
    later = newsloom("run", "--source", "past", "--desk", other, "--json").data
    assert (later["ingest"]["added"], later["ingest"]["updated"]) == (1, 1)
    assert set(titles(other)) == {"Council votes on the bridge", "Storm ruins the harbour", "Ferry is back"}


def test_a_folder_that_is_gone_fails_as_a_source_does(newsloom: Newsloom, other: Path, archive: Path) -> None:
    """With its reason; what it brought stays, and it is taken up again."""
    assert newsloom("run", "--desk", other).code == 0
    archive.rename(archive.with_name("elsewhere"))
    gone = newsloom("run", "--source", "past", "--desk", other, "--json")
    assert "No such file" in gone.data["ingest"]["failed"]["past"]
    assert gone.code == 1
    archive.mkdir()
    empty = newsloom("run", "--source", "past", "--desk", other, "--json").data
    assert "holds no records" in empty["ingest"]["failed"]["past"]
    assert newsloom("sources", "--desk", other, "--json").data[0]["failures"] == 2
    archive.rmdir()
    archive.with_name("elsewhere").rename(archive)
    assert newsloom("run", "--source", "past", "--desk", other).code == 0
    assert len(titles(other)) == 2


def test_a_folder_stays_on_this_machine(newsloom: Newsloom, other: Path, archive: Path) -> None:
    """Its path is in no list of subscriptions and on no page of the site; torn files are told of."""
    (archive / "torn.md").write_bytes(b"---\ncategory: news\ntitle: [")
    run = newsloom("run", "--desk", other, "--json").data
    assert run["ingest"]["problems"]["past"] == ["1 files are torn or cannot be read"]
    assert str(archive) not in newsloom("export", "--opml", "--desk", other).out
    for path in (other / "site").rglob("*"):
        assert not path.is_file() or str(archive).encode() not in path.read_bytes(), path
