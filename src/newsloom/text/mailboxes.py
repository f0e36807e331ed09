"""Which texts are addresses of mail, and how they are written to."""

import re

LONGEST = 254  # characters of an address, RFC 5321 §4.5.3.1.3
LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def mailbox(text: str) -> str:
    """The address as it is written to, its domain in lower-case ASCII; raises ValueError in words if it is none.

    Quoted local parts, literal addresses of hosts and local parts beyond ASCII are legal, and refused: few servers take
    them, and each was a way to smuggle something.
    """
    local, at, domain = text.strip().rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        raise ValueError(f"`{_shown(text)}` is no mail address; one is written as ana@desk.example")
    try:
        plain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise ValueError(f"`{_shown(text)}` has no domain that can be written to") from error
    if not all(_LABEL.fullmatch(label) for label in plain.split(".")):
        raise ValueError(f"`{_shown(text)}` has no domain that can be written to")
    if len(local) > LONGEST_LOCAL or len(local) + 1 + len(plain) > LONGEST:
        raise ValueError(f"`{_shown(text)}` is too long for a mail address")
    return f"{local}@{plain}"


def _shown(text: str) -> str:
    """What may be printed of it."""
    return "".join(c if c.isprintable() else "?" for c in text.strip()[:80])
