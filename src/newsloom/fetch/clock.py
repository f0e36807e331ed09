"""What the fetcher asks of a clock."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Where time comes from; a simulated one makes waiting free."""

    def now(self) -> datetime:
        """Give the moment, aware of its zone."""
        ...

    def monotonic(self) -> float:
        """Give seconds that never run backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...
