"""From the words typed to one command, and from an error to one line and an exit code."""

import argparse
import difflib
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn, Protocol, cast

from newsloom import __version__
from newsloom.cli.exits import Exit
from newsloom.errors import DeliveryError, NewsloomError, StoreError, StoreLockedError

#: Every command and what it does, in the order a newcomer meets them.
COMMANDS = {
    "init": "make a new desk in a folder",
    "add": "watch a feed, or the feed of a page",
    "import": "watch the feeds of an OPML file",
    "export": "write the watched feeds as OPML",
    "run": "visit what is due, curate, publish",
    "stories": "list the stories, hottest first",
    "search": "find articles by their words",
    "explain": "say why an article or story stands where it stands",
    "sources": "show how the sources are doing; disable, enable, mute or remove one",
    "serve": "show the output folder in a browser",
    "backup": "copy the desk's memory to a file",
    "restore": "bring a backup back",
    "doctor": "check the desk and say what is wrong",
    "feed": "show what newsloom makes of one feed",
    "records": "check or score published records",
}


class Command(Protocol):
    """What a command's module offers."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what may be typed."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; returns the exit code."""


class Parser(argparse.ArgumentParser):
    """An argument parser that says what would have been right."""

    def error(self, message: str) -> NoReturn:
        """Print one line and end."""
        print(f"newsloom: {message}; see `{self.prog} --help`", file=sys.stderr)
        raise SystemExit(Exit.BAD_INPUT)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code.

    Args:
        argv: the words after `newsloom`; those of this process if None.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(words)
        sys.stdout.flush()
        return code
    except StoreLockedError as error:
        return _fail(error, Exit.BUSY)
    except (StoreError, DeliveryError) as error:
        return _fail(error, Exit.UNUSABLE)
    except NewsloomError as error:
        return _fail(error, Exit.BAD_INPUT)
    except KeyboardInterrupt:
        print("newsloom: interrupted; nothing stored is lost", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK


def _run(words: list[str]) -> int:
    name = next((word for word in words if not word.startswith("-")), None)
    if name not in COMMANDS:
        return _without_command(words, name)
    command = cast("Command", import_module(f"newsloom.cli.commands.{name}_"))
    at = words.index(name)
    parser = Parser(prog=f"newsloom {name}", description=f"{COMMANDS[name].capitalize()}.", allow_abbrev=False)
    command.arguments(parser)
    shared(parser)
    return int(command.run(parser.parse_args(words[:at] + words[at + 1 :])))


def shared(parser: argparse.ArgumentParser) -> None:
    """Options every command has."""
    group = parser.add_argument_group("for every command")
    group.add_argument("--desk", type=Path, metavar="DIR", help="the desk's folder or newsloom.toml (default: here)")
    group.add_argument("--json", action="store_true", help="print data as JSON")
    group.add_argument("-v", "--verbose", action="store_true", help="print a log to standard error")


def _without_command(words: list[str], name: str | None) -> int:
    if words[:1] == ["--version"]:
        print(f"newsloom {__version__}")
        return Exit.OK
    if name is None and (not words or words[0] in {"-h", "--help"}):
        print(_help())
        return Exit.OK if words else Exit.BAD_INPUT
    if name is None:
        print(f"newsloom: unknown option `{words[0]}`; see `newsloom --help`", file=sys.stderr)
        return Exit.BAD_INPUT
    near = difflib.get_close_matches(name, COMMANDS, n=1)
    hint = f"did you mean `{near[0]}`?" if near else "see `newsloom --help`"
    print(f"newsloom: no command `{name}`; {hint}", file=sys.stderr)
    return Exit.BAD_INPUT


def _help() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {what}" for name, what in COMMANDS.items()]
    return "\n".join(
        [
            "usage: newsloom COMMAND [options]",
            "",
            "Many feeds in, stories with evidence out, published as plain records.",
            "",
            *lines,
            "",
            "`newsloom COMMAND --help` tells more. --desk DIR names the desk; --json prints data.",
        ]
    )


def _fail(error: NewsloomError, code: Exit) -> int:
    print(f"newsloom: {error}", file=sys.stderr)
    return code
