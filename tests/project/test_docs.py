"""The documents tell the truth about the tree."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from newsloom.cli.exits import Exit
from newsloom.records.datatables import TABLES as TABLES_OF_DATA
from newsloom.settings import schema
from newsloom.settings.channeltables import ChannelTable
from newsloom.settings.newsletters import NewsletterTable
from newsloom.settings.topictables import TopicTable
from newsloom.settings.viewtables import ViewTable

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/newsloom"
TABLES = {
    "source": schema.SourceTable,
    "alert": schema.AlertTable,
    "site": schema.SiteTable,
    "tiers": None,
    "topic": TopicTable,
    "view": ViewTable,
    "channel": ChannelTable,
    "newsletter": NewsletterTable,
}


def public_names(module: Path) -> set[str]:
    """The classes, NewTypes and unions a model module defines."""
    names: set[str] = set()
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names.add(node.targets[0].id)
    return {name for name in names if re.fullmatch("[A-Z][a-z]+[A-Za-z]*", name)}


def tree(document: str) -> list[str]:
    """The paths of the tree drawn in a document: the first block that draws `src/newsloom/`."""
    blocks = re.findall(r"```\w*\n(.*?)```", (ROOT / document).read_text(encoding="utf-8"), re.DOTALL)
    drawn = next((block for block in blocks if re.search("^src/newsloom/", block, re.MULTILINE)), "")
    paths: list[str] = []
    parent = ""
    for line in drawn.splitlines():
        for name in re.match(r"\s*((?:\S+/|\S+\.\w+)(?:  ?(?:\S+/|\S+\.\w+))*)?", line)[0].split():  # type: ignore[index]  # always matches
            if not line.startswith(" "):
                parent = name
            paths.append(parent + name if line.startswith(" ") else name)
    return paths


@pytest.mark.parametrize("module", sorted((PACKAGE / "model").glob("*.py")), ids=lambda path: path.stem)
def test_glossary(module: Path) -> None:
    """Every public name of the model has its line in the glossary."""
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    missing = {name for name in public_names(module) if f"`{name}`" not in glossary}
    assert not missing


def test_one_word_per_thing() -> None:
    """No word is explained twice in the glossary."""
    words = re.findall(r"^\| ([^|]+) \|", (ROOT / "docs/glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    words = [word for word in words if word != "word"]
    assert sorted(words) == sorted(set(words))


def test_architecture_draws_every_part() -> None:
    """Every part of the package is in the tree of ARCHITECTURE.md."""
    parts = [path for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
    names = {f"src/newsloom/{path.name}{'/' if path.is_dir() else ''}" for path in parts}
    assert names - {"src/newsloom/__init__.py", "src/newsloom/__main__.py"} <= set(tree("ARCHITECTURE.md"))


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "README.md"])
@pytest.mark.skipif(not (ROOT / "README.md").exists(), reason="not a whole tree: README.md is missing")
def test_drawn_tree_exists(document: str) -> None:
    """What a drawn tree shows is there."""
    missing = [path for path in tree(document) if not (ROOT / path).exists()]
    assert not missing


def test_settings_are_documented() -> None:
    """The settings page has every table and key of newsloom.toml, with its default, and no other."""
    text = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    said: dict[str, str] = {}
    table = ""
    for line in text.splitlines():
        if heading := re.match(r"## `\[+(\w+)[^`]*\]+`", line):
            table = heading[1]
            said[table] = ""
        elif row := re.match(r"\| `(\w+)` \| (?:`([^`]+)`)?", line):
            said[f"{table}.{row[1]}"] = row[2] or ""
    assert set(said) == {name for name, _ in settings()}
    for name, default in settings():
        assert not said[name] or default is None or json.loads(said[name]) == default, name


def settings() -> Iterator[tuple[str, object]]:
    """Every table and key of newsloom.toml, as (`table.key`, default); None where a default is worked out."""
    for table in msgspec.structs.fields(schema.DeskFile):
        yield table.name, None
        of = TABLES.get(table.name, table.type)
        for key in msgspec.structs.fields(of) if of else ():
            default = None if key.default is msgspec.NODEFAULT else key.default
            yield f"{table.name}.{key.encode_name}", list(default) if isinstance(default, tuple) else default


def test_exit_codes_are_documented() -> None:
    """The page of exit codes has every code, and no other."""
    text = (ROOT / "docs/reference/exit-codes.md").read_text(encoding="utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} == set(Exit)


def links(document: Path) -> list[str]:
    """The local files a document links to."""
    found: list[str] = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
    return [link for link in found if not re.match("[a-z]+:", link)]


@pytest.mark.parametrize(
    "document",
    sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_links(document: Path) -> None:
    """Every local link of a document leads to a file."""
    missing = [link for link in links(document) if not (document.parent / link).exists()]
    assert not missing


def fault_rows() -> list[tuple[str, str]]:
    """The rows of docs/faults.md: (id, the cell that names the tests)."""
    text = (ROOT / "docs/faults.md").read_text(encoding="utf-8")
    return re.findall(r"^\| (F\d\d) \|[^|]*\|([^|]*)\|$", text, re.MULTILINE)


def test_faults_name_tests() -> None:
    """Every row of the fault table names tests that exist, as `tests/file.py::test_name`."""
    for fault, cell in fault_rows():
        named: list[tuple[str, str]] = re.findall(r"`(tests/[\w/.-]+\.py)::(\w+)`", cell)
        assert named, f"{fault} names no test"
        for file, test in named:
            path = ROOT / file
            assert path.exists(), f"{fault} names {file}, which does not exist"
            assert re.search(rf"def {test}\(", path.read_text(encoding="utf-8")), (
                f"{fault} names {file}::{test}, which does not exist"
            )


def test_faults_once() -> None:
    """A fault has one row, and rows stand in order."""
    ids = [fault for fault, _ in fault_rows()]
    assert ids == sorted(set(ids))


def test_news_fragments_are_rendered() -> None:
    """Every changelog fragment has a name and a kind that a release will take."""
    fragments = [path.name for path in (ROOT / "changelog.d").iterdir() if not path.name.startswith(".")]
    assert all(re.fullmatch(r"\+[a-z0-9-]+\.(added|changed|fixed|removed)\.md", name) for name in fragments), fragments


def test_measurements_name_their_command() -> None:
    """The page of measurements says the one command that makes it, with options the benchmark has."""
    page = (ROOT / "docs/reference/measurements.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"`(\./run bench stories [^`]+)`", page)
    assert command.endswith("--table docs/reference/measurements.md")
    told = (ROOT / "bench/stories.py").read_text(encoding="utf-8")
    assert all(f'"{option}"' in told for option in re.findall(r"--\w+", command))


def test_columns_of_data_are_documented() -> None:
    """The page of the data has every table and column of an export, and no other."""
    text = (ROOT / "docs/reference/data.md").read_text(encoding="utf-8")
    said: dict[str, list[str]] = {}
    for heading, row in re.findall(r"^## `(\w+)`|^\| `(\w+)` \|", text, re.MULTILINE):
        said.setdefault(heading, []) if heading else said[list(said)[-1]].append(row)
    assert said == {t.name: [*t.names, *(["text"] if t.name == "articles" else [])] for t in TABLES_OF_DATA}
