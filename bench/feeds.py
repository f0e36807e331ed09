"""How well and how fast feeds are read, against feedparser on the same bytes in the same run.

Usage: `python bench/feeds.py DIR [--json] [--exceptions-only] [--repeats N]`

Every file below DIR is read, gzip undone. Both sides give the same goods: entries with sanitised summary and
content. newsloom sanitises
with its own `sanitise`; feedparser with the sanitiser it has on by default. Their turns alternate, file by
file, and CPU-seconds of this
process are counted. Titles are compared as plain text, dates as moments (publication, else update), links as
written; links that are not
http count as none. Each is judged per entry, in the order of the document. JSON feeds, which feedparser does
not read, are compared
with their own content.

Exit code: 0 all figures met; 1 some not; 2 could not run. `--exceptions-only` judges nothing but that no file
raises anything save
FeedError: for folders of small quirks, where a share of a few hundred entries says little.
"""

import argparse
import calendar
import io
import json
import sys
import time
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import feedparser

from newsloom.flows.feed import FeedError, UsageError, feed_bytes, sanitised_bodies, title_as_text
from newsloom.flows.feed import read_feed_bytes as read

TITLE_AT_LEAST = 0.999
DATE_AT_LEAST = 0.999
LINK_AT_LEAST = 0.995
RATIO_AT_LEAST = 4.0

Triple = tuple[str, float | None, str]  # title, seconds since 1970 or None, link


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was counted over all files."""

    files: int = 0
    feeds: int = 0
    refused: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    count_differs: list[str] = field(default_factory=list)
    compared: int = 0
    titles: int = 0
    dates: int = 0
    links: int = 0
    differences: list[str] = field(default_factory=list)
    our_entries: int = 0
    their_entries: int = 0
    our_seconds: float = 0.0
    their_seconds: float = 0.0


def main(arguments: list[str]) -> int:
    """Measure, print, judge."""
    options = _options(arguments)
    files = sorted(path for path in options.dir.rglob("*") if path.is_file()) if options.dir.is_dir() else []
    if not files:
        print(f"bench feeds: no files below {options.dir}; a folder of feeds was expected", file=sys.stderr)
        return 2
    tally = Tally()
    for path in files:
        measure(path, tally, repeats=options.repeats)
    if not tally.feeds:
        print(f"bench feeds: none of {len(files)} files below {options.dir} is a feed", file=sys.stderr)
        return 2
    report = report_of(tally, exceptions_only=options.exceptions_only)
    print(json.dumps(report, indent=2, ensure_ascii=False) if options.json else _told(report))
    return 0 if report["met"] else 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench feeds", description="How well and how fast feeds are read.")
    parser.add_argument("dir", type=Path, help="a folder of feeds, .gz or not")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument(
        "--exceptions-only", action="store_true", help="judge only that nothing but FeedError is raised"
    )
    parser.add_argument("--repeats", type=int, default=3, help="how often each file is read by both (default 3)")
    return parser.parse_args(arguments)


def measure(path: Path, tally: Tally, *, repeats: int) -> None:
    """Read one file by both sides in turns, and compare what came out."""
    tally.files += 1
    try:
        body = feed_bytes(path)
    except (FeedError, UsageError) as error:
        tally.refused.append(f"{path.name}: {error}")
        return
    ours, theirs = None, None
    for _ in range(max(repeats, 1)):
        theirs = _timed_theirs(body, tally)
        ours = _timed_ours(path, body, tally)
        if ours is None:
            return
    if ours is None or theirs is None:
        return
    tally.feeds += 1
    compare(path.name, ours, own_triples(body) or theirs, tally)


def _timed_ours(path: Path, body: bytes, tally: Tally) -> list[Triple] | None:
    start = time.process_time()
    try:
        feed = read(body)
        for item in feed.items:
            sanitised_bodies(item)
    except FeedError as error:
        tally.refused.append(f"{path.name}: {error}")
        return None
    except Exception as error:  # noqa: BLE001  what this benchmark is there to find
        tally.exceptions.append(f"{path.name}: {type(error).__name__}: {error}")
        return None
    tally.our_seconds += time.process_time() - start
    tally.our_entries += len(feed.items)
    return [(item.title, _seconds(item.published or item.updated), item.url) for item in feed.items]


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def _timed_theirs(body: bytes, tally: Tally) -> list[Triple]:
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(io.BytesIO(body))
    tally.their_seconds += time.process_time() - start
    tally.their_entries += len(parsed.entries)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [_their_triple(entry) for entry in parsed.entries]


def _their_triple(entry: feedparser.FeedParserDict) -> Triple:
    detail = entry.get("title_detail") or {}
    moment = entry.get("published_parsed") or dict.get(entry, "updated_parsed")
    link = (entry.get("link") or "").strip()
    return (
        title_as_text(entry.get("title") or "", is_html=detail.get("type") in {"text/html", "application/xhtml+xml"}),
        float(calendar.timegm(moment)) if moment else None,
        link if link.lower().startswith(("http://", "https://")) else "",
    )


def own_triples(body: bytes) -> list[Triple]:
    """A JSON Feed's own words, or nothing if the bytes are none."""
    if not body.lstrip().startswith(b"{"):
        return []
    entries = json.loads(body)["items"]
    return [(_one_line(e.get("title")), _json_seconds(e), e.get("url") or e.get("external_url") or "") for e in entries]


