"""Starts a pool, says which process works, and waits to be killed."""

import time

from worker_tasks import worker_id  # type: ignore[import-not-found]  # beside this script when it runs

from newsloom.workers import KillablePool, PoolRules

if __name__ == "__main__":
    pool = KillablePool(PoolRules(workers=2, preload=()))
    print(pool.submit(worker_id).result(), flush=True)  # noqa: T201  the test reads it
    time.sleep(20)
