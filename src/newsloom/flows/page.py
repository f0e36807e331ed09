"""One page, read: its main text and what it says of its article."""

from dataclasses import dataclass

from newsloom.errors import PageError
from newsloom.parse.body import main_text
from newsloom.parse.page import read_page
from newsloom.parse.reading import PageReading

__all__ = ["PageError", "PageReading", "SavedPage", "main_text", "read_page", "read_saved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A page as it was saved, and the address it was saved from."""

    url: str
    body: bytes
    content_type: str = ""


def read_saved(page: SavedPage) -> PageReading:
    """Read a saved page.

    Raises:
        PageError: the page holds no article; the message says what it is instead.
    """
    return read_page(page.body, url=page.url, content_type=page.content_type)
