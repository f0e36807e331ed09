"""`newsloom export --format …`: a desk's data as files."""

import argparse
from contextlib import closing

from newsloom import __version__
from newsloom.cli.desk import settings_of
from newsloom.cli.exits import Exit
from newsloom.cli.output import counted, print_json
from newsloom.cli.progress import Progress
from newsloom.flows.dataexport import export_ninjs, export_tables
from newsloom.model.dataset import DataFormat
from newsloom.records.datatables import VERSION
from newsloom.wiring import clock, criteria_of, dataset_of, front_rules_of, store_to_read


def export_data(args: argparse.Namespace) -> int:
    """Write the tables, or the documents, into a folder."""
    settings, now, form = settings_of(args), clock().now(), DataFormat(args.format)
    since = None if args.since is None else now - args.since
    about = {
        "newsloom": __version__,
        "schema": VERSION,
        "format": form.value,
        "made": now.isoformat(),
        "since": None if since is None else since.isoformat(),
        "text": args.text,
    }
    with (
        Progress.on_stderr(quiet=args.json) as progress,
        closing(store_to_read(settings)) as store,
        dataset_of(args.file, form, about=about) as dataset,
    ):
        if form is DataFormat.NINJS:
            criteria = criteria_of(settings)
            front = front_rules_of(settings, criteria.topics)
            report = export_ninjs(store, criteria, dataset, front=front, since=since, now=now, told=progress.step)
        else:
            report = export_tables(store, dataset, since=since, text=args.text, told=progress.step)
    if args.json:
        print_json({"folder": args.file, "rows": report.rows})
    else:
        said = ", ".join(f"{name}: {counted(number, 'row')}" for name, number in report.rows.items())
        print(f"{args.file}: {said}")
    return Exit.OK
