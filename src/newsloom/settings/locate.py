"""On which line of a TOML file a key stands."""

import re

HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"""^\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*[=.]""")
STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")


def line_of(text: str, path: str) -> int | None:
    """The 1-based line of what `path` names, or of the nearest table around it; None for the file as a whole.

    Args:
        text: the TOML file.
        path: dotted, as msgspec names it: `$.fetch.backlog`, `$.source[2].url`.
    """
    steps = [name or int(index) for name, index in STEP.findall(path.removeprefix("$"))]
    if not steps:
        return None
    table, index = str(steps[0]), next((step for step in steps[1:] if isinstance(step, int)), 0)
    key = next((step for step in steps[1:] if isinstance(step, str)), None)
    return _search(text.splitlines(), table, index, key)


def _search(lines: list[str], table: str, index: int, key: str | None) -> int | None:
    current, met, nearest = "", -1, None
    for number, line in enumerate(lines, start=1):
        if header := HEADER.match(line):
            current = header[2].strip("\"' ")
            if current == table:
                met += 1
                if met == index or header[1] == "[":
                    nearest = number
            continue
        found = KEY.match(line)
        name = next((group for group in found.groups() if group is not None), "") if found else ""
        if not current and name == table:
            return number
        if current == table and met == index and name and name == key:
            return number
    return nearest
