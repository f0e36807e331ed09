"""How often the language of a headline is named rightly, and how surely.

    ./run bench language FOLDER PAGES [--json] [--wrong]

FOLDER holds feeds as publishers serve them (gzip or plain); PAGES gzipped JSON lines of pages: `set`, `html`, `text`
and `title`, of which those in sets named `news-b…` are used. Titles are judged singly, each as if nothing else of
its feed were known. What is right is found without newsloom's identifier:

- Markup: the language tag of the item, else of the feed; of a page `<html lang>`, else `og:locale`.
- Body: py3langid as it comes, on the item's own text (or the page's gold text) of 300 letters or more, believed from
  probability .99 on. An item with less text has the language of its feed, that of at least 95 % of its items' texts,
  unless its own text speaks otherwise; one without any, in a feed that gives texts, is not known. Where no item has 300
  letters, the feed's language is that of all its titles and texts together.
- A title counts if both agree. If nothing is declared, the body alone decides, and the title is told apart
  ("undeclared"). The rest is left out and counted. A title needs two letters.

Each title is asked with what is declared, as newsloom does, and without. Given are: the share that is answered, the
share of answers that is right, both again for answers of probability .9 or more, and milliseconds of CPU a title;
beside it py3langid alone on the same titles. The figures: with what is declared (where something is) at least .985 of
answers right, .999 of those from .9 on, and .9 of all titles answered.

Exit code: 0 all figures met; 1 some not; 2 could not run.
"""

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from selectolax.lexbor import LexborHTMLParser

from newsloom.flows.feed import FeedError, UsageError, feed_bytes, read_feed_bytes
from newsloom.flows.language import Guess, guess, primary

RIGHT = 0.985
SURE_RIGHT = 0.999
COVERAGE = 0.9
SURE = 0.9
BODY_LETTERS = 300
BODY_SURE = 0.99
SOME_LETTERS = 40
OTHERWISE = 0.5
OF_ONE_LANGUAGE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title with its true language and what its markup declares ("" for nothing)."""

    text: str
    language: str
    declared: str
    outlet: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One way of asking about one kind of titles."""

    name: str
    titles: int
    languages: int
    answered: float
    right: float
    sure: float
    sure_right: float
    milliseconds: float


Identify = Callable[[str], tuple[str, float]]
Ask = Callable[[Title], Guess]


def main(arguments: list[str]) -> int:
    """Make the set, ask, print, judge."""
    options = _options(arguments)
    identify = identifier()
    try:
        titles, left_out = collect(options.folder, options.pages, identify)
    except (OSError, ValueError, KeyError) as error:
        print(f"bench language: cannot be read: {error}", file=sys.stderr)
        return 2
    if not titles:
        print(f"bench language: no titles of known language below {options.folder}", file=sys.stderr)
        return 2
    report = report_of(titles, left_out, identify)
    print(json.dumps(report, indent=2, ensure_ascii=False) if options.json else _told(report))
    if options.wrong:
        _tell_wrong(titles)
    return 0 if report["met"] else 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench language", description="How rightly languages of titles are named.")
    parser.add_argument("folder", type=Path, help="a folder of feeds, .gz or not")
    parser.add_argument("pages", type=Path, help="gzipped JSON lines of pages")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--wrong", action="store_true", help="print the wrong answers too")
    return parser.parse_args(arguments)


def identifier() -> Identify:
    """py3langid as it comes, with probabilities; codes as newsloom has them."""
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

    def identify(text: str) -> tuple[str, float]:
        code, probability = model.classify(text)
        return primary(code), float(probability)

    return identify


def collect(folder: Path, pages: Path, identify: Identify) -> tuple[list[Title], Counter[str]]:
    """The titles of known language, and how many were left out for which reason."""
    titles: list[Title] = []
    left_out: Counter[str] = Counter()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            feed = read_feed_bytes(feed_bytes(path))
        except (FeedError, UsageError):
            left_out["file is no feed"] += 1
            continue
        items = [
            (item.title, plain(max(item.summary, item.content, key=len)), item.language or feed.language)
            for item in feed.items
        ]
        titles += _judged(path.name, "feeds", items, left_out, identify)
    for row in _rows(pages):
        if row["set"].startswith("news-b") and row.get("title"):
            item = (row["title"], row["text"], _declared(row["html"]))
            titles += _judged(row["url"].split("/")[2], "pages", [item], left_out, identify)
    return titles, left_out


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _declared(html: str) -> str:
    tree = LexborHTMLParser(html)
    root, locale = tree.css_first("html"), tree.css_first('meta[property="og:locale"]')
    said = (root.attributes.get("lang") if root else None) or (locale.attributes.get("content") if locale else None)
    return said or ""


def plain(html: str) -> str:
    """The text of a feed's HTML."""
    return LexborHTMLParser(html).text(separator=" ") if html else ""


