"""Processes that can be killed and limited."""
