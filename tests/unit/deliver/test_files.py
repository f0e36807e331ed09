"""The files of an output as they are kept: the same as a plain table of them, however they are packed."""

import random
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from newsloom.deliver.files import Files, Made, loose
from newsloom.deliver.manifest import Calm, Drift, Ledger, Manifest, Part, Step

STORIES = ("", "s1", "s2", "s3", "übung")
PATHS = tuple(f"{letter}/{number}" for letter in "abc" for number in range(3))

acts = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from(PATHS), st.sampled_from(STORIES)),
        st.tuples(st.just("drop"), st.sampled_from(PATHS), st.just("")),
        st.tuples(st.just("pack"), st.just(""), st.just("")),
        st.tuples(st.just("all"), st.just(""), st.just("")),
    ),
    max_size=25,
)


def played(steps: list[tuple[str, str, str]]) -> tuple[Files, dict[str, Made]]:
    """The files after some steps, and what a plain table says."""
    found, plain = Files(), dict[str, Made]()
    for number, (act, path, story) in enumerate(steps):
        match act:
            case "pack":
                found.pack()
            case "all":
                assert found.all() == plain
            case _ if path in plain:
                found.drop([(path, plain.pop(path).story)])
        if act == "put":
            plain[path] = Made(number, 1, b"d", story, "seal" if not story else "")
            found.put({path: plain[path]})
    return found, plain


@given(steps=acts)
def test_packed_files_are_what_a_table_of_them_is(steps: list[tuple[str, str, str]]) -> None:
    """Asked for all, for those of some stories, by path, how many."""
    found, plain = played(steps)
    for stories in ((), ("s1",), ("s2", "übung", "nobody")):
        wanted = {path: made for path, made in plain.items() if not made.story or made.story in stories}
        assert found.of(stories) == wanted
    assert len(found) == len(plain)
    assert {path: found.get(path) for path in PATHS} == {path: plain.get(path) for path in PATHS}
    assert found.all() == plain
    assert found.of(["s3"]) == {path: made for path, made in plain.items() if made.story in {"", "s3"}}


@given(steps=acts, seed=st.integers(0, 99))
def test_all_rounds_together_see_each_file_once(steps: list[tuple[str, str, str]], seed: int) -> None:
    """Wherever they are cut."""
    found, plain = played(steps)
    cuts = sorted({0, len(plain), *(random.Random(seed).randint(0, len(plain)) for _ in range(3))})  # noqa: S311  a play of chance
    seen = [path for first, last in pairwise(cuts) for path, _ in found.between(first, last)]
    assert sorted(seen) == sorted(plain)


@given(steps=acts)
def test_a_manifest_is_read_as_it_was_written(tmp_path_factory: object, steps: list[tuple[str, str, str]]) -> None:
    """Bundles, shared files, folders and strays."""
    found, plain = played(steps)
    ledger = Ledger(_folder(tmp_path_factory))
    strays = frozenset({"somebody's", "bad \udcff name"})
    ledger.begin(Manifest(generation="g", mark="m", files=found, strays=strays, folders={"a": 3}))
    read = ledger.read("g")
    assert read is not None
    assert (read.files.all(), read.strays, read.folders, read.mark) == (plain, strays, {"a": 3}, "m")


def test_a_journal_says_what_a_generation_made_in_parts(tmp_path: Path) -> None:
    """Parts count with the step that follows them, and not where that never came to be; a file may change its story."""
    ledger = Ledger(tmp_path)
    ledger.begin(Manifest(generation="g1", files=loose({"a": Made(1, 1, b"", "s1"), "b": Made(1, 1, b"", "s2")})))
    for line in (Drift(("lost",)), Part({"lost": Made(9, 9, b"", "s9")}), Calm("g1")):
        ledger.note(line)
    ledger.note(Part({"a": Made(2, 2, b"", "s3")}))
    ledger.note(Part({"c": Made(2, 2)}))
    ledger.note(Step(generation="g2", mark="m", made={"d": Made(2, 2)}, removed=(("a", "s1"), ("b", "s2"))))
    planned = ledger.read("g1")
    assert planned is not None
    assert set(planned.files.all()) == {"a", "b"}
    ledger.note(Calm("g2"))
    read = ledger.read("g2")
    assert read is not None
    assert read.files.all() == {"a": Made(2, 2, b"", "s3"), "c": Made(2, 2), "d": Made(2, 2)}
    assert not read.files.of({"s1", "s2"}).keys() & {"a", "b"}


def test_a_manifest_cut_short_is_not_believed(tmp_path: Path) -> None:
    """Whether its head is torn or a bundle."""
    ledger = Ledger(tmp_path)
    ledger.begin(Manifest(generation="g", files=loose({f"f{n}": Made(1, 1, b"d", f"s{n}") for n in range(50)})))
    place = tmp_path / "manifest-1"
    whole = place.read_bytes()
    for length in (0, 5, 40, len(whole) - 1):
        place.write_bytes(whole[:length])
        assert ledger.read("g") is None


def _folder(factory: object) -> Path:
    return Path(factory.mktemp("ledger"))  # type: ignore[attr-defined]  # pytest's own, which is session-wide
