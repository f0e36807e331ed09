"""Messages to people by e-mail. What was handed over and not acknowledged is never sent again by itself."""

import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from newsloom.deliver.smtptalk import OK, SECONDS, TAKEN, Server, Tls, part, refusal
from newsloom.deliver.wording import subject, text
from newsloom.model.alert import Answer, Fate, Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Sends from one address to some, by one server.

    Args:
        host: the server.
        port: 587 for STARTTLS, 465 for implicit TLS, 25 for a relay beside us.
        tls: how the talk is kept from others; certificates are verified.
        user: whom to log in as, "" for nobody.
        password: the user's.
        sender: the address messages come from.
        to: the addresses they go to.
        context: which certificates to trust; the system's if None.
        seconds: for each step of the talk.
    """

    host: str
    port: int
    tls: Tls = Tls.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str
    to: tuple[str, ...]
    context: ssl.SSLContext | None = None
    seconds: float = SECONDS
    at_most_once: bool = True
    problem: str = ""

    def send(self, letter: Letter, *, now: datetime) -> Answer:
        """Try once. Before the message was handed over a fault may be tried again; after that nobody knows."""
        del now
        server = self._server().reach()
        if isinstance(server, Answer):
            return server
        try:
            return self._hand_over(server, letter)
        finally:
            part(server)

    def _server(self) -> Server:
        return Server(
            host=self.host,
            port=self.port,
            tls=self.tls,
            user=self.user,
            password=self.password,
            context=self.context,
            seconds=self.seconds,
        )

    def _hand_over(self, server: smtplib.SMTP, letter: Letter) -> Answer:
        refused: dict[str, tuple[int, bytes]] = {}
        try:
            code, said = server.mail(self.sender)
            for address in self.to if code == OK else ():
                code, said = server.rcpt(address)
                if code not in TAKEN:
                    refused[address] = (code, said)
        except (smtplib.SMTPException, OSError) as error:
            return Answer(fate=Fate.UNREACHABLE, detail=f"{self.host}: {error}")
        if code not in TAKEN and len(refused) in {0, len(self.to)}:
            return refusal(code, said, self.host)
        left_out = f"; refused for {', '.join(sorted(refused))}" if refused else ""
        return self._tell(server, letter, left_out)

    def _tell(self, server: smtplib.SMTP, letter: Letter, left_out: str) -> Answer:
        try:
            code, said = server.data(_message(letter, self.sender, self.to).as_bytes(policy=SMTP))
        except smtplib.SMTPDataError as error:  # the server would not hear it at all
            return refusal(error.smtp_code, error.smtp_error, self.host)
        except (smtplib.SMTPException, OSError) as error:
            detail = f"{self.host} took the message and did not say what became of it: {error}"
            return Answer(fate=Fate.UNKNOWN, detail=detail)
        if code != OK:
            return refusal(code, said, self.host)
        return Answer(fate=Fate.SENT, detail=f"accepted by {self.host}{left_out}")


def _message(letter: Letter, sender: str, to: tuple[str, ...]) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = ", ".join(to)
    message["Subject"] = subject(letter)
    message["Date"] = format_datetime(letter.made)
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes, please
    message["X-Newsloom-Message"] = letter.id
    message.set_content(text(letter))
    return message
