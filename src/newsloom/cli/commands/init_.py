"""`newsloom init DIR`."""

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit

if TYPE_CHECKING:
    from newsloom.settings.schedules import Place
    from newsloom.settings.schema import Desk

SCHEDULES = ("github-action", "systemd")


def arguments(parser: argparse.ArgumentParser) -> None:
    """A folder and a title."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder to make the desk in")
    parser.add_argument("--title", default="", help="what the desk is called (default: the folder's name)")
    parser.add_argument(
        "--with",
        dest="schedules",
        action="append",
        default=[],
        choices=SCHEDULES,
        help="write files that run it by themselves: a workflow of GitHub Actions, or a service and timer of systemd; "
        "the desk may be there already",
    )


def run(args: argparse.Namespace) -> int:
    """Write a commented newsloom.toml into the folder, and what runs it."""
    from newsloom.cli.output import print_json
    from newsloom.settings.read import FILE

    path: Path = args.folder / FILE
    is_new = not (args.schedules and path.is_file())
    if is_new:
        _make(path, args.title or args.folder.resolve().name)
    _ignore(path.parent / ".gitignore", path)
    written = _scheduled(path, args.schedules)
    if args.json:
        print_json({"settings": path, "written": written})
        return Exit.OK
    for made in ([path] if is_new else []) + written:
        print(f"made {made}")
    if is_new:
        print(f"next: cd {shlex.quote(str(args.folder))}")
        print("      newsloom add https://…   (a feed, or a page that names one)")
        print("      newsloom run")
    for line in _next(path.parent.resolve(), args.schedules):
        print(line)
    return Exit.OK


def _make(path: Path, title: str) -> None:
    from newsloom.errors import UsageError
    from newsloom.settings.template import new_desk

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(new_desk(title))
    except FileExistsError as error:
        if not path.parent.is_dir():
            raise UsageError(f"{path.parent}: is a file; a new desk wants a folder") from error
        raise UsageError(f"{path}: exists already; a new desk wants a folder without {path.name}") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error


def _ignore(file: Path, desk: Path) -> None:
    """Have Git leave alone what is the desk's own business; what a file that is there says stays."""
    from newsloom.settings.gitignore import with_ours
    from newsloom.settings.read import read_settings

    before = file.read_text(encoding="utf-8") if file.exists() else ""
    said = read_settings(desk.resolve())
    after = with_ours(before, output=said.desk.output, database=said.desk.database, keys=said.notes.key_file)
    if after != before:
        file.write_text(after, encoding="utf-8")


def _scheduled(path: Path, schedules: list[str]) -> list[Path]:
    """Write the files of these schedules beside newsloom.toml; none is written over."""
    from newsloom.errors import UsageError
    from newsloom.settings.read import read_settings
    from newsloom.settings.schedules import SCHEDULES as MADE

    if not schedules:
        return []
    place = _place(path, read_settings(path.resolve()).desk)
    texts = {path.parent / name: text for schedule in schedules for name, text in MADE[schedule](place).items()}
    for file in texts:
        if file.exists():
            raise UsageError(f"{file}: exists already; move it away to have it made anew")
    try:
        for file, text in texts.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be written: {error.strerror}") from error
    return [*texts]


def _place(path: Path, desk: "Desk") -> "Place":
    import getpass
    import shutil
    import sys

    from newsloom import __version__
    from newsloom.settings.schedules import Place

    return Place(
        title=desk.title,
        folder=str(path.parent.resolve()),
        output=desk.output,
        database=desk.database,
        user=getpass.getuser(),
        command=shutil.which("newsloom") or str(Path(sys.executable).with_name("newsloom")),
        version=__version__,
    )


def _next(folder: Path, schedules: list[str]) -> list[str]:
    lines = []
    if "github-action" in schedules:
        lines += ["then: git add newsloom.toml .gitignore .github && git commit && git push"]
        lines += ["      (the database and keys of notes stay out of the repository)"]
    if "systemd" in schedules:
        units = " ".join(shlex.quote(str(folder / f"systemd/newsloom.{kind}")) for kind in ("service", "timer"))
        lines += [f"then: sudo systemctl link {units}", "      sudo systemctl enable --now newsloom.timer"]
    return lines
