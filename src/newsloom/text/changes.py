"""What changed between two wordings, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

CONTEXT = 6  # unchanged words shown on either side of a change
LONGEST = 20_000  # words compared; beyond it texts are compared paragraph by paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One place that differs: what was `removed` and `added` there, and the words `before` and `after` it."""

    before: str
    removed: str
    added: str
    after: str


def changes(old: str, new: str) -> Iterator[Change]:
    """The places at which `new` differs from `old`, in the order of the text; none if only blanks differ."""
    one, other = _units(old, new), _units(new, old)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "equal":
            yield Change(
                before=" ".join(one[max(i1 - CONTEXT, 0) : i1]),
                removed=" ".join(one[i1:i2]),
                added=" ".join(other[j1:j2]),
                after=" ".join(one[i2 : i2 + CONTEXT]),
            )


def _units(text: str, beside: str) -> list[str]:
    """The words, or the paragraphs where there are too many words."""
    if max(len(text), len(beside)) > LONGEST * 6:
        return [line for line in text.splitlines() if line.strip()]
    return text.split()
