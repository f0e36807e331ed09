"""`newsloom serve`."""

import argparse

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import port


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument(
        "--port", type=port, default=8000, metavar="N", help="the port to listen on (default: 8000; 0: a free one)"
    )


def run(args: argparse.Namespace) -> int:
    """Show the output folder to this machine's browsers until Ctrl-C."""
    from newsloom.cli.desk import settings_of
    from newsloom.cli.preview import serve
    from newsloom.errors import UsageError

    settings = settings_of(args)
    if not settings.output.is_dir():
        raise UsageError(f"{settings.output}: nothing is published yet; `newsloom run` does it")
    serve(settings.output, port=args.port, as_json=args.json)
    return Exit.OK
