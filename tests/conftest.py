"""What holds for every test: a busy machine is no reason to fail.

Properties have no deadline, and the first one of a fresh checkout may wait for Hypothesis to build its tables. With
CI set there are twice as many examples, the same each time.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "newsloom",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
    max_examples=100 if "CI" in os.environ else 50,
    print_blob=True,
)
settings.load_profile("newsloom")
