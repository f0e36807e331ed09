"""The failpoints, for kill tests."""

from newsloom.failpoints import ALERTING, FORGETTING, NAMES, VARIABLE

__all__ = ["ALERTING", "FORGETTING", "NAMES", "VARIABLE"]
