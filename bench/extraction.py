"""How well and how fast main text and metadata are read, beside trafilatura and resiliparse on the same pages.

Usage: `./run bench extraction FILE [--json] [--output OUT.jsonl] [--cross-validate] [--train FILE]`

FILE holds gzipped JSON lines: `id`, `set`, `url`, `html`, the gold `text`, and where known `title`, `authors`, `date`.
The readers take turns page by page, and CPU-seconds of this process are counted; newsloom's include its bounds checks.

- Text: the words of a text are its lower-cased runs of word characters; precision, recall and F1 are of the two
  multisets of words, and a set's figure is the mean over its pages. "news" is the mean over all pages of `news-…`.
- Title: compared as lower-cased words; right if equal, or if one contains the other whole.
- Authors: whoever is named; both sides without organisations (one word, a word that only organisations have, or the
  site's own name), as sets of lower-cased words; right if equal.
- Date: right if the day is that of the gold, wrong if it is another one, else missing.

The shipped weights were trained on open pages, so for those pages the honest figure is `--cross-validate`: the model is
trained five times without a fifth of the outlets (with FILE and, if it is there, `more.jsonl.gz` beside it or what
`--train` names), and each page is read by the model that saw no page of its outlet. It needs scikit-learn and
some ten minutes.

Exit code: 0 all figures met; 1 some not; 2 could not run.
"""

import argparse
import gzip
import json
import logging
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

import trafilatura
from htmldate import find_date
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.settings import Document

from newsloom.flows.page import PageError, PageReading, SavedPage, main_text, read_saved
from newsloom.testing.extractionjudge import Judgement, judged_authors, judged_date, judged_title, token_f1

F1_AT_LEAST = 0.955
SPEED_AT_LEAST = 4.0
TITLE_AT_LEAST = 0.97
AUTHORS_AT_LEAST = 0.85
DATE_AT_LEAST = 0.97
DATE_WRONG_AT_MOST = 0.005
OURS, DEFAULT, PRECISION = "newsloom", "trafilatura", "trafilatura precision"
HTMLDATE = "htmldate"  # reads dates only
METADATA_SET = "news-b"
Row = dict[str, object]


def _ours(html: str, url: str) -> str:
    try:
        return main_text(html, url=url)
    except PageError:
        return ""


READERS: dict[str, Callable[[str, str], str]] = {
    OURS: _ours,
    DEFAULT: lambda html, url: trafilatura.extract(html, url=url) or "",
    PRECISION: lambda html, url: trafilatura.extract(html, url=url, favor_precision=True, include_comments=False) or "",
    "resiliparse": lambda html, _: extract_plain_text(html, main_content=True, alt_texts=False, links=False),
}


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was measured: (F1, precision, recall) by reader and set, seconds by reader, judgements by reader, field."""

    scores: dict[tuple[str, str], list[tuple[float, float, float]]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    metadata: dict[tuple[str, str], list[Judgement]] = field(default_factory=lambda: defaultdict(list))

    def f1(self, reader: str, group: str) -> float:
        """Give the mean F1 over the sets whose name begins so."""
        found = [
            s[0]
            for (who, name), scores in self.scores.items()
            if who == reader and name.startswith(group)
            for s in scores
        ]
        return fmean(found) if found else 0.0

    def share(self, reader: str, what: str, answer: Judgement) -> float:
        """Give the share of judged pages with this answer."""
        found = self.metadata[reader, what]
        return found.count(answer) / len(found) if found else 0.0


def pages(path: Path) -> list[Row]:
    """Read the pages."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def measured(rows: list[Row], held_out: dict[str, str] | None) -> Tally:
    """Let the readers take turns over the pages."""
    tally = Tally()
    for row in rows:
        for name, reader in READERS.items():
            started = time.process_time()
            text = reader(str(row["html"]), str(row["url"]))
            tally.seconds[name] += time.process_time() - started
            if name == OURS and held_out is not None:
                text = held_out[str(row["id"])]
            tally.scores[name, str(row["set"])].append(token_f1(text, str(row["text"])))
    return tally


