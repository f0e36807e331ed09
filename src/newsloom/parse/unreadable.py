"""Why no article can be read from a page."""

from enum import StrEnum

from newsloom.errors import PageError


class Unreadable(StrEnum):
    """What a page is instead of an article: a closed vocabulary."""

    EMPTY = "empty"
    NOT_HTML = "not html"
    PDF = "pdf"
    IMAGE = "image"
    TOO_LARGE = "too large"
    TOO_DEEP = "too deep"
    FRAMES = "frame set"
    SCRIPT_SHELL = "needs javascript"
    LOGIN = "login page"
    CHALLENGE = "captcha page"


class UnreadableError(PageError):
    """A page no article can be read from, with the reason as a value."""

    def __init__(self, reason: Unreadable, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")

    def __reduce__(self) -> tuple[type["UnreadableError"], tuple[Unreadable, str]]:
        """Cross process boundaries whole."""
        return (UnreadableError, (self.reason, self.detail))
