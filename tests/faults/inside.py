"""A small internet in a network namespace of its own: run as `unshare -nm python inside.py FOLDER`, prints JSON.

`public.test` is a public address, on which this machine answers; 127.0.0.1, ::1, 10.9.8.7 and 169.254.169.254 are
canaries, on ports 80 and 443: whoever connects to one is told of. Names are looked up at a name server of ours.
"""

import contextlib
import io
import json
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from newsloom import registry
from newsloom.cli import main

PUBLIC, PUBLIC_6 = "93.184.215.14", "2606:4700::1111"
CANARIES = ("127.0.0.1", "::1", "10.9.8.7", "169.254.169.254")
NAMES: dict[str, list[str]] = {
    "public.test": [PUBLIC],
    "six.test": [PUBLIC_6],
    "mixed.test": ["127.0.0.1", PUBLIC, "10.9.8.7"],
    "mixedsix.test": ["::1", PUBLIC, "::ffff:127.0.0.1"],
    "inside.test": ["127.0.0.1"],
    "insidesix.test": ["::1"],
    "mapped.test": ["::ffff:127.0.0.1"],
    "nat.test": ["64:ff9b::7f00:1"],
    "compatible.test": ["::7f00:1"],
    "sixtofour.test": ["2002:7f00:1::1"],
    "link.test": ["169.254.169.254"],
    "ten.test": ["10.9.8.7"],
}
SPELLINGS = Path(__file__).with_name("spellings.txt").read_text(encoding="utf-8").split()
LONG = "Water stood in the lower town until noon while crews filled sandbags along the northern quay. " * 12


class World:
    """Who was reached, and what each path of the public server answers."""

    def __init__(self) -> None:
        self.reached: Counter[str] = Counter()
        self.served: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.ran: list[str] = []
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}

    def canary(self, address: str, port: int) -> None:
        """Count whoever comes."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        listener = socket.create_server((address, port), family=family, backlog=50)

        def wait() -> None:
            while True:
                peer, _ = listener.accept()
                self.reached[f"{address}:{port}"] += 1
                peer.close()

        threading.Thread(target=wait, daemon=True).start()

    def website(self, address: str) -> None:
        """Serve the pages at a public address."""
        world = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_args: object) -> None:
                """Stay quiet."""

            def do_GET(self) -> None:
                """Answer."""
                world.served[self.path] += 1
                status, headers, body = world.pages.get(self.path, (404, {}, b"nothing"))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815  the name the parent looks for

        class Server(ThreadingHTTPServer):
            address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
            daemon_threads = True

        threading.Thread(target=Server((address, 80), Handler).serve_forever, daemon=True).start()

    def nameserver(self) -> None:
        """Answer for NAMES; `fail.` fails, `mute.` never answers, `rebind.` is public once and then inside."""
        listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        listener.bind(("127.0.0.53", 53))

        def serve() -> None:
            while True:
                query, peer = listener.recvfrom(1500)
                if (answer := self.answer(query)) is not None:
                    listener.sendto(answer, peer)

        threading.Thread(target=serve, daemon=True).start()

    def answer(self, query: bytes) -> bytes | None:
        """One DNS answer (RFC 1035), or none."""
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1 : at + 1 + query[at]].decode("latin-1"))
            at += query[at] + 1
        question, (kind,) = query[12 : at + 5], struct.unpack("!H", query[at + 1 : at + 3])
        name = ".".join(labels).lower()
        self.asked[name] += 1
        if name == "mute.test":
            return None
        addresses = NAMES.get(name)
        if name.startswith("rebind"):
            addresses = [PUBLIC] if self.asked[f"{name}/{kind}"] == 0 else ["127.0.0.1"]
            self.asked[f"{name}/{kind}"] += 1
        code = 2 if name == "fail.test" else 3 if addresses is None else 0
        found = [ip for ip in addresses or () if (":" in ip) == (kind == 28)] if kind in {1, 28} else []
        head = query[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, len(found), 0, 0)
        packed = [socket.inet_pton(socket.AF_INET6 if ":" in ip else socket.AF_INET, ip) for ip in found]
        return (
            head
            + question
            + b"".join(b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 0, len(data)) + data for data in packed)
        )


def prepare(folder: Path) -> World:
    """Addresses, names, servers."""
    for command in (
        "ip link set lo up",
        f"ip addr add {PUBLIC}/32 dev lo",
        f"ip -6 addr add {PUBLIC_6}/128 dev lo nodad",
        "ip addr add 10.9.8.7/32 dev lo",
        "ip addr add 169.254.169.254/32 dev lo",
    ):
        subprocess.run(command.split(), check=True)
    resolv = folder / "resolv.conf"
    resolv.write_text("nameserver 127.0.0.53\noptions timeout:1 attempts:1\n")
    subprocess.run(["mount", "--bind", str(resolv), "/etc/resolv.conf"], check=True)
    world = World()
    for address in CANARIES:
        for port in (80, 443):
            world.canary(address, port)
    world.website(PUBLIC)
    world.website(PUBLIC_6)
    world.nameserver()
    return world


def command(*words: object) -> tuple[int, str]:
    """What a command answers."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in words])
    return code, out.getvalue() + err.getvalue()


def rss(*links: str, extra: str = "") -> bytes:
    """A feed with these links."""
    items = "".join(
        f"<item><title>Report {n}</title><guid>g{n}</guid><link>{link.replace('&', '&amp;')}</link>{extra}"
        f"<description>Rain.</description></item>"
        for n, link in enumerate(links)
    )
    return (
        f"<rss version='2.0'><channel><title>P</title><link>http://public.test/</link>{items}</channel></rss>".encode()
    )


