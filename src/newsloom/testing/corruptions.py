"""What happens to a text on its way through the papers: from originals and a seed to labelled copies."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from zlib import crc32

from newsloom.model.article import ArticleId
from newsloom.testing.streams import Labelled

ORIGINALS = 600
DIGESTS = 40
_SENTENCE = re.compile(r"(?<=[.!?。])\s*")
_WORDS_OF = 9  # words in an invented sentence where a text has no full stops
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_HAN, _KANA, _THAI = (0x4E00, 3000), (0x3042, 80), (0x0E01, 46)  # first character, how many

Corruption = Callable[[list[str], Sequence[str], Random], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrupted:
    """One text of the set; `kind` says what was done to it: `original`, `digest`, or a name of `KINDS`."""

    one: Labelled
    kind: str


def corrupted(stream: Sequence[Labelled], *, seed: int, script: str = "") -> list[Corrupted]:
    """Some originals of a stream (the first text of a label), a copy or two of each, and digests, in one order.

    Args:
        stream: labelled texts.
        seed: decides what is chosen and done.
        script: "" for the texts as they are, else `han`, `kana` or `thai`: each word as characters of that script,
            without spaces.
    """
    chance = Random(seed)  # noqa: S311  chance for a benchmark, from its seed
    firsts = list({one.label: one for one in reversed(stream)}.values())
    chosen = chance.sample(firsts, min(ORIGINALS, len(firsts)))
    pool = [word for one in chosen for word in one.article.text.split()]
    found = [Corrupted(one=one, kind="original") for one in chosen]
    for one in chosen:
        for kind in chance.sample(sorted(KINDS), chance.randint(0, 2)):
            text = KINDS[kind](one.article.text.split(), pool, chance)
            found.append(Corrupted(one=_with(one, text, f"{kind} of {one.id}", one.label), kind=kind))
    for number in range(DIGESTS):
        quoted = chance.sample(chosen, 3)
        text = "\n".join(_joined(part.article.text.split()[: chance.randint(60, 200)]) for part in quoted)
        found.append(Corrupted(one=_with(quoted[0], text, f"digest {number}", f"digest {number}"), kind="digest"))
    chance.shuffle(found)
    if script:
        found = [replace(text, one=_written(text.one, script)) for text in found]
    return found


def _with(one: Labelled, text: str, name: str, label: str | None) -> Labelled:
    return Labelled(id=name, article=replace(one.article, id=ArticleId(name), text=text), label=label)


def _written(one: Labelled, script: str) -> Labelled:
    first, many = {"han": _HAN, "kana": _KANA, "thai": _THAI}[script]
    length = 2 if script == "han" else 4

    def write(word: str) -> str:
        number = crc32(word.encode())
        letters = [chr(first + (number >> 7 * place) % many) for place in range(length)]
        return "".join(letters) + ("。" if word.endswith(".") and script != "thai" else "")

    text = "\n".join("".join(map(write, line.split())) for line in one.article.text.split("\n"))
    return replace(one, article=replace(one.article, text=text))


def _joined(words: Sequence[str]) -> str:
    return " ".join(words)


def _sentences(words: Sequence[str]) -> list[str]:
    found = [sentence for sentence in _SENTENCE.split(_joined(words)) if sentence]
    if len(found) > 2:  # noqa: PLR2004  a text with full stops
        return found
    return [_joined(words[at : at + _WORDS_OF]) for at in range(0, len(words), _WORDS_OF)]


def _excerpt(words: list[str], pool: Sequence[str], chance: Random) -> str:
    """A tenth to three tenths of it, sixty words at least."""
    del pool
    length = max(60, int(len(words) * chance.uniform(0.1, 0.3)))
    begin = chance.randint(0, max(0, len(words) - length))
    return _joined(words[begin : begin + length])


def _shuffle(words: list[str], pool: Sequence[str], chance: Random) -> str:
    """Its sentences in another order."""
    del pool
    sentences = _sentences(words)
    chance.shuffle(sentences)
    return _joined(sentences)


def _insert(words: list[str], pool: Sequence[str], chance: Random) -> str:
    """Paragraphs of something else between its own, a third to two thirds of its length."""
    sentences = _sentences(words)
    left = int(len(words) * chance.uniform(0.33, 0.67))
    while left > 0:
        begin = chance.randrange(len(pool))
        sentences.insert(chance.randint(0, len(sentences)), _joined(pool[begin : begin + 40]))
        left -= 40
    return _joined(sentences)


def _paraphrase(words: list[str], pool: Sequence[str], chance: Random) -> str:
    """Every fifth word another one, by chance."""
    return _joined([chance.choice(pool) if chance.random() < 0.2 else word for word in words])  # noqa: PLR2004  a fifth


def _wire(words: list[str], pool: Sequence[str], chance: Random) -> str:
    """A dateline before it, and whose it is, what else to read and how to subscribe after it."""
    more = chance.randrange(len(pool))
    before = f"{chance.choice(pool).upper()} ({chance.choice(['AP', 'Reuters', 'dpa'])}) — "
    after = f"\nSign up for our newsletter and never miss a story. Read more: {_joined(pool[more : more + 30])}"
    return before + _joined(words) + after


def _scan(words: list[str], pool: Sequence[str], chance: Random) -> str:
    """One letter in fifty read wrong, lost or doubled, as a scanner does."""
    del pool
    out = []
    for letter in _joined(words):
        if chance.random() >= 0.02:  # noqa: PLR2004  one in fifty
            out.append(letter)
        else:
            out.append(chance.choice((chance.choice(_LETTERS), "", letter * 2)))
    return "".join(out)


def _cut(words: list[str], pool: Sequence[str], chance: Random) -> str:
    """Its beginning, two fifths to four fifths of it."""
    del pool
    return _joined(words[: int(len(words) * chance.uniform(0.4, 0.8))])


KINDS: Mapping[str, Corruption] = {
    "cut": _cut,
    "excerpt": _excerpt,
    "insert": _insert,
    "paraphrase": _paraphrase,
    "scan": _scan,
    "shuffle": _shuffle,
    "wire": _wire,
}
