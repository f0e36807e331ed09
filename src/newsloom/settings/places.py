"""What `[publish] to` says: where else the output goes."""

import re
from urllib.parse import urlsplit

_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])"
_SSH = re.compile(rf"(?:[A-Za-z0-9_][A-Za-z0-9._-]*@)?{_HOST}:(?!:)[^\s\x00-\x1f\x7f]+")
_DAEMON = re.compile(
    rf"rsync://(?:[A-Za-z0-9_][A-Za-z0-9._-]*@)?{_HOST}(?::[0-9]{{1,5}})?/[^\s\x00-\x1f\x7f/][^\s\x00-\x1f\x7f]*"
)
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[^\s\x00-\x1f\x7f?#]*)?")
FORMS = "`rsync://host/module/folder`, `user@host:/folder` or `s3://bucket/folder`"


def place_fault(address: str) -> str:
    """What is wrong with an address the output is to be brought to; "" if nothing is."""
    if address.startswith("s3://"):
        good = _BUCKET.fullmatch(address)
    elif address.startswith("rsync://"):
        if urlsplit(address).password is not None:
            return (
                "an address of `to` holds a password; leave it out and give rsync `RSYNC_PASSWORD` in the environment"
            )
        good = _DAEMON.fullmatch(address)
    else:
        good = None if "://" in address else _SSH.fullmatch(address)
    return "" if good else f"`{address}` is no place to publish to; write {FORMS}"
