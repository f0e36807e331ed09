"""The beginning and the end of a talk with a mail server, and what its answers mean."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from newsloom.model.alert import Answer, Fate

TEMPORARY = range(400, 500)  # RFC 5321 §4.2.1
OK = 250
TAKEN = frozenset({OK, 251})
SECONDS = 20.0  # for each step of the talk


class Tls(StrEnum):
    """How the talk is kept from others."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server and how it is talked to.

    Args:
        host: the server.
        port: 587 for STARTTLS, 465 for implicit TLS, 25 for a relay beside us.
        tls: how the talk is kept from others; certificates are verified.
        user: whom to log in as, "" for nobody.
        password: the user's.
        context: which certificates to trust; the system's if None.
        seconds: for each step of the talk.
    """

    host: str
    port: int
    tls: Tls = Tls.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    context: ssl.SSLContext | None = None
    seconds: float = SECONDS

    def reach(self) -> smtplib.SMTP | Answer:
        """A talk that may begin, or why it may not."""
        try:
            return self._reached()
        except smtplib.SMTPAuthenticationError as error:
            return Answer(fate=Fate.UNREADY, detail=f"{self.host} refused user and password: {error.smtp_code}")
        except smtplib.SMTPResponseException as error:
            return refusal(error.smtp_code, error.smtp_error, self.host)
        except (smtplib.SMTPException, OSError) as error:
            return Answer(fate=Fate.UNREACHABLE, detail=f"{self.host}: {error}")

    def _reached(self) -> smtplib.SMTP:
        context = self.context or ssl.create_default_context()
        if self.tls is Tls.IMPLICIT:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.seconds, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.seconds)
        try:
            server.ehlo()
            if self.tls is Tls.STARTTLS:
                server.starttls(context=context)  # raises where the server offers none: nothing goes in the clear
                server.ehlo()
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


def refusal(code: int, said: bytes | str, host: str) -> Answer:
    """What an answer that is no yes means: it may be tried again where the code says so."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    detail = f"{host} answered {code}: {' '.join(words.split())[:200]}"
    return Answer(fate=Fate.FAILED if code in TEMPORARY else Fate.REFUSED, detail=detail)


def part(server: smtplib.SMTP) -> None:
    """Say goodbye, or go without it."""
    leave: Callable[[], object]
    for leave in (server.quit, server.close):
        try:
            leave()
        except (smtplib.SMTPException, OSError):
            continue
        return
