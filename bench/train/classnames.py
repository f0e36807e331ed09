"""Counts which class names many unrelated sites use, so that they say nothing of who made a page.

Usage: `python bench/train/classnames.py OUT FILE…`

Each FILE holds gzipped JSON lines with `set`, `url` and `html`; pages of the open web (`set` is `web`) are counted, so
that the houses of the news sets keep their own names. A name counts once a site and is common from `SITES` sites on.
"""

import argparse
import gzip
import json
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from newsloom.parse.template import is_of_builder, is_own

SITES = 5  # four magazines of one house are among the pages


def main() -> None:
    """Write the names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    args = parser.parse_args()
    hosts: dict[str, set[str]] = defaultdict(set)
    for path in args.files:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for page in map(json.loads, lines):
                if page["set"] == "web":
                    for node in LexborHTMLParser(page["html"]).css("[class]"):
                        for name in (node.attributes.get("class") or "").split():
                            hosts[name].add(urlsplit(page["url"]).hostname or "")
    common = (name for name, on in hosts.items() if len(on) >= SITES and name.isprintable())
    names = sorted(name for name in common if is_own(name) and not is_of_builder(name))
    head = f"# Class names on {SITES} or more of many unrelated sites; bench/train/classnames.py counted them."
    args.out.write_text("\n".join([head, *names, ""]), encoding="utf-8")
    print(f"{len(names)} names")


if __name__ == "__main__":
    main()
