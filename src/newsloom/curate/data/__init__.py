"""What clustering starts with: term tables by language, and the combiner's weights (`bench/train` made them)."""

from functools import cache
from importlib.resources import files


@cache
def term_table(language: str) -> tuple[int, dict[str, int]]:
    """How many articles a language's table counted, and in how many each word stood; empty without a table."""
    path = files(__name__) / f"terms-{language}.tsv"
    if not path.is_file():
        return 0, {}
    total, *rows = path.read_text(encoding="utf-8").splitlines()
    pairs = (row.split("\t") for row in rows)
    return int(total), {word: int(count) for count, word in pairs}
