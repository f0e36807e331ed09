"""Generations of a folder: cheap where little changed, whole after any death, mended whatever was done to them."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.deliver.folder import FolderDelivery
from newsloom.deliver.generation import digest_of, name_of
from newsloom.deliver.looking import looked
from newsloom.deliver.manifest import Ledger
from newsloom.deliver.rehearsal import Rehearsal
from newsloom.deliver.work import MANIFEST
from newsloom.errors import DeliveryError
from newsloom.model.edition import Artifact, sealed
from newsloom.model.story import StoryId
from newsloom.testing.state import generation_of

NAMES = ("a", "b", "c/d", "c/e", "f/g/h")


def files(**said: str) -> list[Artifact]:
    """Files of one record each; two underscores stand for a slash, and the record has the file's name."""
    return [
        Artifact(path=name.replace("__", "/"), content=text.encode(), story=StoryId(name))
        for name, text in said.items()
    ]


def texts(folder: Path) -> dict[str, str]:
    """Every published file's text."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_text() for path in found}


def spare(site: Path) -> Path:
    """The folder nobody reads."""
    return site.with_name(f".{site.name}.newsloom") / "spare"


def test_only_the_files_of_due_records_are_asked_for(tmp_path: Path) -> None:
    """The others stand as they are, file by file the same ones; a due record's file that is not named goes."""
    site = tmp_path / "site"
    delivery = FolderDelivery(site)
    delivery.deliver(files(a="1", b="1", c="1"), mark="m")
    inode = (site / "a").stat().st_ino
    done = delivery.deliver(files(b="2"), mark="m", due={StoryId("b"), StoryId("c")})
    assert (done.written, done.removed) == (("b",), ("c",))
    assert texts(site) == {"a": "1", "b": "2"}
    assert (site / "a").stat().st_ino == inode
    assert generation_of(site) == done.generation


def test_a_sealed_file_is_made_only_where_its_seal_is_another(tmp_path: Path) -> None:
    """Same seal, no work; another seal, another mark or a damaged file: it is made again."""
    made: list[str] = []

    def page(seal: str) -> Artifact:
        return sealed("page", lambda: made.append(seal) or seal.encode(), seal=seal)  # type: ignore[func-returns-value]  # notes that it was asked

    delivery = FolderDelivery(tmp_path / "site")
    for seal, mark in (("1", "m"), ("1", "m"), ("2", "m"), ("2", "n")):
        delivery.deliver([page(seal)], mark=mark)
    assert made == ["1", "2", "2"]
    (tmp_path / "site/page").write_text("graffiti")
    delivery.deliver([page("2")], mark="n")
    assert made == ["1", "2", "2", "2"]
    assert texts(tmp_path / "site") == {"page": "2"}


def test_what_is_named_no_more_goes_though_nothing_is_due(tmp_path: Path) -> None:
    """A page of no record stands for as long as it is named."""
    delivery = FolderDelivery(tmp_path / "site")
    page = sealed("page/2", lambda: b"2", seal="2")
    delivery.deliver([*files(a="1"), page])
    assert delivery.deliver([], due=()).removed == ("page/2",)
    assert texts(tmp_path / "site") == {"a": "1"}


def test_damage_is_told_by_record_and_mended(tmp_path: Path) -> None:
    """An edited file and a deleted one are known by their records; rendered again, all is as it was."""
    site = tmp_path / "site"
    delivery = FolderDelivery(site)
    first = delivery.deliver(files(a="1", b="2", c__d="3"), mark="m")
    (site / "a").write_text("edited in its place")
    (site / "c/d").unlink()
    (site / "notes").write_text("somebody's")
    standing = delivery.standing()
    assert standing.damaged == {"a", "c__d"}
    assert (standing.generation, standing.mark) == (first.generation, "m")
    done = delivery.deliver(files(a="1", c__d="3"), standing=standing, mark="m", due=standing.damaged)
    assert (sorted(done.written), done.strays, done.generation) == (["a", "c/d"], ("notes",), first.generation)
    assert texts(site) == {"a": "1", "b": "2", "c/d": "3", "notes": "somebody's"}
    assert not delivery.standing().damaged


