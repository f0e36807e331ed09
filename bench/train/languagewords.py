"""Writes the shipped table of common words by language, in order of commonness.

`python bench/train/languagewords.py CLUSTERS EXTRACTION OUT` takes the beginnings of jusText's stop lists (which it
made from Wikipedia), and for English the words of the clustering streams and of the extraction pages that are no news.
What the identifier is measured on (real feeds, news pages) is not counted.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import justext  # type: ignore[import-untyped]  # comes with trafilatura, has no types

from newsloom.text.languagemodel import WORD

STREAMS = ("stream-a", "stream-b", "stream-c", "events-d", "stream-f")
MOST = 500
MOST_ENGLISH = 15_000
LEAST_COUNT = 8
CHARACTERS = 300
HEADER = """\
# Words of languages, the commonest first. English: counted in news and web pages. The others: beginnings of the stop
# lists of jusText, Copyright (c) 2011, Jan Pomikalek, BSD 2-clause licence, which were made from Wikipedia.
"""
LISTS = {
    "af": "Afrikaans",
    "ar": "Arabic",
    "az": "Azerbaijani",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "br": "Breton",
    "bs": "Bosnian",
    "ca": "Catalan",
    "cs": "Czech",
    "cy": "Welsh",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "eo": "Esperanto",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "fy": "West_Frisian",
    "ga": "Irish",
    "gl": "Galician",
    "gu": "Gujarati",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "ht": "Haitian",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "ig": "Igbo",
    "is": "Icelandic",
    "it": "Italian",
    "jv": "Javanese",
    "ka": "Georgian",
    "kk": "Kazakh",
    "kn": "Kannada",
    "ko": "Korean",
    "ku": "Kurdish",
    "ky": "Kyrgyz",
    "la": "Latin",
    "lb": "Luxembourgish",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "ml": "Malayalam",
    "mr": "Marathi",
    "ms": "Malay",
    "mt": "Maltese",
    "ne": "Nepali",
    "nl": "Dutch",
    "nn": "Norwegian_Nynorsk",
    "no": "Norwegian_Bokmal",
    "oc": "Occitan",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "te": "Telugu",
    "tl": "Tagalog",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "uz": "Uzbek",
    "vi": "Vietnamese",
    "yo": "Yoruba",
}


def english(clusters: Path, extraction: Path) -> list[str]:
    """English words, the commonest first."""
    counts: Counter[str] = Counter()
    for text in _texts(clusters, extraction):
        counts.update(WORD.findall(text.lower().replace("’", "'")))
    ranked = sorted(((-n, word) for word, n in counts.items() if n >= LEAST_COUNT))
    return [word for _, word in ranked[:MOST_ENGLISH]]


def _texts(clusters: Path, extraction: Path) -> Iterator[str]:
    for name in STREAMS:
        for row in _rows(clusters / f"{name}.jsonl.gz"):
            yield f"{row.get('title') or ''} {(row.get('text') or '')[:CHARACTERS]}"
    for path in sorted(extraction.glob("*.jsonl.gz")):
        yield from (row["text"] for row in _rows(path) if row["set"] == "web")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def listed(name: str) -> list[str]:
    """The beginning of a stop list, folded; what is no word or stood before is left out."""
    lists = Path(justext.__file__).parent / "stoplists"
    lines = (lists / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    folded = (line.strip().lower() for line in lines)
    return list(dict.fromkeys(word for word in folded if WORD.fullmatch(word)))[:MOST]


def main() -> None:
    """Write one line a language."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("clusters", "extraction", "out"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    words = {code: listed(name) for code, name in LISTS.items()} | {"en": english(given.clusters, given.extraction)}
    rows = [f"{code}\t{' '.join(words[code])}\n" for code in sorted(words)]
    given.out.write_text(HEADER + "".join(rows), encoding="utf-8")
    print({code: len(found) for code, found in words.items()})


if __name__ == "__main__":
    main()
