"""Which hosts have asked to be left alone, and until when: what one of their feeds was told counts for all of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from newsloom.model.source import Source, SourceId, SourceState
from newsloom.text.urls import parse

Holds = Mapping[str, datetime]


def held(
    sources: Iterable[Source], states: Mapping[SourceId, SourceState], *, now: datetime, longest: timedelta
) -> dict[str, datetime]:
    """Hosts (name and port) with the moment from which they may be asked again.

    Args:
        sources: whose states these are.
        states: what is remembered of them.
        now: moments that have passed hold nothing.
        longest: nor do moments further ahead than this: a clock that has since gone back wrote them.
    """
    found: dict[str, datetime] = {}
    for source in sources:
        state = states.get(source.id)
        if state is None or state.retry_at is None or not now < state.retry_at <= now + longest:
            continue
        host = host_key(source.url)
        found[host] = max(found.get(host, state.retry_at), state.retry_at)
    return found


def host_key(url: str) -> str:
    """The name and port of an address; itself where it is none."""
    parsed = parse(url)
    return url if parsed is None else f"{parsed.hostname}:{parsed.port or parsed.protocol}"
