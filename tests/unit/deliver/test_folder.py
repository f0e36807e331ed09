from pathlib import Path

import pytest

from newsloom.deliver.exchange import exchange
from newsloom.deliver.folder import FolderDelivery
from newsloom.deliver.work import MANIFEST
from newsloom.errors import DeliveryError
from newsloom.model.edition import Artifact


def artifacts(**files: str) -> list[Artifact]:
    """Markdown artifacts; two underscores stand for a slash."""
    return [Artifact(path=name.replace("__", "/") + ".md", content=text.encode()) for name, text in files.items()]


def tree(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file with its text and its time stamp."""
    return {
        path.relative_to(folder).as_posix(): (path.read_text(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_first_generation_is_written_whole(tmp_path: Path) -> None:
    """Every artifact stands at its path, and nothing else does."""
    result = FolderDelivery(tmp_path / "site").deliver(artifacts(_news__a="A", index="I"))
    assert result.written == ("_news/a.md", "index.md")
    assert set(tree(tmp_path / "site")) == {"_news/a.md", "index.md", MANIFEST}
    assert {path.name for path in tmp_path.iterdir()} == {"site", ".site.newsloom"}


def test_the_same_generation_again_writes_nothing(tmp_path: Path) -> None:
    """No byte and no time stamp changes."""
    delivery = FolderDelivery(tmp_path / "site")
    delivery.deliver(artifacts(a="A", b="B"))
    before = tree(tmp_path / "site")
    assert delivery.deliver(artifacts(a="A", b="B")).written == ()
    assert tree(tmp_path / "site") == before


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """An unchanged file keeps its time stamp; one that is no longer wanted goes."""
    delivery = FolderDelivery(tmp_path / "site")
    delivery.deliver(artifacts(a="A", b="B", c="C"))
    before = tree(tmp_path / "site")
    result = delivery.deliver(artifacts(a="A", b="new"))
    assert (result.written, result.removed) == (("b.md",), ("c.md",))
    assert tree(tmp_path / "site")["a.md"] == before["a.md"]
    assert set(tree(tmp_path / "site")) == {"a.md", "b.md", MANIFEST}


def test_an_edited_file_is_mended_and_a_stray_one_is_kept_and_reported(tmp_path: Path) -> None:
    """The output is what was published, plus what somebody else put there."""
    delivery = FolderDelivery(tmp_path / "site")
    delivery.deliver(artifacts(a="A"))
    (tmp_path / "site" / "a.md").write_text("edited")
    (tmp_path / "site" / "CNAME").write_text("news.example")
    result = delivery.deliver(artifacts(a="A"))
    assert (result.written, result.strays) == (("a.md",), ("CNAME",))
    assert (tmp_path / "site" / "CNAME").read_text() == "news.example"


def test_somebody_elses_folder_is_refused(tmp_path: Path) -> None:
    """A folder newsloom did not make is left alone."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.txt").write_text("years")
    with pytest.raises(DeliveryError, match="did not make"):
        FolderDelivery(tmp_path / "home").deliver(artifacts(a="A"))
    assert (tmp_path / "home" / "thesis.txt").read_text() == "years"


@pytest.mark.parametrize("path", ["/etc/passwd", "../up", "a/../../b", "", ".", "a\0b", MANIFEST])
def test_a_path_outside_the_output_is_refused(tmp_path: Path, path: str) -> None:
    """Whatever the renderers say, nothing is written elsewhere."""
    with pytest.raises(DeliveryError, match="no path inside"):
        FolderDelivery(tmp_path / "site").deliver([Artifact(path=path, content=b"x")])
    assert not (tmp_path / "site").exists()


def test_two_artifacts_for_one_path_are_refused(tmp_path: Path) -> None:
    """Nothing is silently lost."""
    with pytest.raises(DeliveryError, match="two artifacts"):
        FolderDelivery(tmp_path / "site").deliver([Artifact(path="a", content=b"1"), Artifact(path="a", content=b"2")])


def test_a_fault_while_writing_leaves_the_old_generation(tmp_path: Path) -> None:
    """A name too long for the disk stands for any fault of it."""
    delivery = FolderDelivery(tmp_path / "site")
    delivery.deliver(artifacts(a="A"))
    before = tree(tmp_path / "site")
    with pytest.raises(DeliveryError, match="unchanged"):
        delivery.deliver([*artifacts(a="B"), Artifact(path="x" * 300, content=b"")])
    assert tree(tmp_path / "site") == before
    assert {path.name for path in tmp_path.iterdir()} == {"site", ".site.newsloom"}


def test_what_a_dead_process_left_is_cleared(tmp_path: Path) -> None:
    """A half-built generation is thrown away; one moved aside without a successor comes back."""
    delivery = FolderDelivery(tmp_path / "site")
    delivery.deliver(artifacts(a="A"))
    (tmp_path / ".site.newsloom-next").mkdir()
    (tmp_path / ".site.newsloom-next" / "half").write_text("half")
    (tmp_path / "site").rename(tmp_path / ".site.newsloom-last")
    assert delivery.deliver(artifacts(a="A")).written == ()
    assert {path.name for path in tmp_path.iterdir()} == {"site", ".site.newsloom"}


def test_folders_are_swapped_in_one_step(tmp_path: Path) -> None:
    """Both names exist before and after."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    if not exchange(tmp_path / "one", tmp_path / "two"):
        pytest.skip("this file system cannot swap two folders in one step")
    assert (tmp_path / "one" / "file").read_text() == "two"


def test_links_somebody_else_made_are_carried_along(tmp_path: Path) -> None:
    """To a file, to a folder, and to nowhere; what they lead to is not touched."""
    delivery = FolderDelivery(tmp_path / "site")
    delivery.deliver(artifacts(a="A"))
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "logo.svg").write_text("logo")
    for name, target in {"folder": "../own", "file": "../own/logo.svg", "nowhere": "../nothing"}.items():
        (tmp_path / "site" / name).symlink_to(target)
    result = delivery.deliver(artifacts(a="B"))
    assert result.strays == ("file", "folder", "nowhere")
    assert (tmp_path / "site" / "folder" / "logo.svg").read_text() == "logo"
    assert [(tmp_path / "site" / name).is_symlink() for name in result.strays] == [True] * 3
    assert delivery.deliver(artifacts(a="B")).written == ()
