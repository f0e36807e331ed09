"""Upgrades: all of one or nothing of it, and the end is what the tables say (F20)."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from newsloom.curate.identity import marks_of
from newsloom.failpoints import UPGRADING, VARIABLE
from newsloom.model.sighting import Sighting
from newsloom.model.source import SourceId
from newsloom.store import open_store, upgrade
from newsloom.store.sqlite import connect
from newsloom.store.tables import METADATA

ARTICLE = """
INSERT INTO articles (id, source, language, first_seen, sort_date, feed_fingerprint, current)
VALUES (:id, 'daily', 'en', 0, 0, '', 1)
"""
REVISION = """
INSERT INTO revisions (id, revision, source, key, url, host, title, lead, text, authors, first_seen, sort_date,
    language, provider, image, amp_url, categories, origin, fingerprint)
VALUES (:id, 1, 'daily', '', '', 'daily.example', 'T', '', '', '[]', 0, 0, 'en', '', :image, '', '[]', '', :id)
"""
MIGRATIONS = Path(upgrade.__file__).with_name("migrations")


def test_migrations_from_nothing_give_the_tables(tmp_path: Path) -> None:
    """Tables, columns, keys, indexes: nothing to add, nothing to drop."""
    with closing(open_store(tmp_path / "newsloom.db")) as store, store.database.reading() as connection:
        ours = {"include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("article_words")}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **ours})
        differences = [d for d in compare_metadata(context, METADATA) if "article_words" not in str(d)]
        assert differences == []


def test_every_version_has_its_migration() -> None:
    """In one line, oldest first; the last is what this newsloom writes."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert tuple(s.revision for s in reversed(list(scripts.walk_revisions()))) == upgrade.VERSIONS
    assert scripts.get_heads() == [upgrade.VERSIONS[-1]]


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    """Tables made before the failure are gone with it; the next opening starts again."""
    path = tmp_path / "newsloom.db"
    database = connect(path)

    def broken() -> None:
        with database.writing() as connection:
            upgrade.migrate(connection, upgrade.VERSIONS[-1])
            assert upgrade.version(connection) == upgrade.VERSIONS[-1]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT name FROM sqlite_master").all() == []
    database.engine.dispose()
    open_store(path).close()


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    """Byte for byte."""
    path, copy = tmp_path / "newsloom.db", tmp_path / "copy.db"
    open_store(path).close()
    shutil.copyfile(path, copy)
    open_store(path).close()
    assert path.read_bytes() == copy.read_bytes()


def test_what_an_older_newsloom_stored_is_known_by_its_marks(tmp_path: Path) -> None:
    """Articles and their addresses get the marks that new ones get; their sightings stay."""
    path = tmp_path / "newsloom.db"
    database = connect(path)
    upgrade.upgrade(database, path=path, to="0001")
    with database.writing() as connection:
        for statement in OLD:
            connection.exec_driver_sql(statement)
    database.engine.dispose()
    database.writer.dispose()
    with closing(open_store(path)) as store:
        (article,) = store.articles.recent(9)
        view = "http://www.daily.example/flood/amp"
        known = store.articles.known(SourceId("daily"), keys=["k"], urls=[view], marks=marks_of(article))
        assert {found.id for found in (*known.by_key.values(), *known.by_url.values())} == {"a1"}
        assert all([one.id for one in found] == ["a1"] for found in known.by_mark.values())
        assert store.articles.sightings(article.id) == [
            Sighting(source=SourceId("daily"), key="k", url="https://daily.example/flood")
        ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "place", [point for name in UPGRADING for point in ((f"{name}:2", f"{name}:3") if "stepped" in name else (name,))]
)
def test_an_upgrade_that_is_killed_is_made_again(tmp_path: Path, place: str) -> None:
    """Until it is whole the old database stays as it was; the next opening upgrades it, and nothing is lost (F20)."""
    path = tmp_path / "newsloom.db"
    database = connect(path)
    upgrade.upgrade(database, path=path, to="0001")
    with database.writing() as connection:
        for statement in OLD:
            connection.exec_driver_sql(statement)
    database.engine.dispose()
    database.writer.dispose()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), VARIABLE: place}
    script = (
        "import sys; from pathlib import Path; from newsloom.store import open_store; open_store(Path(sys.argv[1]))"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(path)], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    with closing(sqlite3.connect(path)) as looked:
        found = looked.execute("SELECT version_num FROM alembic_version").fetchall()
        assert found == [(upgrade.VERSIONS[-1] if place == "upgrade.kept" else "0001",)]
        assert looked.execute("SELECT url FROM urls").fetchall() == [("https://daily.example/flood",)]
    with closing(open_store(path, check=True)) as store:
        assert [article.id for article in store.articles.recent(9)] == ["a1"]
        assert store.check() == []


OLD = (
    """INSERT INTO articles (id, source, language, first_seen, sort_date, feed_fingerprint, current)
    VALUES ('a1', 'daily', 'en', 1000000, 1000000, 'f', 1)""",
    """INSERT INTO revisions (id, revision, source, key, url, host, title, lead, text, authors, published, first_seen,
    sort_date, language, provider, amp_url, categories, origin, fingerprint)
    VALUES ('a1', 1, 'daily', 'k', 'https://daily.example/flood', 'daily.example', 'Flood', '', '', '[]', 1000000,
    1000000, 1000000, 'en', '', '', '[]', '', 'f')""",
    "INSERT INTO sightings (source, key, id, url) VALUES ('daily', 'k', 'a1', 'https://daily.example/flood')",
    "INSERT INTO urls (url, id) VALUES ('https://daily.example/flood', 'a1')",
)


def test_pictures_of_stored_articles_are_counted_by_the_upgrade(tmp_path: Path) -> None:
    """What an older newsloom stored is known as well as what comes after."""
    path = tmp_path / "newsloom.db"
    database = connect(path)
    with database.writing() as connection:
        upgrade.migrate(connection, "0001")
        for number in range(3):
            connection.execute(text(ARTICLE), {"id": f"a{number}"})
            connection.execute(text(REVISION), {"id": f"a{number}", "image": '{"url":"https://img.example/a.png"}'})
    database.engine.dispose()
    with closing(open_store(path)) as store:
        picture = ("daily.example", "https://img.example/a.png")
        assert store.articles.default_images([picture]) == {picture}
