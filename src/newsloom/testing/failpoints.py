"""The failpoints, for kill tests."""

from newsloom.failpoints import FORGETTING, NAMES, VARIABLE

__all__ = ["FORGETTING", "NAMES", "VARIABLE"]
