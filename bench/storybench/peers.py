"""The same stream grouped by others, each with the knobs that suit it best on this very stream.

Knobs are tuned on the labels that then judge, which favours the peer; newsloom has one policy for all streams. A peer
sees what newsloom sees: title (twice) and the first characters of the text, words of two characters and more.
"""

import importlib.util
import re
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from newsloom.testing.metrics import bcubed, pairwise
from newsloom.testing.streams import Labelled
from storybench.likeness import Likeness, centroids, density, likeness

CHARACTERS = 600
SLOW_CHARACTERS = 200  # of the text, for a peer that takes tens of milliseconds an article
TUNED_ON = 1_000  # articles on which a slow peer's knobs are tried, where a stream has more
PERMUTATIONS = 64
_DAY = 86_400.0

Groups = Sequence[Hashable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One way of grouping at its best: its knobs, agreement and CPU-seconds; `note` says why it could not be asked."""

    file: str
    name: str
    knobs: str
    bcubed: float
    pairwise: float
    cpu_seconds: float
    note: str = ""


def peers(file: str, stream: Sequence[Labelled]) -> Iterator[Peer]:
    """Every other way of grouping, at its best on this stream."""
    yield _judged(file, "every item single", "", stream, list(range(len(stream))), 0.0)
    texts, short = ([_text(one, most) for one in stream] for most in (CHARACTERS, SLOW_CHARACTERS))
    days = [one.article.sort_date.timestamp() / _DAY for one in stream]
    began = time.process_time()
    alike = likeness(texts, days)
    shared = time.process_time() - began
    yield _best(file, "cosine with TF-IDF centroids", stream, _centroids(alike), extra=shared)
    yield _best(file, "DBSCAN on windowed TF-IDF", stream, _dbscan(alike), extra=shared)
    for name, package, settings in (
        ("MinHash (datasketch)", "datasketch", _minhash(texts, days)),
        ("TextClust (river)", "river", _textclust(short)),
    ):
        if importlib.util.find_spec(package):
            yield _best(file, name, stream, settings, extra=0.0)
        else:
            yield Peer(
                file=file, name=name, knobs="", bcubed=0, pairwise=0, cpu_seconds=0, note=f"{package} is not installed"
            )


@dataclass(frozen=True, slots=True)
class _Setting:
    """Some knobs, and the grouping they give for the first so many articles."""

    knobs: str
    group: Callable[[int], Groups]
    slow: bool = False


def _best(file: str, name: str, stream: Sequence[Labelled], settings: Sequence[_Setting], *, extra: float) -> Peer:
    tried: list[tuple[float, _Setting, Groups, float]] = []
    for setting in settings:
        count = min(len(stream), TUNED_ON) if setting.slow else len(stream)
        began = time.process_time()
        groups = setting.group(count)
        tried.append((_f1(stream[:count], groups)[0], setting, groups, time.process_time() - began))
    _, setting, groups, spent = max(tried, key=lambda one: one[0])
    if len(groups) < len(stream):
        began = time.process_time()
        groups = setting.group(len(stream))
        spent = time.process_time() - began
    return _judged(file, name, setting.knobs, stream, groups, spent + extra)


def _judged(file: str, name: str, knobs: str, stream: Sequence[Labelled], groups: Groups, spent: float) -> Peer:
    b3, pairs = _f1(stream, groups)
    return Peer(file=file, name=name, knobs=knobs, bcubed=b3, pairwise=pairs, cpu_seconds=spent)


def _f1(stream: Sequence[Labelled], groups: Groups) -> tuple[float, float]:
    judged = [(one.label, group) for one, group in zip(stream, groups, strict=True) if one.label is not None]
    labels, found = [label for label, _ in judged], [group for _, group in judged]
    return bcubed(labels, found).f1, pairwise(labels, found).f1


def _text(one: Labelled, most: int) -> str:
    return f"{one.article.title}\n{one.article.title}\n{one.article.text[:most]}"


def _centroids(alike: Likeness) -> list[_Setting]:
    return [
        _Setting(
            f"threshold {least:.2f}, {window} days" + (", fading" if fading else ""),
            lambda _count, least=least, window=window, fading=fading: centroids(  # type: ignore[misc]  # knobs are bound
                alike, least=least, window=window, fading=fading
            ),
        )
        for least, (window, fading) in product(
            [0.14 + 0.02 * n for n in range(23)], ((7, False), (30, False), (30, True))
        )
    ]


def _dbscan(alike: Likeness) -> list[_Setting]:
    return [
        _Setting(
            f"eps {eps:.2f}, {fewest} neighbours, {window} days",
            lambda _count, eps=eps, fewest=fewest, window=window: density(  # type: ignore[misc]  # knobs are bound
                alike, eps=eps, fewest=fewest, window=window
            ),
        )
        for eps, fewest, window in product([0.3 + 0.05 * n for n in range(11)], (2, 3), (2, 7, 30))
    ]


def _minhash(texts: Sequence[str], days: Sequence[float]) -> list[_Setting]:
    return [
        _Setting(
            f"Jaccard {least:.2f} of runs of {length}, {window} days",
            lambda count, length=length, least=least, window=window: minhash(  # type: ignore[misc]  # knobs are bound
                texts[:count], days, length=length, least=least, window=window
            ),
        )
        for length, least, window in product((1, 2), (0.2, 0.3, 0.4, 0.5), (7,))
    ]


def _textclust(texts: Sequence[str]) -> list[_Setting]:
    return [
        _Setting(
            f"radius {radius}, memory {memory}",
            lambda count, radius=radius, memory=memory: textclust(  # type: ignore[misc]  # knobs are bound
                texts[:count], radius=radius, memory=memory
            ),
            slow=True,
        )
        for radius, memory in product((0.4, 0.5, 0.6, 0.7, 0.8), (100,))
    ]


def words_of(text: str) -> list[str]:
    """What peers take for words."""
    return re.findall(r"\w\w+", text.lower())


def minhash(texts: Sequence[str], days: Sequence[float], *, length: int, least: float, window: float) -> list[int]:
    """The group of each text: that of the likest earlier one by estimated Jaccard index, if it is alike enough."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415  a peer need not be installed

    index = MinHashLSH(threshold=least, num_perm=PERMUTATIONS)
    hashes: list[Any] = []
    groups: list[int] = []
    for number, text in enumerate(texts):
        words = words_of(text)
        mine = MinHash(num_perm=PERMUTATIONS)
        mine.update_batch([" ".join(words[at : at + length]).encode() for at in range(len(words) - length + 1)])
        near = [(mine.jaccard(hashes[key]), -key) for key in index.query(mine) if days[number] - days[key] <= window]
        best = max(near, default=(0.0, 0))
        groups.append(groups[-best[1]] if best[0] >= least else number)
        hashes.append(mine)
        index.insert(number, mine, check_duplication=False)
    return groups


def textclust(texts: Sequence[str], *, radius: float, memory: int) -> list[int]:
    """The micro-cluster of each text; those that were merged since are one. `memory` counts articles."""
    from river.cluster import TextClust  # noqa: PLC0415  a peer need not be installed

    model: Any = TextClust(  # type: ignore[no-untyped-call]  # river says no types
        radius=radius, tgap=memory, real_time_fading=False, auto_r=False
    )
    into: dict[int, int] = {}
    found: list[int] = []
    for number, text in enumerate(texts):
        counts = dict(Counter(words_of(text)))
        model.learn_one(counts)
        cluster = model.predict_one(counts) if counts else None
        found.append(-number - 1 if cluster is None else cluster)
        if number % memory == 0:
            for key, micro in model.micro_clusters.items():
                into.update(dict.fromkeys(micro.merged_ids, key))
    return [_root(into, one) for one in found]


def _root(into: dict[int, int], one: int) -> int:
    while one in into:
        one = into[one]
    return one


HEAD = ("file", "method", "B3", "pairs", "CPU-s", "best knobs")


def row(peer: Peer) -> tuple[str, ...]:
    """A peer as cells below `HEAD`."""
    if peer.note:
        return (peer.file, peer.name, "", "", "", f"left out: {peer.note}")
    return (
        peer.file,
        peer.name,
        f"{peer.bcubed:.3f}",
        f"{peer.pairwise:.3f}",
        f"{peer.cpu_seconds:.1f}",
        peer.knobs,
    )
