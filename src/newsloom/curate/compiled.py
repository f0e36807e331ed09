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
with suppress(ImportError):  # slow without it, but the same
    _JIT = import_module("numba").njit
    _FILE_CACHE = import_module("numba.core.caching").FunctionCache

_OPTIONS = {"error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}  # no checks, no memory taken: less code


def inner(function: Function) -> Function:
    """A function that compiled ones call: compiled as a part of them."""
    if _JIT is None:
        return function
    made: Function = _JIT(**_OPTIONS, no_cpython_wrapper=True)(function)
    return made


def entry(function: Function) -> Function:
    """A function Python calls: compiled at the first call, and kept for the next process."""
    if _JIT is None:
        return function
    made: Any = _JIT(**_OPTIONS)(function)
    if hasattr(made, "py_func"):  # else compiling was switched off
        with suppress(RuntimeError):  # no folder can be written: it is compiled in each process
            made._cache = _Cache(function)  # noqa: SLF001  numba has no public way to a cache's key
    whole: Function = made
    return whole


class _Cache(_FILE_CACHE):  # type: ignore[misc]  # whatever numba has, or an empty class
    """A cache that also asks what the function calls: numba's own sees one file alone."""

    def _index_key(self, sig: object, codegen: object) -> tuple[object, ...]:
        return (*super()._index_key(sig, codegen), fingerprint(self._py_func))


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
