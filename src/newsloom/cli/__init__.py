"""Commands: what a person types.

Each command is one module with `arguments(parser)` and `run(args)`; imports inside `run` keep `--help` quick.
"""

from newsloom.cli.main import main

__all__ = ["main"]