def read_all(rows: list[Row]) -> list[Row]:
    """Give newsloom's reading of each page, empty where it refuses the page."""
    found: list[Row] = []
    for row in rows:
        try:
            page = read_saved(
                SavedPage(url=str(row["url"]), body=str(row["html"]).encode(), content_type="text/html; charset=utf-8")
            )
        except PageError as error:
            found.append({"id": row["id"], "text": "", "refused": str(error)})
            continue
        found.append(
            {
                "id": row["id"],
                "text": page.text,
                "title": page.title,
                "authors": named(page),
                "published": page.published.isoformat() if page.published else None,
                "image": page.image.url if page.image else None,
                "language": page.language,
            }
        )
    return found


def named(page: PageReading) -> list[str]:
    """Give everybody who stands where authors do: people, and the organisations beside them or in their place."""
    beside = page.provenance.get("authors") == page.provenance.get("organisations")
    return [*page.authors, *(page.organisations if beside or not page.authors else ())]


def judge_metadata(tally: Tally, rows: list[Row], ours: list[Row]) -> None:
    """Compare what was read with the gold fields there are."""
    for row, mine in zip(rows, ours, strict=True):
        if row["set"] != METADATA_SET:
            continue
        document = trafilatura.bare_extraction(str(row["html"]), url=str(row["url"]), with_metadata=True)
        theirs: Row = document.as_dict() if isinstance(document, Document) else {}
        peers = {
            OURS: (mine.get("title"), mine.get("authors") or [], mine.get("published")),
            DEFAULT: (theirs.get("title"), re.split(r";\s*", str(theirs.get("author") or "")), theirs.get("date")),
            HTMLDATE: (None, [], _day_by_htmldate(row)),
        }
        for reader, (title, authors, date) in peers.items():
            if row.get("title"):
                tally.metadata[reader, "title"].append(judged_title(title, str(row["title"])))
            if row.get("authors"):
                tally.metadata[reader, "authors"].append(judged_authors(authors, row["authors"], url=str(row["url"])))
            if row.get("date"):
                tally.metadata[reader, "date"].append(judged_date(date, str(row["date"])))


def _day_by_htmldate(row: Row) -> str | None:
    try:
        found: str | None = find_date(str(row["html"]), url=str(row["url"]), original_date=True)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    return found


def figures(tally: Tally) -> dict[str, tuple[float, float, bool]]:
    """Give each figure: its value, its bound, and whether it is met."""
    news = tally.f1(OURS, "news")
    best = max(tally.f1(DEFAULT, "news"), tally.f1(PRECISION, "news"))
    speed = tally.seconds[DEFAULT] / tally.seconds[OURS]
    found = {
        "news F1": (news, F1_AT_LEAST, news >= F1_AT_LEAST),
        "news F1 beside trafilatura's best": (news, best, news > best),
        "speed beside trafilatura's default": (speed, SPEED_AT_LEAST, speed >= SPEED_AT_LEAST),
    }
    if tally.scores.get((OURS, "web")):
        web, bound = tally.f1(OURS, "web"), tally.f1(DEFAULT, "web")
        found["web F1"] = (web, bound, web >= bound)
    for what, least in (("title", TITLE_AT_LEAST), ("authors", AUTHORS_AT_LEAST), ("date", DATE_AT_LEAST)):
        if tally.metadata.get((OURS, what)):
            share = tally.share(OURS, what, Judgement.RIGHT)
            found[f"{what} right"] = (share, least, share >= least)
    if tally.metadata.get((OURS, "date")):
        wrong = tally.share(OURS, "date", Judgement.WRONG)
        found["date wrong"] = (wrong, DATE_WRONG_AT_MOST, wrong <= DATE_WRONG_AT_MOST)
    return found


