"""Trains the shipped combiner: trees over the features of a pair of articles.

`python bench/train/combiner.py CLUSTERS OUT.json` reads the labelled streams (it never trains on `events-e`), prints
figures cross-validated over halves of the labelled stories, and writes the weights trained on everything. Seed 3.
"""

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from newsloom.curate.choose import ABSENT, RECENT, STRONG, matched_share, strength, thinness
from newsloom.curate.cluster import LEAST_LINK, LINKS, MERGES, Clusterer
from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.pairs import FEATURES
from newsloom.curate.settle import Threads, mergeable
from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId
from newsloom.testing.metrics import bcubed, pairwise
from newsloom.testing.streams import read_stream

STREAMS = {"stream-a": 1.0, "stream-b": 1.0, "stream-c": 0.7, "events-d": 1.0, "stream-f": 3.0, "stream-g": 3.0}
HELD = "events-e"
SEED = 3
MOST_TRUE = 0.15  # share of true pairs in a training set: dense sets are weighed down to it
FREE = {"title mass", "has body", "same source", "one wording"}  # features without a direction
FALLING = {"hours", "rarest unshared", "rarest unshared both", "numbers apart"}
TEXTS = ("body cosine", "body shared", "body rarest shared", "body stands out", "title in body")
NAMED = ("names cosine", "names shared", "names rarest shared", "names second shared")

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Candidate pairs of one stream: features, the positions of both articles, and whether they are a series.

    Of each article: its label, and how many were active over how many days when it came.
    """

    rows: Rows
    query: NDArray[np.int64]
    other: NDArray[np.int64]
    labels: list[str | None]
    apart: NDArray[np.bool_]
    never: NDArray[np.bool_]
    active: NDArray[np.int64]
    days: NDArray[np.float64]

    @property
    def halves(self) -> NDArray[np.int64]:
        """Which half each article's story is in; -1 without a label."""
        return np.array([-1 if label is None else crc32(f"half {label}".encode()) % 2 for label in self.labels])

    @property
    def true(self) -> NDArray[np.bool_]:
        """Both articles carry one label."""
        names = np.array([label or "" for label in self.labels])
        return np.asarray((names[self.query] == names[self.other]) & (names[self.query] != ""))


def collect(path: Path) -> Pairs:
    """The candidate pairs of a stream as the clusterer sees them, apart from what it makes of them."""
    clusterers: dict[str, Clusterer] = {}
    where: dict[str, int] = {}
    labels: list[str | None] = []
    rows, apart, never = [np.zeros((0, len(FEATURES)))], [np.zeros(0, dtype=np.bool_)], [np.zeros(0, dtype=np.bool_)]
    query, other, active, days = [], [], [], []
    for position, one in enumerate(read_stream(path)):
        language = one.article.language
        if language not in clusterers:
            clusterers[language] = Clusterer(language=language)
        clusterer = clusterers[language]
        seen = clusterer.look(one.article)
        rows.append(seen.rows)
        apart.append(seen.apart)
        never.append(seen.never)
        active.append(seen.active)
        days.append(seen.days)
        query += [position] * len(seen.articles)
        other += [where[article] for article in seen.articles]
        clusterer.place(one.article)
        where[one.article.id] = position
        labels.append(one.label)
    return Pairs(
        rows=np.concatenate(rows),
        query=np.array(query),
        other=np.array(other),
        labels=labels,
        apart=np.concatenate(apart),
        never=np.concatenate(never),
        active=np.array(active),
        days=np.array(days),
    )


def fit_trees(streams: dict[str, Pairs], *, without: int | None) -> Any:  # noqa: ANN401  sklearn is untyped
    """Trees from all pairs whose stories are not in the half to leave out, with views dropped at random."""
    chance = np.random.default_rng(SEED)
    parts: list[tuple[Rows, NDArray[np.bool_], Rows]] = []
    for name, pairs in streams.items():
        halves = pairs.halves
        first, second = halves[pairs.query], halves[pairs.other]
        use = (first >= 0) & (second >= 0) & (first != without) & (second != without)
        rows, true = pairs.rows[use], pairs.true[use]
        weights = np.ones(len(true))
        share = true.mean()
        if share > MOST_TRUE:
            weights[true] *= (MOST_TRUE / (1 - MOST_TRUE)) / (share / (1 - share))
        weights *= STREAMS[name] / weights.sum()
        parts += [(rows, true, weights), (dropped(rows, chance), true, weights / 2)]
    weights = np.concatenate([part[2] for part in parts])
    model = HistGradientBoostingClassifier(
        max_iter=70,
        learning_rate=0.13,
        max_depth=4,
        max_leaf_nodes=12,
        min_samples_leaf=40,
        l2_regularization=5,
        monotonic_cst=[0 if f in FREE else -1 if f in FALLING else 1 for f in FEATURES],
        early_stopping=False,
        random_state=SEED,
    )
    rows = np.concatenate([part[0] for part in parts])
    return model.fit(
        rows, np.concatenate([part[1] for part in parts]), sample_weight=weights * len(weights) / weights.sum()
    )