@pytest.mark.parametrize("lost", ["site", ".site.newsloom", "marker", "spare"])
def test_whatever_is_deleted_is_built_again_the_same(tmp_path: Path, lost: str) -> None:
    """The output, newsloom's own folder beside it, the generation's name or the spare folder."""
    site = tmp_path / "site"
    delivery = FolderDelivery(site)
    wanted = files(a="1", c__d="2")
    first = delivery.deliver(wanted, mark="m")
    place = {"marker": site / MANIFEST, "spare": spare(site)}.get(lost, tmp_path / lost)
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    assert (delivery.standing().mark == "m") == (lost == "spare")
    assert delivery.deliver(wanted, mark="m").generation == first.generation
    assert texts(site) == {"a": "1", "c/d": "2"}
    done = delivery.deliver(files(a="3"), mark="m", due={StoryId("a")})
    assert done.written == ("a",)
    assert texts(site) == {"a": "3", "c/d": "2"}


def test_an_output_of_an_earlier_newsloom_is_taken_over(tmp_path: Path) -> None:
    """Its list of files says what is newsloom's; what is right stays the same file."""
    site = tmp_path / "site"
    site.mkdir()
    for name in ("kept", "old", "own"):
        (site / name).write_text(name)
    (site / MANIFEST).write_text(json.dumps({"generation": "ab12", "files": {"kept": "", "old": ""}}))
    inode = (site / "kept").stat().st_ino
    done = FolderDelivery(site).deliver(files(kept="kept", new="new"))
    assert (done.written, done.removed, done.strays) == (("new",), ("old",), ("own",))
    assert (site / "kept").stat().st_ino == inode
    assert texts(site) == {"kept": "kept", "new": "new", "own": "own"}


def test_what_others_put_in_or_take_out_is_as_they_left_it(tmp_path: Path) -> None:
    """Through any number of generations: a stray that was deleted stays so, one that was edited too."""
    site = tmp_path / "site"
    delivery = FolderDelivery(site)
    delivery.deliver(files(a="0"))
    (site / "x").mkdir()
    for name in ("x/gone", "x/edited"):
        (site / name).write_text("1")
    delivery.deliver(files(a="1"))
    (site / "x/gone").unlink()
    (site / "x/edited.new").write_text("2")
    (site / "x/edited.new").rename(site / "x/edited")
    for number in range(2, 5):
        assert delivery.deliver(files(a=str(number))).strays == ("x/edited",)
        assert texts(site) == {"a": str(number), "x/edited": "2"}


def test_a_shape_that_fails_leaves_the_old_generation(tmp_path: Path) -> None:
    """An error in the midst of rendering is raised as it is; what was written of the new generation is gone."""
    site = tmp_path / "site"
    delivery = FolderDelivery(site)
    first = delivery.deliver(files(a="1"))

    def failing() -> bytes:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        delivery.deliver([*files(**{f"n{n}": "new" for n in range(600)}), Artifact(path="z", content=failing)])
    assert texts(site) == texts(spare(site)) == {"a": "1"}
    assert delivery.standing().generation == first.generation


def test_a_rehearsal_touches_nothing(tmp_path: Path) -> None:
    """It says what would be written, removed and left."""
    site = tmp_path / "site"
    FolderDelivery(site).deliver(files(a="1", b="1"))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    done = Rehearsal(FolderDelivery(site)).deliver(files(a="2", c="1"))
    assert (done.written, done.removed) == (("a", "c"), ("b",))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_folder_where_a_file_is_wanted_is_told_with_its_name(tmp_path: Path) -> None:
    """Somebody's folder stands in the way: nothing is lost, and the message says where."""
    site = tmp_path / "site"
    delivery = FolderDelivery(site)
    delivery.deliver(files(a="1"))
    (site / "b").mkdir()
    (site / "b" / "mine").write_text("mine")
    with pytest.raises(DeliveryError, match=r"unchanged"):
        delivery.deliver(files(a="2", b="new"))
    assert texts(site) == {"a": "1", "b/mine": "mine"}


CRASHING = """
import sys
from pathlib import Path
from newsloom.deliver.folder import FolderDelivery
from newsloom.model.edition import Artifact
wanted = [Artifact(path=name, content=text.encode(), story=name) for name, text in eval(sys.argv[2]).items()]
FolderDelivery(Path(sys.argv[1])).deliver(wanted, mark="m")
"""


