"""Kill a run at every failpoint and at random moments: nothing lost, nothing doubled, no half generation.

    ./run bench kills [--n 200] [--seed 1] [--json]

A desk that watches the invented press has published its first day. Each trial runs it over the second day in a process
of its own, kills that process, looks at what is there, and runs it again. Afterwards all that the desk remembers and
shows must be what an undisturbed run leaves. Exit code 0 if every trial passed, 1 if one did not, 2 if the trials could
not be made.
"""

import argparse
import json
import logging
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import structlog

from newsloom.testing.failpoints import NAMES, VARIABLE
from newsloom.testing.one_run import run_desk
from newsloom.testing.state import State, differences, generation_of, state_of

FIRST = datetime(2025, 3, 3, 22, tzinfo=UTC)
SECOND = datetime(2025, 3, 4, 20, tzinfo=UTC)


MANY_TIMES = {"ingest.fetched"}  # passed once for every source; the others once a run of so few
WORKERS_EVERY = 8  # trials; every so many, pages are read in worker processes, which start slowly
GONE_WITHIN = 10.0  # seconds after a run's death in which its worker processes must have ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How one run dies: at a failpoint, or after so many seconds, or not at all."""

    where: str | None = None
    after: float | None = None
    in_workers: bool = False


@dataclass(slots=True)
class Tally:
    """What the trials showed."""

    trials: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    survived: int = 0
    faults: list[str] = field(default_factory=list)


