"""How often garbage is looked for while a publication makes very many values that stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (100_000, 20, 20)  # values made between two looks; by default there are seven hundred, which costs a fifth


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage seldom until this ends; what is not in a circle is given back at once as ever."""
    before = gc.get_threshold()
    if before[0]:
        gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
