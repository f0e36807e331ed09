"""A progress bar on standard error, where a person is looking."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


@dataclass(slots=True)
class Progress:
    """Bars by the name of the work; silent where nobody looks."""

    bars: "Bars | None" = None
    tasks: dict[str, "TaskID"] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def on_stderr(cls, *, quiet: bool) -> Iterator[Self]:
        """Bars while the work goes on, gone when it is done."""
        if quiet or not sys.stderr.isatty():
            yield cls()
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
            yield cls(bars)

    def step(self, what: str, done: int, total: int) -> None:
        """Say how far one kind of work is; a total of 0 means that it is not known."""
        if self.bars is None:
            return
        if what not in self.tasks:
            self.tasks[what] = self.bars.add_task(what, total=total or None)
        self.bars.update(self.tasks[what], completed=done, total=total or None)
