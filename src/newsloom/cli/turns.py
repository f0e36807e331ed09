"""How a desk is watched: turn by turn, so that between two of them others may write."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

from newsloom.keeping import Store
from newsloom.seams import Clock, Engine
from newsloom.settings import Settings
from newsloom.wiring import Progress, clock, crew, run_lock, silent, store_of, unheard, watch_lock


@dataclass(slots=True)
class Turns:
    """A desk's engine for one turn after the other: behind the run lock and with its store open for a turn only.

    Between turns editors' orders are carried out, and a backup may be put in the place of the database.
    """

    settings: Settings
    engine: Callable[[Store], Engine]
    time: Clock
    _said: bytes = b""

    @contextmanager
    def __call__(self) -> Iterator[tuple[Engine, bool]]:
        """The engine, and whether nobody else wrote since the turn before; raises StoreLockedError at once."""
        lock = run_lock(self.settings, now=self.time.now(), wait=0)
        with lock, closing(store_of(self.settings)) as store:
            is_alone, self._said = lock.before == self._said, lock.said
            yield self.engine(store), is_alone


@contextmanager
def turns_of(
    settings: Settings, *, progress: Progress = silent, wait: float = 0, told: Callable[[str], None] = unheard
) -> Iterator[Turns]:
    """The turns of a desk that one process watches; whatever keeps the desk from being opened is raised here.

    Args:
        settings: the desk.
        progress: told how far each kind of work is.
        wait: seconds to wait for another run, or another watch, to end before StoreLockedError is raised.
        told: called with who holds a lock, where it must be waited for.
    """
    time = clock()
    with ExitStack() as stack:
        stack.enter_context(watch_lock(settings, now=time.now(), wait=wait, told=told))
        with run_lock(settings, now=time.now(), wait=wait, told=told):
            store_of(settings).close()
        engine = stack.enter_context(crew(settings, progress, time, None, dry_run=False))
        yield Turns(settings, engine, time)