def table(tally: Tally, count: int) -> None:
    """Print what was measured."""
    names = sorted({name for _, name in tally.scores})
    print(
        f"{'F1 (precision, recall)':24}"
        + "".join(f"{name:>24}" for name in [*names, "news"])
        + "   pages/CPU-s   ratio"
    )
    for reader in READERS:
        cells = []
        for name in names:
            f1, precision, recall = (fmean(values) for values in zip(*tally.scores[reader, name], strict=True))
            cells.append(f"{f1:.4f} ({precision:.3f}, {recall:.3f})")
        speed = f"{count / tally.seconds[reader]:12.1f} {tally.seconds[DEFAULT] / tally.seconds[reader]:8.2f}"
        print(f"{reader:24}" + "".join(f"{cell:>24}" for cell in cells) + f"{tally.f1(reader, 'news'):>24.4f}  {speed}")
    print(f"\n{'metadata of ' + METADATA_SET:24}" + "".join(f"{what:>26}" for what in ("title", "authors", "date")))
    for reader in (OURS, DEFAULT, HTMLDATE):
        cells = []
        for what in ("title", "authors", "date"):
            if reader == HTMLDATE and what != "date":
                cells.append("")
                continue
            right, wrong = (tally.share(reader, what, answer) for answer in (Judgement.RIGHT, Judgement.WRONG))
            cells.append(f"{right:.3f} right {wrong:.3f} wrong")
        print(f"{reader:24}" + "".join(f"{cell:>26}" for cell in cells))
    print()


def held_out_texts(paths: list[Path]) -> dict[str, str]:
    """Give each page's text by models that saw no page of its outlet."""
    from train.body import cross_validated  # noqa: PLC0415  needs scikit-learn
    from train.bodylabels import gold_pages  # noqa: PLC0415  as above
    from train.bodytables import labelled  # noqa: PLC0415  as above

    return cross_validated(
        [labelled(gold) for gold in gold_pages(*paths)], say=lambda line: print(line, file=sys.stderr)
    )


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    parser.add_argument("--output", type=Path, help="write newsloom's readings here, one JSON object a line")
    parser.add_argument(
        "--cross-validate", action="store_true", help="judge the text by models trained without the outlet"
    )
    parser.add_argument("--train", type=Path, nargs="*", help="more pages to train on when cross-validating")
    return parser.parse_args()


def main() -> int:
    """Measure, print, judge."""
    given = arguments()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        rows = pages(given.file)
        beside = given.file.parent / "more.jsonl.gz"
        more = given.train if given.train is not None else [beside] if beside.exists() and beside != given.file else []
        held_out = held_out_texts([given.file, *more]) if given.cross_validate else None
    except (OSError, ValueError, KeyError, ImportError) as error:
        print(f"extraction: {given.file}: {error}", file=sys.stderr)
        return 2
    _ours("<p>The weights are read before the clock starts.</p>", "https://outlet.example/")
    tally = measured(rows, held_out)
    ours = read_all(rows)
    if given.output:
        given.output.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ours), encoding="utf-8")
    judge_metadata(tally, rows, ours)
    verdict = figures(tally)
    if given.json:
        plain = {name: {"value": value, "bound": bound, "met": met} for name, (value, bound, met) in verdict.items()}
        f1 = {
            reader: {name: tally.f1(reader, name) for name in sorted({n for _, n in tally.scores})}
            for reader in READERS
        }
        speed = {reader: len(rows) / tally.seconds[reader] for reader in READERS}
        print(
            json.dumps(
                {"figures": plain, "f1": f1, "pages_per_cpu_second": speed, "cross_validated": held_out is not None}
            )
        )
    else:
        table(tally, len(rows))
        print(
            "text "
            + (
                "cross-validated by outlet"
                if held_out is not None
                else "by the shipped weights, which may know these pages"
            )
        )
        for name, (value, bound, met) in verdict.items():
            print(f"{'met ' if met else 'MISSED'}  {name}: {value:.4f} (bound {bound:.4f})")
    return 0 if all(met for _, _, met in verdict.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