def _judged(
    outlet: str, kind: str, items: Sequence[tuple[str, str, str]], left_out: Counter[str], identify: Identify
) -> Iterator[Title]:
    spoken = [_spoken(body, identify) for _, body, _ in items]
    common = _common([f"{title}\n{body}" for title, body, _ in items], spoken, identify)
    has_texts = any(spoken)
    for (title, body, tag), own in zip(items, spoken, strict=True):
        language, declared = own, primary(tag)
        if not own and (body.strip() or not has_texts) and not _speaks_otherwise(body, common, identify):
            language = common
        if sum(map(str.isalpha, title)) < 2:
            left_out["title without letters"] += 1
        elif not language:
            left_out["body says no language surely"] += 1
        elif declared and declared != language:
            left_out["markup and body disagree"] += 1
        else:
            yield Title(text=title, language=language, declared=declared, outlet=outlet, kind=kind)


def _spoken(text: str, identify: Identify) -> str:
    if sum(map(str.isalpha, text)) < BODY_LETTERS:
        return ""
    code, probability = identify(text)
    return code if probability >= BODY_SURE else ""


def _speaks_otherwise(text: str, common: str, identify: Identify) -> bool:
    if sum(map(str.isalpha, text)) < SOME_LETTERS:
        return False
    code, probability = identify(text)
    return code != common and probability >= OTHERWISE


def _common(texts: list[str], spoken: list[str], identify: Identify) -> str:
    """The language of a feed, for its items that have little text of their own."""
    known = Counter(filter(None, spoken))
    if not known:
        return _spoken("\n".join(texts), identify)
    code, count = known.most_common(1)[0]
    return code if count >= OF_ONE_LANGUAGE * known.total() else ""


def report_of(titles: list[Title], left_out: Counter[str], identify: Identify) -> dict[str, Any]:
    """All figures, and whether they are met."""
    guess("The first question loads the model.")
    declared = [title for title in titles if title.declared]
    undeclared = [title for title in titles if not title.declared]
    rows = [
        measured("declared, with what is declared", declared, lambda title: guess(title.text, hint=title.declared)),
        measured("declared, without", declared, lambda title: guess(title.text)),
        measured("undeclared", undeclared, lambda title: guess(title.text)),
        measured("all, as newsloom asks", titles, lambda title: guess(title.text, hint=title.declared)),
        measured("not English, with", _foreign(declared), lambda title: guess(title.text, hint=title.declared)),
        measured("not English, without", _foreign(titles), lambda title: guess(title.text)),
        measured("py3langid alone, all", titles, _alone(identify)),
    ]
    judged = (rows[0], rows[3])
    return {
        "titles": len(titles),
        "outlets": len({title.outlet for title in titles}),
        "languages": dict(Counter(title.language for title in titles).most_common()),
        "left_out": dict(left_out),
        "rows": [asdict(row) for row in rows],
        "met": all(row.right >= RIGHT and row.sure_right >= SURE_RIGHT and row.answered >= COVERAGE for row in judged),
    }


def _foreign(titles: list[Title]) -> list[Title]:
    return [title for title in titles if title.language != "en"]


def _alone(identify: Identify) -> Ask:
    def ask(title: Title) -> Guess:
        code, probability = identify(title.text)
        return Guess(language=code, probability=probability)

    return ask


def measured(name: str, titles: list[Title], ask: Ask) -> Row:
    """Ask about each title."""
    start = time.process_time()
    answers = [ask(title) for title in titles]
    seconds = time.process_time() - start
    given = [
        (answer.probability >= SURE, answer.language == title.language)
        for answer, title in zip(answers, titles, strict=True)
        if answer.language
    ]
    sure = [right for is_sure, right in given if is_sure]
    return Row(
        name=name,
        titles=len(titles),
        languages=len({title.language for title in titles}),
        answered=_share(len(given), len(titles)),
        right=_share(sum(right for _, right in given), len(given)),
        sure=_share(len(sure), len(titles)),
        sure_right=_share(sum(sure), len(sure)),
        milliseconds=round(seconds / max(len(titles), 1) * 1000, 3),
    )


def _share(part: int, whole: int) -> float:
    return round(part / whole, 5) if whole else 1.0


def _told(report: dict[str, Any]) -> str:
    head = f"{'':34}{'titles':>8}{'answered':>10}{'right':>9}{'p ≥ .9':>9}{'right':>9}{'ms':>8}"
    lines = [
        f"{row['name']:34}{row['titles']:8}{row['answered']:10.4f}{row['right']:9.4f}"
        f"{row['sure']:9.4f}{row['sure_right']:9.4f}{row['milliseconds']:8.3f}"
        for row in report["rows"]
    ]
    said = [
        f"{report['titles']} titles of {report['outlets']} outlets; languages: {report['languages']}",
        f"left out: {report['left_out']}",
        f"with what is declared: right ≥ {RIGHT}, from .9 on ≥ {SURE_RIGHT}, answered ≥ {COVERAGE}: "
        + ("met" if report["met"] else "NOT met"),
    ]
    return "\n".join([head, *lines, *said])


def _tell_wrong(titles: list[Title]) -> None:
    for title in titles:
        for hint in dict.fromkeys((title.declared, "")):
            answer = guess(title.text, hint=hint)
            if answer.language not in {"", title.language}:
                told = f"{answer.language} {answer.probability:.3f}"
                print(f"{title.language} (hint {hint or 'none'}): {told}: {title.outlet[:20]}: {title.text}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
