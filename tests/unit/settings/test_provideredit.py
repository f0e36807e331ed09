"""Families are joined and parted in the owner's file, which stays the owner's."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsloom.errors import SettingsError
from newsloom.settings.provideredit import join, part
from newsloom.settings.providers import read_providers

FILES = {
    "none": None,
    "empty": "",
    "comments": "# ours\n\n# nothing yet",
    "blocks": '# ours\n[[family]]  # the house\nid = "house"\ndomains = ["z.example"]  # more to come\n\n'
    '[[provider]]  # z\ndomain = "z.example"\nname = "Z"  # last\n',
    "inline": 'family = [{ id = "house", domains = ["z.example"] }]  # in a line\n',
    "windows": '# ours\r\n[[family]]\r\nid = "house"\r\n',
    "a mark": '\ufeff# ours\n[[apart]]\ndomains = ["y.example"]\n',
}
DOMAINS = st.lists(st.sampled_from([f"{letter}.example" for letter in "abcdef"]), min_size=1, max_size=6)


def comments(text: str) -> list[str]:
    """All comments of a file; no string here holds a `#`."""
    return [line.partition("#")[2].strip() for line in text.splitlines() if "#" in line]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.sampled_from(sorted(FILES)), DOMAINS)
def test_what_is_joined_is_read_back(tmp_path: Path, file: str, domains: list[str]) -> None:
    """Whatever the file was like; its comments, its other blocks and its line ends stay."""
    path = tmp_path / "providers.toml"
    path.unlink(missing_ok=True)
    before = FILES[file]
    if before is not None:
        path.write_bytes(before.encode())
    known = read_providers(path).families if before is not None else ()
    had = next((family.domains for family in known if family.id == "house"), ())
    wanted = tuple(dict.fromkeys([*had, *domains]))
    assert join(path, domains, family="house") == wanted
    assert join(path, domains, family="house") == wanted
    after = path.read_bytes().decode()
    assert not set(comments(before or "")) - set(comments(after))
    assert after.count("\r\n") in {0, after.count("\n")}
    assert ("\r\n" in after, after.startswith("\ufeff")) == (
        "\r\n" in (before or ""),
        (before or "").startswith("\ufeff"),
    )
    if before is not None:
        assert {one.domain for one in read_providers(path).providers} == ({"z.example"} if file == "blocks" else set())


def test_what_is_parted_is_read_back(tmp_path: Path) -> None:
    """As one more block."""
    path = tmp_path / "providers.toml"
    assert part(path, ["www.a.example", "b.example"]) == ("a.example", "b.example")
    part(path, ["c.example", "d.example"])
    assert read_providers(path).apart == (("a.example", "b.example"), ("c.example", "d.example"))


def test_what_would_be_wrong_changes_nothing(tmp_path: Path) -> None:
    """The fault is told in the file's name, and no file is left that was not there."""
    path = tmp_path / "providers.toml"
    with pytest.raises(SettingsError, match=r"providers.toml:\d+: would no longer be right: under `co.uk` many"):
        join(path, ["co.uk"], family="x")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Is a fault of the settings, not of newsloom."""
    with pytest.raises(SettingsError, match="cannot be written: No such file"):
        part(tmp_path / "missing" / "providers.toml", ["a.example"])
