"""What came where a feed was expected."""

import re

from newsloom.model.page import Reason
from newsloom.parse.page import read_page
from newsloom.parse.protections import is_challenge, product_of
from newsloom.parse.unreadable import REASONS, Unreadable, UnreadableError

_READ = 300_000  # bytes of a page that are looked at
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|title)[\s>]", re.IGNORECASE)
_NOWHERE = "https://nowhere.invalid/"
_TOLD = frozenset({Unreadable.LOGIN, Unreadable.CHALLENGE, Unreadable.PARKED, Unreadable.MISSING, Unreadable.CONSENT})


def instead_of_feed(body: bytes, *, url: str = "") -> tuple[Reason, str]:
    """Why a page is no feed, in the closed vocabulary, and what it is ("" where that cannot be told).

    Args:
        body: the page, which no feed could be read from.
        url: where it came from.
    """
    head = body[:_READ]
    if not _PAGE.search(head[:4_096]):
        return Reason.NOT_A_FEED, ""
    if product := product_of(200, {}, head):
        return Reason.BOT_PROTECTION, f"a page of {product} that keeps programs out"
    if is_challenge(head):
        return Reason.PARKED, "a page that asks for a sign of humanity"
    try:
        read_page(head, url=url or _NOWHERE)
    except UnreadableError as error:
        if error.reason in _TOLD:
            reason = Reason.PARKED if error.reason is Unreadable.CHALLENGE else REASONS[error.reason]
            return reason, error.detail
    except Exception:  # noqa: BLE001  whatever the page's reader stumbles over, that it is no feed is known already
        return Reason.NOT_A_FEED, ""
    return Reason.NOT_A_FEED, ""
