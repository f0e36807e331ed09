"""Nothing that strangers write reaches this machine's own networks, and what is public is reached all the same."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.timeout(600)  # hundreds of commands, one after the other
Told = dict[str, Any]
TRIES = [["unshare", "-nm", "true"], ["unshare", "-nm", "sh", "-c", "ip link set lo up && mount --bind /etc /etc"]]


def _can_isolate() -> bool:
    try:
        return all(subprocess.run(words, check=False, capture_output=True).returncode == 0 for words in TRIES)
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What `inside.py` saw, in a network of its own."""
    if not _can_isolate():
        pytest.skip("no network namespace may be made here")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    script = Path(__file__).with_name("inside.py")
    command = ["unshare", "-nm", sys.executable, str(script), str(tmp_path_factory.mktemp("inside"))]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    found: Told = json.loads(done.stdout.splitlines()[-1])
    return found


def dialled(visit: Told) -> list[str]:
    """The addresses a visit opened connections to."""
    return [address for step, address in visit["steps"] if step == "dialled"]


@pytest.mark.slow
def test_no_spelling_and_no_route_leads_inside(told: Told) -> None:
    """Typed, imported, behind redirects, as feed, page, picture, robots.txt, sitemap or webhook: canaries sleep."""
    assert told["spellings"] > 90
    assert told["served"] > 150  # the routes were really gone
    assert told["reached"] == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("public.test", "93.184.215.14"),
        ("93.184.215.14", "93.184.215.14"),
        ("1572394766", "93.184.215.14"),
        ("six.test", "2606:4700::1111"),
        ("[2606:4700::1111]", "2606:4700::1111"),
    ],
)
def test_public_hosts_are_reached(told: Told, host: str, address: str) -> None:
    """By name and by number, old and new protocol."""
    visit = told["visits"][host]
    assert (visit["reason"], dialled(visit)) == ("", [address])


@pytest.mark.slow
@pytest.mark.parametrize("host", ["mixed.test", "mixedsix.test"])
def test_of_mixed_answers_the_public_one_is_used(told: Told, host: str) -> None:
    """The private ones are skipped, and the visit says so (F27)."""
    visit = told["visits"][host]
    assert (visit["reason"], dialled(visit)) == ("", ["93.184.215.14"])
    assert any(step == "refused" for step, _ in visit["steps"])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3))
def test_a_name_that_turns_inward_is_not_followed(told: Told, number: int) -> None:
    """Public at the first look, private at the second (F26)."""
    before, after = told["visits"][f"rebind{number}"], told["visits"][f"rebound{number}"]
    assert (before["reason"], dialled(before)) == ("", ["93.184.215.14"])
    assert (after["reason"], dialled(after)) == ("private address", [])


@pytest.mark.slow
@pytest.mark.parametrize(("name", "said"), [("nx", "NXDOMAIN"), ("fail", "SERVFAIL"), ("mute", "no reply")])
def test_faults_of_names_are_told_apart(told: Told, name: str, said: str) -> None:
    """An unknown name is another thing than name servers that fail or are silent (F25)."""
    visit = told["visits"][f"{name}.test"]
    assert visit["reason"] == "DNS fault"
    assert said in visit["detail"]
    assert dialled(visit) == []


def test_the_canaries_would_wake(tmp_path: Path, canary: Callable[[], tuple[int, list[str]]]) -> None:
    """A connection to loopback is counted where its owner allowed it: the method can fail."""
    from newsloom.cli import main  # noqa: PLC0415  as the script does

    port, seen = canary()
    settings = f'[fetch]\nspacing_seconds = 0\nallow_private = ["127.0.0.1:{port}"]\n'
    (tmp_path / "newsloom.toml").write_text(settings, encoding="utf-8")
    main(["fetch", f"http://127.0.0.1:{port}/", "--desk", str(tmp_path)])
    assert seen
