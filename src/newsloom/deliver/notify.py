"""Messages by whatever Apprise knows: chats, telephones, desktops. It needs `newsloom[notify]`."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import find_spec

from newsloom.deliver.wording import subject, text
from newsloom.model.alert import Answer, Fate, Letter

MISSING = "Apprise is not installed; `pip install 'newsloom[notify]'` brings it"


def is_installed() -> bool:
    """Whether Apprise is there."""
    return find_spec("apprise") is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppriseChannel:
    """Sends to the places of some Apprise addresses, each by itself.

    Args:
        urls: the addresses; they hold secrets and are never told.
    """

    urls: tuple[str, ...] = field(repr=False)
    at_most_once: bool = True
    problem: str = ""

    def send(self, letter: Letter, *, now: datetime) -> Answer:
        """Try once; what reached one of the places at least is sent, for another try would reach it twice."""
        del now
        from apprise import Apprise, AppriseAsset, NotifyFormat  # noqa: PLC0415  an extra, and slow to import

        asset = AppriseAsset(async_mode=False, secure_logging=True)
        reached = 0
        for number, url in enumerate(self.urls, 1):
            place = Apprise(asset=asset)
            if not place.add(url):
                return Answer(
                    fate=Fate.UNREADY, detail=f"address {number} of {len(self.urls)} is none that Apprise knows"
                )
            with suppress(Exception):  # a plug-in may raise anything, and its message may hold the address
                reached += bool(place.notify(body=text(letter), title=subject(letter), body_format=NotifyFormat.TEXT))
        if not reached:
            return Answer(fate=Fate.FAILED, detail="Apprise could not deliver it")
        return Answer(fate=Fate.SENT, detail=f"delivered to {reached} of {len(self.urls)}")
