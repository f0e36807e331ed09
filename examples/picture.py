"""The picture in the README: what the demo prints, as an SVG drawing of a terminal."""

import io
import re
import sys
from contextlib import redirect_stdout
from pathlib import Path

from rich.console import Console
from rich.text import Text

import demo

WIDTH = 120  # columns
FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)  # would be fetched from elsewhere; a system font will do


def main(target: Path) -> int:
    """Play the demo and draw what it printed."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        demo.main()
    console = Console(width=WIDTH, record=True, file=io.StringIO(), force_terminal=True)
    console.print(Text(f"$ ./run demo\n{printed.getvalue()}"))
    target.write_text(FONT_FACE.sub("", console.export_svg(title="newsloom")), encoding="utf-8")
    print(f"wrote {target}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
