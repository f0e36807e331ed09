"""Runs labelled streams through the clusterer in memory and prints how well its stories agree with the labels.

`python bench/train/measure.py FILE…` is quick and keeps nothing: for judging a change, not for the benchmark table.
"""

import sys
import time
from pathlib import Path

from newsloom.testing.streams import read_stream

from metrics import bcubed, interval, pairwise
from newsloom.curate.cluster import Clusterer


def main(paths: list[Path]) -> None:
    """One line a file: BCubed and pairwise precision, recall, F1, stories, articles per CPU-second."""
    for path in paths:
        stream = list(read_stream(path))
        clusterers: dict[str, Clusterer] = {}
        started = time.process_time()
        stories = [
            clusterers.setdefault(one.article.language, Clusterer(language=one.article.language))
            .place(one.article)
            .membership.story
            for one in stream
        ]
        seconds = time.process_time() - started
        judged = [(one.label, story) for one, story in zip(stream, stories, strict=True) if one.label is not None]
        labels, groups = [label for label, _ in judged], [story for _, story in judged]
        items, pairs = bcubed(labels, groups), pairwise(labels, groups)
        low, high = interval(labels, groups)
        print(
            f"{path.name:22} BCubed {items.precision:.3f} {items.recall:.3f} {items.f1:.3f} [{low:.3f}, {high:.3f}]"
            f"  pairwise {pairs.precision:.3f} {pairs.recall:.3f} {pairs.f1:.3f}"
            f"  stories {len(set(groups))} of {len(set(labels))}  {len(stream) / seconds:.0f}/s"
        )


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
