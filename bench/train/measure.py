"""Runs labelled streams through the clusterer in memory and prints how well its stories agree with the labels.

`python bench/train/measure.py FILE…` is quick and keeps nothing: for judging a change, not for the benchmark table.
"""

import sys
import time
from pathlib import Path

from newsloom.curate.cluster import Clusterer
from newsloom.curate.history import Present
from newsloom.testing.metrics import bcubed, interval, pairwise
from newsloom.testing.streams import read_stream


def main(paths: list[Path]) -> None:
    """One line a file: BCubed and pairwise precision, recall, F1, stories, articles per CPU-second."""
    for path in paths:
        stream = list(read_stream(path))
        clusterers = {language: Clusterer(language=language) for language in {one.article.language for one in stream}}
        present = Present()
        started = time.process_time()
        for one in stream:
            for change in clusterers[one.article.language].place(one.article).changes:
                present.apply(change)
        seconds = time.process_time() - started
        judged = [(one.label, present.where[one.article.id]) for one in stream if one.label is not None]
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
