"""`newsloom run`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import seconds

if TYPE_CHECKING:
    from newsloom.flows.reports import RunReport
    from newsloom.flows.rules import IngestRules
    from newsloom.seams import Engine


def arguments(parser: argparse.ArgumentParser) -> None:
    """How to run."""
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--dry-run", action="store_true", help="visit and curate a copy; write nothing")
    mode.add_argument("--watch", action="store_true", help="keep running, visiting each source when it is due")
    parser.add_argument("--source", action="append", default=[], metavar="ID", help="visit this source now, due or not")
    parser.add_argument("--wait", type=seconds, default=0, metavar="SECONDS", help="wait for another run to end")


def run(args: argparse.Namespace) -> int:
    """Visit what is due, curate, publish."""
    from signal import SIGTERM

    from newsloom.cli.signals import interrupted, on, stopped

    with on(SIGTERM, call=stopped if args.watch else interrupted):
        return _run(args)


def _run(args: argparse.Namespace) -> int:
    from functools import partial

    from newsloom.cli.desk import opened, settings_of, watching
    from newsloom.cli.refresh import Refresh
    from newsloom.cli.watch import watch
    from newsloom.errors import UsageError
    from newsloom.flows.curate import Shards
    from newsloom.flows.run import run as run_once
    from newsloom.wiring import ingest_rules

    settings = settings_of(args)
    only = frozenset(source.id for source in settings.sources if source.id in args.source)
    if unknown := set(args.source) - only:
        raise UsageError(f"no source `{min(unknown)}`; `newsloom sources` lists them")
    rules, shards = ingest_rules(settings), Shards()
    if args.watch:
        with watching(args, settings) as turns:
            done = partial(tell, args, settings)
            refresh = Refresh.of(settings)
            return watch(
                turns,
                rules=rules,
                shards=shards,
                tell=done,
                refreshed=refresh,
                stirred=lambda: refresh.is_due,
                recorded=partial(_record, settings.metrics_file, rules),
            )
    with opened(args, settings, wait=args.wait, dry_run=args.dry_run) as engine:
        began = engine.clock.monotonic()
        report = run_once(engine, now=engine.clock.now(), rules=rules, shards=shards, only=only)
        if not args.dry_run:
            _record(settings.metrics_file, rules, engine, report, engine.clock.monotonic() - began)
    tell(args, settings, report)
    return Exit.FOUND if only & report.ingest.failed.keys() else Exit.OK


def _record(path: Path | None, rules: "IngestRules", engine: "Engine", report: "RunReport", seconds: float) -> None:
    """Leave the figures of a run for monitoring."""
    from newsloom.cli.metricsfile import after_cycle

    after_cycle(path, engine, report=report, seconds=seconds, rules=rules)


def tell(args: argparse.Namespace, settings: object, report: object) -> None:
    """Print what a run did."""
    from typing import cast

    from newsloom.cli.alertstold import report_line
    from newsloom.cli.beyondtold import beyond_lines
    from newsloom.cli.output import counted, print_json
    from newsloom.settings import Settings

    desk, done = cast("Settings", settings), cast("RunReport", report)
    if args.json:
        print_json(done, in_one_line=args.watch)
        return
    ingest, curate, publish = done.ingest, done.curate, done.publish
    if not desk.sources:
        print("no sources yet; `newsloom add URL` or `newsloom import FILE.opml` brings some")
    refused = sum(ingest.rejected.values())
    print(
        f"visited {counted(ingest.visited, 'source')}: {counted(ingest.added, 'new article')}, {ingest.updated} updated"
        + (f", {refused} refused" if refused else "")
        + (f", {ingest.pages_read} pages read" if ingest.pages_read else "")
        + (f", {ingest.pages_failed} pages not readable" if ingest.pages_failed else "")
    )
    for source, why in sorted(ingest.failed.items()):
        print(f"  {source}: {why}")
    print(f"placed {counted(curate.placed, 'article')}: {counted(curate.opened, 'story', 'stories')} opened")
    shown = f"{counted(publish.records, 'record')}, {publish.shown} shown"
    verb = "would be written" if args.dry_run else "written"
    print(f"{desk.output}: {shown}; {counted(len(publish.written), 'file')} {verb}, {len(publish.removed)} removed")
    if desk.alerts.rules:
        print("\n".join(report_line(done.alerts)))
    for stray in publish.strays[:5]:
        print(f"  {stray}: not made by newsloom, left in place")
    for line in beyond_lines(publish):
        print(line)
