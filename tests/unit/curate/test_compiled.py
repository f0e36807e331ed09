"""The compiled loops and the same functions as plain Python."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from newsloom.curate.cluster import Clusterer
from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.compiled import fingerprint
from newsloom.curate.look import let_go, meet
from newsloom.curate.lookup import below
from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId

MORNING = datetime(2031, 5, 6, 8, tzinfo=UTC)
WORDS = (
    *("The", "ferry", "Halmar", "ran", "aground", "off", "Torvik", "on", "Tuesday", "with", "84", "passengers", "and"),
    *("the", "12th", "13th", "aid", "package", "of", "Ostria", "élan", "Élan", "straße", "6", "7", "強風", "で停電"),
    *("в", "Торвике", "паром", "Kestrel's", "coast-guard", "1,200", "strike", "closes", "airport"),
)


def invented(number: int, chance: Random) -> Article:
    """One of the articles that differ by their number."""
    at = MORNING + timedelta(hours=7 * number + (0 if number % 3 else 0.3))
    return Article(
        id=ArticleId(f"a{number}"),
        source=SourceId(chance.choice(["", "a", "b"])),
        key=f"{number}",
        url=f"https://press.example/{number}",
        host="press.example",
        title=" ".join(chance.choices(WORDS, k=chance.randrange(9))),
        text=" ".join(chance.choices(WORDS, k=chance.choice([0, 30]))),
        published=at if number % 4 else None,
        first_seen=at,
        sort_date=at,
        language="en",
        fingerprint=f"{number}",
    )


def told(seed: int) -> str:
    """All that clustering says of a stream: what each article is compared with, where it goes, what is kept of it."""
    chance = Random(seed)  # noqa: S311  an order to be repeated
    clusterer = Clusterer(
        language="en", rules=ClusterRules(window=timedelta(days=4), most_active=12, joining=-1.0, candidates=12)
    )
    lines = []
    for number in range(24):
        article = invented(number, chance)
        seen = clusterer.look(article)
        placed = clusterer.place(article)
        rows = [[repr(value) for value in row] for row in seen.rows.tolist()]
        lines.append([rows, seen.apart.tolist(), seen.never.tolist(), repr(placed), clusterer.frozen(article.id).hex()])
    return json.dumps(lines)


def run(program: str, **environment: str) -> str:
    """What a program prints in a process of its own that knows this module as `test_compiled`."""
    path = ":".join([str(Path(__file__).parent), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": path} | environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_plain_python_says_the_same() -> None:
    """With and without compiling, every feature, story, evidence and frozen byte is the same."""
    pytest.importorskip("numba")
    program = "import test_compiled as t; print(t.told(3)); print(t.told(4))"
    assert run(program, NUMBA_DISABLE_JIT="1").split("\n") == [told(3), told(4), ""]


def test_without_numba_it_works() -> None:
    """Where numba is not installed, nothing asks for it."""
    program = "import sys; sys.modules['numba'] = None; import test_compiled as t; print(t.told(5))"
    assert run(program) == told(5) + "\n"


def test_no_folder_to_write_to(tmp_path: Path) -> None:
    """Where no folder can be written, a cache for what was compiled is done without."""
    pytest.importorskip("numba")
    program = (
        "import numba.core.caching as c; c.CacheImpl._locator_classes = []; "
        "from newsloom.curate.look import load; print(type(load._cache).__name__)"
    )
    assert run(program, HOME=str(tmp_path / "none")) == "NullCache\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        "c.FunctionCache = None",
        "c.FunctionCache.__init__ = None",
        "c.FunctionCache._index_key = lambda cache: None",
        "c.FunctionCache.load_overload = c.FunctionCache.save_overload = None",
        "del o._nrt, o.no_cfunc_wrapper, o.no_cpython_wrapper",
    ],
)
def test_another_numba_breaks_nothing(change: str) -> None:
    """Where the parts of numba that a cache is made of are gone or others, loops are compiled all the same."""
    pytest.importorskip("numba")
    program = (
        f"import numba.core.caching as c; from numba.core.options import DefaultOptions as o; {change}; "
        "import test_compiled as t; from newsloom.curate.compiled import entry; "
        "print(entry(t.one_more)(1), entry(t.one_more).py_func(1))"
    )
    assert run(program) == "2 2\n"


def one_more(number: int) -> int:
    """What is compiled to see whether it can be."""
    return number + 1


@pytest.mark.slow
def test_the_command_line_does_without() -> None:
    """What does not cluster does not wait for numba."""
    program = "import sys; import newsloom.cli, newsloom.wiring; print('numba' in sys.modules)"
    assert run(program, PATH=os.environ.get("PATH", "")) == "False\n"


def test_a_change_deep_inside_is_seen() -> None:
    """What was compiled is known by the code of everything it calls."""
    pytest.importorskip("numba")
    loops = [getattr(loop, "py_func", loop) for loop in (meet, let_go, below, _other_below)]
    assert len({fingerprint(loop) for loop in loops}) == len(loops)
    assert fingerprint(loops[0]) == fingerprint(loops[0])


def _other_below(value: int, values: list[int], size: int) -> int:
    return sum(other < value for other in values[:size])
