"""Strings in, strings out; knows no news."""
