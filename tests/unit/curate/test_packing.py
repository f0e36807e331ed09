"""Which notices leave at once, and when what failed is tried again."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.packing import SendRules, bundle, chance, next_try, pack
from newsloom.model.alert import Channel, ChannelKind, NoticeId, WaitingNotice

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DESK = Channel(name="desk", kind=ChannelKind.WEBHOOK, most_per_hour=5)
ZONE = ZoneInfo("UTC")
RULES = SendRules()


def waiting(number: int, *, ago: timedelta = timedelta()) -> list[WaitingNotice]:
    """So many notices for the desk."""
    return [WaitingNotice(notice=NoticeId(f"n{n}"), channel="desk", at=NOON - ago) for n in range(number)]


@given(st.integers(0, 30), st.lists(st.integers(0, 7_200), max_size=10), st.integers(1, 12))
def test_a_channel_never_gets_more_than_its_hour_allows(number: int, ago: list[int], most: int) -> None:
    """However many notices come, no more messages leave, and each notice is in one of them at most."""
    made = [NOON - timedelta(seconds=one) for one in ago]
    messages = pack(waiting(number), replace(DESK, most_per_hour=most), made=made, now=NOON, zone=ZONE)
    lately = sum(one < 3_600 for one in ago)
    assert len(messages) <= max(0, most - lately)
    told = [notice for message in messages for notice in message.notices]
    assert told in ([], [one.notice for one in waiting(number)])


def test_a_digest_waits_and_gathers() -> None:
    """Nothing leaves before the oldest notice is old enough; then all leave as one."""
    hourly = replace(DESK, digest=timedelta(hours=1))
    assert pack(waiting(2), hourly, made=(), now=NOON, zone=ZONE) == []
    (message,) = pack(waiting(2, ago=timedelta(hours=1)), hourly, made=(), now=NOON, zone=ZONE)
    assert len(message.notices) == 2


def test_quiet_hours_are_of_the_desks_zone_and_pass_midnight() -> None:
    """At 23:00 in Paris it is quiet, whatever time it is elsewhere."""
    quiet = replace(DESK, quiet=(time(22), time(7)))
    night, morning = NOON.replace(hour=22), NOON.replace(hour=7)
    paris = ZoneInfo("Europe/Paris")
    assert pack(waiting(1), quiet, made=(), now=night, zone=paris) == []
    assert len(pack(waiting(1), quiet, made=(), now=morning, zone=paris)) == 1
    assert len(pack(waiting(3, ago=timedelta(hours=11)), quiet, made=(), now=NOON, zone=paris)) == 1


@given(st.integers(1, 9), st.none() | st.integers(-(10**9), 10**9))
def test_tries_get_rarer_and_what_is_asked_is_kept_to_bounds(tries: int, asked: int | None) -> None:
    """The wait is at least half of what doubling makes it, and never longer than a day."""
    message = replace(bundle("desk", [NoticeId("n")], NOON), tries=tries)
    due = next_try(message, now=NOON, asked=asked, rules=RULES)
    assert due is not None
    plain = min(RULES.first * 2 ** (tries - 1), RULES.longest)
    wait = due - NOON
    assert plain / 2 <= wait <= max(plain, RULES.asked_longest)
    if asked is not None:
        assert wait >= min(max(timedelta(seconds=asked), RULES.shortest), RULES.asked_longest)


def test_the_last_try_is_the_last() -> None:
    """After so many tries a message is given up."""
    message = replace(bundle("desk", [NoticeId("n")], NOON), tries=RULES.most_tries)
    assert next_try(message, now=NOON, asked=None, rules=RULES) is None


def test_messages_are_not_all_tried_at_once() -> None:
    """Chance differs by message and try, and is the same again for the same ones."""
    ids = [bundle("desk", [NoticeId(f"n{n}")], NOON).id for n in range(100)]
    found = {chance(id_, 1) for id_ in ids}
    assert len(found) > 90
    assert min(found) < 0.2
    assert max(found) > 0.8
    assert chance(ids[0], 1) == chance(ids[0], 1) != chance(ids[0], 2)
