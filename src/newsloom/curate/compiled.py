"""How the inner loops of clustering run: compiled by numba where it is installed, as plain Python where it is not.

Both give the same numbers, digit for digit: the loops add whole numbers, and what they divide or take a root of is
exact by IEEE 754. What was compiled is kept beside the code, or in the user's cache folder where that cannot be
written, or not at all; it is found again by everything that went into it, called functions and constants included.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from importlib import import_module
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

_JIT: Any = None
_FILE_CACHE: Any = object
_OPTIONS: dict[str, Any] = {"error_model": "numpy"}
with suppress(ImportError):  # slow without it, but the same
    _JIT = import_module("numba").njit
with suppress(Exception):  # what numba does not promise to keep; without it all is the same, but compiled each time
    _FOUND = import_module("numba.core.caching").FunctionCache
    _FILE_CACHE = _FOUND if isinstance(_FOUND, type) else object
    _KNOWN = import_module("numba.core.cpu").CPUTargetOptions
    _FEWER = {"_nrt": False, "no_cfunc_wrapper": True, "no_cpython_wrapper": True}  # no memory taken: less code
    _OPTIONS |= {name: value for name, value in _FEWER.items() if hasattr(_KNOWN, name)}
_ENTRY_OPTIONS = {name: value for name, value in _OPTIONS.items() if name != "no_cpython_wrapper"}


def inner(function: Function) -> Function:
    """A function that compiled ones call: compiled as a part of them."""
    if _JIT is None:
        return function
    made: Function = _JIT(**_OPTIONS)(function)
    return made


def entry(function: Function) -> Function:
    """A function Python calls: compiled at the first call, and kept for the next process."""
    if _JIT is None:
        return function
    made: Any = _JIT(**_ENTRY_OPTIONS)(function)
    if hasattr(made, "py_func") and hasattr(made, "_cache"):  # else compiling was switched off, or is not what it was
        with suppress(Exception):  # no folder can be written, say: it is compiled in each process
            made._cache = _Cache(function)  # noqa: SLF001  numba has no public way to a cache's key
    whole: Function = made
    return whole


class _Cache(_FILE_CACHE):  # type: ignore[misc]  # whatever numba has, or an empty class
    """A cache that also asks what the function calls: numba's own sees one file alone.

    It is made of parts numba does not promise to keep. Whatever goes wrong in them, nothing was kept.
    """

    def _index_key(self, sig: object, codegen: object) -> tuple[object, ...]:
        return (*super()._index_key(sig, codegen), fingerprint(self._py_func))

    def load_overload(self, *asked: object) -> object:
        """What was kept; None if it must be compiled."""
        with suppress(Exception):
            kept: object = super().load_overload(*asked)
            return kept
        return None

    def save_overload(self, *made: object) -> None:
        """Keep what was compiled, if that can be."""
        with suppress(Exception):
            super().save_overload(*made)


def fingerprint(function: Callable[..., Any]) -> str:
    """A hash of a function's code, of all inner functions it calls, and of the constants they read."""
    lines = sorted(_parts(function, set()))
    return sha256("\n".join(lines).encode()).hexdigest()


def _parts(function: Callable[..., Any], seen: set[str]) -> Iterator[str]:
    name = f"{function.__module__}.{function.__qualname__}"
    if name in seen:
        return
    seen.add(name)
    code = function.__code__
    yield f"{name} {code.co_code.hex()} {code.co_consts!r}"
    for used in code.co_names:
        value = function.__globals__.get(used)
        if isinstance(value, int | float | str | tuple):
            yield f"{name} {used} {value!r}"
        elif inside := getattr(value, "py_func", None):
            yield from _parts(inside, seen)
