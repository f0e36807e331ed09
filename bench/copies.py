"""How well and how fast copies are recognised, beside other libraries.

    ./run bench copies FILE [--json] [--assignments OUT.jsonl] [--size N] [--corrupt SEED]

FILE holds one JSON object a line (gzip or plain): id, title, text, and label, which is the same for texts that are one
text: whole, cut, edited, or in excerpts. They go through newsloom's flow in the file's order, and each gets the group
of the first text it repeats; the groups are judged by the adjusted Rand index. Then texts of 600 words, recombined from
the file's words by a seed, fill the index, and texts per CPU-second are counted, the best of some batches, when it
holds N / 10 and N of them (N is 100,000 unless told).

With --corrupt, a set of its own is made from the file's originals and a seed, and judged instead: excerpts of 10 to
30 %, shuffled sentences, inserted paragraphs, every fifth word replaced, wire prefixes and suffixes, misread letters,
cut texts, and digests of three; once as they are, and once each with the words written in Chinese, Japanese and Thai
characters without spaces, the rate beside each.

MinHash with 128 permutations over the same runs of three words and an index at Jaccard .5, as datasketch and rensa
have it, does the same in the same run where installed; its speed is counted over few texts, in its favour.

Exit code 0 if the figures are reached (with --corrupt: there are none), 1 if not, 2 if FILE cannot be read.
"""

import argparse
import importlib.util
import itertools
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from newsloom.flows.copies import Texts, originals_of
from newsloom.testing.corruptions import corrupted
from newsloom.testing.metrics import Agreement, adjusted_rand, pairwise
from newsloom.testing.streams import Labelled, read_stream

RAND = 0.95
PER_CPU_SECOND = 2_500
GROWTH = 1.5  # cost per text with N texts in the index, as a multiple of that with N / 10
WORDS = 600
SIZE = 100_000
ROUNDS = 5  # timed batches; the best counts, as a busy machine only ever takes away
PEER_ROUNDS = 2
BATCH = 1_000
SEED = 11
PERMUTATIONS = 128
JACCARD = 0.5
SCRIPTS = ("", "han", "kana", "thai")

Grouper = Callable[[Sequence[Labelled]], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One library's figures; `per_cpu_second` with few and with many texts in the index (None: not asked)."""

    name: str
    adjusted_rand: float
    pairs: Agreement
    groups: int
    per_cpu_second_small: float
    per_cpu_second: float | None


def main() -> int:
    """Measure, print a row a library, and judge newsloom's."""
    parser = argparse.ArgumentParser(description="Measure how well and how fast copies are recognised.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--assignments", type=Path, metavar="OUT.jsonl", help="write each text's group")
    parser.add_argument("--size", type=int, default=SIZE, metavar="N", help="texts in the index when speed is counted")
    parser.add_argument("--corrupt", type=int, metavar="SEED", help="judge copies made from the file by this seed")
    args = parser.parse_args()
    try:
        stream = list(read_stream(args.file))
        labels = [str(one.label) for one in stream]
        pool = words_of(stream)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"copies: {args.file}: cannot be read: {error}", file=sys.stderr)
        return 2
    if args.corrupt is not None:
        report_corrupted([judged(stream, seed=args.corrupt, script=script) for script in SCRIPTS], as_json=args.json)
        return 0
    groups = ours(stream)
    if args.assignments:
        lines = (json.dumps({"id": one.id, "group": group}) for one, group in zip(stream, groups, strict=True))
        args.assignments.write_text("".join(f"{line}\n" for line in lines))
    small, large = speeds(pool, stream[0], size=args.size)
    rows = [row("newsloom", labels, groups, small=small, large=large)]
    rows += [
        row(name, labels, grouper(stream), small=peer_speed(grouper, pool, stream[0]), large=None)
        for name, grouper in (("datasketch", datasketch), ("rensa", rensa))
        if importlib.util.find_spec(name)
    ]
    report(rows, size=args.size, as_json=args.json)
    reached = rows[0].adjusted_rand >= RAND and large >= PER_CPU_SECOND and small / large <= GROWTH
    return 0 if reached else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """One corrupted set: its agreement, of each kind of copy the share that was found, and digests tied to anything."""

    script: str
    texts: int
    adjusted_rand: float
    pairs: Agreement
    found: dict[str, float]
    digests_tied: float
    per_cpu_second: float


