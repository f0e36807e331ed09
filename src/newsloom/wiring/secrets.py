"""The secrets of sources, from the environment or from files only their owner may read; never from newsloom.toml."""

import base64
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from newsloom.errors import FetchError
from newsloom.fetch.address import address
from newsloom.fetch.credentials import Credential, Credentials
from newsloom.model.source import Access, Source

_LONGEST = 8_000  # bytes of a secret


def credentials_of(sources: Iterable[Source], root: Path, environment: Mapping[str, str]) -> Credentials:
    """What is given at which source's origin. A secret that is missing, or open to others, is that source's problem.

    Args:
        sources: whose `access` is looked up.
        root: the folder their files are relative to.
        environment: where variables are looked up.
    """
    found: dict[str, Credential] = {}
    for source in sources:
        if source.access is None:
            continue
        try:
            origin = address(source.url).origin
        except FetchError:
            continue  # it is not asked for at all
        secret, problem = _secret(source.access, root, environment)
        if not problem and not (secret.isprintable() and secret.isascii()):
            problem = "its secret holds signs that no header can"
        header, value = ("", "") if problem else _header(source.access, secret)
        found[source.id] = Credential(origin=origin, header=header, value=value, problem=problem)
    return Credentials(by_name=found)


def _header(access: Access, secret: str) -> tuple[str, str]:
    if access.kind == "basic":
        return "Authorization", f"Basic {base64.b64encode(secret.encode()).decode('ascii')}"
    return ("Authorization", f"Bearer {secret}") if access.kind == "bearer" else (access.header, secret)


def _secret(access: Access, root: Path, environment: Mapping[str, str]) -> tuple[str, str]:
    """The secret, or what keeps it from being had."""
    if access.variable:
        said = environment.get(access.variable, "").strip()
        return said, "" if said else f"it wants a secret, and the variable {access.variable} is not set"
    path = root / access.file
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        return "", f"it wants a secret, and {path} cannot be read: {error.strerror}"
    with os.fdopen(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            return "", f"{path} is no file; the secret stands in one"
        if facts.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            return "", f"{path} may be read by others; `chmod 600 {path}`"
        said = file.read(_LONGEST).decode("utf-8", "replace").strip()
    return said, "" if said else f"{path} is empty"
