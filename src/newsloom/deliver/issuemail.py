"""An issue of a newsletter as the message one reader gets: headers nobody can write into, both forms of the words."""

import re
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from urllib.parse import quote

from newsloom.model.newsletter import Dispatch, Issue, NewsletterRules, Reader
from newsloom.text.clean import line

#: Headers that are ASCII without blanks to fold at; the library would turn long ones into encoded words.
RAW = frozenset({"list-unsubscribe", "list-unsubscribe-post", "list-id", "message-id"})
LONGEST_SUBJECT = 150


MAILBOXES = frozenset(("from", "to", "reply-to"))
_WORDS = re.compile(r"[A-Za-z0-9_'-]+(?: [A-Za-z0-9_'-]+)*")


class _Policy(EmailPolicy):
    """RFC 5322 with addresses of lists left as they are."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """One header as bytes."""
        if name.lower() in RAW:
            return f"{name}: {value}\r\n".encode("ascii")
        if name.lower() in MAILBOXES:
            return f"{name}: {_written(value.addresses[0])}\r\n".encode("ascii")  # type: ignore[attr-defined]  # a header of addresses
        return super().fold_binary(name, value)


POLICY = _Policy(linesep=SMTP.linesep, cte_type="7bit")


def message_of(issue: Issue, letter: Dispatch, rules: NewsletterRules, *, now: datetime) -> bytes:
    """The message as it goes over the wire, the same for a reader and issue but for its date.

    Args:
        issue: as it was kept.
        letter: whose it is.
        rules: the newsletter's sender, and how readers leave it.
        now: this moment, UTC.
    """
    links = leaving(rules, letter.token)
    message = EmailMessage(policy=POLICY)
    message["From"] = _mailbox(Reader(address=rules.sender, name=rules.title))
    message["To"] = _mailbox(letter.reader)
    if rules.reply_to:
        message["Reply-To"] = _mailbox(Reader(address=rules.reply_to))
    message["Subject"] = line(issue.subject, limit=LONGEST_SUBJECT)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(letter, rules)
    message["List-Id"] = f"<{rules.name}.newsletter.{_domain(rules)}>"
    message["List-Unsubscribe"] = ", ".join(f"<{link}>" for link in links)
    if links[0].startswith("https://"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    message["Precedence"] = "bulk"
    # No Auto-Submitted: an editor sends this (RFC 3834 §5), and the list's headers silence those that answer alone.
    message["X-Auto-Response-Suppress"] = "All"  # those of one vendor, who asks for this one
    message.set_content(issue.text.replace(issue.mark, links[0]))
    message.add_alternative(issue.html.replace(issue.mark, escape(links[0])), subtype="html")
    message.set_boundary(f"=_{sha256(issue.html.encode('utf-8', 'replace')).hexdigest()[:32]}")
    return message.as_bytes()


def message_id(letter: Dispatch, rules: NewsletterRules) -> str:
    """The id of a reader's letter of an issue: the same however often it is made."""
    digest = sha256(f"{letter.newsletter}\0{letter.number}\0{letter.token}".encode()).hexdigest()[:32]
    return f"<{letter.newsletter}.{letter.number}.{digest}@{_domain(rules)}>"


def leaving(rules: NewsletterRules, token: str) -> list[str]:
    """How a reader leaves the list: by one click where there is a page for it, and by mail."""
    pages = [rules.unsubscribe_url.replace("{token}", quote(token, safe=""))] if rules.unsubscribe_url else []
    subject = quote(f"unsubscribe {rules.name} {token}", safe="")
    return [*pages, f"mailto:{quote(rules.unsubscribe_mail or rules.sender, safe='@+')}?subject={subject}"]


def _written(mailbox: Address) -> str:
    """A mailbox with its name; one that is more than plain words goes as encoded words (RFC 2047).

    Python takes the quotes from a name that it has to break, which makes a part of it an address.
    """
    called = mailbox.display_name
    if not called:
        return mailbox.addr_spec
    plain = called if _WORDS.fullmatch(called) else Header(called, "utf-8").encode(linesep="\r\n")
    return f"{plain} <{mailbox.addr_spec}>"


def _domain(rules: NewsletterRules) -> str:
    return rules.sender.rpartition("@")[2]


def _mailbox(reader: Reader) -> Address:
    local, _, domain = reader.address.rpartition("@")
    return Address(display_name=line(reader.name, limit=120), username=local, domain=domain)
