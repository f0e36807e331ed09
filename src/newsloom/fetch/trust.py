"""Whose certificates are trusted, and what is wrong with one that is not."""

import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from newsloom.errors import SettingsError

VARIABLE = "NEWSLOOM_CA_FILE"

_UNTRUSTED = "no authority trusted here has signed its certificate"
_CODES = {  # X509_V_ERR_… of OpenSSL's x509_vfy.h
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
    18: "its certificate is self-signed",
    19: "its certificate is signed by an authority of its own",
    20: _UNTRUSTED,
    21: _UNTRUSTED,
    23: "its certificate was revoked",
    62: "its certificate is for another host",
    64: "its certificate is for another host",
    66: "its certificate's key is too weak",
    67: "its certificate's authority has too weak a key",
    68: "its certificate's signature is too weak",
}
_OLD = "it speaks only old versions of TLS; 1.2 or newer is wanted"
_WORDS = {  # OpenSSL's reasons
    "UNSUPPORTED_PROTOCOL": _OLD,
    "TLSV1_ALERT_PROTOCOL_VERSION": _OLD,
    "NO_PROTOCOLS_AVAILABLE": _OLD,
    "VERSION_TOO_LOW": _OLD,
    "DH_KEY_TOO_SMALL": "its keys are too weak",
    "NO_SHARED_CIPHER": "it shares no cipher with this machine",
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "it shares no cipher with this machine",
    "WRONG_VERSION_NUMBER": "it does not speak TLS on this port",
    "HTTP_REQUEST": "it does not speak TLS on this port",
    "RECORD_LAYER_FAILURE": "it does not speak TLS on this port",
    "UNEXPECTED_EOF_WHILE_READING": "it hung up during the handshake",
}

Seen = Callable[[Mapping[str, object]], None]


def context_of(*, verify: bool = True, ca_file: Path | None = None, seen: Seen | None = None) -> ssl.SSLContext:
    """What a connection is secured by: TLS 1.2 or newer.

    Args:
        verify: whether the certificate must be the host's and signed by a trusted authority.
        ca_file: authorities (PEM) trusted besides the system's.
        seen: told the facts of each handshake that went well.

    Raises:
        SettingsError: the file of authorities cannot be read.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(("http/1.1",))
    if ca_file is not None:
        _load(context, ca_file)
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return watched(context, seen) if seen is not None else context


def watched(context: ssl.SSLContext, seen: Seen) -> ssl.SSLContext:
    """The context, which now tells the facts of each handshake that went well."""

    class Watched(ssl.SSLObject):
        def do_handshake(self) -> None:
            super().do_handshake()
            seen(_facts(self))

    context.sslobject_class = Watched
    return context


def fault_of(error: BaseException) -> str:
    """What is wrong with a host's TLS, in plain words; the library's own where there are no better ones."""
    found = _cause(error)
    if isinstance(found, ssl.SSLCertVerificationError):
        return _CODES.get(found.verify_code, found.verify_message or str(found))
    if isinstance(found, ssl.SSLError):
        return _WORDS.get(found.reason or "", str(found.reason or found))
    return str(error)


def _load(context: ssl.SSLContext, ca_file: Path) -> None:
    try:
        context.load_verify_locations(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        why = getattr(error, "strerror", None) or error
        raise SettingsError(f"{VARIABLE} names {ca_file}, which cannot be read as PEM certificates ({why})") from error


def _cause(error: BaseException | None) -> BaseException | None:
    """The library's error below a client's, which may itself be of the library's class."""
    for _ in range(5):
        below: Any = getattr(error, "certificate_error", None) or getattr(error, "os_error", None)
        if error is None or (below is None and isinstance(error, ssl.SSLError)):
            return error
        error = below if isinstance(below, BaseException) else error.__cause__
    return error


def _facts(secured: ssl.SSLObject) -> dict[str, object]:
    cipher = secured.cipher()
    said: Mapping[str, Any] = secured.getpeercert() or {}
    return {
        "protocol": secured.version(),
        "cipher": cipher[0] if cipher else None,
        "subject": _name(said.get("subject", ())),
        "issuer": _name(said.get("issuer", ())),
        "valid_until": said.get("notAfter"),
        "names": [str(value) for _, value in said.get("subjectAltName", ())][:20],
    }


def _name(parts: Any) -> str:  # noqa: ANN401  nested tuples, as the library gives them
    return ", ".join(f"{key}={value}" for part in parts for key, value in part)
