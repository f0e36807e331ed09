"""A mail server on loopback that keeps what it gets and says what a test wants."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(slots=True)
class Office:
    """What came, by recipient, and what is answered: `says` by address or `DATA`; `having` is called with a message."""

    says: dict[str, str] = field(default_factory=dict)
    got: list[tuple[str, EmailMessage]] = field(default_factory=list)
    having: Callable[[], None] | None = None
    port: int = 0

    @property
    def to(self) -> list[str]:
        """Who got something, in order."""
        return [address for address, _ in self.got]

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Take the recipient, or say what the test wants."""
        answer = self.says.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  as above
        """Take the message, or say what the test wants; `hang up` says nothing."""
        found = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        answer = self.says.get("DATA", "250 OK")
        if answer[0] in "2h":
            self.got += [(address, found) for address in envelope.rcpt_tos]
        if self.having is not None:
            self.having()
        if answer == "hang up":
            assert server.transport is not None
            server.transport.close()
            return "250 OK"
        return answer


@contextmanager
def office() -> Iterator[Office]:
    """One that is open."""
    with socket.create_server(("127.0.0.1", 0)) as found:  # the controller does not tell which free port it took
        port = found.getsockname()[1]
    told = Office(port=port)
    controller = Controller(told, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield told
    finally:
        controller.stop()
