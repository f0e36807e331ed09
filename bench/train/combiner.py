"""Trains the shipped combiner: trees over the features of a pair of articles.

`python bench/train/combiner.py CLUSTERS OUT.json` reads the labelled streams (it never trains on `events-e`), prints
figures cross-validated over halves of the labelled stories, and writes the weights trained on everything. Seed 3.
"""

import argparse
import json
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from newsloom.curate.choose import ABSENT, RECENT, STRONG, doubt, matched_share, strength, thinness
from newsloom.curate.cluster import Clusterer
from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.linking import LEAST_KNOWN, LEAST_LINK, LINKS
from newsloom.curate.pairs import FEATURES
from newsloom.curate.settle import settle
from newsloom.curate.threads import Threads
from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId
from newsloom.testing.metrics import bcubed, interval, pairwise
from newsloom.testing.streams import read_stream

STREAMS = {"stream-a": 1.5, "stream-b": 1.5, "stream-c": 0.4, "events-d": 1.5, "stream-f": 3.0, "stream-g": 3.0}
HELD = "events-e"
SEED = 3
MOST_TRUE = 0.15  # share of true pairs in a training set: dense sets are weighed down to it
FREE = {"title mass", "has body", "same source", "one wording"}  # features without a direction
FALLING = {"hours", "rarest unshared", "rarest unshared both", "numbers apart"}
TEXTS = (
    *("body cosine", "body shared", "body rarest shared", "body stands out", "title in body"),
    *("phrases shared", "phrases rarest", "phrases second"),
)
TITLED = (
    *("title shared", "title rarest shared", "title second shared", "title covered", "title covered both"),
    *("stems shared", "pairs shared", "numbers shared", "numbers apart", "title in body"),
    *("rarest unshared", "rarest unshared both", "title mass", "one wording"),
    *("parts", "parts shared", "parts rarest", "parts second", "parts beyond"),
)
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
        parts += [
            (rows, true, weights),
            (dropped(rows, chance), true, weights / 2),
            (without_case(rows), true, weights / 2),
        ]
    weights = np.concatenate([part[2] for part in parts])
    model = HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.1,
        max_features=0.3,
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
    """The same pairs as streams without dates, outlets, texts, titles or case would give them."""
    poorer = rows.copy()
    column = {name: i for i, name in enumerate(FEATURES)}
    draw = chance.random(len(rows))
    poorer[draw < 0.4, column["hours"]] = np.nan
    poorer[(draw > 0.3) & (draw < 0.7), column["same source"]] = np.nan
    for name in TEXTS:
        poorer[draw > 0.6, column[name]] = np.nan
    poorer[draw > 0.6, column["has body"]] = 0
    untitled = (chance.random(len(rows)) < 0.15) & (poorer[:, column["has body"]] > 0)
    for name in TITLED:
        poorer[untitled, column[name]] = 0
    for name in ("title cosine", "stems cosine"):
        poorer[untitled, column[name]] = np.nan
    caseless = (draw > 0.2) & (draw < 0.5)
    for name in NAMED:
        poorer[caseless, column[name]] = np.nan
    return poorer


def without_case(rows: Rows) -> Rows:
    """The same pairs as texts in one case would give them."""
    poorer = rows.copy()
    for name in NAMED:
        poorer[:, FEATURES.index(name)] = np.nan
    return poorer


def crossed(pairs: Pairs, models: list[Any]) -> NDArray[np.float64]:
    """Log-odds of each pair by the model that has not seen the article's story."""
    zero, one = (model.decision_function(pairs.rows) for model in models)
    half = pairs.halves[pairs.query]
    return np.asarray(np.where(half == 0, zero, np.where(half == 1, one, (zero + one) / 2)))


def walk(pairs: Pairs, logits: NDArray[np.float64], *, rules: ClusterRules) -> tuple[list[StoryId], list[StoryId]]:
    """The story of each article when they are placed in turn and settled, as the clusterer does it; and as placed."""
    threads = Threads()
    names = [ArticleId(str(position)) for position in range(len(pairs.labels))]
    matched: list[bool] = []
    placed: list[StoryId] = []
    odds = np.where(pairs.apart, ABSENT, logits)
    starts = np.searchsorted(pairs.query, np.arange(len(names) + 1))
    for position, name in enumerate(names):
        span = slice(int(starts[position]), int(starts[position + 1]))
        found = [
            (names[other], -minus)
            for minus, other in sorted(zip((-odds[span]).tolist(), pairs.other[span].tolist(), strict=True))
        ]
        series = [names[int(other)] for other in pairs.other[span][pairs.never[span]]][:LINKS]
        lately = matched[-RECENT:]
        share = matched_share(sum(lately), of=len(lately))
        thin = thinness(int(pairs.active[position]), days=float(pairs.days[position]))
        best, story = strongest(threads, found, {threads.story[other] for other in series}, share=share)
        placed.append(story if best > rules.joining - rules.thin * thin else StoryId(name))
        threads.add(name, placed[-1], links_of(threads, found, series, placed[-1]))
        matched.append(bool(found) and found[0][1] > STRONG)
        if rules.settling is not None:
            list(settle(threads, name, joining=rules.joining, share=share, rules=rules.settling))
    return [threads.story[name] for name in names], placed


def strongest(
    threads: Threads, found: list[tuple[ArticleId, float]], others: set[StoryId], *, share: float
) -> tuple[float, StoryId]:
    """The story an article belongs to most, of those that may have it."""
    links: dict[StoryId, list[float]] = {}
    for name, odds in found:
        if threads.story[name] not in others:
            links.setdefault(threads.story[name], []).append(odds)
    ranked = [
        (strength(v, size=len(threads.members[story]), share=share) + doubt(v), story) for story, v in links.items()
    ]
    return max(ranked, key=itemgetter(0), default=(ABSENT, StoryId("")))


def links_of(
    threads: Threads, found: list[tuple[ArticleId, float]], series: list[ArticleId], story: StoryId
) -> list[tuple[ArticleId, float]]:
    """What the clusterer keeps of an article's candidates."""
    kept = [
        (name, max(odds, LEAST_KNOWN))
        for rank, (name, odds) in enumerate(found)
        if name not in series and (threads.story[name] == story or (rank < LINKS and odds > LEAST_LINK))
    ]
    return kept + [(name, ABSENT) for name in series]


def figures(streams: dict[str, Pairs], logits: dict[str, NDArray[np.float64]]) -> None:
    """Print BCubed and pairwise F1 of each stream, settled and as placed, for some thresholds."""
    for joining in (0.1, 0.3, 0.5):
        line = []
        for name, pairs in streams.items():
            stories, placed = walk(pairs, logits[name], rules=replace(ClusterRules(), joining=joining))
            known = [position for position, label in enumerate(pairs.labels) if label is not None]
            labels = [pairs.labels[position] for position in known]
            groups, first = [stories[position] for position in known], [placed[position] for position in known]
            low, high = interval(labels, groups)
            line.append(
                f"{name[-1]} {bcubed(labels, groups).f1:.3f}/{pairwise(labels, groups).f1:.3f}"
                f" [{low:.3f}, {high:.3f}] placed {bcubed(labels, first).f1:.3f}"
            )
        print(f"{joining:5}", "\n      ".join(line), flush=True)


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
    figures(judged, {name: np.round(crossed(pairs, halves), 5) for name, pairs in judged.items()})
    trees, baseline, depth = plain(fit_trees(streams, without=None))
    data = {"features": list(FEATURES), "baseline": baseline, "depth": depth, "trees": trees}
    text = json.dumps(data, separators=(",", ":")).replace("]],[[", "]],\n[[")
    given.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