def desk(folder: Path, name: str, sources: str = "") -> Path:
    """A desk without any private host."""
    place = folder / name
    place.mkdir()
    settings = "[fetch]\nspacing_seconds = 0\nworkers = 1\ntimeout_seconds = 4\nmax_age_days = 36500\nbacklog = 500\n"
    (place / "newsloom.toml").write_text(settings + sources, encoding="utf-8")
    return place


def direct(world: World, folder: Path) -> None:
    """Every spelling typed to every command, as a feed's address in OPML, and behind a redirect."""
    place = desk(folder, "direct")
    for number, spelling in enumerate(SPELLINGS):
        url = f"http://{spelling}/"
        world.pages[f"/to{number}"] = (302, {"Location": url.encode().decode("latin-1")}, b"")
        for words in (("fetch", "--json"), ("feed",), ("article",), ("add", "--yes", "--desk", place)):
            command(*words, url)
        command("fetch", f"http://public.test/to{number}")
        command("fetch", "--insecure", url.replace("http:", "https:"))
    outlines = "".join(f'<outline type="rss" xmlUrl="http://{s}/{n}"/>' for n, s in enumerate(SPELLINGS))
    opml = folder / "inside.opml"
    opml.write_text(f"<opml version='2.0'><body>{outlines}</body></opml>", encoding="utf-8")
    watched = desk(folder, "opml")
    command("import", opml, "--desk", watched)
    command("run", "--desk", watched)


def through_pages(world: World, folder: Path) -> None:
    """What strangers write leads inside: links, pictures, feeds a page names, robots.txt, sitemaps, webhooks."""
    urls = [f"http://{spelling}/x{n}" for n, spelling in enumerate(SPELLINGS)]
    pictures = "".join(f'<meta property="og:image" content="{url}.png">' for url in urls)
    named = "".join(f'<link rel="alternate" type="application/rss+xml" href="{url}">' for url in urls[:12])
    page = f"<html><head><title>A report</title>{pictures}</head><body><article><p>{LONG}</p></article></body></html>"
    world.pages["/inside.xml"] = (200, {}, rss(*urls))
    world.pages["/images.xml"] = (
        200,
        {},
        rss(
            *(f"http://public.test/p{n}" for n in range(len(urls))),
            extra=f'<enclosure url="{urls[0]}" type="image/png"/>',
        ),
    )
    for number, url in enumerate(urls):
        body = page.replace(pictures, f'<meta property="og:image" content="{url}.png">').replace(
            "noon", f"noon {number}"
        )
        world.pages[f"/p{number}"] = (200, {"content-type": "text/html"}, body.encode())
    entries = "".join(f"<url><loc>{url.replace('&', '')}</loc></url>" for url in urls)
    world.pages["/map.xml"] = (200, {}, f"<urlset>{entries}</urlset>".encode())
    world.pages["/robots.txt"] = (302, {"Location": "http://127.0.0.1/robots.txt"}, b"")
    sources = "".join(
        f'[[source]]\nurl = "http://public.test/{name}"\nkind = "{kind}"\n'
        for name, kind in (("inside.xml", "feed"), ("images.xml", "feed"), ("map.xml", "sitemap"))
        if kind == "feed" or kind in registry.names(registry.SOURCES)
    )
    for robots in ("redirected", "absent"):
        world.ran.append(command("run", "--json", "--desk", desk(folder, f"pages-{robots}", sources))[1])
        world.pages.pop("/robots.txt", None)
    world.pages["/site"] = (200, {"content-type": "text/html"}, f"<html><head>{named}</head></html>".encode())
    command("add", "--yes", "--desk", desk(folder, "named"), "http://public.test/site")
    for number, url in enumerate(urls[:40]):
        channel = f'[channel.hook]\nkind = "webhook"\nurl = "{url}"\n'
        place = desk(folder, f"hook{number}")
        with (place / "newsloom.toml").open("a", encoding="utf-8") as file:
            file.write(channel)
        command("alerts", "test", "hook", "--desk", place)


def fetched(url: str, *words: str) -> dict[str, Any]:
    """What `newsloom fetch --json` says."""
    _, out = command("fetch", "--json", *words, url)
    data: dict[str, Any] = json.loads(out)
    return data


def told(url: str) -> dict[str, Any]:
    """A visit in short."""
    data = fetched(url)
    steps = [(step["step"], step.get("address", "")) for step in data["steps"]]
    return {"reason": data["reason"], "detail": data["detail"], "steps": steps, "seconds": data["seconds"]}


def visits(world: World) -> dict[str, Any]:
    """Public hosts, mixed answers, rebinding, and the three faults of names."""
    world.pages["/rss"] = (200, {"content-type": "application/rss+xml", "etag": '"1"'}, rss("http://public.test/a"))
    hosts = ("public.test", "six.test", PUBLIC, f"[{PUBLIC_6}]", "mixed.test", "mixedsix.test", "1572394766")
    found = {host: told(f"http://{host}/rss") for host in hosts}
    found |= {name: told(f"http://{name}/rss") for name in ("nx.test", "fail.test", "mute.test", "inside.test")}
    for number in range(3):
        found[f"rebind{number}"] = told(f"http://rebind{number}.test/rss")
        found[f"rebound{number}"] = told(f"http://rebind{number}.test/rss")
    return found


def run(folder: Path) -> dict[str, Any]:
    """Everything, and who was reached."""
    world = prepare(folder)
    found = visits(world)
    started = time.monotonic()
    direct(world, folder)
    through_pages(world, folder)
    time.sleep(0.2)
    return {
        "reached": dict(world.reached),
        "served": sum(world.served.values()),
        "visits": found,
        "spellings": len(SPELLINGS),
        "ran": world.ran,
        "seconds": round(time.monotonic() - started, 1),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(Path(sys.argv[1]))))
