"""This machine's time."""

import asyncio
import time
from datetime import UTC, datetime


class SystemClock:
    """The clock of a live desk; only wiring makes one."""

    def now(self) -> datetime:
        """This moment, UTC."""
        return datetime.now(UTC)  # noqa: TID251  this is the one clock

    def monotonic(self) -> float:
        """Seconds since some moment in the past."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
