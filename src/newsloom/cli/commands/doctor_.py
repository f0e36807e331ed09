"""`newsloom doctor`."""

import argparse

from newsloom.cli.exits import Exit


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing of its own."""
    del parser


def run(args: argparse.Namespace) -> int:
    """Check the desk from settings to output; exit code 1 if anything is wrong."""
    from newsloom.cli.desk import settings_of
    from newsloom.cli.examination import examine
    from newsloom.cli.output import print_json

    findings = examine(settings_of(args))
    faults = [finding for finding in findings if not finding.well]
    if args.json:
        print_json(findings)
    else:
        for finding in findings:
            print(f"{'ok   ' if finding.well else 'FAULT'}  {finding.what}: {finding.detail}")
        print("all is well" if not faults else f"{len(faults)} to look at")
    return Exit.FOUND if faults else Exit.OK
