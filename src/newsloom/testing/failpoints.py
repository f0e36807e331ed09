"""The failpoints, for kill tests."""

from newsloom.failpoints import ALERTING, FORGETTING, MAILING, NAMES, ROTATING, VARIABLE

__all__ = ["ALERTING", "FORGETTING", "MAILING", "NAMES", "ROTATING", "VARIABLE"]
