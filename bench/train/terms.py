"""Writes the shipped term tables: in how many articles of a language each word stands.

`python bench/train/terms.py CLUSTERS EXTRACTION OUT` counts the titles and first 700 characters of the labelled
streams (never `events-e`) and of the extraction pages; the commonest words of each language are kept.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import py3langid

from newsloom.text.words import words

STREAMS = ("stream-a", "stream-b", "stream-c", "events-d", "stream-f", "stream-g")
CHARACTERS = 700
LEAST_ARTICLES = 250
LEAST_COUNT = {"en": 6}
MOST_TERMS = 12_000


def texts(clusters: Path, extraction: Path) -> Iterator[tuple[str, str]]:
    """Language and text of every article to count."""
    for name in STREAMS:
        with gzip.open(clusters / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield row.get("lang") or "en", f"{row.get('title') or ''} {(row.get('text') or '')[:CHARACTERS]}"
    for path in sorted(extraction.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                text = f"{row.get('title') or ''} {(row.get('text') or '')[:CHARACTERS]}"
                yield py3langid.classify(text)[0], text


def main() -> None:
    """Count and write one file a language."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("clusters", "extraction", "out"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    articles: Counter[str] = Counter()
    for language, text in texts(given.clusters, given.extraction):
        articles[language] += 1
        counts.setdefault(language, Counter()).update(set(words(text).folded))
    given.out.mkdir(parents=True, exist_ok=True)
    for language, total in sorted(articles.items()):
        if total < LEAST_ARTICLES:
            continue
        least = LEAST_COUNT.get(language, 3)
        ranked = sorted(((n, w) for w, n in counts[language].items() if n >= least), key=lambda p: (-p[0], p[1]))[
            :MOST_TERMS
        ]
        rows = [f"{total}\t"] + [f"{n}\t{w}" for n, w in ranked]
        (given.out / f"terms-{language}.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        print(language, total, len(ranked))


if __name__ == "__main__":
    main()
