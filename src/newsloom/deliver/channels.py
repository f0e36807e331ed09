"""From what newsloom.toml says of channels to what carries messages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from newsloom.deliver.mail import Mail
from newsloom.deliver.notify import MISSING, AppriseChannel, is_installed
from newsloom.deliver.smtptalk import Tls
from newsloom.deliver.webhook import Webhook, keys_of
from newsloom.errors import SettingsError
from newsloom.model.alert import Answer, ChannelKind, Fate, Letter
from newsloom.seams import Fetcher, Messenger
from newsloom.settings.channeltables import PORTS, ChannelSettings, address_faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Unready:
    """A channel that lacks something only its owner can give; what it has to carry waits."""

    problem: str
    at_most_once: bool = False

    def send(self, letter: Letter, *, now: datetime) -> Answer:
        """Say what is missing."""
        del letter, now
        return Answer(fate=Fate.UNREADY, detail=self.problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Carries nothing and says it did: for a run that is only tried."""

    at_most_once: bool = False
    problem: str = ""

    def send(self, letter: Letter, *, now: datetime) -> Answer:
        """Send nothing."""
        del letter, now
        return Answer(fate=Fate.SENT, detail="a dry run: nothing was sent")


def messengers_of(
    channels: Iterable[ChannelSettings], fetcher: Fetcher, environment: Mapping[str, str]
) -> dict[str, Messenger]:
    """What carries the messages of each channel, by its name; one that lacks a secret says so when it is used.

    Args:
        channels: as newsloom.toml has them.
        fetcher: the door to the network, for webhooks.
        environment: where secrets are looked up.
    """
    return {one.channel.name: _messenger(one, fetcher, environment) for one in channels}


def _messenger(settings: ChannelSettings, fetcher: Fetcher, environment: Mapping[str, str]) -> Messenger:
    try:
        match settings.channel.kind:
            case ChannelKind.WEBHOOK:
                return _webhook(settings, fetcher, environment)
            case ChannelKind.EMAIL:
                return _mail(settings, environment)
            case ChannelKind.APPRISE:
                return _apprise(settings, environment)
    except SettingsError as error:
        return Unready(problem=str(error))


def _webhook(settings: ChannelSettings, fetcher: Fetcher, environment: Mapping[str, str]) -> Webhook:
    table = settings.table
    url = table.url or settings.secret("url", environment)
    for problem in address_faults(url):
        raise settings.place.fault(problem, "url_env" if table.url_env else "url_file")
    try:
        keys = keys_of(settings.secret("secret", environment))
    except ValueError as error:
        raise settings.place.fault(str(error), "secret_env" if table.secret_env else "secret_file") from None
    return Webhook(url=url, keys=keys, fetcher=fetcher)


def _mail(settings: ChannelSettings, environment: Mapping[str, str]) -> Mail:
    table = settings.table
    return Mail(
        host=table.host,
        port=table.port or PORTS[table.tls],
        tls=Tls(table.tls),
        user=table.user,
        password=settings.secret("password", environment) if table.user else "",
        sender=table.sender,
        to=table.to,
    )


def _apprise(settings: ChannelSettings, environment: Mapping[str, str]) -> AppriseChannel:
    if not is_installed():
        raise settings.place.fault(MISSING, "kind")
    return AppriseChannel(urls=tuple(settings.secret("url", environment).split()))
