"""`newsloom add URL`."""

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import count

if TYPE_CHECKING:
    from newsloom.flows.discover import Found
    from newsloom.model.source import Source


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to watch, and as what."""
    parser.add_argument("url", metavar="URL", help="a feed, or a page that names its feed")
    parser.add_argument("--id", default="", help="a short name (default: made from the address)")
    parser.add_argument("--title", default="", help="the outlet's name (default: the feed's)")
    parser.add_argument("--family", default="", help="the publisher several sources belong to")
    parser.add_argument("--topic", action="append", default=[], help="a topic every item has; may be repeated")
    parser.add_argument("--pick", type=count, metavar="N", help="take the N-th feed of a page that names several")
    parser.add_argument("--yes", action="store_true", help="take the first feed of a page that names several")
    parser.add_argument("--no-visit", action="store_true", help="append the address as it is, unseen")


def run(args: argparse.Namespace) -> int:
    """Find the feed at an address and append it to newsloom.toml."""
    from newsloom.cli.desk import settings_of
    from newsloom.cli.output import print_json
    from newsloom.errors import UsageError
    from newsloom.flows.discover import Found, discover
    from newsloom.model.source import Source, SourceId
    from newsloom.settings.edit import add_sources
    from newsloom.settings.read import source_id
    from newsloom.wiring import fetcher_of

    settings = settings_of(args)
    if not args.url.startswith(("http://", "https://")):
        raise UsageError(f"`{args.url}` is no address; it must start with https:// or http://")
    with fetcher_of(settings.fetch, settings.desk) as fetcher:
        found = [Found(url=args.url, title="")] if args.no_visit else discover(fetcher, args.url)
    choice = _choice(found, args)
    if choice is None:
        return Exit.FOUND
    source = Source(
        id=SourceId(args.id or source_id(choice.url)),
        url=choice.url,
        kind=choice.kind,
        title=args.title or choice.title,
        family=args.family,
        topics=tuple(args.topic),
    )
    if taken := next((known for known in settings.sources if known.id == args.id and args.id), None):
        raise UsageError(f"the id `{args.id}` is taken by {taken.url}; choose another")
    known = _watched(choice.url, settings.sources)
    added = [] if known else add_sources(settings.path, [source])
    if args.json:
        print_json({"added": [{"id": one.id, "url": one.url, "title": one.title} for one in added], "found": [choice]})
    elif added:
        print(f"added `{added[0].id}` to {settings.path}: {added[0].title or '(no title)'}, {added[0].url}")
        print("\n".join([*(f"  {line}" for line in choice.latest), "next: newsloom run"]))
    else:
        print(f"{choice.url} is watched already, as `{known}`")
    return Exit.OK


def _watched(url: str, sources: "Iterable[Source]") -> str:
    """The source that is watched at an address already, also by http for https, with www or a final slash; or ""."""
    from newsloom.text.variants import same_article_key

    return next((one.id for one in sources if same_article_key(one.url) == same_article_key(url)), "")


def _choice(found: "list[Found]", args: argparse.Namespace) -> "Found | None":
    from newsloom.cli.output import print_json
    from newsloom.errors import UsageError

    if args.pick is not None:
        if not 1 <= args.pick <= len(found):
            raise UsageError(
                f"--pick {args.pick}: there are {len(found)} feeds; a number from 1 to {len(found)} is wanted"
            )
        return found[int(args.pick) - 1]
    if len(found) == 1 or args.yes:
        return found[0]
    if args.json:
        print_json({"added": [], "found": found})
        return None
    print(f"{args.url} names {len(found)} feeds; --pick N takes one:")
    for number, candidate in enumerate(found, start=1):
        print(f"  {number}  {candidate.title or '(no title)'}  {candidate.url}")
        for line in candidate.latest:
            print(f"       {line}")
    return None
