"""CPU-seconds a fresh process takes to bring a desk's stories back, and the memory it then has: JSON on stdout.

`python bench/storybench/reload.py DESK LANGUAGE`; `speed` calls it.
"""

import json
import resource
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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    print(json.dumps({"seconds": seconds, "megabytes": peak}))


if __name__ == "__main__":
    main()
