"""The file of a desk's figures that its monitoring reads: written whole after each cycle, or left as it was."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import structlog

from newsloom.errors import NewsloomError, UsageError
from newsloom.flows.metrics import metrics
from newsloom.flows.reports import RunReport
from newsloom.flows.rules import IngestRules
from newsloom.seams import Engine
from newsloom.text.openmetrics import openmetrics

log = structlog.get_logger()


def write_whole(path: Path, text: str) -> None:
    """Put the text in the place of a file; who reads it sees the old one or the new one.

    Raises:
        UsageError: it cannot be written; the message says why.
    """
    beside = None
    try:
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            beside = file.name
            file.write(text)
        Path(beside).chmod(0o644)  # others read it: that is what it is for
        Path(beside).replace(path)
    except OSError as error:
        if beside is not None:
            with suppress(OSError):
                os.unlink(beside)  # noqa: PTH108  as above
        raise UsageError(f"{path} cannot be written ({error.strerror}); is its folder there?") from error


def after_cycle(path: Path | None, engine: Engine, *, report: RunReport, seconds: float, rules: IngestRules) -> None:
    """Write the desk's figures after a cycle, if its owner wants them; a file that cannot be written stops nothing."""
    if path is None:
        return
    now = engine.clock.now()
    found = metrics(engine.sources, engine.store, now=now, rules=rules.schedule, cycle=(report, seconds))
    try:
        write_whole(path, openmetrics(found))
    except NewsloomError as error:
        log.warning("metrics.not_written", error=str(error))
