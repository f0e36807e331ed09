"""``python -m press``: serve the press until Ctrl-C, to look at it in a browser or to point a reader at it."""

import argparse
import threading
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from press.model import moment
from press.servers import Press


def opml(press: Press) -> str:
    """The feeds of a served press as an OPML subscription list."""
    urls = press.urls()
    lines = [
        f'<outline type="rss" text="{escape(outlet.name)}"'
        f' xmlUrl="{urls[outlet.id].feed}" htmlUrl="{urls[outlet.id].home}"/>'
        for outlet in press.archive.outlets
    ]
    body = "\n".join(lines)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n<head><title>The invented press</title></head>\n'
        f"<body>\n{body}\n</body>\n</opml>\n"
    )


def main() -> None:
    """Read the options, serve, print where."""
    parser = argparse.ArgumentParser(prog="python -m press", description=__doc__)
    parser.add_argument(
        "--base-port", type=int, help="the first outlet's port; the others follow (default: free ports)"
    )
    parser.add_argument("--at", type=moment, default="day 4 23:59", help="the simulated time, like 'day 2 18:00'")
    parser.add_argument("--rename", type=int, metavar="SEED", help="give all proper names others, chosen by this seed")
    options = parser.parse_args()
    with Press.load(rename=options.rename, base_port=options.base_port) as press, TemporaryDirectory() as folder:
        press.advance(options.at)
        for outlet_id, urls in press.urls().items():
            print(f"{outlet_id:10} {urls.home:25} {urls.feed}")
        file = Path(folder) / "press.opml"
        file.write_text(opml(press), "utf-8")
        print(f"OPML: {file}\nCtrl-C ends.", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
