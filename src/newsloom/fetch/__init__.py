"""The only HTTP client."""

from newsloom.fetch.client import WebFetcher
from newsloom.fetch.rules import FetchRules

__all__ = ["FetchRules", "WebFetcher"]
