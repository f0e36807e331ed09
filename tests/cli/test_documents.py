"""Every command the documents show can be typed as it stands."""

import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from newsloom.cli.main import COMMANDS, Parser, shared

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [path for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")) if path.exists()]
SHOWN = re.compile(r"(?:^|`|[$;&] )(?:\./run )?newsloom +([a-z][^`#&\n]*)", re.MULTILINE)


def shown(document: Path) -> list[str]:
    """What stands after `newsloom` in each command a document shows."""
    text = document.read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    inline = re.findall(r"`newsloom [^`]+`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [found.strip() for part in (*blocks, *inline) for found in SHOWN.findall(part)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_shown_commands_can_be_typed(document: Path) -> None:
    """Each names a command and options there are."""
    for words in map(shlex.split, shown(document)):
        name, *rest = (word for word in words if word != "…")
        if name in {"COMMAND", "help"}:
            continue
        assert name in COMMANDS, f"{document.name}: newsloom {name}"
        if not rest or "--help" in rest or rest in (["check"], ["score"]):  # a name, not a line to be typed
            continue
        parser = Parser(prog=name, allow_abbrev=False)
        command = import_module(f"newsloom.cli.commands.{name.replace('-', '_')}_")
        command.arguments(parser)
        shared(parser)
        typed = [{"N": "1", "SECONDS": "1"}.get(word, word.removesuffix("…")) for word in rest]
        if name == "sources" and typed[0].startswith("disable|"):
            continue
        parser.parse_all(getattr(command, "typed", list)(typed))


def test_every_command_is_documented() -> None:
    """The page of commands has a row for each."""
    text = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \|", text, re.MULTILINE)
    assert {name for row in rows for name in re.findall("newsloom ([a-z-]+)", row)} == set(COMMANDS)


def test_every_option_is_documented() -> None:
    """The page of commands names each option of each command."""
    text = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        parser = Parser(prog=name, add_help=False)
        import_module(f"newsloom.cli.commands.{name.replace('-', '_')}_").arguments(parser)
        row = next(line for line in text.splitlines() if line.startswith("|") and f"`newsloom {name}" in line)
        options = {word for action in parser._actions for word in action.option_strings}
        assert {option for option in options if option not in text} == set(), row