def dropped(rows: Rows, chance: np.random.Generator) -> Rows:
    """The same pairs as streams without dates, outlets, texts or case would give them."""
    poorer = rows.copy()
    column = {name: i for i, name in enumerate(FEATURES)}
    draw = chance.random(len(rows))
    poorer[draw < 0.4, column["hours"]] = np.nan
    poorer[(draw > 0.3) & (draw < 0.7), column["same source"]] = np.nan
    for name in TEXTS:
        poorer[draw > 0.6, column[name]] = np.nan
    poorer[draw > 0.6, column["has body"]] = 0
    caseless = (draw > 0.2) & (draw < 0.5)
    for name in NAMED:
        poorer[caseless, column[name]] = np.nan
    return poorer


def crossed(pairs: Pairs, models: list[Any]) -> NDArray[np.float64]:
    """Log-odds of each pair by the model that has not seen the article's story."""
    zero, one = (model.decision_function(pairs.rows) for model in models)
    half = pairs.halves[pairs.query]
    return np.asarray(np.where(half == 0, zero, np.where(half == 1, one, (zero + one) / 2)))


def walk(pairs: Pairs, logits: NDArray[np.float64], *, rules: ClusterRules) -> list[StoryId]:
    """The story of each article when they are placed in turn and settled, as the clusterer does it."""
    threads = Threads()
    names = [ArticleId(str(position)) for position in range(len(pairs.labels))]
    matched: list[bool] = []
    odds = np.where(pairs.apart, ABSENT, logits)
    starts = np.searchsorted(pairs.query, np.arange(len(names) + 1))
    for position, name in enumerate(names):
        span = slice(int(starts[position]), int(starts[position + 1]))
        found = sorted(zip((-odds[span]).tolist(), pairs.other[span].tolist(), strict=True))
        links: dict[StoryId, list[float]] = {}
        series = [names[int(other)] for other in pairs.other[span][pairs.never[span]]][:LINKS]
        others = {threads.story[name] for name in series}
        for minus, other in found:
            if threads.story[names[other]] not in others:
                links.setdefault(threads.story[names[other]], []).append(-minus)
        lately = matched[-RECENT:]
        share = matched_share(sum(lately), of=len(lately))
        ranked = [(strength(v, size=len(threads.members[story]), share=share), story) for story, v in links.items()]
        best, story = max(ranked, default=(ABSENT, StoryId("")))
        enough = rules.joining - rules.thin * thinness(int(pairs.active[position]), days=float(pairs.days[position]))
        threads.add(
            name,
            story if best > enough else StoryId(name),
            [(names[other], -minus) for minus, other in found[:LINKS] if -minus > LEAST_LINK]
            + [(other, ABSENT) for other in series],
        )
        matched.append(bool(found) and -found[0][0] > STRONG)
        for _ in range(MERGES):
            merge = mergeable(threads, name, joining=rules.joining, share=share, rules=rules.settling)
            if merge is None:
                break
            threads.merge(merge.ending, merge.story)
    return [threads.story[name] for name in names]


def figures(streams: dict[str, Pairs], logits: dict[str, NDArray[np.float64]]) -> None:
    """Print BCubed and pairwise F1 of each stream for some thresholds."""
    for joining in (0.1, 0.3, 0.5, 0.7, 0.9):
        line = []
        for name, pairs in streams.items():
            stories = walk(pairs, logits[name], rules=replace(ClusterRules(), joining=joining))
            judged = [(label, story) for label, story in zip(pairs.labels, stories, strict=True) if label is not None]
            labels, groups = [label for label, _ in judged], [story for _, story in judged]
            line.append(f"{name[-1]} {bcubed(labels, groups).f1:.3f}/{pairwise(labels, groups).f1:.3f}")
        print(f"{joining:5}", "  ".join(line), flush=True)


def plain(model: Any) -> tuple[list[list[list[float]]], float, int]:  # noqa: ANN401  sklearn is untyped
    """A boosted model's trees as nodes of [feature, threshold, missing goes left, left, right, value]."""
    trees = []
    depth = 0
    for (tree,) in model._predictors:  # noqa: SLF001  sklearn has no public way to its trees
        nodes = []
        for at, n in enumerate(tree.nodes):
            if n["is_leaf"]:
                nodes.append([0, 0.0, 0, at, at, round(float(n["value"]), 5)])
            else:
                ways = [int(n["missing_go_to_left"]), int(n["left"]), int(n["right"])]
                nodes.append([int(n["feature_idx"]), round(float(n["num_threshold"]), 6), *ways, 0.0])
            depth = max(depth, int(n["depth"]))
        trees.append(nodes)
    return trees, round(float(model._baseline_prediction.ravel()[0]), 5), depth  # noqa: SLF001  as above


def main() -> None:
    """Train, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clusters", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    streams = {name: collect(given.clusters / f"{name}.jsonl.gz") for name in STREAMS}
    halves = [fit_trees(streams, without=half) for half in (0, 1)]
    held = collect(given.clusters / f"{HELD}.jsonl.gz")
    judged = streams | {HELD: held}
    figures(judged, {name: crossed(pairs, halves) for name, pairs in judged.items()})
    trees, baseline, depth = plain(fit_trees(streams, without=None))
    data = {"features": list(FEATURES), "baseline": baseline, "depth": depth, "trees": trees}
    text = json.dumps(data, separators=(",", ":")).replace("]],[[", "]],\n[[")
    given.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
