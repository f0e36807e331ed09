"""When a hub is asked, what its word is worth: the rules of subscribing to feeds that announce themselves."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newsloom.model.websub import Hook

_DIGESTS = ("sha256", "sha384", "sha512", "sha1")  # WebSub §7; the last is weak, and what most hubs still send


@dataclass(frozen=True, slots=True, kw_only=True)
class HubRules:
    """How long leases may be, when they are renewed, how often a hub that does not answer is asked again.

    A hub that was quiet for `quiet` is asked anew, whatever its lease says; the feed is polled all the while.
    """

    lease: timedelta = timedelta(days=5)
    lease_least: timedelta = timedelta(hours=1)
    lease_most: timedelta = timedelta(days=10)
    renew_at: float = 2 / 3
    retry: timedelta = timedelta(hours=1)
    retry_most: timedelta = timedelta(days=7)
    quiet: timedelta = timedelta(days=3)
    most: int = 5_000


def clamped_lease(seconds: int | None, *, rules: HubRules) -> timedelta:
    """How long a hub's confirmation is believed, whatever it says."""
    if seconds is None:
        return rules.lease
    wanted = min(max(seconds, 0), round(rules.lease_most.total_seconds()))
    return max(timedelta(seconds=wanted), rules.lease_least)


def confirmed(hook: Hook, *, seconds: int | None, now: datetime, rules: HubRules) -> Hook:
    """The subscription after its hub confirmed it."""
    until = now + clamped_lease(seconds, rules=rules)
    return replace(hook, until=until, asked=now, tries=0, denied=False)


def wants_asking(hook: Hook, *, now: datetime, rules: HubRules) -> bool:
    """Whether the hub is to be asked: for the first time, again after silence, or to renew the lease.

    Moments in the future come from a clock that has gone back since; they hold nothing up.
    """
    if hook.asked is None or hook.asked > now:
        return True
    since = now - hook.asked
    if hook.denied or hook.until is None or hook.tries:
        patience: timedelta = min(rules.retry * 2 ** min(hook.tries, 10), rules.retry_most)
        return since >= patience
    heard = max(hook.pushed or hook.asked, hook.asked)
    renewal = hook.asked + (hook.until - hook.asked) * rules.renew_at
    return now >= renewal or now - heard >= rules.quiet


def is_signed(content: bytes, header: str, *, secret: str) -> bool:
    """Whether a push was made by who knows the secret: `method=hexdigest` of HMAC (WebSub §8)."""
    method, _, digest = header.strip().partition("=")
    if method.lower() not in _DIGESTS or not digest.isascii():
        return False
    own = hmac.new(secret.encode(), content, getattr(hashlib, method.lower())).hexdigest()
    return bool(hmac.compare_digest(own, digest.strip().lower()))


def matched(hooks: Iterable[Hook], found: Mapping[str, tuple[str, str]], *, drawn: Iterable[str]) -> list[Hook]:
    """The subscriptions there should be: one for each source whose feed names a hub; another hub or topic starts anew.

    Args:
        hooks: those there are.
        found: hub and topic, by source, of the feeds read just now; feeds not read just now keep theirs.
        drawn: tokens and secrets for new ones, as many as are asked for.
    """
    words = iter(drawn)
    kept = {hook.source: hook for hook in hooks}
    for source, (hub, topic) in found.items():
        one = kept.get(source)
        if one is None or (one.hub, one.topic) != (hub, topic):
            kept[source] = Hook(token=next(words), secret=next(words), source=source, topic=topic, hub=hub)
    return list(kept.values())
