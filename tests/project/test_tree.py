"""The tree is clean: sizes, words that have no place here, reasons beside exceptions."""

import ast
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/newsloom"
CODE = sorted(PACKAGE.rglob("*.py"))
MAX_BYTES = 600_000  # the locks, with every hash, are the largest
UNNAMED = {"utils.py", "helpers.py", "base.py", "common.py", "misc.py"}

# Written in two halves, so that this file does not hold what it looks for.
FORBIDDEN = [
    "py" + "pi.org",
    "python" + "hosted",
    "/wo" + "rk/",
    "/ro" + "ot/",
    "/op" + "t/py",
    "-----BEGIN " + "PRIVATE",
]


@cache
def tracked() -> tuple[Path, ...]:
    """Every file git keeps."""
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return tuple(path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file())


def said(path: Path) -> str:
    """A file's path as the tree says it."""
    return str(path.relative_to(ROOT))


def test_sizes() -> None:
    """No file is too large to be read in review."""
    assert not [said(path) for path in tracked() if path.stat().st_size > MAX_BYTES]


def test_words() -> None:
    """No file names a package registry or a path of somebody's machine."""
    found = [
        (said(path), word)
        for path in tracked()
        for word in FORBIDDEN
        if word in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert not found


def test_nothing_generated_is_kept() -> None:
    """What is made from the tree is not part of it."""
    made = (".env/", "demo-desk/", "demo-site/", "site/", "dist/")
    assert not [said(path) for path in tracked() if said(path).startswith(made) or path.suffix == ".pyc"]


def test_licence() -> None:
    """The licence is Apache 2.0, in the tree and in the package's data."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text


def test_names() -> None:
    """No module is named for nothing."""
    assert not [said(path) for path in CODE if path.name in UNNAMED]


@pytest.mark.parametrize("path", CODE, ids=said)
def test_fits(path: Path) -> None:
    """A module says what it answers, and fits in mind; its functions fit in view."""
    text = path.read_text(encoding="utf-8")
    module = ast.parse(text)
    assert ast.get_docstring(module), "a module begins with its docstring"
    assert len(text.splitlines()) <= 300, "longer than 300 lines: make it two questions"
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > 40]
    assert not long, "functions longer than 40 lines"


def test_noqa_has_a_reason() -> None:
    """Every exception from a check names its rule and says why on its line."""
    reasoned = re.compile(r"# (noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|type: ignore\[[\w, -]+\])( +# +| {2,}| # )\S.*\S")
    bare = [
        f"{said(path)}:{number}"
        for path in tracked()
        if path.suffix == ".py" and path != Path(__file__).resolve()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# (noqa|type: ignore)", line) and not reasoned.search(line)
    ]
    assert not bare


def test_settings_of_tools_have_reasons() -> None:
    """Every rule switched off in pyproject.toml has its reason beside it."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = text[text.index("[tool.ruff.lint]") : text.index("[tool.ruff.lint.pydocstyle]")]
    off = [
        line for line in section.splitlines() if re.search(r'^\s*"[A-Z]+\d*",|= \["[A-Z]', line) and "ALL" not in line
    ]
    assert off
    assert not [line for line in off if not re.search(r"# \S", line)]