def judged(stream: Sequence[Labelled], *, seed: int, script: str) -> Robustness:
    """How well the corrupted texts go with their originals, and the rate at which."""
    texts = corrupted(stream, seed=seed, script=script)
    began = time.process_time()
    groups = ours([text.one for text in texts])
    spent = time.process_time() - began
    labels = [str(text.one.label) for text in texts]
    home = {text.one.label: group for text, group in zip(texts, groups, strict=True) if text.kind == "original"}
    size = Counter(groups)
    found: dict[str, list[bool]] = {}
    for text, group in zip(texts, groups, strict=True):
        right = size[group] > 1 if text.kind == "digest" else home[text.one.label] == group
        found.setdefault(text.kind, []).append(right)
    shares = {kind: sum(right) / len(right) for kind, right in sorted(found.items())}
    return Robustness(
        script=script or "as it is",
        texts=len(texts),
        adjusted_rand=adjusted_rand(labels, groups),
        pairs=pairwise(labels, groups),
        found={kind: share for kind, share in shares.items() if kind not in {"original", "digest"}},
        digests_tied=shares["digest"],
        per_cpu_second=len(texts) / spent,
    )


def report_corrupted(rows: Sequence[Robustness], *, as_json: bool) -> None:
    """Print a row a script."""
    if as_json:
        print(json.dumps([asdict(one) for one in rows], indent=2))
        return
    head = ("", "adj. Rand", "pair P", "pair R", *rows[0].found, "digest", "per CPU-s")
    print("".join(f"{name:>11}" for name in head))
    for one in rows:
        shares = (one.adjusted_rand, one.pairs.precision, one.pairs.recall, *one.found.values(), one.digests_tied)
        cells = (one.script, *(f"{share:.3f}" for share in shares), f"{one.per_cpu_second:,.0f}")
        print("".join(f"{cell:>11}" for cell in cells))
    print("of each kind the share that went with its original; digest: the share that went with anything")


def words_of(stream: Sequence[Labelled]) -> list[str]:
    """Every word of the file's texts, as often as it stands there; ValueError without any."""
    found = [word for one in stream for word in one.article.text.split()]
    if not found:
        raise ValueError("no text in it")
    return found


def ours(stream: Sequence[Labelled]) -> list[str]:
    """The group of each text by newsloom's flow: the id of the first text it repeats."""
    ids = {one.article.id: one.id for one in stream}
    return [ids[original] for _, original in originals_of((one.article for one in stream), texts=Texts())]


def recombined(pool: Sequence[str], like: Labelled) -> Iterator[Labelled]:
    """Texts of random words without end, otherwise as one of the file's."""
    chance = np.random.default_rng(SEED)
    words = np.array(pool, dtype=object)
    for number in itertools.count():
        text = " ".join(words[chance.integers(len(words), size=WORDS)])
        article = replace(like.article, id=type(like.article.id)(f"random-{number}"), text=text)
        yield Labelled(id=article.id, article=article, label=None)


