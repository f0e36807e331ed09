"""The main text of a page, without its furniture."""

import logging

import trafilatura

from newsloom.parse.bounds import check_markup
from newsloom.parse.charset import decoded
from newsloom.parse.unreadable import Unreadable, UnreadableError

# The extractor logs a warning for each odd page; what matters of it we say ourselves.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def main_text(html: bytes | str, *, url: str) -> str:
    """Give the article's paragraphs, separated by line breaks; "" where there are none.

    Raises:
        UnreadableError: if the markup is too large or too deep to be parsed in reasonable time.
    """
    text = decoded(html) if isinstance(html, bytes) else html
    check_markup(text)
    return checked_text(text, url=url)


def checked_text(html: str, *, url: str) -> str:
    """As `main_text`, for markup whose limits have been checked."""
    try:
        found = trafilatura.extract(
            html,
            url=url,
            favor_precision=True,
            include_comments=False,
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableError(Unreadable.NOT_HTML, f"the extractor failed on it: {error}") from error
    return found or ""
