"""What tests of faults share."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest


@pytest.fixture
def canary() -> Iterator[Callable[[], tuple[int, list[str]]]]:
    """Makes a listener on loopback: its port, and who came."""
    listeners: list[socket.socket] = []

    def make() -> tuple[int, list[str]]:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        seen: list[str] = []

        def wait() -> None:
            while True:
                try:
                    peer, address = listener.accept()
                except OSError:
                    return
                seen.append(str(address))
                peer.close()

        threading.Thread(target=wait, daemon=True).start()
        return int(listener.getsockname()[1]), seen

    yield make
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
