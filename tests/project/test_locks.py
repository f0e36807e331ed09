"""The locks answer what pyproject.toml asks, with hashes and without naming an index."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SUPPORTED = ("3.11.0", "3.11.7", "3.12.1", "3.13.0", "3.14.0")
LOCKS = ("uv", "runtime", "dev")


def pins(lock: str) -> list[Requirement]:
    """The pins of a lock file."""
    text = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8")
    return [Requirement(line.rstrip(" \\")) for line in text.splitlines() if line and not line.startswith((" ", "#"))]


def pinned(lock: str, python: str) -> dict[str, str]:
    """Name to version of what a lock installs on Linux under one Python."""
    environment = {
        "python_version": ".".join(python.split(".")[:2]),
        "python_full_version": python,
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    kept = [pin for pin in pins(lock) if pin.marker is None or pin.marker.evaluate(environment)]
    names = [canonicalize_name(pin.name) for pin in kept]
    assert len(names) == len(set(names)), f"{lock} pins something twice under {python}"
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in kept}


@pytest.mark.parametrize("python", SUPPORTED)
@pytest.mark.parametrize("lock", ["runtime", "dev"])
def test_answers_pyproject(lock: str, python: str) -> None:
    """Every dependency is pinned to a version pyproject.toml allows, under every supported Python."""
    asked = [*PROJECT["project"]["dependencies"], *(PROJECT["dependency-groups"]["dev"] if lock == "dev" else [])]
    have = pinned(lock, python)
    for requirement in map(Requirement, asked):
        version = have.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not in requirements/{lock}.txt: ./run lock"
        assert requirement.specifier.contains(version, prereleases=True), f"{requirement} is pinned to {version}"


@pytest.mark.parametrize("python", SUPPORTED)
def test_agree(python: str) -> None:
    """Whoever works on newsloom has the versions of whoever runs it."""
    assert pinned("runtime", python).items() <= pinned("dev", python).items()


@pytest.mark.parametrize("lock", LOCKS)
def test_hashes(lock: str) -> None:
    """Every pin is exact and has a hash."""
    text = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("==" in block and "--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("lock", LOCKS)
def test_no_index(lock: str) -> None:
    """A lock names no place to get things from: that is the machine's business."""
    assert not re.search(r"://|--index|--extra|--find", (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8"))
