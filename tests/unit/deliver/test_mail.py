"""Mail through a real server that takes, refuses, delays, or falls silent."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from newsloom.deliver.mail import Mail
from newsloom.deliver.smtptalk import Tls
from newsloom.model.alert import AlertCause, Answer, Fate, Letter, MessageId, Notice, NoticeId
from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(slots=True)
class Post:
    """What a server got, and what it says at which step."""

    says: dict[str, str] = field(default_factory=dict)
    got: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)

    async def handle_MAIL(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Take the sender, or say what the test wants."""
        envelope.mail_from = address
        return self.says.get("MAIL", "250 OK")

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _o: Any) -> str:  # noqa: N802  as above
        """Take the recipient, or say what the test wants."""
        answer = self.says.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  as above
        """Take the message, or say what the test wants; `hang up` says nothing."""
        found = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self.got.append(found)
        self.to.append(list(envelope.rcpt_tos))
        if self.says.get("DATA") == "hang up":
            assert server.transport is not None
            server.transport.close()
        return self.says.get("DATA", "250 OK")


@contextmanager
def office(post: Post, **options: Any) -> Iterator[int]:
    """A server on loopback; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as found:  # the controller does not tell which free port it took
        port = found.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def a_letter(headline: str = "Flood at Torvik") -> Letter:
    """A message of one notice."""
    notice = Notice(
        id=NoticeId("n1"),
        alert="floods",
        view="floods",
        story=StoryId("s1"),
        article=ArticleId("a1"),
        causes=(AlertCause.ENTERED,),
        at=NOON,
        headline=headline,
        excerpt="Zwölf Brücken gesperrt – 洪水.",
        url="https://daily.example/flood",
        outlet="The Daily",
    )
    return Letter(id=MessageId("msg_1"), made=NOON, desk="A desk", notices=(notice,))


def send(port: int, letter: Letter | None = None, **fields: Any) -> Answer:
    """Send a letter to two people."""
    plain: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "tls": Tls.NONE,
        "sender": "news@desk.example",
        "to": ("ana@desk.example", "bo@desk.example"),
        "seconds": 5,
    }
    return Mail(**(plain | fields)).send(letter or a_letter(), now=NOON)


def test_a_message_arrives_as_it_was_meant() -> None:
    """Subject, text, an id that stays the same, and the word that no holiday note is wanted."""
    post = Post()
    with office(post) as port:
        assert send(port).fate is Fate.SENT
    (found,) = post.got
    assert found["subject"] == "[A desk] New: Flood at Torvik"
    assert found["message-id"] == "<msg_1@desk.example>"
    assert found["auto-submitted"] == "auto-generated"
    assert "Zwölf Brücken gesperrt – 洪水." in found.get_content()
    assert "https://daily.example/flood" in found.get_content()
    assert post.to == [["ana@desk.example", "bo@desk.example"]]


def test_a_headline_can_not_write_headers() -> None:
    """A stranger's line ends and controls stay inside the subject."""
    post = Post()
    with office(post) as port:
        send(port, a_letter("Flood\r\nBcc: everybody@x.example\n\nHello\u2028there\x00"))
    assert post.got[0]["bcc"] is None
    assert "Bcc: everybody" in post.got[0]["subject"]
    assert len(post.to[0]) == 2


@pytest.mark.parametrize(
    ("says", "fate"),
    [
        ({"MAIL": "451 later"}, Fate.FAILED),
        ({"MAIL": "550 never"}, Fate.REFUSED),
        ({"ana@desk.example": "450 later", "bo@desk.example": "450 later"}, Fate.FAILED),
        ({"ana@desk.example": "550 who", "bo@desk.example": "550 who"}, Fate.REFUSED),
        ({"ana@desk.example": "550 who"}, Fate.SENT),
        ({"bo@desk.example": "550 who"}, Fate.SENT),
        ({"DATA": "452 full"}, Fate.FAILED),
        ({"DATA": "554 spam"}, Fate.REFUSED),
        ({"DATA": "hang up"}, Fate.UNKNOWN),
    ],
)
def test_what_the_server_says_decides(says: dict[str, str], fate: Fate) -> None:
    """4xx may be tried again, 5xx not; silence after the message was handed over is unknown, and never tried again."""
    with office(Post(says=says)) as port:
        answer = send(port)
    assert answer.fate is fate, answer.detail


def test_nobody_there() -> None:
    """A server that is not there may be there later."""
    assert send(9).fate is Fate.UNREACHABLE


def test_nothing_goes_in_the_clear_where_tls_is_wanted() -> None:
    """A server without STARTTLS gets no message."""
    post = Post()
    with office(post) as port:
        assert send(port, tls=Tls.STARTTLS).fate is not Fate.SENT
    assert post.got == []


def _keys(server: str = "127.0.0.1") -> tuple[ssl.SSLContext, ssl.SSLContext]:
    authority = trustme.CA()
    theirs, ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    authority.issue_cert(server).configure_cert(theirs)
    authority.configure_trust(ours)
    return theirs, ours


def _check(user: bytes, password: bytes) -> Callable[..., AuthResult]:
    def check(_server: object, _session: object, _envelope: object, _mechanism: str, said: Any) -> AuthResult:
        return AuthResult(success=(said.login, said.password) == (user, password), handled=False)

    return check


def test_starttls_and_login() -> None:
    """Over a verified connection the right password is taken; a wrong one is the owner's to mend, and not told."""
    theirs, ours = _keys()
    post = Post()
    with office(post, tls_context=theirs, authenticator=_check(b"desk", b"hush"), auth_required=True) as port:
        known: dict[str, Any] = {"tls": Tls.STARTTLS, "user": "desk", "context": ours}
        assert send(port, password="hush", **known).fate is Fate.SENT  # noqa: S106  a test's
        wrong = send(port, password="wrong-one", **known)  # noqa: S106  a test's
    assert (wrong.fate, "wrong-one" in wrong.detail) == (Fate.UNREADY, False)
    assert len(post.got) == 1


def test_a_certificate_for_another_is_refused() -> None:
    """A server that proves to be somebody else gets nothing."""
    theirs, ours = _keys("other.example")
    post = Post()
    with office(post, tls_context=theirs) as port:
        assert send(port, tls=Tls.STARTTLS, context=ours).fate is not Fate.SENT
    assert post.got == []
