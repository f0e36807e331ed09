import subprocess
import sys
from pathlib import Path

import pytest

FILLING = """
import os, sys
from pathlib import Path
from newsloom.deliver.folder import FolderDelivery
from newsloom.errors import DeliveryError
from newsloom.model.edition import Artifact
from newsloom.testing.state import generation_of
root = Path(sys.argv[1])
site = FolderDelivery(root / "site")
small = [Artifact(path=f"{n}", content=b"old" * 100, story=f"{n}") for n in range(20)]
old = site.deliver(small, mark="m").generation
def free():
    its = os.statvfs(root)
    return its.f_bavail * its.f_frsize
before = free()
try:
    site.deliver([Artifact(path=f"{n}", content=bytes([n]) * 300_000) for n in range(20)], mark="m")
except DeliveryError as error:
    assert "unchanged" in str(error) and "space" in str(error), error
else:
    raise SystemExit("the disk was not full")
assert generation_of(root / "site") == old
assert before - free() < 100_000, "what was written is still there"
assert site.standing().generation == old
new = site.deliver([Artifact(path="0", content=b"new", story="0")], mark="m", due={"0"})
assert (new.written, generation_of(root / "site")) == (("0",), new.generation)
print("kept")
"""


def test_a_full_disk_leaves_the_old_site_and_takes_the_new_one_away(tmp_path: Path) -> None:
    """On a file system of two megabytes: the old generation stands, the room is given back, the next one works."""
    mount = f"mount -t tmpfs -o size=2m tmpfs {tmp_path}"
    there = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    try:
        able = subprocess.run([*there, mount], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        able = False
    if not able:
        pytest.skip("no file system of one's own can be mounted here")
    done = subprocess.run(
        [*there, f'{mount} && exec "$0" -c "$1" {tmp_path}', sys.executable, FILLING],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == ("kept", 0), done.stderr
