"""Figures as OpenMetrics text, which Prometheus and its like read: https://prometheus.io/docs/specs/om/."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"
_UNSAFE = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One figure with its labels."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Figures of one name; `kind` is `gauge`, or `counter` for what only grows. A unit ends the name."""

    name: str
    kind: str
    about: str
    samples: tuple[Sample, ...]
    unit: str = ""


def openmetrics(families: Iterable[Family]) -> str:
    """The text of an exposition; families without a figure are left out."""
    lines = [line for family in families if family.samples for line in _lines(family)]
    return "\n".join([*lines, "# EOF", ""])


def _lines(family: Family) -> list[str]:
    head = [f"# TYPE {family.name} {family.kind}"]
    head += [f"# UNIT {family.name} {family.unit}"] if family.unit else []
    head.append(f"# HELP {family.name} {family.about.translate(_UNSAFE)}")
    name = f"{family.name}_total" if family.kind == "counter" else family.name
    return head + [f"{name}{_labels(one.labels)} {_number(one.value)}" for one in family.samples]


def _labels(labels: Mapping[str, str]) -> str:
    """Label values may be any text; half surrogates, which have no UTF-8, become question marks."""
    if not labels:
        return ""
    said = (f'{name}="{_printable(value)}"' for name, value in labels.items())
    return f"{{{','.join(said)}}}"


def _printable(value: str) -> str:
    return value.encode("utf-8", "replace").decode().translate(_UNSAFE)


def _number(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return str(int(value)) if value == int(value) else repr(float(value))
