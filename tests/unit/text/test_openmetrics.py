import math
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from newsloom.text.openmetrics import Family, Sample, openmetrics

PARSED: Callable[[str], Iterator[Any]] = text_string_to_metric_families


@given(st.lists(st.tuples(st.text(), st.floats()), unique_by=lambda pair: pair[0].encode("utf-8", "replace")))
def test_any_figure_and_any_label_is_read_back(pairs: list[tuple[str, float]]) -> None:
    """By the parser of those who will read it."""
    samples = tuple(Sample(value=value, labels={"source": label}) for label, value in pairs)
    text = openmetrics(
        [Family(name="newsloom_lag_seconds", kind="gauge", about="A\nlag.", samples=samples, unit="seconds")]
    )
    read = [one for family in PARSED(text) for one in family.samples]
    assert [one.labels["source"].encode() for one in read] == [p[0].encode("utf-8", "replace") for p in pairs]
    for one, (_, value) in zip(read, pairs, strict=True):
        assert one.value == value or (math.isnan(one.value) and math.isnan(value))


def test_counters_end_as_they_must() -> None:
    """A counter's figure has its suffix; a family without figures is left out."""
    families = [
        Family(name="newsloom_visits", kind="counter", about="Visits.", samples=(Sample(value=3),)),
        Family(name="newsloom_nothing", kind="gauge", about="Nothing.", samples=()),
    ]
    assert openmetrics(families).splitlines()[-2:] == ["newsloom_visits_total 3", "# EOF"]
    (family,) = PARSED(openmetrics(families))
    assert family.samples[0].value == 3
