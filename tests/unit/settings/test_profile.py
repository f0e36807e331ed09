from pathlib import Path

import pytest
from msgspec import structs

from newsloom.errors import SettingsError
from newsloom.model.weights import DefaultWeights, SmartableWeights
from newsloom.records.profiles.default import Default
from newsloom.records.profiles.smartable import Smartable
from newsloom.settings.read import read_settings
from newsloom.wiring import profile_of


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk that names a profile of its owner's."""
    path = tmp_path / "newsloom.toml"
    path.write_text('[profile]\nfile = "mine.toml"\n')
    return path


def fault(desk: Path, text: str) -> SettingsError:
    """What reading this profile raises; it names the profile's file."""
    mine = desk.with_name("mine.toml")
    mine.write_text(text)
    with pytest.raises(SettingsError) as raised:
        read_settings(desk)
    assert raised.value.path == mine
    return raised.value


@pytest.mark.parametrize("base", ["default", "smartable"])
def test_a_profile_starts_from_either(desk: Path, base: str) -> None:
    """What it does not say is as there; it is called as its file, or as it says."""
    desk.with_name("mine.toml").write_text(f'base = "{base}"\n[weights]\nthreshold = 33\n')
    profile = profile_of(read_settings(desk))
    weights = DefaultWeights(threshold=33) if base == "default" else SmartableWeights(threshold=33)
    assert (profile.name, profile.threshold) == ("mine", 33)
    assert isinstance(profile, Default | Smartable)
    assert profile.weights == weights
    assert profile.contract_only is (base == "smartable")
    desk.with_name("mine.toml").write_text(f'base = "{base}"\nname = "Evening"\n')
    assert profile_of(read_settings(desk)).name == "Evening"


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("[weights]\nauthor = 3\n", None, '`base` is missing; `base = "default"`'),
        ('base = "defualt"\n', 1, "did you mean `default`?"),
        ('base = "default"\n[weights]\nauthr = 3\n', 3, "unknown key `authr` in [weights]; did you mean `author`?"),
        ('base = "default"\n[wieghts]\nauthor = 3\n', 2, "unknown table or key `wieghts`; did you mean `weights`?"),
        ('base = "smartable"\n\n[weights]\nauthor = 3\n', 4, "unknown key `author` in [weights]"),
        ('base = "default"\n[weights]\nauthor = "3"\n', 3, "`weights.author`: expected `int`, got `str`"),
        ('base = "default"\n[weights]\nhalf_life_hours = -1\n', 3, "`weights.half_life_hours`: expected `float` > 0.0"),
        ('base = "default"\n[weights]\nfresh = -1\n', 3, "`weights.fresh`: expected `int` >= 0"),
        ('base = "default"\n[weights]\nauthor = 60\n', 2, "the parts of quality sum to 154; 100 is the most"),
        ('base = "default"\n[weights]\nthin = 30\n', 2, "the faults together take 45"),
        ('base = "default"\n[weights]\nfresh = 1\nthreshold = 900\n', 4, "publishes nothing: the `threshold` is 900"),
        (
            'base = "default"\n[weights]\nvoice_most = 0\nvoice_least = 0\nspread_most = 0\ninterest_percent = 0\n',
            2,
            "publishes nothing",
        ),
        ('base = "smartable"\n[weights]\nthreshold = 9000\n', 3, "publishes nothing"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_what_would_be_right(
    desk: Path, text: str, line: int | None, problem: str
) -> None:
    """Whatever it is."""
    error = fault(desk, text)
    assert problem in error.problem
    assert error.line == line


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ('[profile]\nfile = "none.toml"\n', 2, 'one that says `base = "default"` is enough'),
        ('[profile]\nfile = "mine.toml"\nthreshold = 3\n', 3, "`threshold` belongs into mine.toml"),
        ('[profile]\nfile = "mine.toml"\nname = "smartable"\n', 3, "`name` stands in mine.toml"),
        ("[profile]\nthreshold = 999\n", 2, "publishes nothing"),
        ("[profile]\nhalf_life_hours = -3\n", 2, "expected `float` > 0.0"),
        (
            '[[source]]\nid = "daily"\nurl = "https://daily.example/rss"\n[tiers]\ndaily = 3\n',
            5,
            'write "daily.example"',
        ),
        ('[tiers]\n"a.example" = 1\ndialy = 3\n', 3, "`dialy` in [tiers] is no host"),
    ],
)
def test_what_the_desks_own_file_says_wrong_of_judging(desk: Path, text: str, line: int, problem: str) -> None:
    """In newsloom.toml itself."""
    desk.with_name("mine.toml").write_text('base = "default"\n')
    desk.write_text(text)
    with pytest.raises(SettingsError, match=r"newsloom\.toml") as raised:
        read_settings(desk)
    assert problem in raised.value.problem
    assert raised.value.line == line


@pytest.mark.parametrize("kind", [DefaultWeights, SmartableWeights])
def test_every_weight_can_be_set(desk: Path, kind: type[DefaultWeights | SmartableWeights]) -> None:
    """To what it is, which changes nothing."""
    base = "default" if kind is DefaultWeights else "smartable"
    lines = [f"{field.name} = {field.default}" for field in structs.fields(kind)]
    desk.with_name("mine.toml").write_text("\n".join([f'base = "{base}"', "[weights]", *lines]))
    assert read_settings(desk).judging.weights == kind()


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("half_life_hours = -1", "write a number above 0"),
        ("fresh = -1", "write a whole number from 0 on"),
        ('fresh = "1"', "write a whole number"),
    ],
)
def test_a_refused_weight_is_told_with_what_to_write(tmp_path: Path, line: str, fix: str) -> None:
    """A weight that cannot be is named with file and line, and with what would be right."""
    (tmp_path / "mine.toml").write_text(f'base = "default"\n[weights]\n{line}\n')
    (tmp_path / "newsloom.toml").write_text('[profile]\nfile = "mine.toml"\n')
    with pytest.raises(SettingsError, match=f"mine.toml:3: .*{fix}"):
        read_settings(tmp_path / "newsloom.toml")
