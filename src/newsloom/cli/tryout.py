"""`newsloom sources try URL`: selectors for a page without a feed, tried before they are written down."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit

if TYPE_CHECKING:
    from newsloom.flows.trial import Trial

SELECTORS = ("items", "title", "link", "date", "summary", "image")
_HELP = {"items": "where each item is", "title": "its headline, inside it", "image": "its picture"}


def options(parser: argparse.ArgumentParser) -> None:
    """The selectors."""
    group = parser.add_argument_group("for `try`")
    for name in SELECTORS:
        group.add_argument(f"--{name}", metavar="CSS", default="", help=_HELP.get(name, f"its {name}"))


def try_source(args: argparse.Namespace) -> int:
    """Show what selectors find on a page, what is missing, and which would do."""
    from newsloom.cli.desk import log_to_stderr
    from newsloom.cli.output import print_json
    from newsloom.cli.visiting import fetched, visiting
    from newsloom.errors import UsageError
    from newsloom.flows.trial import try_page
    from newsloom.model.source import Selectors

    log_to_stderr(verbose=args.verbose)
    if not args.source.startswith(("http://", "https://")):
        raise UsageError(f"`{args.source}` is no address; it must start with https:// or http://")
    said = {name: getattr(args, name) for name in SELECTORS}
    if any(said.values()) and not said["items"]:
        raise UsageError("--items is wanted: the others are looked for inside each item")
    with visiting(args) as fetcher:
        page = fetched(fetcher, args.source)
    trial = try_page(page, Selectors(**said) if said["items"] else None)
    if args.json:
        print_json(trial)
    else:
        _show(trial, args.source)
    return Exit.OK if trial.listing is not None else Exit.FOUND


def _show(trial: "Trial", url: str) -> None:
    from newsloom.cli.output import counted, print_table

    listing = trial.listing
    if listing is None:
        print(f"{url}: {trial.problem}")
    elif trial.select is not None:
        items = counted(len(listing.items), "item")
        print(f"{url}: `{trial.select.items}` matches {counted(listing.matched, 'place')}, {items}; times in UTC")
        print_table(
            ("date", "title", "link"),
            [
                (f"{one.published:%Y-%m-%d %H:%M}" if one.published else "–", one.title, one.url)
                for one in listing.items[:10]
            ],
        )
        for name, lacking in listing.missing.items():
            if lacking:
                print(f"  no {name} in {lacking} of {listing.matched}; --{name} CSS says where it is")
        for problem in listing.problems:
            print(f"  {problem}")
    if trial.suggestions:
        print("what repeats on the page and holds links:")
        for one in trial.suggestions:
            print(f"  --items '{one.selector}'  {counted(one.places, 'place')}: {one.titles[0]}")
    if listing is not None and trial.select is not None:
        print(_block(trial))


def _block(trial: "Trial") -> str:
    assert trial.select is not None  # noqa: S101  asked by the one caller; for the type checker
    said = "\n".join(f"{key} = {_quoted(value)}" for key, value in asdict(trial.select).items() if value)
    return f'for newsloom.toml:\n\n[[source]]\nurl = {_quoted(trial.url)}\nkind = "page"\n[source.select]\n{said}\n'


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
