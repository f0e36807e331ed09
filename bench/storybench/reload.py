"""CPU-seconds a fresh process takes to bring a desk's stories back, and the memory it then has: JSON on stdout.

`python bench/storybench/reload.py DESK LANGUAGE`; `speed` calls it.
"""

import json
import sys
import time
from pathlib import Path

from newsloom.flows.curate import Shards
from newsloom.testing.streams import desk_in


def main() -> None:
    """Measure."""
    with desk_in(Path(sys.argv[1])) as engine:
        shards = Shards()
        newest = engine.store.articles.newest()
        if newest is None:
            raise SystemExit("an empty desk has no state to bring back")
        began = time.process_time()
        shards.texts_of(engine.store.stories)
        shards.of(sys.argv[2], engine=engine, since=newest)
        seconds = time.process_time() - began
    print(json.dumps({"seconds": seconds, "megabytes": peak()}))


def peak() -> float:
    """The most megabytes this process has had: what the kernel notes down of it alone, not of who started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1_024


if __name__ == "__main__":
    main()
