"""A client's errors in the closed vocabulary, and which fault of its kind each is."""

import errno
import socket

import aiohttp

from newsloom.errors import FetchError
from newsloom.fetch.address import Address
from newsloom.fetch.guard import was_refused
from newsloom.fetch.trust import fault_of
from newsloom.model.page import Reason

_KINDS: tuple[tuple[tuple[type[Exception], ...], Reason], ...] = (  # the first that fits
    ((aiohttp.ClientConnectorDNSError, socket.gaierror), Reason.DNS),
    ((aiohttp.ClientSSLError,), Reason.TLS),
    ((aiohttp.ClientPayloadError, aiohttp.ClientResponseError), Reason.BAD_RESPONSE),
    ((aiohttp.InvalidURL, UnicodeError), Reason.BAD_URL),
    ((aiohttp.ClientConnectionError, OSError), Reason.CONNECTION),
)
_OURS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_LOOKUPS = {  # errors of getaddrinfo, RFC 3493 §6.1
    socket.EAI_NONAME: "there is no such name (NXDOMAIN)",
    socket.EAI_NODATA: "the name has no address",
    socket.EAI_AGAIN: "its name servers failed or did not answer (SERVFAIL or no reply)",
    socket.EAI_FAIL: "its name servers refuse to answer",
}


def explained(error: Exception, place: Address) -> FetchError:
    """The error as one of the vocabulary, in words that say what is wrong."""
    if is_ours(error):
        return FetchError(Reason.OURS, f"{place.host} was not asked: too many files are open here")
    if was_refused(error):
        return FetchError(Reason.PRIVATE, f"{place.host}: {error}")
    reason = next((reason for kinds, reason in _KINDS if isinstance(error, kinds)), Reason.BAD_RESPONSE)
    return FetchError(reason, f"{place.host}: {_said(error, reason) or type(error).__name__}")


def is_ours(error: BaseException | None) -> bool:
    """Whether an error says that this process, or the machine, has no file or memory left to open a connection."""
    seen = 0
    while error is not None and seen < 5:  # noqa: PLR2004  causes are few
        if isinstance(error, OSError) and error.errno in _OURS:
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False


def late(place: Address, seconds: float, *, in_lookup: bool) -> FetchError:
    """What a deadline that passed comes to."""
    if in_lookup:
        return FetchError(Reason.DNS, f"{place.host}: looking its name up took longer than {seconds:.3g} s")
    return FetchError(Reason.TIMEOUT, f"{place.host} took longer than {seconds:.3g} s")


def _said(error: Exception, reason: Reason) -> str:
    if reason is Reason.TLS:
        return fault_of(error)
    if reason is Reason.DNS:
        below = getattr(error, "os_error", error)
        return _LOOKUPS.get(getattr(below, "errno", None) or 0, str(error))
    if reason is Reason.BAD_URL:
        return "its name cannot be looked up: a part of it is too long or no name"
    return error.message if isinstance(error, aiohttp.ClientResponseError) else str(error)
