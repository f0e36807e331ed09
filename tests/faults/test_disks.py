"""Disks that are full, or may only be read: real ones, in a mount namespace of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

#: Run in a mount namespace as `python -c SCRIPT FOLDER`: fills a small disk, goes on reading, then frees it again.
FULL = """
import sys
from pathlib import Path
from tests.faults.test_store_faults import keep
from newsloom.errors import StoreError
from newsloom.store import open_store

folder = Path(sys.argv[1])
store = open_store(folder / "newsloom.db")
keep(store, "before")
ballast = folder / "ballast"
with ballast.open("wb", buffering=0) as file:
    try:
        while True:
            file.write(b"x" * 4096)
    except OSError:
        pass
refused = 0
for n in range(3):
    try:
        keep(store, *(f"full{n}-{i}" for i in range(200)), text="long " * 400)
    except StoreError as error:
        refused += "space" in str(error) or "disk" in str(error)
print(refused, store.articles.count())
ballast.unlink()
keep(store, "after")
print(store.articles.count(), store.check())
store.close()
"""
READ_ONLY = """
import sys
from pathlib import Path
from newsloom.errors import StoreError
from newsloom.store import open_store

path = Path(sys.argv[1]) / "newsloom.db"
try:
    open_store(path)
except StoreError as error:
    print(error)
store = open_store(path, read_only=True)
print(store.articles.count())
"""


def mounted(folder: Path, script: str, *mounts: str) -> list[str]:
    """What the script prints on a disk that these commands mount at the folder; `$D` is the folder."""
    root = Path(__file__).resolve().parents[2]
    paths = os.pathsep.join([str(root), *(p for p in sys.path if p)])
    environment = os.environ | {"PYTHONPATH": paths, "D": str(folder)}
    try:
        able = subprocess.run(
            ["unshare", "-m", "mount", "-t", "tmpfs", "none", str(folder)], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("nothing may be mounted here")
    if able.returncode:
        pytest.skip("nothing may be mounted here")
    command = ["unshare", "-m", "sh", "-c", f'{" && ".join(mounts)} && exec "$0" -c "$1" "$D"', sys.executable, script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_full_disk_costs_the_visit_alone(tmp_path: Path) -> None:
    """No space: rolled back with a clear error, reading goes on, and so does writing once there is space (F06)."""
    first, last = mounted(tmp_path, FULL, 'mount -t tmpfs -o size=3m none "$D"')
    assert first == "3 1"
    assert last == "2 []"


def test_a_disk_that_may_only_be_read(tmp_path: Path) -> None:
    """One clear line for who wants to write; who only reads does so (F13)."""
    from tests.faults.test_store_faults import keep  # noqa: PLC0415  only here

    from newsloom.store import open_store  # noqa: PLC0415  as above

    store = open_store(tmp_path / "newsloom.db")
    keep(store, "a", "b")
    store.close()
    said = mounted(tmp_path, READ_ONLY, 'mount --bind "$D" "$D"', 'mount -o remount,ro,bind "$D"')
    assert "may not be written" in said[0] or "cannot be opened" in said[0]
    assert said[1] == "2"
