"""What a stranger could write into a headline to harm whoever prints it: payloads by kind.

Payloads that run call `CALL`, those that fetch ask for `HOST`, those a template engine works out become `RESULT`: a
test looks for nothing else, whatever the page.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

CALL = "newsloomCanary"  # the function that scripts and handlers call
HOST = "canary.invalid"  # the host that pictures, styles and forms ask for
RESULT = str(7919 * 7907)  # the product that templates are asked to work out
EXACT = frozenset({"yaml"})  # texts of these kinds mean what they mean only when nothing stands beside them


@cache
def payloads() -> Mapping[str, tuple[str, ...]]:
    """Every payload for texts, by kind."""
    return MappingProxyType({kind: texts for kind, texts in _data().items() if kind != "url"})


def addresses() -> tuple[str, ...]:
    """Addresses, or what claims to be one; those of `HOST` are well-formed and must not be asked for by a page."""
    return _data()["url"]


@cache
def _data() -> Mapping[str, tuple[str, ...]]:
    text = files("newsloom.testing").joinpath("data/hostile.json").read_text(encoding="utf-8")
    return MappingProxyType({kind: tuple(texts) for kind, texts in json.loads(text).items()})
