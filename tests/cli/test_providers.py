"""`newsloom providers`."""

from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, Site, write_desk

NAMES = " ".join(f'<div class="{name}">x</div>' for name in (f"nord-{a}{b}-frame" for a in "abcde" for b in "fghijk"))
TEXT = " ".join(f"The council of Torvik voted on matter number {n} in the old hall." for n in range(30))


@pytest.fixture
def read_desk(newsloom: Newsloom, site: Site, desk: Path) -> Path:
    """A desk that has read the pages of one feed."""
    site.feed("/rss", "Nord", "A flood in Torvik", "A fire in Torvik")
    for number in range(2):
        page = (
            f"<html><head><meta property='og:site_name' content='Nord'></head><body>{NAMES}<p>{TEXT}</p></body></html>"
        )
        site.pages[f"/rss/{number}"] = ("text/html", page.encode())
    path = write_desk(desk)
    path.write_text(path.read_text(encoding="utf-8").replace("full_text = false", "full_text = true"), encoding="utf-8")
    newsloom("add", f"{site.address}/rss", "--no-visit", "--desk", desk)
    assert newsloom("run", "--desk", desk).code == 0
    return desk


def test_a_desk_without_articles(newsloom: Newsloom, desk: Path) -> None:
    """Says what brings some; suggests nothing."""
    assert "newsloom run" in newsloom("providers", "--desk", desk).out
    assert newsloom("providers", "--json", "--desk", desk).data == []
    assert newsloom("providers", "suggest", "--json", "--desk", desk).data == []
    assert "0 families suggested, from pages of 0 sites" in newsloom("providers", "suggest", "--desk", desk).out


def test_who_publishes(newsloom: Newsloom, site: Site, read_desk: Path) -> None:
    """A row a provider, as the owner names it; who has nothing yet stands at the end."""
    host = site.address.removeprefix("http://")
    told = f'[[provider]]\ndomain = "{host}"\nname = "Nord News"\ncountry = "NO"\n[[provider]]\ndomain = "x.example"\n'
    (read_desk / "providers.toml").write_text(told, encoding="utf-8")
    rows = newsloom("providers", "--json", "--desk", read_desk).data
    assert [(row["domain"], row["name"], row["country"], row["articles"]) for row in rows] == [
        (host, "Nord News", "NO", 2),
        ("x.example", "", "", 0),
    ]
    assert "Nord News" in newsloom("providers", "--desk", read_desk).out


def test_suggest_join_and_apart(newsloom: Newsloom, site: Site, read_desk: Path) -> None:
    """What looks alike is suggested until the owner has decided; comments of the file stay."""
    here = site.address.removeprefix("http://")
    there = here.replace("127.0.0.1", "localhost")
    site.feed("/two", "Sued", "A quake in Sellin", "A strike in Sellin")
    for number in range(2):
        site.pages[f"/two/{number}"] = site.pages["/rss/0"]
    kind, body = site.pages["/two"]
    site.pages["/two"] = (kind, body.replace(b"127.0.0.1", b"localhost"))
    toml = read_desk / "newsloom.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"127.0.0.1:*"', '"127.0.0.1:*", "localhost:*"'), "utf-8")
    newsloom("add", f"{site.address}/two", "--no-visit", "--desk", read_desk)
    assert newsloom("run", "--desk", read_desk).code == 0

    (one,) = newsloom("providers", "suggest", "--json", "--desk", read_desk).data
    assert one["sites"] == sorted([here, there])
    shown = newsloom("providers", "suggest", "--desk", read_desk).out
    assert "30 of 30 sampled class names in common" in shown
    assert f"newsloom providers join {here} {there} --family" in shown

    path = read_desk / "providers.toml"
    path.write_text("# ours\n", encoding="utf-8")
    assert newsloom("providers", "apart", here, there, "--desk", read_desk).code == 0
    assert newsloom("providers", "suggest", "--json", "--desk", read_desk).data == []
    assert path.read_text(encoding="utf-8").startswith("# ours\n\n[[apart]]\n")


def test_join_makes_and_extends_a_family(newsloom: Newsloom, desk: Path) -> None:
    """A shipped family keeps its members; what is said twice stands once."""
    first = newsloom("providers", "join", "www.a.example", "b.example", "--name", "The House", "--json", "--desk", desk)
    assert first.data == {"family": "a", "domains": ["a.example", "b.example"]}
    assert newsloom("providers", "join", "c.example", "b.example", "--family", "a", "--desk", desk).code == 0
    assert '[[family]]\nid = "a"\nname = "The House"\n' in (desk / "providers.toml").read_text(encoding="utf-8")
    longer = newsloom("providers", "join", "bbc.example", "--family", "bbc", "--json", "--desk", desk).data
    assert longer["domains"] == ["bbc.com", "bbc.co.uk", "bbc.example"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("join",), "which domains?"),
        (("suggest", "a.example"), "one word too many"),
        (("apart", "a.example", "--family", "x"), "belong to `newsloom providers join`"),
        (("join", "https://a.example/"), "is no domain; write `a.example`"),
        (("join", "co.uk", "a.example"), "under `co.uk` many publish"),
        (("jion",), "invalid choice"),
    ],
)
def test_wrong_words(newsloom: Newsloom, desk: Path, words: tuple[str, ...], said: str) -> None:
    """Exit code 2, what would be right, and no file that was not there."""
    result = newsloom("providers", *words, "--desk", desk)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert not (desk / "providers.toml").exists()


def test_a_domain_cannot_have_two_families(newsloom: Newsloom, desk: Path) -> None:
    """The file stays as it was."""
    newsloom("providers", "join", "a.example", "b.example", "--desk", desk)
    before = (desk / "providers.toml").read_bytes()
    result = newsloom("providers", "join", "a.example", "c.example", "--family", "other", "--desk", desk)
    assert result.code == 2
    assert "`a.example` is of the family `a` already" in result.err
    assert newsloom("providers", "apart", "a.example", "b.example", "--desk", desk).code == 2
    assert (desk / "providers.toml").read_bytes() == before


def test_shipped_families_can_be_left_out(newsloom: Newsloom, desk: Path) -> None:
    """By a word in newsloom.toml."""
    toml = desk / "newsloom.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("[desk]\n", "[desk]\nshipped_families = false\n"), "utf-8")
    joined = newsloom("providers", "join", "bbc.example", "--family", "bbc", "--json", "--desk", desk).data
    assert joined["domains"] == ["bbc.example"]
