"""`newsloom article FILE_OR_URL`."""

import argparse
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit

if TYPE_CHECKING:
    from newsloom.flows.article import Examined
    from newsloom.model.site import SiteRules


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which page, and by which rules."""
    parser.add_argument(
        "article",
        metavar="FILE_OR_URL",
        help="a page's file (may be gzipped) or address, or the id of a stored article",
    )
    parser.add_argument("--url", default="", help="for a file: where it came from (default: what the page itself says)")
    parser.add_argument(
        "--rules",
        nargs="?",
        const="",
        metavar="FILE",
        help='show what the desk\'s [site."host"] rules find on the page, or those of another TOML file',
    )
    parser.add_argument("--text", action="store_true", help="print the whole text")


def run(args: argparse.Namespace) -> int:
    """Print what newsloom makes of one article; a page needs no desk."""
    from newsloom.cli.articleview import article_data, examined_data, print_article, print_examined
    from newsloom.cli.desk import log_to_stderr, reading
    from newsloom.cli.output import print_json
    from newsloom.cli.visiting import desk_or_defaults
    from newsloom.errors import UsageError
    from newsloom.flows.article import stored
    from newsloom.settings import Settings
    from newsloom.wiring import directory_of, shipped_directory

    log_to_stderr(verbose=args.verbose)
    if _is_id(args.article):
        with reading(args) as (settings, store):
            found = stored(store, args.article)
        if found is None:
            raise UsageError(f"no article `{args.article}`; `newsloom search` and `newsloom explain` show ids")
        if args.json:
            print_json(article_data(found, directory_of(settings)))
        else:
            print_article(found, zone=settings.zone, whole=args.text)
        return Exit.OK
    examined = _examined(args)
    if args.json:
        desk = desk_or_defaults(args)
        known = directory_of(desk) if isinstance(desk, Settings) else shipped_directory()
        print_json(examined_data(examined, known))
    else:
        print_examined(examined, rules=args.rules is not None, whole=args.text)
    return Exit.OK


def _is_id(word: str) -> bool:
    from pathlib import Path

    return len(word) == 16 and set(word) <= set("0123456789abcdef") and not Path(word).exists()  # noqa: PLR2004  as ids are made


def _examined(args: argparse.Namespace) -> "Examined":
    from pathlib import Path

    from newsloom.cli.visiting import fetched, visiting
    from newsloom.errors import PageError, UsageError
    from newsloom.flows.article import examine, measured, page_file
    from newsloom.flows.page import SavedPage
    from newsloom.wiring import clock

    sites = _sites(args)
    try:
        if args.article.startswith(("http://", "https://")):
            with visiting(args) as fetcher:
                page = fetched(fetcher, args.article)
                saved = SavedPage(url=page.url, body=page.body, content_type=page.headers.get("content-type", ""))
                examined = measured(examine(saved, now=clock().now(), sites=sites), fetcher)
        else:
            saved = SavedPage(url=args.url, body=page_file(Path(args.article)))
            examined = examine(saved, now=clock().now(), sites=sites)
    except PageError as error:
        raise PageError(f"{args.article}: {error}") from error
    if args.rules is not None and examined.rules is None:
        from newsloom.text.urls import hostname

        host = hostname(examined.reading.url)
        raise UsageError(
            f'there are no rules for {host}; a table [site."{host}"] in {args.rules or "newsloom.toml"} holds them'
        )
    return examined


def _sites(args: argparse.Namespace) -> "tuple[SiteRules, ...]":
    """The rules of the file named, else of the desk meant, else none."""
    from pathlib import Path

    from newsloom.cli.visiting import desk_or_defaults
    from newsloom.settings import Settings
    from newsloom.settings.sites import sites_in

    if args.rules:
        return sites_in(Path(args.rules))
    desk = desk_or_defaults(args)
    return desk.sites if isinstance(desk, Settings) else ()
