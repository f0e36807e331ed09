"""What a newcomer types: help, versions, and words that are not quite right."""

from pathlib import Path

import pytest
from tests.cli.stage import Newsloom

from newsloom import __version__
from newsloom.cli.main import COMMANDS

HELP = [["--help"], ["-h"], ["help"]]


@pytest.mark.parametrize("words", HELP, ids=" ".join)
def test_help_lists_every_command(newsloom: Newsloom, words: list[str]) -> None:
    """Help goes to standard output and names every command."""
    result = newsloom(*words)
    assert result.code == 0
    assert all(f"  {name} " in result.out for name in COMMANDS)
    assert not result.err


def test_no_command_shows_help_as_a_fault(newsloom: Newsloom) -> None:
    """Without a command the help goes to standard error and the exit code is that of wrong use."""
    result = newsloom()
    assert (result.code, result.out) == (2, "")
    assert "usage: newsloom COMMAND" in result.err


@pytest.mark.parametrize("words", [["--version"], ["-V"], ["--json", "--version"]], ids=" ".join)
def test_version(newsloom: Newsloom, words: list[str]) -> None:
    """The version is one line."""
    assert newsloom(*words).out == f"newsloom {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_each_command(newsloom: Newsloom, name: str) -> None:
    """Every command tells its options, asked in either way, without a desk."""
    result = newsloom(name, "--help")
    assert result.code == 0
    assert result.out.startswith(f"usage: newsloom {name} ")
    assert "--desk DIR" in result.out
    assert newsloom("help", name).out == result.out


WRONG = [
    ("stroies", "no command `stroies`; did you mean `stories`?"),
    ("xyzzy", "no command `xyzzy`; see `newsloom --help`"),
    ("--xyzzy", "unknown option `--xyzzy`; see `newsloom --help`"),
    ("--vresion", "unknown option `--vresion`; did you mean `--version`?"),
    ("run --dyr-run", "unknown option `--dyr-run`; did you mean `--dry-run`?"),
    ("--dry-run run --wathc", "unknown option `--wathc`; did you mean `--watch`?"),
    ("run --sorce=x", "unknown option `--sorce`; did you mean `--source`?"),
    ("run now", "`now` is one word too many; see `newsloom run --help`"),
    ("run --watch --dry-run", "argument --dry-run: not allowed with argument --watch; see `newsloom run --help`"),
    ("run --wait soon", "argument --wait: `soon` is no number from 0 to 1,000,000; see `newsloom run --help`"),
    ("run --wait -1", "argument --wait: `-1` is no number"),
    ("run --wait inf", "argument --wait: `inf` is no number"),
    ("stories --limit 0", "argument --limit: `0` is no whole number from 1 to"),
    ("stories --limit ²", "argument --limit: `²` is no whole number"),
    ("stories --days nan", "argument --days: `nan` is no number"),
    ("stories --days 1e9", "argument --days: `1e9` is no number from 0 to 36,525"),
    ("serve --port 65536", "argument --port: `65536` is no whole number from 0 to 65,535"),
    ("add", "the following arguments are required: URL; see `newsloom add --help`"),
    ("records", "the following arguments are required: check|score, PATH"),
    ("records chekc .", "invalid choice: 'chekc' (choose from"),
    ("sources disble x", "invalid choice: 'disble' (choose from"),
    ("--desk", "argument --desk: expected one argument"),
    ("export", "one of the arguments --opml --format is required"),
]


@pytest.mark.parametrize(("typed", "said"), WRONG, ids=[typed for typed, _ in WRONG])
def test_wrong_words(newsloom: Newsloom, typed: str, said: str) -> None:
    """A wrong word is answered in one line that says what would be right."""
    result = newsloom(*typed.split())
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("newsloom: ")
    assert said in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("words", ["--desk {} --json sources", "sources --desk {} --json", "--desk={} sources --json"])
def test_options_on_either_side_of_the_command(newsloom: Newsloom, desk: Path, words: str) -> None:
    """What every command takes may stand before it or after it."""
    result = newsloom(*words.format(desk).split())
    assert (result.code, result.data) == (0, [])


def test_a_desk_may_be_called_as_a_command(newsloom: Newsloom, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk in a folder named `run` is still a desk."""
    desk.rename(desk.with_name("run"))
    monkeypatch.chdir(desk.parent)
    assert newsloom("--desk", "run", "sources", "--json").data == []
