"""How well each language explains a text: byte sequences, common words, script and rare letters, weighed together."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from newsloom.text.languagetags import ALIKE, SAME, read_table
from newsloom.text.scripts import letters_by_script

_ZIPF = 0.12, 2.7  # Mandelbrot's law: the share of a text that its n-th commonest word has, 0.12 / (n + 2.7)
_LEFT_OUT = frozenset(  # no news is written in these, or too little to be worth mistaking other texts for it
    "zxx ext gcf gcr grc hbo vo an ace bcl gom gug guw fuv kab lij ltg kik nso st sn se vec wa crh ln qu sa lg".split()  # noqa: SIM905  a long list
)
WORD = re.compile(
    "(?:[^\\W\\d_]+|[\u0300-\u036f\u064b-\u0652\u0900-\u0963\u0980-\u0df4\u0e31-\u0e4e])+"
)  # with marks; letters run together, which is read faster than one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each kind of evidence weighs, in natural logarithms of odds.

    `sequences` multiplies the identifier's scores over the square root of the text's bytes, `words` the common words:
    a word of probability `word_floor` says ln 2. `rare_letter` is what each of up to `most_rare` letters that few
    languages have says for these. `other_script` speaks against a language where all of a text is in a script it is
    not written in; `latin_abroad` the same for Latin letters, which names and brands have everywhere.
    """

    sequences: float = 1.5
    words: float = 1.0
    word_floor: float = 1e-4
    rare_letter: float = 1.5
    most_rare: int = 4
    other_script: float = 12.0
    latin_abroad: float = 5.0
    plain: float = 14.0


DEFAULT = Weights()
Vector = NDArray[np.float64]
_Votes = tuple[tuple[int, float], ...]


