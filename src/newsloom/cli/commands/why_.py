"""`newsloom why A [B]`."""

import argparse

from newsloom.cli.exits import Exit


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which articles."""
    parser.add_argument("article", metavar="A", help="an article's id, the beginning of one, or its address")
    parser.add_argument("other", nargs="?", metavar="B", help="another one; without it: why the first is where it is")


def run(args: argparse.Namespace) -> int:
    """Say why two articles are in one story or not, or why one is where it is."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import print_json
    from newsloom.cli.whytold import print_alone, print_why
    from newsloom.curate.clusterrules import ClusterRules
    from newsloom.flows.why import why, why_there

    rules = ClusterRules()
    with reading(args) as (settings, store):
        if args.other is not None:
            found = why(store, args.article, args.other, rules=rules)
            print_json(found) if args.json else print_why(found, settings.zone)
        else:
            alone = why_there(store, args.article, rules=rules)
            print_json(alone) if args.json else print_alone(alone, settings.zone)
    return Exit.OK
