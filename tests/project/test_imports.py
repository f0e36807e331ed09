"""The import rules hold; the contracts are in .importlinter, and here what they cannot say."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/newsloom"

# Foreign packages, and the only parts of newsloom that may import them.
ONLY = {
    "aiohttp": {"fetch", "testing"},
    "httpx": set[str](),
    "requests": set[str](),
    "asyncio": {"fetch", "wiring", "testing"},
    "alembic": {"store", "testing"},
    "sqlalchemy": {"store", "testing"},
    "sqlite3": {"store", "testing"},
    "pebble": {"workers", "testing"},
    "onnxruntime": {"semantic"},
    "tokenizers": {"semantic"},
    "typer": {"cli"},
    "rich": {"cli"},
}


@cache
def imported(path: Path) -> frozenset[str]:
    """The modules a file imports, as dotted names; `from a import b` gives both `a` and `a.b`."""
    return frozenset(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part(path: Path) -> str:
    """The part of newsloom a file belongs to: a package or module right below it."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_contracts() -> None:
    """Every contract of .importlinter is kept."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", code, "--no-logo", "--no-cache", "--config", str(ROOT / ".importlinter")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT / "src")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("foreign", sorted(ONLY))
def test_only(foreign: str) -> None:
    """A foreign package stays behind the part that wraps it."""
    importers = {
        part(path) for path in PACKAGE.rglob("*.py") if any(name.split(".")[0] == foreign for name in imported(path))
    }
    assert importers <= ONLY[foreign]


def test_benchmarks() -> None:
    """From newsloom a benchmark imports only flows, wiring and testing; what trains weights may look deeper."""
    for path in (*(ROOT / "bench").glob("*.py"), *(ROOT / "bench/storybench").glob("*.py")):
        parts = {name.split(".")[1] for name in imported(path) if name.startswith("newsloom.")}
        assert parts <= {"flows", "wiring", "testing"}, f"{path.name} imports {parts}"


def test_only_wiring_names_concrete_classes() -> None:
    """fetch, store, deliver, workers and semantic are imported by wiring, testing and themselves."""
    concrete = {"fetch", "store", "deliver", "workers", "semantic"}
    for path in PACKAGE.rglob("*.py"):
        named = {name.split(".")[1] for name in imported(path) if name.startswith("newsloom.")} & concrete
        assert named <= {part(path)} or part(path) in {"wiring", "testing"}, f"{path} imports {named}"
