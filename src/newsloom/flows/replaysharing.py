"""A replay shared out among processes: each judges some of the stories, the editions are put together from all.

No story's scores depend on another's, so what comes out is the same, to the last digit, however many share it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass
from itertools import chain

from newsloom.flows.replaying import Moments, Part, Snapshot, replay_editions
from newsloom.keeping import Store
from newsloom.model.publication import Stand
from newsloom.seams import Criteria

WORTH = 20_000  # articles; a process that starts costs more than half of fewer

Work = Callable[[], Iterator[Snapshot]]
Elsewhere = Callable[[Work], AbstractContextManager[Iterator[Snapshot]]]
"""What does work in another process, given as a value that can be sent there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """With how many processes a replay is done, this one among them.

    `opened` opens the desk's store there (it is sent to them), `elsewhere` starts them; a past of fewer articles than
    `worth` is not shared.
    """

    opened: Callable[[], Store]
    elsewhere: Elsewhere
    processes: int = 2
    worth: int = WORTH


@dataclass(frozen=True, slots=True)
class Share:
    """The work of another process: a part of the stories, of a store it opens itself."""

    opened: Callable[[], Store]
    settings: tuple[Criteria, ...]
    moments: Moments
    part: Part

    def __call__(self) -> Iterator[Snapshot]:
        """The editions of the past, of this part alone."""
        with closing(self.opened()) as store:
            yield from replay_editions(store, self.settings, moments=self.moments, part=self.part)


def replay_shared(
    store: Store, settings: Sequence[Criteria], *, moments: Moments, sharing: Sharing | None
) -> Iterator[Snapshot]:
    """What `replay_editions` gives, with as many processes as are worth it.

    Args:
        store: the desk's, which is only read.
        settings: those to judge by, each on its own.
        moments: which editions.
        sharing: how work is shared; None: it is not.
    """
    if sharing is None or sharing.processes < 2 or store.articles.count() < sharing.worth:  # noqa: PLR2004  one alone
        yield from replay_editions(store, settings, moments=moments)
        return
    parts = [Part(number=number, of=sharing.processes) for number in range(sharing.processes)]
    with ExitStack() as stack:
        others = [
            stack.enter_context(sharing.elsewhere(Share(sharing.opened, tuple(settings), moments, part)))
            for part in parts[1:]
        ]
        mine = replay_editions(store, settings, moments=moments, part=parts[0])
        for together in zip(mine, *others, strict=True):
            yield _whole(together, moments.hottest)


def _whole(parts: Sequence[Snapshot], hottest: int | None) -> Snapshot:
    """One edition of all parts, by each of the settings."""
    sides = zip(*(part.editions for part in parts), strict=True)
    fresh = zip(*(part.fresh for part in parts), strict=True)
    return Snapshot(
        at=parts[0].at,
        newest=parts[0].newest,
        editions=tuple(tuple(sorted(chain(*side), key=_order)[:hottest]) for side in sides),
        fresh=tuple(frozenset().union(*its) for its in fresh),
    )


def _order(one: Stand) -> tuple[bool, int, int, str]:
    """As in an edition: shown ones first, hottest first, then the better, then by id."""
    return (not one.published, -one.heat, -one.quality, one.story)
