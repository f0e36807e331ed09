"""What a desk's newsletters are made with and carried by."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from newsloom.deliver.issuemail import message_of
from newsloom.deliver.post import SmtpPost
from newsloom.deliver.smtptalk import Server, Tls
from newsloom.flows.newsletters import Press, printer_of
from newsloom.model.listing import Listing
from newsloom.model.newsletter import Dispatch, Issue, NewsletterRules
from newsloom.publish.inert import joined
from newsloom.publish.site.addresses import story_page
from newsloom.seams import Post
from newsloom.settings import Settings
from newsloom.settings.newsletters import NewsletterSettings
from newsloom.settings.viewtables import with_topics
from newsloom.store import RunLock
from newsloom.wiring.rules import criteria_of, desk_facts, front_rules_of
from newsloom.wiring.shapes import has_site


def press_of(settings: Settings, newsletter: NewsletterSettings) -> Press:
    """What issues of a newsletter are made with; raises SettingsError where its templates cannot be used."""
    criteria = criteria_of(settings)
    base = settings.desk.base_url if has_site(settings) else ""

    def page_of(listing: Listing) -> str:
        return joined(base, story_page(listing.path))

    templates = newsletter.table.templates
    return Press(
        criteria=criteria,
        views=with_topics(settings.alerts.views, criteria.topics, criteria.providers, settings.sources, settings.path),
        front=front_rules_of(settings, criteria.topics),
        desk=desk_facts(settings.desk),
        page_of=page_of,
        printer=printer_of(newsletter.home / templates if templates else None),
    )


class Composing:
    """Makes readers' messages and sends none.

    Args:
        rules: the newsletter's.
    """

    def __init__(self, rules: NewsletterRules) -> None:
        self._rules = rules

    def compose(self, issue: Issue, letter: Dispatch, *, now: datetime) -> bytes:
        """The whole message."""
        return message_of(issue, letter, self._rules, now=now)


def post_of(newsletter: NewsletterSettings, environment: Mapping[str, str] = os.environ) -> Post:
    """What carries a newsletter's letters; raises SettingsError where server, sender or password is missing."""
    table = newsletter.table
    if not table.host:
        raise newsletter.place.fault("by which server? Write `host`")
    if not table.sender:
        raise newsletter.place.fault("from whom? Write `from`, a mail address")
    server = Server(
        host=table.host,
        port=newsletter.port,
        tls=Tls(table.tls),
        user=table.user,
        password=newsletter.password(environment),
    )
    return SmtpPost(server, newsletter.rules)


def recipients_file(newsletter: NewsletterSettings) -> Path:
    """Where its readers are named; raises SettingsError where the table does not say."""
    if not newsletter.table.recipients:
        raise newsletter.place.fault("to whom? `recipients` names a file with an address a line")
    return newsletter.home / newsletter.table.recipients


def post_lock(settings: Settings, *, now: datetime, wait: float) -> RunLock:
    """The lock of who sends a newsletter, beside the run lock: of two only one may."""
    return RunLock(
        path=settings.database.with_name(f"{settings.database.name}.post.lock"), now=now, wait=wait, told=lambda _: None
    )