def speeds(pool: Sequence[str], like: Labelled, *, size: int) -> tuple[float, float]:
    """Texts per CPU-second with a tenth of `size` texts in the index, and with all of them."""
    stream = recombined(pool, like)
    texts = Texts()
    found = []
    for goal in (size // 10, size):
        while len(texts.index) < goal:
            spent_on(itertools.islice(stream, min(BATCH, goal - len(texts.index))), texts)
        found.append(BATCH / min(spent_on(itertools.islice(stream, BATCH), texts) for _ in range(ROUNDS)))
    return found[0], found[1]


def spent_on(stream: Iterator[Labelled], texts: Texts) -> float:
    """CPU-seconds that these texts took; making them is not counted."""
    articles = [one.article for one in stream]
    began = time.process_time()
    for _ in originals_of(articles, texts=texts):
        pass
    return time.process_time() - began


def peer_speed(grouper: Grouper, pool: Sequence[str], like: Labelled) -> float:
    """Texts per CPU-second of a peer, from an empty index on."""
    stream = list(itertools.islice(recombined(pool, like), BATCH))
    spent = []
    for _ in range(PEER_ROUNDS):
        began = time.process_time()
        grouper(stream)
        spent.append(time.process_time() - began)
    return BATCH / min(spent)


def runs_of_three(text: str) -> list[str]:
    """What the peers compare."""
    words = re.findall(r"\w+", text.casefold())
    return [" ".join(words[at : at + 3]) for at in range(len(words) - 2)]


def datasketch(stream: Sequence[Labelled]) -> list[str]:
    """MinHash and its index by datasketch; a text joins the one with the highest estimated Jaccard index."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415  a peer need not be installed

    index = MinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS)
    hashes: dict[int, Any] = {}
    group: dict[int, str] = {}
    for number, one in enumerate(stream):
        mine = MinHash(num_perm=PERMUTATIONS)
        mine.update_batch([run.encode() for run in runs_of_three(one.article.text)])
        near = [(mine.jaccard(hashes[key]), -key) for key in index.query(mine)]
        group[number] = _joined(near, group, one.id)
        hashes[number] = mine
        index.insert(number, mine, check_duplication=False)
    return list(group.values())


def rensa(stream: Sequence[Labelled]) -> list[str]:
    """The same by rensa."""
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415  a peer need not be installed

    index = RMinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS, num_bands=32)
    hashes: dict[int, Any] = {}
    group: dict[int, str] = {}
    for number, one in enumerate(stream):
        mine = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        mine.update(runs_of_three(one.article.text))
        near = [(mine.jaccard(hashes[key]), -key) for key in index.query(mine)]
        group[number] = _joined(near, group, one.id)
        hashes[number] = mine
        index.insert(number, mine)
    return list(group.values())


def _joined(near: Sequence[tuple[float, int]], group: dict[int, str], own: str) -> str:
    best = max(near, default=(0.0, 0))
    return group[-best[1]] if best[0] >= JACCARD else own


def row(name: str, labels: Sequence[str], groups: Sequence[str], *, small: float, large: float | None) -> Row:
    """A library's figures."""
    return Row(
        name=name,
        adjusted_rand=adjusted_rand(labels, groups),
        pairs=pairwise(labels, groups),
        groups=len(set(groups)),
        per_cpu_second_small=small,
        per_cpu_second=large,
    )


def report(rows: Sequence[Row], *, size: int, as_json: bool) -> None:
    """Print the rows."""
    if as_json:
        figures = {"adjusted_rand": RAND, "per_cpu_second": PER_CPU_SECOND, "growth": GROWTH}
        print(json.dumps({"size": size, "figures": figures, "rows": [asdict(one) for one in rows]}, indent=2))
        return
    head = ("", "adj. Rand", "pair P", "pair R", "groups", f"per CPU-s at {size // 10:,}", f"at {size:,}")
    print("".join(f"{name:>22}" if i > 4 else f"{name:>12}" for i, name in enumerate(head)))
    for one in rows:
        large = "" if one.per_cpu_second is None else f"{one.per_cpu_second:,.0f}"
        cells = (one.name, f"{one.adjusted_rand:.4f}", f"{one.pairs.precision:.4f}", f"{one.pairs.recall:.4f}")
        print(
            "".join(f"{cell:>12}" for cell in (*cells, f"{one.groups}"))
            + f"{one.per_cpu_second_small:>22,.0f}{large:>22}"
        )
    print(f"peers: counted over {BATCH:,} texts from an empty index on")


if __name__ == "__main__":
    raise SystemExit(main())
