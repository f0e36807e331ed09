"""Why no article can be read from a page."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from newsloom.errors import PageError
from newsloom.model.page import Reason


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
    CONSENT = "consent wall"
    MISSING = "page not found"
    PARKED = "parked domain"
    STUB = "only a redirect"
    GARBLED = "unreadable characters"


REASONS: Mapping[Unreadable, Reason] = MappingProxyType(
    {
        Unreadable.EMPTY: Reason.EMPTY,
        Unreadable.NOT_HTML: Reason.NOT_HTML,
        Unreadable.PDF: Reason.PDF,
        Unreadable.IMAGE: Reason.IMAGE,
        Unreadable.TOO_LARGE: Reason.TOO_LARGE,
        Unreadable.TOO_DEEP: Reason.TOO_LARGE,
        Unreadable.FRAMES: Reason.FRAMES,
        Unreadable.SCRIPT_SHELL: Reason.SCRIPT_SHELL,
        Unreadable.LOGIN: Reason.LOGIN,
        Unreadable.CHALLENGE: Reason.BOT_PROTECTION,
        Unreadable.CONSENT: Reason.CONSENT,
        Unreadable.MISSING: Reason.NOT_FOUND,
        Unreadable.PARKED: Reason.PARKED,
        Unreadable.STUB: Reason.STUB,
        Unreadable.GARBLED: Reason.GARBLED,
    }
)
"""How each of them is told to the owner, in the words used for all visits that bring nothing."""


class UnreadableError(PageError):
    """A page no article can be read from, with the reason as a value."""

    def __init__(self, reason: Unreadable, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")

    def __reduce__(self) -> tuple[type["UnreadableError"], tuple[Unreadable, str]]:
        """Cross process boundaries whole."""
        return (UnreadableError, (self.reason, self.detail))
