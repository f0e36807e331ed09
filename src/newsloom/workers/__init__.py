"""Processes that can be killed and limited."""

from newsloom.workers.inline import InlineExecutor
from newsloom.workers.pool import KillablePool, PoolRules

__all__ = ["InlineExecutor", "KillablePool", "PoolRules"]
