"""From the words typed to one command, and from an error to one line and an exit code."""

import argparse
import difflib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn, Protocol, cast

from newsloom import __version__
from newsloom.cli.exits import Exit
from newsloom.errors import DeliveryError, NewsloomError, StoreError, StoreLockedError, UsageError

#: Every command and what it does, in the order a newcomer meets them.
COMMANDS = {
    "init": "make a new desk in a folder",
    "add": "watch a feed, or the feed of a page",
    "import": "watch the feeds of an OPML file, or take a folder of records",
    "import-warc": "take the articles of WARC files",
    "export": "write the watched feeds as OPML, or articles and stories as data",
    "run": "visit what is due, curate, publish",
    "publish": "judge, render what changed and deliver it, without visiting anything",
    "stories": "list the stories, hottest first",
    "search": "find articles by their words",
    "explain": "say why an article or story stands where it stands",
    "why": "say why two articles are in one story or not",
    "story": "correct a story: merge, split, move, keep together, part, undo; show its history",
    "replay": "show what other settings would have made of the last weeks",
    "mark": "say that a story was good or bad",
    "tune": "propose weights from what was marked",
    "edition": "show the front of the edition; pin, kill or edit a story, undo that, tell who did what",
    "alerts": "show who is told of what; test channels, replay, tell the log, retry dead letters",
    "newsletter": "build, preview and send an issue; show how it stands; take readers off the list",
    "notes": "keep private notes on stories, sealed: list, show, set, edit, clear; make a key or another one",
    "sources": "show how the sources are doing; disable, enable, mute or remove one",
    "metrics": "print the desk's figures for monitoring, as OpenMetrics text",
    "websub": "show subscriptions at hubs; `serve` hears what hubs say",
    "providers": "show who publishes; suggest, join or part families",
    "topic": "list the topics, check their rules, or try one before it is saved",
    "serve": "show the output folder in a browser",
    "backup": "copy the desk's memory to a file",
    "restore": "bring a backup back",
    "diff": "show what an outlet changed in an article",
    "forget": "remove an article, or all of a source, for good",
    "doctor": "check the desk and say what is wrong",
    "feed": "show what newsloom makes of one feed",
    "fetch": "visit one address and show the visit step by step",
    "article": "show what newsloom makes of one article: text, authors, dates, genre, and where it says so",
    "records": "check or score published records",
}


TAKES_VALUE = {"--desk"}  # among the options that may stand before the command


class Command(Protocol):
    """What a command's module offers."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what may be typed."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; returns the exit code."""


class Parser(argparse.ArgumentParser):
    """An argument parser that says what would have been right."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong as UsageError."""
        raise UsageError(f"{message}; see `{self.prog} --help`")

    def parse_all(self, words: Sequence[str]) -> argparse.Namespace:
        """Parse every word; an unknown option is named with the nearest known one."""
        args, rest = self.parse_known_args(words)
        if not rest:
            return args
        unknown = rest[0].partition("=")[0]
        if not unknown.startswith("-"):
            raise UsageError(f"`{rest[0]}` is one word too many; see `{self.prog} --help`")
        known = [name for action in self._actions for name in action.option_strings]
        near = difflib.get_close_matches(unknown, known, n=1, cutoff=0.7)
        hint = f"did you mean `{near[0]}`?" if near else f"see `{self.prog} --help`"
        raise UsageError(f"unknown option `{unknown}`; {hint}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code.

    Args:
        argv: the words after `newsloom`; those of this process if None.
    """
    _prepare_output()
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except StoreLockedError as error:
        code = _fail(error, Exit.BUSY)
    except (StoreError, DeliveryError) as error:
        code = _fail(error, Exit.UNUSABLE)
    except NewsloomError as error:
        code = _fail(error, Exit.BAD_INPUT)
    except KeyboardInterrupt:
        code = _fail("interrupted; nothing stored is lost", Exit.INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        _give_up_output()
        code = Exit.OK
    except OSError as error:  # what no command foresaw: a name too long, a full disk below standard output
        if error.filename is None:
            _give_up_output()
        place = error.filename or "standard output"
        code = _fail(f"{place}: {error.strerror or error}", Exit.BAD_INPUT)
    return code


def _run(words: list[str]) -> int:
    before, name, after = _divided(words)
    if name is None:
        return _without_command(before)
    if name == "help":
        return _run([*after[:1], "--help"])
    if name not in COMMANDS:
        raise UsageError(_no_command(name))
    command = cast("Command", import_module(f"newsloom.cli.commands.{name.replace('-', '_')}_"))
    parser = Parser(prog=f"newsloom {name}", description=f"{COMMANDS[name].capitalize()}.", allow_abbrev=False)
    command.arguments(parser)
    shared(parser)
    try:
        typed = getattr(command, "typed", list)  # what a command reads otherwise than argparse would
        args = parser.parse_all(typed([*before, *after]))
    except SystemExit:  # argparse has printed the help
        return Exit.OK
    return int(command.run(args))


def _divided(words: list[str]) -> tuple[list[str], str | None, list[str]]:
    """Options before the command, the command, what comes after it."""
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in TAKES_VALUE else 1
    return words[:at], words[at] if at < len(words) else None, words[at + 1 :]


def shared(parser: argparse.ArgumentParser) -> None:
    """Options every command has."""
    group = parser.add_argument_group("for every command")
    group.add_argument("--desk", type=Path, metavar="DIR", help="the desk's folder or newsloom.toml (default: here)")
    group.add_argument("--json", action="store_true", help="print data as JSON")
    group.add_argument("-v", "--verbose", action="store_true", help="print a log to standard error")


def _without_command(words: list[str]) -> int:
    parser = Parser(prog="newsloom", add_help=False, allow_abbrev=False)
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("-V", "--version", action="store_true")
    shared(parser)
    args = parser.parse_all(words)
    if args.version:
        print(f"newsloom {__version__}")
        return Exit.OK
    print(_help(), file=sys.stdout if args.help else sys.stderr)
    return Exit.OK if args.help else Exit.BAD_INPUT


def _no_command(name: str) -> str:
    near = difflib.get_close_matches(name, COMMANDS, n=1)
    return f"no command `{name}`; " + (f"did you mean `{near[0]}`?" if near else "see `newsloom --help`")


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
            "`newsloom COMMAND --help` tells more. --desk DIR names the desk; --json prints data; --version.",
        ]
    )


def _prepare_output() -> None:
    if sys.stdout is None:  # closed by whoever started us
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  as long as this process lives
    if sys.stderr is None:
        sys.stderr = sys.stdout
    if isinstance(sys.stdout, TextIOWrapper):  # a file name need not be text, nor a terminal speak UTF-8
        sys.stdout.reconfigure(errors="backslashreplace")


def _fail(what: object, code: Exit) -> Exit:
    print(f"newsloom: {what}", file=sys.stderr)
    return code


def _give_up_output() -> None:
    """Let what is still buffered go nowhere, or Python would fail on it again while it ends."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
