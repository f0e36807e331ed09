import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsloom.errors import SettingsError, UsageError
from newsloom.model.source import Source, SourceId
from newsloom.settings.edit import add_sources, change, remove_source, set_flag
from newsloom.settings.read import read_settings
from newsloom.settings.template import new_desk

POST = Source(id=SourceId("post"), url="https://post.example/rss", title="The Post")
OWN = """\
# Our desk

title-note = 1
"""
FILES = {
    "a new desk": new_desk("Ours"),
    "an empty file": "",
    "only comments": "# nothing yet\n\n# still nothing",
    "no line end": '[desk]\ntitle = "Ours"  # the title',
    "two sources": '[[source]]\nurl = "https://a.example/"  # first\n\n'
    '# about b\n[[source]]\nurl = "https://b.example/"\n# end\n',
    "a table after": '[[source]]\n# the first\nurl = "https://a.example/"\n\n[tiers]  # by host\n"a.example" = 1\n',
    "inline": 'source = [{ url = "https://a.example/" }]  # all in a line\n\n[desk]\n# here\ntitle = "Ours"\n',
    "inline, none": "source = []  # none yet\n",
}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Where a newsloom.toml goes."""
    return tmp_path / "newsloom.toml"


def comments(text: str) -> list[str]:
    """All comments of a file without `#` in its strings, in order."""
    return [line.partition("#")[2].strip() for line in text.splitlines() if "#" in line]


def substance(text: str) -> list[str]:
    """The lines that say something."""
    return [line for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("name", FILES)
def test_a_source_is_added_and_nothing_else_changes(desk: Path, name: str, mark: str, ends: str) -> None:
    """Comments, order, line ends and the mark at the beginning stay."""
    desk.write_bytes((mark + FILES[name]).replace("\n", ends).encode())
    before = read_settings(desk)
    (added,) = add_sources(desk, [POST])
    text = desk.read_bytes().decode()
    after = read_settings(desk)
    assert (added.id, added.url, added.title) == ("post", POST.url, "The Post")
    assert [source.url for source in after.sources] == [*(source.url for source in before.sources), POST.url]
    assert (after.desk, after.tiers) == (before.desk, before.tiers)
    assert comments(text) == comments(FILES[name])
    assert text.startswith(mark)
    assert ends == "\n" or not FILES[name] or "\n" not in text.replace("\r\n", "")
    assert ends == "\r\n" or "\r" not in text


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("inline, none")])
def test_adding_and_removing_gives_the_same_lines_again(desk: Path, name: str) -> None:
    """At most empty lines are more than before."""
    desk.write_text(FILES[name])
    add_sources(desk, [POST])
    remove_source(desk, "post")
    assert substance(desk.read_text()) == substance(FILES[name])


def test_the_last_source_can_be_removed_and_another_added(desk: Path) -> None:
    """From none to one and back."""
    desk.write_text(FILES["inline, none"])
    for _ in range(3):
        add_sources(desk, [POST])
        remove_source(desk, POST.url)
    assert read_settings(desk).sources == ()


def test_a_watched_address_is_not_added_again(desk: Path) -> None:
    """Nor is one given twice; the file is not touched when nothing is new."""
    add_to = '[[source]]\nid = "p"\nurl = "https://post.example/rss"\n'
    desk.write_text(add_to)
    assert add_sources(desk, [POST, POST]) == []
    assert desk.read_text() == add_to


def test_ids_that_are_taken_get_a_number(desk: Path) -> None:
    """Two feeds of one name can be watched."""
    desk.write_text('[[source]]\nid = "post"\nurl = "https://post.example/other"\n')
    assert [source.id for source in add_sources(desk, [POST])] == ["post-2"]


def test_flags_are_set_and_taken_out(desk: Path) -> None:
    """What is said beside them stays."""
    text = FILES["two sources"].replace("url", 'id = "b"\nurl', 2).replace('id = "b"', 'id = "a"', 1)
    desk.write_text(text)
    set_flag(desk, "b", "muted", value=True)
    assert [source.muted for source in read_settings(desk).sources] == [False, True]
    set_flag(desk, "b", "muted", value=False)
    set_flag(desk, "a", "muted", value=False)
    assert desk.read_text() == text


def test_an_unknown_source_is_told_with_those_there_are(desk: Path) -> None:
    """By id or address."""
    desk.write_text("".join(f'[[source]]\nid = "s{n}"\nurl = "https://{n}.example/"\n' for n in range(9)))
    with pytest.raises(UsageError, match=r"no source `x`; there are: s0, .*s7, …"):
        remove_source(desk, "x")


def test_a_change_that_would_break_the_file_is_not_made(desk: Path) -> None:
    """The old file stays, nothing is left beside it, and the message names the file the owner knows."""
    text = FILES["two sources"]
    desk.write_text(text)
    bad = Source(id=SourceId("bad"), url="gopher://bad.example/")
    with pytest.raises(SettingsError, match="https:// or http://") as raised:
        add_sources(desk, [bad])
    assert raised.value.path == desk
    assert desk.read_text() == text
    assert list(desk.parent.iterdir()) == [desk]


def test_a_change_that_fails_midway_leaves_the_file(desk: Path) -> None:
    """Whatever the reason."""
    desk.write_text(OWN.replace("title-note = 1\n", ""))

    def broken(document: object) -> None:
        del document
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change(desk, broken)
    assert desk.read_text() == OWN.replace("title-note = 1\n", "")
    assert list(desk.parent.iterdir()) == [desk]


def test_what_is_not_toml_is_left_alone(desk: Path) -> None:
    """A source cannot be added to a file that cannot be read."""
    desk.write_text("[desk\n")
    with pytest.raises(SettingsError, match="not valid TOML"):
        add_sources(desk, [POST])
    assert desk.read_text() == "[desk\n"


def test_who_may_read_the_file_stays(desk: Path) -> None:
    """A private desk stays private."""
    desk.write_text("")
    desk.chmod(0o600)
    add_sources(desk, [POST])
    assert stat.S_IMODE(desk.stat().st_mode) == 0o600


TITLES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.tuples(TITLES, st.booleans()), max_size=4), st.sampled_from(sorted(FILES)))
def test_any_titles_come_and_go(tmp_path: Path, wanted: list[tuple[str, bool]], name: str) -> None:
    """Whatever a publisher calls itself, the file stays right and comments stay."""
    desk = tmp_path / "newsloom.toml"
    desk.write_text(FILES[name])
    sources = [
        Source(id=SourceId(f"s{n}"), url=f"https://s{n}.example/", title=title) for n, (title, _) in enumerate(wanted)
    ]
    added = add_sources(desk, sources)
    assert [source.title for source in added] == [title for title, _ in wanted]
    for source, (_, stays) in zip(sources, wanted, strict=True):
        if not stays:
            remove_source(desk, source.id)
    left = {source.id for source in read_settings(desk).sources} & {source.id for source in sources}
    assert left == {source.id for source, (_, stays) in zip(sources, wanted, strict=True) if stays}
    if "none" not in name:
        assert [line for line in comments(FILES[name]) if line not in desk.read_text()] == []
