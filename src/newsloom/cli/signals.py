"""What a signal does while a command runs."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Handler = Callable[[int, FrameType | None], None]


@contextmanager
def on(*numbers: signal.Signals, call: Handler) -> Iterator[None]:
    """Call `call` at these signals for as long as the `with` lasts; outside the main thread nothing can be set."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, call) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def interrupted(number: int, frame: FrameType | None) -> None:
    """End as Ctrl-C does: what is open is closed on the way out."""
    del number, frame
    raise KeyboardInterrupt


def stopped(number: int, frame: FrameType | None) -> None:
    """End as asked: what is open is closed on the way out, and the exit code says that all is well."""
    del number, frame
    raise SystemExit(0)
