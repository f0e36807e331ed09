"""How near an article's text is to those of other events, as far as its candidates tell."""

from math import isnan
from typing import Any

from numpy.typing import NDArray

from newsloom.curate.compiled import inner

_BACKGROUND = 10  # the candidate whose likeness is taken for that of articles on other events
_PARTS = 1 << 40  # of 1, which likenesses are cut to


@inner
def usual_likeness(cosines: NDArray[Any]) -> float:
    """The likeness of the candidate in that place, most alike first, or 0 of too few. Where none is known it is 0."""
    usual = 0.0
    for row in range(len(cosines) if len(cosines) > _BACKGROUND else 0):
        likeness = _parts(cosines[row])
        more, as_much = 0, 0
        for cosine in cosines:
            more += int(_parts(cosine) > likeness)
            as_much += int(_parts(cosine) == likeness)
        if more <= _BACKGROUND < more + as_much:
            usual = likeness / _PARTS
    return usual


@inner
def _parts(cosine: float) -> int:
    return 0 if isnan(cosine) else int(cosine * _PARTS)
