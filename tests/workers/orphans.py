"""Starts a pool, says which process works, and waits to be killed."""

import sys
import time

from worker_tasks import deafened, worker_id  # type: ignore[import-not-found]  # beside this script when it runs

from newsloom.workers import KillablePool, PoolRules

if __name__ == "__main__":
    pool = KillablePool(PoolRules(workers=2, preload=()))
    print(pool.submit(deafened if len(sys.argv) > 1 else worker_id).result(), flush=True)  # noqa: T201  the test reads it
    time.sleep(20)
