import asyncio
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsloom.model.page import Failure, Page, Reason, Request
from newsloom.testing.fake_web import FakeAnswer, FakeWeb
from newsloom.testing.simulated_clock import SimulatedClock

START = datetime(2026, 3, 1, tzinfo=UTC)


@given(st.lists(st.floats(min_value=0, max_value=1e6, allow_nan=False), min_size=1, max_size=30))
def test_sleepers_wake_in_order_of_their_due_time(waits: list[float]) -> None:
    """Any number of sleepers wake by due time, ties by who slept first, and no real time passes."""
    clock = SimulatedClock(START)
    woken: list[tuple[float, int]] = []

    async def sleeper(number: int, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((clock.monotonic(), number))

    async def everybody() -> None:
        await asyncio.gather(*(sleeper(number, seconds) for number, seconds in enumerate(waits)))

    asyncio.run(everybody())
    assert woken == sorted((seconds, number) for number, seconds in enumerate(waits))
    assert clock.now() == START + timedelta(seconds=max(waits))


def test_a_sleeper_may_be_cancelled() -> None:
    """A cancelled sleeper moves no time."""
    clock = SimulatedClock(START)

    async def impatient() -> None:
        task = asyncio.ensure_future(clock.sleep(1_000))
        await asyncio.sleep(0)
        task.cancel()
        await clock.sleep(1)

    asyncio.run(impatient())
    assert clock.monotonic() == 1


def test_the_fake_web_answers_like_the_real_one() -> None:
    """Pages, 304, redirects, statuses and reasons, each with its request."""
    web = FakeWeb(
        {
            "https://a.example/": "<rss/>",
            "https://a.example/cached": FakeAnswer(body=b"x", headers={"ETag": "1"}),
            "https://a.example/old": FakeAnswer(status=301, moved_to="https://a.example/"),
            "https://a.example/loop": FakeAnswer(status=302, moved_to="https://a.example/loop"),
            "https://a.example/gone": FakeAnswer(status=410),
            "https://a.example/dns": Reason.DNS,
            "https://a.example/empty": b"",
        }
    )
    paths = ["", "cached", "old", "loop", "gone", "dns", "empty", "missing"]
    found = dict(zip(paths, web.fetch([Request(url=f"https://a.example/{p}", etag="1") for p in paths]), strict=True))
    reasons = {path: outcome.reason for path, outcome in found.items() if isinstance(outcome, Failure)}
    assert reasons == {
        "loop": Reason.REDIRECTS,
        "gone": Reason.GONE,
        "dns": Reason.DNS,
        "empty": Reason.EMPTY,
        "missing": Reason.NOT_FOUND,
    }
    assert isinstance(found["cached"], Page)
    assert found["cached"].not_modified
    assert isinstance(found["old"], Page)
    assert (found["old"].url, found["old"].permanent) == ("https://a.example/", True)
