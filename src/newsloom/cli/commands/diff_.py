"""`newsloom diff ID`."""

import argparse

from newsloom.cli.exits import Exit

FIELDS = ("title", "lead", "text")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which article."""
    parser.add_argument("id", metavar="ID", help="an article's id")


def run(args: argparse.Namespace) -> int:
    """Print what an outlet changed in an article, version by version."""
    from itertools import pairwise

    from newsloom.cli.desk import reading
    from newsloom.cli.output import counted, local, print_json
    from newsloom.errors import UsageError
    from newsloom.model.article import ArticleId
    from newsloom.text.changes import changes

    with reading(args) as (settings, store):
        versions = store.articles.revisions(ArticleId(args.id))
    if not versions:
        raise UsageError(f"no article `{args.id}`; `newsloom search` and `newsloom explain` show ids")
    steps = [
        (old.revision, new, {name: list(changes(getattr(old, name), getattr(new, name))) for name in FIELDS})
        for old, new in pairwise(versions)
    ]
    newest = versions[-1]
    if args.json:
        plain = [{"from": old, "to": new.revision, "updated": new.updated, **found} for old, new, found in steps]
        print_json({"id": args.id, "title": newest.title, "versions": len(versions), "steps": plain})
        return Exit.OK
    print(f"{newest.title}\n{newest.provider}, {counted(len(versions), 'version')}")
    for old, new, found in steps:
        print(f"\nversion {old} to {new.revision}, {local(new.updated, settings.zone)}")
        for name, places in found.items():
            for place in places:
                marked = (place.removed and f"[-{place.removed}-]", place.added and f"{{+{place.added}+}}")
                print(f"  {name}:", *filter(None, ("…", place.before, *marked, place.after, "…")))
    return Exit.OK
