"""Names are looked up in threads that keep nothing alive."""

import subprocess
import sys
import threading
import time

from newsloom.fetch.lookups import Lookups

STUCK = """
import time
from newsloom.fetch.lookups import Lookups
threads = Lookups(4)
waiting = [threads.submit(time.sleep, 60) for _ in range(9)]
print(threads.submit(print).cancel(), flush=True)
"""


def test_lookups_are_made_side_by_side() -> None:
    """Up to the number allowed; each answer, or error, finds who asked."""
    threads, gate = Lookups(3), threading.Barrier(3)
    assert {future.result(10) for future in [threads.submit(gate.wait, 10) for _ in range(3)]} == {0, 1, 2}
    assert [threads.submit(pow, n, 2).result(10) for n in range(20)] == [n * n for n in range(20)]
    assert isinstance(threads.submit(int, "no number").exception(10), ValueError)
    named = [one for one in threading.enumerate() if one.name == "newsloom-lookup"]
    assert len(named) <= 3
    threads.shutdown()
    for one in named:
        one.join(10)
        assert not one.is_alive()


def test_a_process_ends_though_names_are_looked_up() -> None:
    """A dead name server does not keep a desk from stopping."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", STUCK], capture_output=True, text=True, check=True, timeout=40)
    assert done.stdout == "True\n"
    assert time.monotonic() - began < 30