class _Identifier(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


class Model:
    """Scores of languages for a text.

    Args:
        identifier: gives each of its languages a log-likelihood by byte sequences.
        codes: the identifier's languages.
        table: `languages.toml`.
        words: for each language its common words, the commonest first.
        weights: how the kinds of evidence are weighed.
    """

    def __init__(
        self,
        identifier: _Identifier,
        codes: list[str],
        *,
        table: Mapping[str, Any],
        words: Mapping[str, list[str]],
        weights: Weights,
    ) -> None:
        self._identifier = identifier
        self._weights = weights
        self._place = {code: place for place, code in enumerate(codes)}
        self.names = sorted({SAME.get(code, code) for code in codes})
        self._folds = np.array([self.names.index(SAME.get(code, code)) for code in codes])
        self._priors: dict[tuple[str, float], Vector] = {}
        self._shares = self._shares_of(table["share"])
        self._votes = self._votes_of(words)
        self._letters = {
            letter: self._places(speaks_for) for letters, speaks_for in table["letters"].items() for letter in letters
        }
        self._outside = self._outside_of(table["script"])
        places = {name: self._folds == place for place, name in enumerate(self.names)}
        self._columns = {name: (np.flatnonzero(mine), np.flatnonzero(~mine)) for name, mine in places.items()}

    def best(self, text: str, *, said: str, trust: float) -> tuple[str, float]:
        """The most probable language and its probability.

        Args:
            text: plain text with some letters.
            said: the language declared, or ""; what speaks for those that are read like it counts for it.
            trust: how probable that is before reading.
        """
        odds = self.posterior(text, said=said, trust=trust)
        if said in ALIKE and (alike := [self.names.index(code) for code in ALIKE.get(said, ())]):
            odds[self.names.index(said)] += odds[alike].sum()
            odds[alike] = 0.0
        place = int(odds.argmax())
        return self.names[place], min(float(odds[place]), 1.0)

    def posterior(self, text: str, *, said: str, trust: float) -> Vector:
        """How probable each of `names` is; the values sum to 1."""
        scores = self._by_words(text) + self._prior(said, trust)
        if not self._is_plain(scores, said):
            scores += self._by_bytes(text)
        odds = np.exp(scores - scores.max())
        folded = np.bincount(self._folds, weights=odds, minlength=len(self.names))
        return np.asarray(folded / folded.sum(), dtype=np.float64)

    def _is_plain(self, scores: Vector, said: str) -> bool:
        """Whether the words of a text leave no doubt that it is in the language declared.

        Most texts of most feeds are plain; reading them byte by byte would only say so again.
        """
        both = self._columns.get(said)
        return both is not None and bool(scores[both[0]].max() - scores[both[1]].max() >= self._weights.plain)

    def _prior(self, said: str, trust: float) -> Vector:
        """Log probabilities before reading."""
        if (said, trust) not in self._priors:
            prior = self._shares
            if said in self.names:
                mine = self._folds == self.names.index(said)
                prior = (1 - trust) * prior + np.where(mine, trust * prior / prior[mine].sum(), 0.0)
            self._priors[said, trust] = np.log(prior)
        return self._priors[said, trust]

    def _by_bytes(self, text: str) -> Vector:
        """What the byte sequences of a text say for each of the identifier's languages."""
        scale = self._weights.sequences / math.sqrt(len(text.encode("utf-8", "surrogatepass")))
        scores = dict(self._identifier.rank(text))
        return np.array([scores[code] for code in self._place], dtype=np.float64) * scale

    def _by_words(self, text: str) -> Vector:
        """What its common words, rare letters and script say; summed in a list, which is quicker than numpy."""
        said = [0.0] * len(self._place)
        low = text.lower()
        for word in set(WORD.findall(low)):
            for place, value in self._votes.get(word, ()):
                said[place] += value
        rare = [] if low.isascii() else [letter for letter in dict.fromkeys(low) if letter in self._letters]
        for letter in rare[: self._weights.most_rare]:
            for place in self._letters[letter]:
                said[place] += self._weights.rare_letter
        evidence = np.array(said, dtype=np.float64)
        found = letters_by_script(text)
        total = sum(found.values())
        for script, count in found.items():
            if script in self._outside:
                evidence -= self._outside[script] * (count / total)
        return evidence

    def _shares_of(self, share: Mapping[str, float]) -> Vector:
        values = np.array([share.get(code, share["rare"]) for code in self._place])
        return np.asarray(values / values.sum(), dtype=np.float64)

    def _votes_of(self, words: Mapping[str, list[str]]) -> dict[str, _Votes]:
        votes: dict[str, list[tuple[int, float]]] = {}
        for code, listed in words.items():
            place = self._place.get(code)
            if place is None:
                continue
            for rank, word in enumerate(listed):
                share = _ZIPF[0] / (rank + _ZIPF[1])
                said = self._weights.words * math.log1p(share / self._weights.word_floor)
                votes.setdefault(word, []).append((place, said))
        return {word: tuple(found) for word, found in votes.items()}

    def _outside_of(self, script: Mapping[str, list[str]]) -> dict[str, Vector]:
        """For each script, what its letters say against each language."""
        elsewhere = {code for name, codes in script.items() if name != "latin" for code in codes}
        latin = [code not in elsewhere or code in script["latin"] for code in self._place]
        outside = {"latin": np.where(latin, 0.0, self._weights.latin_abroad)}
        for name, codes in script.items():
            if name != "latin":
                outside[name] = np.where(
                    [SAME.get(code, code) in codes for code in self._place], 0.0, self._weights.other_script
                )
        return outside

    def _places(self, codes: list[str]) -> list[int]:
        return [self._place[code] for code in codes if code in self._place]


def load(weights: Weights = DEFAULT) -> Model:
    """The model from the shipped tables and py3langid's own."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  takes a tenth of a second
    from py3langid.modelio import load_model  # noqa: PLC0415  as above

    tables, shares, codes, moves, rows, output = load_model(MODEL_DIR / MODEL_FILE)
    kept = [place for place, code in enumerate(codes) if code not in _LEFT_OUT]
    identifier = LanguageIdentifier(  # it would keep the whole tables beside the part it is told to use
        np.asarray(tables)[:, kept],
        np.asarray(shares)[kept],
        [codes[place] for place in kept],
        moves,
        output,
        tk_row=rows,
    )
    return Model(identifier, list(identifier.labels), table=read_table(), words=dict(_common_words()), weights=weights)


def _common_words() -> Iterator[tuple[str, list[str]]]:
    text = (files("newsloom.text") / "data" / "words.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            code, _, words = line.partition("\t")
            yield code, words.split(" ")
