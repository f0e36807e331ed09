"""providers.toml: what it says, and what is said when it is wrong."""

from importlib.resources import files
from pathlib import Path

import pytest

from newsloom.errors import SettingsError
from newsloom.model.provider import COUNTRIES, Family, Provider, ProviderKind, ProviderList
from newsloom.settings.providers import domain_of, read_providers
from newsloom.settings.read import read_settings

FULL = """\
[[provider]]
domain = "www.Daily.example"   # www. does not matter
name = "The Daily"
logo = "https://daily.example/50.png"
country = "FR"
kind = "newspaper"
family = "house"

[[family]]
id = "house"
name = "The House"
domains = ["evening.example", "bücher.example"]

[[apart]]
domains = ["evening.example", "morning.example"]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a providers.toml goes."""
    return tmp_path / "providers.toml"


def test_what_the_file_says(path: Path) -> None:
    """Domains as they are kept."""
    path.write_text(FULL, encoding="utf-8")
    assert read_providers(path) == ProviderList(
        providers=(
            Provider(
                domain="daily.example",
                name="The Daily",
                logo="https://daily.example/50.png",
                country="FR",
                kind=ProviderKind.NEWSPAPER,
                family="house",
            ),
        ),
        families=(Family(id="house", name="The House", domains=("evening.example", "xn--bcher-kva.example")),),
        apart=(("evening.example", "morning.example"),),
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[[provider]]\ndomain = "https://www.daily.example/x"\n', 2, "is no domain; write `www.daily.example`"),
        ('[[provider]]\ndomain = "two words"\n', 2, "one is wanted as `daily.example`"),
        ('[[provider]]\nname = "x"\n', 1, "missing required field `domain`"),
        ('[[provider]]\ndomain = "a.example"\n[[provider]]\ndomain = "www.a.example"\n', 4, "has a block already"),
        ('[[provider]]\ndomain = "co.uk"\n', 2, "under `co.uk` many publish; a domain of one is wanted"),
        ('[[family]]\nid = "x"\ndomains = [\n  "a.example",\n  "blogspot.com",\n]\n', 5, "under `blogspot.com` many"),
        ('[[family]]\nid = "x"\ndomains = ["substack.com"]\n', 3, "under `substack.com` many"),
        ('[[provider]]\ndomain = "a.example"\ncountry = "FRA"\n', 3, "two capital letters of ISO 3166"),
        ('[[provider]]\ndomain = "a.example"\nlogo = "logo.png"\n', 3, "must start with https://"),
        ('[[provider]]\ndomain = "a.example"\nkind = "newspapre"\n', 3, "did you mean `newspaper`?"),
        ('[[provider]]\ndomain = "a.example"\nfamily = "x"\n', 3, "a [[family]] block makes one"),
        (
            '[[provider]]\ndomain = "a.example"\nfamily = "hose"\n[[family]]\nid = "house"\n',
            3,
            "did you mean `house`?",
        ),
        ('[[family]]\nid = "x"\n[[family]]\nid = "x"\n', 4, "two families have the id `x`"),
        ('[[family]]\nid = " "\n', 2, "`id` is empty"),
        (
            '[[family]]\nid = "x"\ndomains = ["a.example"]\n[[family]]\nid = "y"\ndomains = ["A.example"]\n',
            6,
            "`a.example` is of the family `x` already",
        ),
        (
            '[[family]]\nid = "x"\ndomains = ["a.de", "b.de"]\n[[apart]]\ndomains = ["b.de", "a.de"]\n',
            5,
            "are both of the family `x`",
        ),
        ('[[provider]]\ndomain = "a.example"\ncontry = "FR"\n', 3, "did you mean `country`?"),
        ('[[familly]]\nid = "x"\n', 1, "did you mean `family`?"),
        ("[[family]]\nid = 1\n", 2, "`family[0].id`: expected `str`, got `int`"),
        ("[[family]\n", 1, "not valid TOML"),
    ],
)
def test_a_fault_is_named_with_its_line(path: Path, text: str, line: int, said: str) -> None:
    """And with what would be right."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        read_providers(path)
    assert (raised.value.path, raised.value.line) == (path, line)
    assert said in raised.value.problem


def test_a_desk_reads_the_file_beside_it(tmp_path: Path) -> None:
    """Under the name it says; none is needed under the usual one; its faults name it."""
    desk = tmp_path / "newsloom.toml"
    desk.write_text("", encoding="utf-8")
    assert read_settings(desk).providers == ProviderList()
    desk.write_text('[desk]\n\nproviders = "press.toml"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"newsloom.toml:3: there is no file `press.toml`"):
        read_settings(desk)
    (tmp_path / "press.toml").write_text(FULL, encoding="utf-8")
    assert len(read_settings(desk).providers.providers) == 1
    (tmp_path / "press.toml").write_text('[[family]]\nid = ""\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"press.toml:2: "):
        read_settings(desk)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("Daily.Example", "daily.example"),
        ("daily.example:8080", "daily.example:8080"),
        ("daily.example.", "daily.example"),
        ("https://daily.example", ""),
        ("daily.example/news", ""),
        ("me@daily.example", ""),
        ("[::1]", ""),
        ("", ""),
    ],
)
def test_domain_of(text: str, domain: str) -> None:
    """A domain is written one way."""
    assert domain_of(text) == domain


def test_countries_are_those_of_iso() -> None:
    """As the time zone database lists them, and Kosovo."""
    listed = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    assert {row[:2] for row in listed.splitlines() if not row.startswith("#")} | {"XK"} == COUNTRIES
