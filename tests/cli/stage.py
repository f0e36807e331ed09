"""What the tests of commands share: a command's result, a small web, a desk that may visit it."""

import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from newsloom.cli import main
from newsloom.settings import template

KNOBS = """
allow_private = ["127.0.0.1:*"]
spacing_seconds = 0
max_age_days = 36500
full_text = false
workers = 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What it printed, as the one JSON document it must be."""
        return json.loads(self.out)


Newsloom = Callable[..., Result]


@dataclass(slots=True, kw_only=True)
class Site:
    """A web server's address and its pages: (content type, body) by path."""

    address: str
    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def feed(self, path: str, title: str, *headlines: str, day: int = 20) -> str:
        """Put an RSS feed at a path, its newest headline first; returns its address."""
        items = "".join(
            f"<item><title>{headline}</title><link>{self.address}{path}/{number}</link><guid>{path}{number}</guid>"
            f"<pubDate>{day} Nov 2026 {20 - number}:00:00 GMT</pubDate>"
            f"<description>{headline}. {'The council met in the old hall and voted on it. ' * 12}</description></item>"
            for number, headline in enumerate(headlines)
        )
        text = f"<rss version='2.0'><channel><title>{title}</title><link>{self.address}</link>{items}</channel></rss>"
        self.pages[path] = ("application/rss+xml", text.encode())
        return self.address + path

    def page(self, path: str, *feeds: str) -> str:
        """Put an HTML page at a path that names feeds; returns its address."""
        links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{feed}">' for feed in feeds)
        self.pages[path] = ("text/html", f"<html><head><title>A page</title>{links}</head></html>".encode())
        return self.address + path


def run_quietly(*words: object) -> None:
    """Run a command for what several tests share; what it said is told only if it fails."""
    with redirect_stdout(StringIO()) as said, redirect_stderr(said):
        code = main([str(word) for word in words])
    assert code == 0, said.getvalue()


def write_desk(folder: Path) -> Path:
    """A new desk's settings for loopback, where no page is read and old news is welcome; returns the file."""
    text = template.new_desk("A desk").replace("[fetch]\n", f"[fetch]{KNOBS}")
    path = folder / "newsloom.toml"
    path.write_text(text, encoding="utf-8")
    return path
