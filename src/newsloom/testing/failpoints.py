"""The failpoints, for kill tests."""

from newsloom.failpoints import ALERTING, FORGETTING, NAMES, ROTATING, VARIABLE

__all__ = ["ALERTING", "FORGETTING", "NAMES", "ROTATING", "VARIABLE"]
