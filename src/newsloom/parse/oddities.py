"""What is odd about a page's bytes and yet leaves something to read."""

from collections.abc import Iterator

from newsloom.parse.unreadable import Unreadable, UnreadableError

MOST_LOST = 0.1  # of the text's characters; beyond, nobody can read it
_UNKNOWN = "\ufffd"


def oddities(html: str, text: str) -> Iterator[str]:
    """Give remarks on lost characters, on markup that breaks off, on text that is missing.

    Raises:
        UnreadableError: `GARBLED`, where too much of the text is lost.
    """
    lost = text.count(_UNKNOWN)
    if lost > MOST_LOST * len(text):
        raise UnreadableError(Unreadable.GARBLED, f"{lost:,} of {len(text):,} characters are in an unknown encoding")
    if _UNKNOWN in html:
        count = html.count(_UNKNOWN)
        yield f"{count:,} characters ({count / len(html):.2%}) are in an unknown encoding"
    if breaks_off(html):
        yield "the markup breaks off; the page may not be whole"
    if not text:
        yield "no main text"


def breaks_off(html: str) -> bool:
    """Whether markup ends inside a tag, or began as a whole page and never ends."""
    end = html[-20_000:]
    if end.rfind("<") > end.rfind(">"):
        return True
    lower = end.lower()
    if "</body" in lower or "</html" in lower:
        return False
    return "<body" in html[:200_000].lower()
