"""Bytes in, model out; pure."""
