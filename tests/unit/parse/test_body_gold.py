"""The main text beside gold texts, where they lie beside the checkout."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from newsloom.parse.body import main_text

PAGES = Path(__file__).resolve().parents[3] / "../shared/bench/extraction/pages.jsonl.gz"
NEWS_FLOOR = 0.955
WEB_FLOOR = 0.945


def f1(found: str, gold: str) -> float:
    """Give the F1 of the words of two texts."""
    ours, theirs = (Counter(re.findall(r"\w+", text.lower())) for text in (found, gold))
    return 2 * (ours & theirs).total() / max(ours.total() + theirs.total(), 1)


@pytest.mark.slow
@pytest.mark.skipif(not PAGES.exists(), reason=r"needs ../shared beside this checkout")
def test_gold_texts() -> None:
    """Over real pages the shipped weights keep what readers marked as the text."""
    scores: dict[str, list[float]] = {"news": [], "web": []}
    with gzip.open(PAGES, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            scores[row["set"].partition("-")[0]].append(f1(main_text(row["html"], url=row["url"]), row["text"]))
    assert sum(scores["news"]) / len(scores["news"]) >= NEWS_FLOOR
    assert sum(scores["web"]) / len(scores["web"]) >= WEB_FLOOR