@pytest.mark.parametrize("where", ["deliver.written", "deliver.switching", "deliver.switched", "deliver.cleaned"])
def test_a_kill_anywhere_leaves_one_generation_and_the_next_goes_on(tmp_path: Path, where: str) -> None:
    """Before the switch the old one, after it the new one; then both folders are what the next generation says."""
    site = tmp_path / "site"
    delivery = FolderDelivery(site)
    old = delivery.deliver(files(a="1", b="1"), mark="m").generation
    said = {"a": "2", "c/d": "2"}
    new = name_of((path, digest_of(text.encode())) for path, text in said.items())
    environment = os.environ | {"NEWSLOOM_FAIL_AT": where}
    done = subprocess.run([sys.executable, "-c", CRASHING, site, repr(said)], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert generation_of(site) == (new if where in {"deliver.switched", "deliver.cleaned"} else old)
    standing = delivery.standing()
    assert (standing.generation, standing.damaged) == (generation_of(site), frozenset())
    delivery.deliver(files(a="3", b="3"), mark="m")
    assert texts(site) == texts(spare(site)) == {"a": "3", "b": "3"}
    assert (site / "a").stat().st_ino == (spare(site) / "a").stat().st_ino


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.dictionaries(st.sampled_from(NAMES), st.sampled_from("12")), st.sets(st.sampled_from(NAMES))),
        min_size=1,
        max_size=5,
    )
)
def test_any_generations_one_after_the_other(
    tmp_path_factory: pytest.TempPathFactory, steps: Sequence[tuple[dict[str, str], set[str]]]
) -> None:
    """Whatever is wanted and vandalised in turn: the output is what was wanted last, and so is the spare folder."""
    site = tmp_path_factory.mktemp("any") / "site"
    delivery = FolderDelivery(site)
    for wanted, vandalised in steps:
        done = delivery.deliver([Artifact(path=path, content=text.encode()) for path, text in wanted.items()])
        assert texts(site) == texts(spare(site)) == wanted
        assert generation_of(site) == done.generation
        for path in vandalised:
            if (site / path).exists():
                (site / path).write_text("vandalised")


def test_an_edit_in_place_in_a_large_output_is_found_as_the_round_comes_by(tmp_path: Path) -> None:
    """Folders tell of all other changes at once; the files of those that tell nothing are looked at by turns."""
    site = tmp_path / "site"
    delivery = FolderDelivery(site)
    done = delivery.deliver(files(**{f"f{n % 3}__{n:02d}": "1" for n in range(30)}), mark="m")
    manifest = Ledger(delivery.state).read(done.generation)
    assert manifest is not None
    (site / "f0/27").write_text("edited in its place")
    rounds = [looked(site, manifest, start=start, most=10) for start in (0, 10, 20)]
    assert [one.next for one in rounds] == [10, 20, 0]
    assert sorted(path for one in rounds for path in one.damaged) == ["f0/27"]
    assert looked(site, manifest, start=None).damaged == {"f0/27"}
    (site / "f1/01").unlink()
    (site / "f2/new").write_text("somebody's")
    shutil.move(site / "f0", tmp_path / "f0")
    found = looked(site, manifest, start=0, most=0)
    assert set(found.strays) - {MANIFEST} == {"f2/new"}
    assert found.damaged == {"f1/01", *(path for path in manifest.files if path.startswith("f0/"))}


def test_a_look_at_a_whole_output_is_that_of_all_turns_together(tmp_path: Path) -> None:
    """Also where the round goes past the end, and where folders of others stand between."""
    site = tmp_path / "site"
    delivery = FolderDelivery(site)
    wanted = files(**{f"a__b{n % 2}__{n:02d}": "1" for n in range(20)})
    delivery.deliver(wanted, mark="m")
    (site / "a/own/deep").mkdir(parents=True)
    (site / "a/own/deep/x").write_text("somebody's")
    done = delivery.deliver([*wanted, *files(z="1")], mark="m")
    manifest = Ledger(delivery.state).read(done.generation)
    assert manifest is not None
    for name in ("a/b0/00", "a/b1/19", "z"):
        (site / name).write_text("edited in its place")
    turns = [looked(site, manifest, start=start, most=7) for start in (0, 7, 14, 19)]
    assert {path for one in turns for path in one.damaged} == looked(site, manifest, start=None).damaged
    whole = [*looked(site, manifest, start=None).strays]
    assert all(sorted(one.strays) == sorted(one for one in whole if one != MANIFEST) for one in turns)
