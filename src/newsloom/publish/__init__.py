"""Editions to artifacts; pure; one file a shape."""
