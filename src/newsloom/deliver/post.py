"""Letters of a newsletter to a mail server, many in one talk. What was handed over is never handed over again."""

import re
import smtplib
from datetime import datetime

from newsloom.deliver.issuemail import message_of
from newsloom.deliver.smtptalk import OK, TAKEN, Server, part, refusal
from newsloom.model.alert import Answer, Fate
from newsloom.model.newsletter import Dispatch, Issue, NewsletterRules

GO_ON = 354
_DOT = re.compile(rb"(?m)^\.")


class SmtpPost:
    """Carries letters by one server; the talk goes on from letter to letter until it is closed or breaks.

    Args:
        server: the mail server.
        rules: the newsletter's sender, and how readers leave it.
    """

    def __init__(self, server: Server, rules: NewsletterRules) -> None:
        self._server = server
        self._rules = rules
        self._talk: smtplib.SMTP | None = None

    def compose(self, issue: Issue, letter: Dispatch, *, now: datetime) -> bytes:
        """The whole message, as it leaves for this reader."""
        return message_of(issue, letter, self._rules, now=now)

    def send(self, message: bytes, letter: Dispatch) -> Answer:
        """Try once. Before the message was handed over a fault may be tried again; after that nobody knows."""
        if self._talk is None:
            reached = self._server.reach()
            if isinstance(reached, Answer):
                return reached
            self._talk = reached
        try:
            answer = self._agreed(self._talk, letter.reader.address)
        except (smtplib.SMTPException, OSError) as error:
            self._break()
            return Answer(fate=Fate.UNREACHABLE, detail=f"{self._server.host}: {error}")
        return self._handed_over(self._talk, message) if answer is None else answer

    def close(self) -> None:
        """Say goodbye to the server."""
        if self._talk is not None:
            part(self._talk)
        self._talk = None

    def _break(self) -> None:
        if self._talk is not None:
            self._talk.close()
        self._talk = None

    def _agreed(self, talk: smtplib.SMTP, address: str) -> Answer | None:
        """Say from whom and to whom; what the server has against it, or None where it waits for the message."""
        code, said = talk.mail(self._rules.sender)
        if code == OK:
            code, said = talk.rcpt(address)
        if code in TAKEN:
            code, said = talk.docmd("DATA")
        if code == GO_ON:
            return None
        if code == 421:  # noqa: PLR2004  RFC 5321 §3.8: it closes the talk
            self._break()
        else:
            talk.rset()
        return refusal(code, said, self._server.host)

    def _handed_over(self, talk: smtplib.SMTP, message: bytes) -> Answer:
        host = self._server.host
        try:
            talk.send(_DOT.sub(b"..", message) + (b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n"))
            code, said = talk.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._break()
            detail = f"{host} took the message and did not say what became of it: {error}"
            return Answer(fate=Fate.UNKNOWN, detail=detail)
        if code != OK:
            return refusal(code, said, host)
        return Answer(fate=Fate.SENT, detail=f"accepted by {host}")
