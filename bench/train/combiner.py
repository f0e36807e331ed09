"""Trains the shipped combiner: trees over the features of a pair of articles.

`python bench/train/combiner.py CLUSTERS OUT.json` reads the labelled streams (it never trains on `events-e`) and makes
invented ones full of twins, writes the weights trained on everything, and prints figures cross-validated over halves
of the labelled stories. Seed 3.
"""

import argparse
import json
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from newsloom.curate.choose import ABSENT, STRONG, doubt, matched_share, strength
from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.linking import LEAST_KNOWN, LEAST_LINK, LINKS
from newsloom.curate.pairs import FEATURES
from newsloom.curate.settle import settle
from newsloom.curate.threads import Threads
from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId
from newsloom.testing.metrics import bcubed, interval, pairwise
from newsloom.testing.streams import read_stream
from train.seenpairs import Pairs, Rows, collect
from train.twins import streams as twin_streams

TWINS = "twins"
STREAMS = {"stream-a": 1.5, "stream-b": 1.5, "stream-c": 0.4, "events-d": 1.5, "stream-f": 3.0, "stream-g": 3.0}
HELD_TWINS = "th"  # a language whose twins are judged alone
WEIGHTS = STREAMS | {TWINS: 0.09}
HELD = "events-e"
SEED = 3
MOST_TRUE = 0.15  # share of true pairs in a training set: dense sets are weighed down to it
OFTENER = 2.0  # odds of a true pair, beside those among the candidates of a stream: what a half of its stories has
TRUE_TWINS = 0.3  # share of true pairs where most others are twins, which elsewhere are few
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
        weights[true] *= prior(name, pairs) / odds_of(true.mean())
        weights *= WEIGHTS[name] / weights.sum()
        parts += [
            (rows, true, weights),
            (dropped(rows, chance), true, weights / 2),
            (without_case(rows), true, weights / 2),
            (without_dates(rows), true, weights / 2),
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


def prior(name: str, pairs: Pairs) -> float:
    """The odds that a pair of a stream is true, as the trees are to take them.

    They are the same whichever half is left out, so a threshold that was chosen on crossed figures means the same for
    weights trained on everything. Left as they are, they would be twice as high in a half, which has no pair across.
    """
    if name == TWINS:
        return odds_of(TRUE_TWINS)
    halves = pairs.halves
    known = (halves[pairs.query] >= 0) & (halves[pairs.other] >= 0)
    return min(OFTENER * odds_of(pairs.true[known].mean()), odds_of(MOST_TRUE))


def odds_of(share: float) -> float:
    """The odds of a share."""
    return share / (1 - share)


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


def without_dates(rows: Rows) -> Rows:
    """The same pairs as undated articles would give them."""
    poorer = rows.copy()
    poorer[:, FEATURES.index("hours")] = np.nan
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
        lately = matched[-rules.recent :]
        share = matched_share(sum(lately), of=len(lately))
        best, story = strongest(threads, found, {threads.story[other] for other in series}, share=share)
        placed.append(story if best > rules.joining - float(pairs.thin[position]) else StoryId(name))
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
    for joining in (0.2, 0.4):
        line = []
        for name, pairs in streams.items():
            stories, placed = walk(pairs, logits[name], rules=replace(ClusterRules(), joining=joining))
            known = [position for position, label in enumerate(pairs.labels) if label is not None]
            labels = [pairs.labels[position] for position in known]
            groups, first = [stories[position] for position in known], [placed[position] for position in known]
            low, high = interval(labels, groups)
            line.append(
                f"{name} {bcubed(labels, groups).f1:.3f}/{pairwise(labels, groups).f1:.3f}"
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
                nodes.append([int(n["feature_idx"]), float(n["num_threshold"]), *ways, 0.0])
            depth = max(depth, int(n["depth"]))
        trees.append(nodes)
    return trees, round(float(model._baseline_prediction.ravel()[0]), 5), depth  # noqa: SLF001  as above


def described(streams: dict[str, Pairs]) -> dict[str, dict[str, float]]:
    """What was trained on: of each stream the labelled pairs, how many of them are true, and what all weigh."""
    found = {}
    for name, pairs in streams.items():
        known = (pairs.halves[pairs.query] >= 0) & (pairs.halves[pairs.other] >= 0)
        found[name] = {"labelled": int(known.sum()), "true": int(pairs.true[known].sum()), "weight": WEIGHTS[name]}
    return found


def main() -> None:
    """Train, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clusters", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    judged = {name: collect(read_stream(given.clusters / f"{name}.jsonl.gz")) for name in (*STREAMS, HELD)}
    twins = list(twin_streams(SEED))
    held = [stream for stream in twins if stream[0].article.language == HELD_TWINS]
    judged |= {TWINS: collect(*[stream for stream in twins if stream not in held]), "held twins": collect(*held)}
    streams = {name: judged[name] for name in WEIGHTS}
    trees, baseline, depth = plain(fit_trees(streams, without=None))
    made = {"by": "bench/train/combiner.py", "seed": SEED, "pairs": described(streams)}
    data = {"made": made, "features": list(FEATURES), "baseline": baseline, "depth": depth, "trees": trees}
    text = json.dumps(data, separators=(",", ":")).replace("]],[[", "]],\n[[")
    given.out.write_text(text + "\n", encoding="utf-8")
    halves = [fit_trees(streams, without=half) for half in (0, 1)]
    figures(judged, {name: np.round(crossed(pairs, halves), 5) for name, pairs in judged.items()})


if __name__ == "__main__":
    main()
