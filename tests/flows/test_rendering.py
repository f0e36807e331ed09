"""Rendering in slices: the same files as in one go, whoever makes them and whatever happens to him."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

from newsloom.errors import WorkerError
from newsloom.flows.edition import Fronted, front_of
from newsloom.flows.publish import publish
from newsloom.flows.rendering import rendered
from newsloom.model.edition import Artifact, Edition
from newsloom.seams import Engine
from newsloom.testing.publishplay import LATEST, Nowhere, archive_desk, fill
from newsloom.workers import InlineExecutor, KillablePool

P = ParamSpec("P")
T = TypeVar("T")
STORIES, SIZE = 24, 5


@dataclass(slots=True)
class Seeing:
    """A shape that keeps the editions it is to render, and renders none."""

    editions: list[Edition] = field(default_factory=list)
    fingerprint: str = "seeing"

    def render(self, edition: Edition) -> Iterator[Artifact]:
        """No file."""
        self.editions.append(edition)
        return iter(())


class Dying(InlineExecutor):
    """An executor of which every second task dies."""

    def __init__(self) -> None:
        self.asked = 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run it, or say that its process died."""
        self.asked += 1
        if self.asked % 2:
            return super().submit(fn, *args, **kwargs)
        died: Future[T] = Future()
        died.set_exception(WorkerError("the process of the task died (exit code -9)"))
        return died


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Edition, Fronted]]:
    """A desk with some stories, what it publishes, and its front."""
    with archive_desk(tmp_path_factory.mktemp("desk")) as engine:
        fill(engine, STORIES)
        seeing = Seeing()
        publish(replace(engine, publishers=(seeing,), delivery=Nowhere()), now=LATEST + timedelta(minutes=1), full=True)
        fronted = front_of(engine.store, engine.criteria, rules=engine.front, at=LATEST, now=LATEST)
        yield engine, seeing.editions[0], fronted


def files(engine: Engine, edition: Edition, fronted: Fronted, *, size: int = SIZE) -> dict[str, tuple[bytes, str]]:
    """Path, bytes and story of all files; none comes twice."""
    made = [(one.path, one.made, one.story or "") for one in rendered(engine, edition, fronted, size=size)]
    assert len({path for path, _, _ in made}) == len(made)
    return {path: (content, story) for path, content, story in made}


def in_one_go(engine: Engine, edition: Edition) -> dict[str, tuple[bytes, str]]:
    """The same, of each shape by itself and from the whole edition."""
    return {
        one.path: (one.made, one.story or "") for publisher in engine.publishers for one in publisher.render(edition)
    }


@pytest.mark.parametrize("executor", [InlineExecutor(), Dying()], ids=["working", "dying"])
def test_slices(desk: tuple[Engine, Edition, Fronted], executor: Executor) -> None:
    """In slices the files are the same as in one go, those of a worker that died made here."""
    engine, edition, fronted = desk
    made = files(replace(engine, executor=executor), edition, fronted)
    assert made == in_one_go(engine, edition)
    assert len({story for _, story in made.values()} - {""}) == STORIES


def test_other_processes(desk: tuple[Engine, Edition, Fronted]) -> None:
    """Other processes make the same files."""
    engine, edition, fronted = desk
    with KillablePool() as pool:
        assert files(replace(engine, executor=pool), edition, fronted, size=8) == in_one_go(engine, edition)


def test_a_closed_pool(desk: tuple[Engine, Edition, Fronted]) -> None:
    """Where no worker takes tasks any more, all is made here."""
    engine, edition, fronted = desk
    pool = KillablePool()
    pool.shutdown()
    assert files(replace(engine, executor=pool), edition, fronted) == in_one_go(engine, edition)


@pytest.mark.parametrize("size", [1, STORIES // 2, STORIES, 10 * STORIES])
def test_without_hands(desk: tuple[Engine, Edition, Fronted], size: int) -> None:
    """A store that cannot be opened elsewhere, and slices of any size, change nothing."""
    engine, edition, fronted = desk
    assert files(replace(engine, reopen=None), edition, fronted, size=size) == in_one_go(engine, edition)


def test_what_cannot_be_carried(desk: tuple[Engine, Edition, Fronted], tmp_path: Path) -> None:
    """What opens the store may be nothing one can carry to another process: then no worker is asked."""
    engine, edition, fronted = desk
    executor = Dying()
    made = files(replace(engine, executor=executor, reopen=lambda: tmp_path), edition, fronted)  # type: ignore[arg-type,return-value]  # it is never called
    assert made == in_one_go(engine, edition)
    assert executor.asked == 0


def test_some_are_due(desk: tuple[Engine, Edition, Fronted]) -> None:
    """Where some records are due, only their files are made, and all of many records."""
    engine, edition, fronted = desk
    some = replace(edition, changed=frozenset(one.story for one in edition.listings[:12]))
    made = files(replace(engine, executor=InlineExecutor()), some, fronted)
    assert made == in_one_go(engine, some)
    assert {story for _, story in made.values()} - {""} == set(some.changed or ())
