"""The README's pictures: the demo's site in headless Chromium, by day, by night and on a phone."""

import argparse
import os
import shutil
import sys
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, NamedTuple

from newsloom.cli import main as newsloom
from newsloom.cli.preview import Handler

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
LARGEST = 300_000  # bytes of a picture: a README is loaded on trains
STORY = ".section .card .title a"  # one that several outlets tell; the leading one may be young


class Shot(NamedTuple):
    """One picture: its name, its page (a selector is followed from the front), its size, by day or by night."""

    name: str
    page: str
    width: int
    height: int
    scheme: str


SHOTS = (
    Shot("site-front", "", 1280, 1010, "light"),
    Shot("site-story", STORY, 1280, 1130, "light"),
    Shot("site-dark", STORY, 1280, 800, "dark"),
    Shot("site-phone", "", 390, 844, "light"),
)

LETTERS = (
    Shot("newsletter", "", 680, 1000, "light"),
    Shot("newsletter-dark", "", 680, 1000, "dark"),
)


def main() -> int:
    """Take the pictures; returns 1 where no browser can be had or a picture is too large."""
    parser = argparse.ArgumentParser(prog="./run screenshots", description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "demo-site", help="what to show (default: demo-site/)")
    parser.add_argument("--desk", type=Path, default=ROOT / "demo-desk", help="whose newsletter (default: demo-desk/)")
    parser.add_argument("--out", type=Path, default=ROOT / "docs", help="where the pictures go (default: docs/)")
    args = parser.parse_args()
    if not (args.site / "index.html").is_file():
        return _cannot(f"there is no site in {args.site}; `./run demo` makes one")
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        return _cannot("there is no Chromium; on Debian: apt install chromium fonts-noto-core")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  a tool of developers, wanted here alone

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(args.site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            address = f"http://127.0.0.1:{server.server_address[1]}/"
            sizes = [_taken(browser, address, args.out / f"{shot.name}.png", shot) for shot in SHOTS]
            if (args.desk / "newsloom.toml").is_file():
                sizes += _newsletter(browser, args.desk, args.out)
            browser.close()
        server.shutdown()
    return 0 if max(sizes) <= LARGEST else _cannot(f"a picture is larger than {LARGEST:,} bytes")


def _taken(browser: Any, address: str, path: Path, shot: Shot) -> int:  # noqa: ANN401  what playwright has
    """Take one picture; returns its bytes."""
    context = browser.new_context(viewport={"width": shot.width, "height": shot.height}, color_scheme=shot.scheme)
    tab = context.new_page()
    tab.goto(address)
    if shot.page:
        tab.click(f"{shot.page} >> nth=0")
        tab.wait_for_load_state("load")
    tab.screenshot(path=path)
    context.close()
    print(f"{path} {path.stat().st_size:,} bytes")
    return path.stat().st_size


def _newsletter(browser: Any, desk: Path, out: Path) -> list[int]:  # noqa: ANN401  what playwright has
    """The demo's newsletter, by day and by night; returns the pictures' bytes."""
    with TemporaryDirectory(prefix="newsloom-") as folder:
        if newsloom(["newsletter", "preview", "--at", "latest", "--desk", str(desk), "--dir", folder]):
            return []
        address = (Path(folder) / "issue.html").as_uri()
        return [_taken(browser, address, out / f"{shot.name}.png", shot) for shot in LETTERS]


def _cannot(why: str) -> int:
    print(f"screenshots: {why}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
