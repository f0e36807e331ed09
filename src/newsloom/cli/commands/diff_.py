"""`newsloom diff ID`."""

import argparse
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from newsloom.flows.versions import Step

    Lines = Iterator[str]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which article."""
    parser.add_argument("id", metavar="ID", help="an article's id or address")


def run(args: argparse.Namespace) -> int:
    """Print what an outlet changed in an article, version by version."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import counted, local, print_json
    from newsloom.flows.versions import versions_of

    with reading(args) as (settings, store):
        found = versions_of(store, args.id)
    newest = found.newest
    if args.json:
        print_json(
            {
                "id": newest.id,
                "title": newest.title,
                "url": newest.url,
                "versions": found.count,
                "kept": found.kept,
                "standing": newest.metadata.standing,
                "corrections": newest.metadata.corrections,
                "text_dropped": newest.dropped.at if newest.dropped else None,
                "steps": found.steps,
            }
        )
        return Exit.OK
    kept = "" if found.kept == found.count else f", {found.kept} of them kept"
    standing = "" if newest.metadata.standing == "stands" else f", {newest.metadata.standing}"
    print(f"{newest.title}\n{newest.provider}, {counted(found.count, 'version')}{kept}{standing}")
    print(f"first seen {local(newest.first_seen, settings.zone)}")
    for step in found.steps:
        for line in _told(step, settings.zone):
            print(line)
    if newest.dropped is not None:
        print(f"\ntext dropped on {local(newest.dropped.at, settings.zone)}: {newest.dropped.words:,} words")
    return Exit.OK


def _told(step: "Step", zone: "ZoneInfo") -> "Lines":
    """One version for people: when it came, then each place that differs."""
    from newsloom.cli.output import local

    said = f", the outlet says {local(step.updated, zone)}" if step.updated else ""
    yield f"\nversion {step.earlier} to {step.later}, seen {local(step.seen, zone)}{said}"
    for name, places in (("title", step.title), ("lead", step.lead), ("text", step.text)):
        for place in places:
            marked = (place.removed and f"[-{place.removed}-]", place.added and f"{{+{place.added}+}}")
            yield " ".join([f"  {name}:", *filter(None, ("…", place.before, *marked, place.after, "…"))])
    for correction in step.corrections:
        yield f"  correction: {correction.note}"
    if step.standing:
        yield f"  now: {step.standing}"
