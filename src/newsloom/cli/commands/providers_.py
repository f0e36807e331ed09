"""`newsloom providers`."""

import argparse

from newsloom.cli.exits import Exit

ACTIONS = ("suggest", "join", "apart")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing, or an action and domains."""
    parser.add_argument(
        "action",
        nargs="?",
        choices=ACTIONS,
        metavar="ACTION",
        help="suggest: name sites that look like one house; join, apart: say in providers.toml that these domains are"
        " one voice, or are not (default: show all)",
    )
    parser.add_argument("domains", nargs="*", metavar="DOMAIN", help="join, apart: what hosts end with")
    parser.add_argument("--family", default="", metavar="ID", help="join: the family (default: from the first domain)")
    parser.add_argument("--name", default="", help="join: what the family is called")


def run(args: argparse.Namespace) -> int:
    """Show who publishes, suggest families, or change providers.toml."""
    from newsloom.errors import UsageError

    takes_domains = args.action in {"join", "apart"}
    if takes_domains and not args.domains:
        raise UsageError(
            f"`newsloom providers {args.action} DOMAIN DOMAIN`: which domains? `newsloom providers` lists them"
        )
    if args.domains and not takes_domains:
        raise UsageError(f"`{args.domains[0]}` is one word too many; see `newsloom providers --help`")
    if (args.family or args.name) and args.action != "join":
        raise UsageError("--family and --name belong to `newsloom providers join`")
    match args.action:
        case "suggest":
            return suggest(args)
        case "join":
            return join(args)
        case "apart":
            return apart(args)
    return show(args)


def show(args: argparse.Namespace) -> int:
    """Print a row a provider."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import print_json, print_table
    from newsloom.flows.providers import providers_of
    from newsloom.wiring import directory_of

    with reading(args) as (settings, store):
        rows = providers_of(store, directory_of(settings))
    if args.json:
        print_json(rows)
    elif not rows:
        print("no providers yet; `newsloom run` brings articles")
    else:
        columns = ("domain", "name", "kind", "country", "family", "articles")
        cells = [
            (
                row.domain,
                row.name,
                row.kind,
                row.country,
                "" if row.family == row.domain else row.voice,
                str(row.articles),
            )
            for row in rows
        ]
        print_table(columns, cells, right=("articles",), whole=("domain",))
    return Exit.OK


def suggest(args: argparse.Namespace) -> int:
    """Print sites that look like one house, and why."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import counted, print_json
    from newsloom.curate.families import suggestions
    from newsloom.wiring import directory_of

    with reading(args) as (settings, store):
        facts = store.articles.hosts()
        found = suggestions(facts, directory_of(settings))
    if args.json:
        print_json(found)
        return Exit.OK
    for one in found:
        print(f"{one.name or one.id}: {', '.join(one.sites)}")
        for tie in one.ties:
            print(f"  {' and '.join(tie.sites)}: {'; '.join(tie.reasons)}")
        print(f"  newsloom providers join {' '.join(one.sites)} --family {one.id}\n")
    print(f"{counted(len(found), 'family', 'families')} suggested, from pages of {counted(len(facts), 'site')}")
    return Exit.OK


def join(args: argparse.Namespace) -> int:
    """Make domains one voice."""
    from newsloom.cli.desk import settings_of
    from newsloom.cli.output import print_json
    from newsloom.settings.provideredit import join as join_in
    from newsloom.wiring import directory_of

    settings = settings_of(args)
    family = args.family or _family_of(args.domains[0])
    known = directory_of(settings).families.get(family)
    path = settings.providers_file
    domains = join_in(path, [*(known.domains if known else ()), *args.domains], family=family, name=args.name)
    if args.json:
        print_json({"family": family, "domains": domains})
    else:
        print(f"{family} in {path}: {', '.join(domains)}")
    return Exit.OK


def _family_of(domain: str) -> str:
    """An id from a domain: its first label."""
    from newsloom.settings.providers import domain_of

    return domain_of(domain).partition(".")[0] or domain


def apart(args: argparse.Namespace) -> int:
    """Say that domains do not belong together."""
    from newsloom.cli.desk import settings_of
    from newsloom.cli.output import print_json
    from newsloom.settings.provideredit import part

    settings = settings_of(args)
    path = settings.providers_file
    domains = part(path, args.domains)
    if args.json:
        print_json({"apart": domains})
    else:
        print(f"apart in {path}: {', '.join(domains)}")
    return Exit.OK
