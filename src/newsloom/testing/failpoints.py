"""The failpoints, for kill tests."""

from newsloom.failpoints import ALERTING, FORGETTING, MAILING, NAMES, ROTATING, UPGRADING, VARIABLE

__all__ = ["ALERTING", "FORGETTING", "MAILING", "NAMES", "ROTATING", "UPGRADING", "VARIABLE"]