def main() -> int:
    """Run the trials and print what they showed."""
    parser = argparse.ArgumentParser(description="Kill runs and compare what remains with an undisturbed run.")
    parser.add_argument("--n", type=int, default=200, help="how many trials (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="chooses the random moments")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="newsloom-kills-") as folder:
        air = OnAir(Path(folder))
        try:
            tally = trials(air, Path(folder), n=args.n, seed=args.seed)
        finally:
            air.end()
    report(tally, as_json=args.json)
    return 1 if tally.faults else 0


class OnAir:
    """The press in a process of its own, so that this one stays single-threaded and may fork."""

    def __init__(self, folder: Path) -> None:
        self.orders, theirs = os.pipe(), os.pipe()
        self.answers = theirs
        self.pid = os.fork()
        if self.pid == 0:
            self._serve(folder)
        os.close(self.orders[0])
        os.close(self.answers[1])
        self.addresses: dict[str, str] = json.loads(self._answer())

    def advance(self, to: datetime) -> None:
        """Set the press's time."""
        os.write(self.orders[1], f"{to.isoformat()}\n".encode())
        self._answer()

    def end(self) -> None:
        """Take it off the air."""
        os.close(self.orders[1])
        os.waitpid(self.pid, 0)

    def _answer(self) -> str:
        line = b""
        while not line.endswith(b"\n"):
            byte = os.read(self.answers[0], 1)
            if not byte:
                print("kills: the press could not be served", file=sys.stderr)
                raise SystemExit(2)
            line += byte
        return line.decode()

    def _serve(self, folder: Path) -> None:
        os.close(self.orders[1])
        del folder
        from press.servers import Press  # noqa: PLC0415  its threads belong to this process only

        with Press.load(delay_factor=0) as press, os.fdopen(self.orders[0]) as orders:
            addresses = {name: urls.feed for name, urls in press.urls().items()}
            os.write(self.answers[1], f"{json.dumps(addresses)}\n".encode())
            for order in orders:
                press.advance(datetime.fromisoformat(order.strip()))
                os.write(self.answers[1], b"done\n")
        os._exit(0)


def trials(air: OnAir, folder: Path, *, n: int, seed: int) -> Tally:
    """Make a desk, run it undisturbed for reference, then kill it `n` times."""
    start, reference = folder / "start", folder / "reference"
    make_desk(start, air.addresses)
    air.advance(FIRST)
    run_desk(start / "newsloom.toml", at=FIRST)
    shutil.copytree(start, reference)
    air.advance(SECOND)
    began = time.monotonic()
    outcome(reference, Plan())
    whole = time.monotonic() - began
    wanted, old = state_of(reference / "newsloom.toml"), generation_of(start / "site")
    new = generation_of(reference / "site")
    chance, tally = random.Random(seed), Tally()  # noqa: S311  trials, not secrets
    for number in range(n):
        desk = folder / "trial"
        shutil.copytree(start, desk)
        where = failpoint(number // 2) if number % 2 == 0 else None
        plan = Plan(where=where, after=chance.uniform(0, whole), in_workers=number % WORKERS_EVERY == 0)
        began = time.monotonic()
        if not trial(desk, tally, plan, wanted=wanted, generations={old, new}):
            whole = min(
                whole, (time.monotonic() - began) * 0.7
            )  # it ended before it was killed, and ran once more, on less
        shutil.rmtree(desk)
        if sys.stderr.isatty():
            print(f"\r{number + 1} of {n}", end="", file=sys.stderr)
    return tally


def failpoint(number: int) -> str:
    """Each failpoint in turn; those a run passes once for every source, at a later source in each round."""
    name, turn = NAMES[number % len(NAMES)], number // len(NAMES)
    return f"{name}:{1 + turn % 9}" if name in MANY_TIMES else name


def trial(desk: Path, tally: Tally, plan: Plan, *, wanted: State, generations: set[str | None]) -> bool:
    """Kill one run, look, run again, compare; returns whether it was killed before it ended."""
    tally.trials += 1
    died = outcome(desk, plan)
    name = plan.where or "a random moment"
    if died:
        tally.killed[name.partition(":")[0]] += 1
    else:
        tally.survived += 1
    try:
        if generation_of(desk / "site") not in generations:
            tally.faults.append(f"{name}: a generation nobody made is published")
    except (AssertionError, OSError, ValueError) as error:
        tally.faults.append(f"{name}: {error}")
    if outcome(desk, Plan()):
        tally.faults.append(f"{name}: the run after it died")
        return died
    tally.faults += [f"{name}: {line}" for line in differences(wanted, state_of(desk / "newsloom.toml"))[:3]]
    return died


def outcome(desk: Path, plan: Plan) -> bool:
    """Run the second day in a child; returns whether it was killed. Its own children must be gone soon after it."""
    pid = os.fork()
    if pid == 0:
        os.setsid()
        if plan.where:
            os.environ[VARIABLE] = plan.where
        try:
            run_desk(desk / "newsloom.toml", at=SECOND, in_workers=plan.in_workers)
        except BaseException as error:  # noqa: BLE001  the parent must know, whatever it was
            print(f"kills: {error!r}", file=sys.stderr)
            os._exit(1)
        os._exit(0)
    if plan.where is None and plan.after is not None:
        time.sleep(plan.after)
        os.kill(pid, signal.SIGKILL)
    status = os.waitpid(pid, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit(2)
    deadline = time.monotonic() + GONE_WITHIN
    while left := in_session(pid):
        if time.monotonic() > deadline:
            raise AssertionError(f"{len(left)} worker processes outlived the run that started them")
        time.sleep(0.05)
    return os.WIFSIGNALED(status)


def in_session(session: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] not in "ZX":
            found.append(int(stat.parent.name))
    return found


def make_desk(folder: Path, addresses: dict[str, str]) -> None:
    """A desk that watches the press."""
    folder.mkdir()
    lines = ['[fetch]\nallow_private = ["127.0.0.1:*"]\nspacing_seconds = 0\nfull_text = true\nmax_age_days = 30\n']
    lines += [f'[[source]]\nid = "{name}"\nurl = "{url}"\n' for name, url in addresses.items()]
    (folder / "newsloom.toml").write_text("\n".join(lines))


def report(tally: Tally, *, as_json: bool) -> None:
    """Print the tally."""
    if as_json:
        print(
            json.dumps(
                {
                    "trials": tally.trials,
                    "killed": sum(tally.killed.values()),
                    "by_place": dict(tally.killed),
                    "ran_to_the_end": tally.survived,
                    "faults": tally.faults,
                }
            )
        )
        return
    print(f"{tally.trials} trials: {sum(tally.killed.values())} runs killed, {tally.survived} ended before that")
    for name, count in sorted(tally.killed.items()):
        print(f"  {count:4d}  {name}")
    print("nothing lost, nothing doubled, no half generation" if not tally.faults else f"{len(tally.faults)} faults:")
    for fault in tally.faults[:20]:
        print(f"  {fault}")


if __name__ == "__main__":
    raise SystemExit(main())
