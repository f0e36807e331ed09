"""Lines of a width that every mail program shows, and links as numbered notes below."""

import textwrap

WIDTH = 72  # columns: what RFC 3676 §4.2 asks for, with room to be quoted


def wrapped(text: str, mark: str = "") -> str:
    """The text in lines of `WIDTH` columns; the first begins with `mark`, the others stand under its words.

    Words are not broken: an address stays whole. What a program could take for a signature or a separator of mail
    (`From `, `--`) is moved in by one column.
    """
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(f" {line}" if line.startswith(("From ", "--", ">")) else line for line in lines)


class Notes:
    """The links of one text: each address has one number, in the order of first mention."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def note(self, url: str) -> str:
        """What stands behind the words of a link; nothing where there is no address."""
        return f" [{self._numbers.setdefault(url, len(self._numbers) + 1)}]" if url else ""

    def all(self) -> str:
        """The addresses with their numbers, a line each."""
        return "".join(f"[{number}] {url}\n" for url, number in self._numbers.items())