def _one_line(title: str | None) -> str:
    return " ".join((title or "").split())


def _json_seconds(entry: dict[str, str]) -> float | None:
    raw = entry.get("date_published") or entry.get("date_modified")
    if not raw:
        return None
    moment = datetime.fromisoformat(raw)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0).timestamp()


def compare(name: str, ours: list[Triple], theirs: list[Triple], tally: Tally) -> None:
    """Count what agrees, entry by entry; feeds whose counts differ are told and not compared further."""
    if len(ours) != len(theirs):
        tally.count_differs.append(f"{name}: {len(ours)} entries, feedparser {len(theirs)}")
        return
    for mine, other in zip(ours, theirs, strict=True):
        same = [a == b for a, b in zip(mine, other, strict=True)]
        tally.compared += 1
        tally.titles += same[0]
        tally.dates += same[1]
        tally.links += same[2]
        tally.differences += [
            f"{name}: {a!r} against {b!r}" for a, b, equal in zip(mine, other, same, strict=True) if not equal
        ]


def report_of(tally: Tally, *, exceptions_only: bool) -> dict[str, object]:
    """The figures, each met or not."""
    entries = max(tally.compared, 1)
    ours, theirs = (
        tally.our_entries / max(tally.our_seconds, 1e-9),
        tally.their_entries / max(tally.their_seconds, 1e-9),
    )
    shares = {"title": tally.titles / entries, "date": tally.dates / entries, "link": tally.links / entries}
    equal = not tally.count_differs
    agree = shares["title"] >= TITLE_AT_LEAST and shares["date"] >= DATE_AT_LEAST and shares["link"] >= LINK_AT_LEAST
    ratio = ours / max(theirs, 1e-9)
    met = not tally.exceptions and (exceptions_only or (equal and agree and ratio >= RATIO_AT_LEAST))
    return {
        "files": tally.files,
        "feeds": tally.feeds,
        "feeds_with_equal_entry_counts": tally.feeds - len(tally.count_differs),
        "entries_compared": tally.compared,
        **{f"{name}_agreement": round(share, 5) for name, share in shares.items()},
        "entries_per_cpu_second": round(ours, 1),
        "feedparser_entries_per_cpu_second": round(theirs, 1),
        "ratio": round(ratio, 2),
        "exceptions": tally.exceptions,
        "refused": tally.refused,
        "count_differs": tally.count_differs,
        "differences": tally.differences[:20],
        "met": met,
    }


def _told(report: dict[str, object]) -> str:
    return "\n".join(_line(name, value) for name, value in report.items())


def _line(name: str, value: object) -> str:
    if isinstance(value, Iterable) and not isinstance(value, str):
        rows = list(value)
        return "\n".join([f"{name.replace('_', ' ')}: {len(rows)}", *(f"  {row}" for row in rows[:20])])
    return f"{name.replace('_', ' ')}: {value}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
