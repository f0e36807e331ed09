"""The failpoints, for kill tests."""

from newsloom.failpoints import NAMES, VARIABLE

__all__ = ["NAMES", "VARIABLE"]
