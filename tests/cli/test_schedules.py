"""`newsloom init --with` writes what runs a desk by itself."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.cli.stage import Newsloom

from newsloom.errors import UsageError
from newsloom.settings.schedules import Place, github_action, systemd

PLACE = Place(
    title="The 100% desk",
    folder="/srv/my desk/50%",
    output="site",
    database="newsloom.db",
    user="news",
    command="/usr/bin/true",
    version="1.2.3",
)


@pytest.fixture(scope="module")
def workflow() -> dict[Any, Any]:
    """The workflow as data; YAML 1.1 reads its `on` as true."""
    (text,) = github_action(PLACE).values()
    found: dict[Any, Any] = yaml.safe_load(text)
    return found


def test_init_writes_both(newsloom: Newsloom, tmp_path: Path) -> None:
    """A new desk gets its files at once, an old one later; none is written over."""
    desk = tmp_path / "desk"
    assert newsloom("init", desk, "--with", "systemd").code == 0
    settings = (desk / "newsloom.toml").read_text(encoding="utf-8")
    said = newsloom("init", desk, "--with", "github-action")
    assert said.code == 0, said.err
    assert "made" in said.out
    assert (desk / "newsloom.toml").read_text(encoding="utf-8") == settings
    files = sorted(str(path.relative_to(desk)) for path in desk.rglob("*") if path.is_file())
    units = ["systemd/newsloom.service", "systemd/newsloom.timer"]
    assert files == [".github/workflows/newsloom.yml", ".gitignore", "newsloom.toml", *units]
    again = newsloom("init", desk, "--with", "systemd")
    assert "exists already" in again.err
    assert again.code != 0


def test_the_workflow_may_do_little(workflow: dict[Any, Any]) -> None:
    """Nothing by default, contents for the one job; one run at a time; an end to each."""
    (job,) = workflow["jobs"].values()
    assert workflow["permissions"] == {}
    assert job["permissions"] == {"contents": "write"}
    assert workflow["concurrency"] == {"group": "newsloom", "cancel-in-progress": False}
    assert job["timeout-minutes"] <= 60
    assert job["runs-on"] != "ubuntu-latest"
    assert set(workflow[True]) == {"schedule", "workflow_dispatch"}


def test_actions_are_pinned_by_commit(workflow: dict[Any, Any]) -> None:
    """Each by forty digits, with its release beside it; the checkout keeps no login."""
    (job,) = workflow["jobs"].values()
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert len(used) == 4
    assert all(re.fullmatch(r"actions/[a-z/-]+@[0-9a-f]{40}", one) for one in used)
    (text,) = github_action(PLACE).values()
    assert len(re.findall(r"uses: \S+ # v\d+\.\d+\.\d+\n", text)) == 4
    assert job["steps"][0]["with"] == {"persist-credentials": False}


def test_no_secret_is_echoed_and_no_expression_is_run(workflow: dict[Any, Any]) -> None:
    """Scripts hold no expression at all; the token is in the environment of the one step that pushes, and masked."""
    (job,) = workflow["jobs"].values()
    for step in job["steps"]:
        script = step.get("run", "")
        assert "${{" not in script
        assert not re.search(r"echo[^\n]*TOKEN|set -[a-z]*x", script)
        assert ("TOKEN" in step.get("env", {})) == ("git push" in script)
    assert "add-mask" in job["steps"][-1]["run"]
    assert "newsloom==1.2.3" in job["steps"][2]["run"]


@pytest.mark.parametrize("number", range(9))
def test_scripts_are_sound(workflow: dict[Any, Any], number: int) -> None:
    """A shell reads each without a word of complaint."""
    (job,) = workflow["jobs"].values()
    scripts = [step["run"] for step in job["steps"] if "run" in step]
    if number < len(scripts):
        done = subprocess.run(["bash", "-n", "-c", scripts[number]], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_lost_memory_stops_the_run(workflow: dict[Any, Any], tmp_path: Path) -> None:
    """Published records without the memory that made them: an error, unless somebody asked to start anew."""
    (job,) = workflow["jobs"].values()
    script = next(step["run"] for step in job["steps"] if "unasked" in step.get("name", ""))

    def code(anew: str) -> int:
        environment = {**os.environ, "START_ANEW": anew}
        return subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=environment, check=False).returncode

    assert code("") == 0
    (tmp_path / "site").mkdir()
    assert code("") == code("false") == 1
    assert code("true") == 0


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """`systemd-analyze verify` finds nothing wrong, also in a folder with blanks and a per cent sign."""
    folder = tmp_path / "my desk 50% $HOME"
    folder.mkdir()
    place = replace(PLACE, folder=str(folder), user="root")
    for name, text in systemd(place).items():
        (tmp_path / Path(name).name).write_text(text, encoding="utf-8")
    units = [str(tmp_path / f"newsloom.{kind}") for kind in ("service", "timer")]
    command = ["systemd-analyze", "verify", "--man=no", *units]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "newsloom" in line]
    assert not ours, ours
    assert done.returncode == 0, done.stderr


def test_units_are_restrained() -> None:
    """The service may write to the desk and nowhere else, and gains nothing."""
    service = systemd(PLACE)["systemd/newsloom.service"]
    assert 'ReadWritePaths="/srv/my desk/50%%"\n' in service
    assert 'ExecStart="/usr/bin/true" --desk "/srv/my desk/50%%" run\n' in service
    assert {"ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="} <= set(service.splitlines())
    assert "Persistent=yes" in systemd(PLACE)["systemd/newsloom.timer"]


@pytest.mark.parametrize("output", ["$(rm -rf x)", "a b", "../x", "a\nb", "${{ x }}", "'x'", ""])
def test_an_output_that_is_no_plain_path_is_refused(output: str) -> None:
    """What would be read by a shell is not written into a script."""
    place = replace(PLACE, output=output)
    with pytest.raises(UsageError, match="no plain path"):
        github_action(place)


def test_a_folder_systemd_cannot_name_is_refused() -> None:
    """A line end in a path would be another line of the unit."""
    place = replace(PLACE, folder="/srv/a\nUser=root")
    with pytest.raises(UsageError, match="no such characters"):
        systemd(place)
