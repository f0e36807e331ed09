"""`newsloom init DIR`."""

import argparse
import shlex
from pathlib import Path

from newsloom.cli.exits import Exit


def arguments(parser: argparse.ArgumentParser) -> None:
    """A folder and a title."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder to make the desk in")
    parser.add_argument("--title", default="", help="what the desk is called (default: the folder's name)")


def run(args: argparse.Namespace) -> int:
    """Write a commented newsloom.toml into the folder."""
    from newsloom.cli.output import print_json
    from newsloom.errors import UsageError
    from newsloom.settings.read import FILE
    from newsloom.settings.template import new_desk

    path: Path = args.folder / FILE
    try:
        args.folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(new_desk(args.title or args.folder.resolve().name))
    except FileExistsError as error:
        if not args.folder.is_dir():
            raise UsageError(f"{args.folder}: is a file; a new desk wants a folder") from error
        raise UsageError(f"{path}: exists already; a new desk wants a folder without {FILE}") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
    if args.json:
        print_json({"settings": path})
        return Exit.OK
    print(f"made {path}")
    print(f"next: cd {shlex.quote(str(args.folder))}")
    print("      newsloom add https://…   (a feed, or a page that names one)")
    print("      newsloom run")
    return Exit.OK
