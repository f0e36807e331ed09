from pathlib import Path

from tests.cli.stage import Newsloom

from newsloom.settings import read_settings
from newsloom.wiring.shapes import publishers_of

DESK = '[desk]\ntitle = "Loom"\n'


def desk(folder: Path, more: str = "") -> Path:
    """A desk without sources."""
    (folder / "newsloom.toml").write_text(DESK + more, encoding="utf-8")
    return folder


def test_a_desk_has_a_website_unless_it_says_otherwise(tmp_path: Path) -> None:
    """Its first run publishes an empty front; `site = false` takes all of it away again."""
    shapes = publishers_of(read_settings(desk(tmp_path) / "newsloom.toml"), ())
    assert any("site" in shape.fingerprint for shape in shapes)
    without = publishers_of(read_settings(desk(tmp_path, "[pages]\nsite = false\n") / "newsloom.toml"), ())
    assert len(without) == len(shapes) - 1


def test_a_broken_template_is_refused_before_anything_is_fetched(newsloom: Newsloom, tmp_path: Path) -> None:
    """By file and line."""
    folder = desk(tmp_path, '[pages]\ntemplates = "look"\n')
    (folder / "look").mkdir()
    (folder / "look" / "about.html").write_text("<p>\n{% if %}", encoding="utf-8")
    result = newsloom("run", "--desk", folder)
    assert result.code != 0
    assert "look/about.html:2: Expected an expression" in result.err


def test_a_folder_of_templates_that_is_not_there_is_refused(newsloom: Newsloom, tmp_path: Path) -> None:
    """With what would be right."""
    result = newsloom("run", "--desk", desk(tmp_path, '[pages]\ntemplates = "lok"\n'))
    assert result.code != 0
    assert "there is no such folder; make it, or leave `templates` out of [pages]" in result.err
