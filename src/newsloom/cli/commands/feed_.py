"""`newsloom feed FILE_OR_URL`."""

import argparse
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit

if TYPE_CHECKING:
    from newsloom.model.item import Feed


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which feed."""
    parser.add_argument("feed", metavar="FILE_OR_URL", help="a feed's file (may be gzipped) or address")
    parser.add_argument("--url", default="", help="for a file: where it came from, to resolve relative links")


def run(args: argparse.Namespace) -> int:
    """Print what newsloom makes of one feed; needs no desk."""
    from newsloom.cli.desk import log_to_stderr
    from newsloom.cli.output import counted, print_json, print_table
    from newsloom.errors import FeedError
    from newsloom.flows.feed import as_data

    log_to_stderr(verbose=args.verbose)
    try:
        feed = _feed(args)
    except FeedError as error:
        problem = str(error).removeprefix(f"{args.feed}: ")
        raise FeedError(f"{args.feed}: {problem}", reason=error.reason) from error
    if args.json:
        print_json(as_data(feed))
        return Exit.OK
    rows = [
        (f"{item.published:%Y-%m-%d %H:%M}" if item.published else "–", item.title, item.url) for item in feed.items
    ]
    print(f"{feed.title or '(no title)'}: {feed.format}, {counted(len(feed.items), 'entry', 'entries')}, times in UTC")
    print_table(("published", "title", "url"), rows)
    for problem in feed.problems:
        print(f"  {problem}")
    return Exit.OK


def _feed(args: argparse.Namespace) -> "Feed":
    from pathlib import Path

    from newsloom.cli.visiting import fetched, visiting
    from newsloom.flows.feed import read_feed_bytes, read_feed_file

    if args.feed.startswith(("http://", "https://")):
        with visiting(args) as fetcher:
            page = fetched(fetcher, args.feed)
        return read_feed_bytes(page.body, content_type=page.headers.get("content-type", ""), url=page.url)
    return read_feed_file(Path(args.feed), url=args.url)
