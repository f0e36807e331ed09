import ast
import sys
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from press import Archive, PressDataError, load_archive, moment
from press.naming import renamer

OUTLETS = """
[[outlet]]
id = "wire"
name = "North Wire"
motto = "m"
kind = "agency"
feed = "rss"
detail = "summary"
feed_path = "/rss"
address = "/{slug}"
credit = "NW"

[[outlet]]
id = "daily"
name = "Daily"
motto = "m"
kind = "daily"
feed = "atom"
detail = "full"
feed_path = "/atom"
address = "/{year}/{slug}-{number}"
"""
WIRE = """
[[article]]
outlet = "wire"
key = "a"
published = "day 1 10:00"
place = "Port"
title = "Ship lost"
body = '''
One.

Two.

Three.

Four.
'''
"""


@pytest.fixture(scope="module")
def archive() -> Archive:
    """The press as it is written."""
    return load_archive()


def small_press(folder: Path, *, events: str = WIRE, outlets: str = OUTLETS, names: str = "people = []") -> Path:
    """A press of two outlets in a folder."""
    (folder / "events").mkdir()
    (folder / "singles").mkdir()
    (folder / "outlets.toml").write_text(outlets, "utf-8")
    (folder / "names.toml").write_text(names, "utf-8")
    (folder / "events" / "ship.toml").write_text(f'event = "ship"\n{events}', "utf-8")
    return folder


def copy(how: str, *, at: str = "day 1 11:00", of: str = "a", extra: str = "") -> str:
    """The wire's article and a copy of it in the daily."""
    head = f'[[article]]\noutlet = "daily"\nkey = "b"\npublished = "{at}"\n'
    return f'{WIRE}\n{head}copy_of = "{of}"\nhow = "{how}"\n{extra}'


def test_the_press_is_as_large_as_promised(archive: Archive) -> None:
    """A dozen outlets or more, about fifteen events, and nearly as many single items as articles about events."""
    about_events = [article for article in archive.articles if article.event]
    assert len(archive.outlets) >= 12
    assert 14 <= len({article.event for article in about_events}) <= 18
    assert len(about_events) >= 60
    assert len(archive.articles) - len(about_events) >= 60


def test_every_event_has_several_outlets(archive: Archive) -> None:
    """The coverage of an event comes from three outlets at least."""
    outlets = defaultdict(set)
    for article in archive.articles:
        if article.event:
            outlets[article.event].add(article.outlet)
    assert min(map(len, outlets.values())) >= 3


def test_articles_fill_four_days_in_order(archive: Archive) -> None:
    """Articles are sorted by time; the first and the last of the four days have some."""
    times = [article.published for article in archive.articles]
    assert times == sorted(times)
    assert times[0] < moment("day 2 00:00")
    assert times[-1] > moment("day 4 00:00")


def test_all_formats_and_habits_are_there(archive: Archive) -> None:
    """Each feed format is used, one feed has titles alone, one outlet is slow, one breaks, one sends no validators."""
    outlets = archive.outlets
    assert {outlet.feed for outlet in outlets} == {"rss", "atom", "rdf", "json"}
    assert {outlet.detail for outlet in outlets} == {"titles", "summary", "full"}
    assert [outlet.id for outlet in outlets if outlet.delay] == ["tide"]
    assert [outlet.id for outlet in outlets if outlet.faults] == ["argus"]
    assert [outlet.id for outlet in outlets if not outlet.validators] == ["office"]
    assert sum(outlet.amp for outlet in outlets) == 2


def test_every_name_on_the_list_is_used(archive: Archive) -> None:
    """No listed name is a leftover."""
    text = _text(archive).casefold()
    assert [name for name in archive.names if name.casefold() not in text] == []


@pytest.mark.parametrize("seed", [1, 20, 300])
def test_a_renamed_press_has_none_of_the_old_names(archive: Archive, seed: int) -> None:
    """Titles, texts, bylines, addresses and outlets are free of every listed name; events stay the same."""
    renamed = load_archive(rename=seed)
    text = _text(renamed).casefold()
    assert [name for name in archive.names if name.casefold() in text] == []
    assert {(article.key, article.event) for article in renamed.articles} == {
        (article.key, article.event) for article in archive.articles
    }
    assert {article.path for article in renamed.articles}.isdisjoint(article.path for article in archive.articles)
    assert "(MW)" not in _text(renamed)


def test_a_seed_renames_the_same_way_each_time() -> None:
    """The same seed gives the same press, another seed another one."""
    assert load_archive(rename=7) == load_archive(rename=7)
    assert load_archive(rename=7) != load_archive(rename=8)


def test_the_topics_have_one_root() -> None:
    """The demo desk's topics are plain YAML, all below one root that has no keywords."""
    folder = Path(__file__).resolve().parents[3] / "examples" / "press" / "topics"
    topics = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(folder.glob("*.yaml"))]
    roots = [topic for topic in topics if "parent" not in topic]
    assert len(roots) == 1
    assert "keywords" not in roots[0]
    assert all(topic["parent"] == roots[0]["name"] and topic["keywords"] for topic in topics if topic not in roots)


def test_the_press_needs_nothing_but_python() -> None:
    """It is the outside world: every import is the standard library's or its own, none is newsloom's."""
    folder = Path(__file__).resolve().parents[3] / "examples" / "press"
    imported = set()
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
    assert imported - sys.stdlib_module_names == {"press"}


@given(st.text(), st.integers(0, 9))
def test_a_text_without_names_stays_as_it_is(text: str, seed: int) -> None:
    """Renaming touches listed names and nothing else."""
    assert renamer(["Qqfjord", "Zzwick"], seed)(text) == text


@given(st.integers())
def test_renaming_is_one_to_one_and_knows_endings(seed: int) -> None:
    """Two names never become one; shouting and endings follow their name; longer words are left alone."""
    new = renamer(["Marit", "Kestria"], seed)
    assert new("Marit") != new("Kestria")
    assert new("KESTRIA") == new("Kestria").upper()
    assert new("Kestrian, Kestria's") == f"{new('Kestria')}n, {new('Kestria')}'s"
    assert new("Maritime") == "Maritime"


def test_a_full_copy_keeps_dateline_and_text(tmp_path: Path) -> None:
    """It has the agency's title, sign and all paragraphs."""
    article = load_archive(small_press(tmp_path, events=copy("full"))).of("daily")[0]
    assert article.versions[0].title == "Ship lost"
    assert article.versions[0].body == ("PORT, March 3 (NW) - One.", "Two.", "Three.", "Four.")
    assert (article.byline, article.copy_of) == ("North Wire", "a")


def test_a_cut_copy_keeps_the_first_half(tmp_path: Path) -> None:
    """It ends with the agency's sign."""
    article = load_archive(small_press(tmp_path, events=copy("cut"))).of("daily")[0]
    assert article.versions[0].body == ("One.", "Two. (NW)")


def test_a_prefixed_copy_begins_with_own_words(tmp_path: Path) -> None:
    """The outlet's own lead stands before the agency's text."""
    events = copy("prefixed", extra='body = "Own lead."')
    article = load_archive(small_press(tmp_path, events=events)).of("daily")[0]
    assert article.versions[0].body == ("Own lead.", "One.", "Two.", "Three.", "Four.", "(NW)")


def test_a_later_version_changes_what_it_names(tmp_path: Path) -> None:
    """Title and text are replaced from its time on; what it does not name stays."""
    later = '[[article.later]]\nat = "day 1 12:00"\ntitle = "Ship found"\ncorrection = "It was found."\n'
    article = load_archive(small_press(tmp_path, events=WIRE + later)).of("wire")[0]
    before, after = article.at(moment("day 1 11:59")), article.at(moment("day 1 12:00"))
    assert article.at(moment("day 1 09:59")) is None
    assert before is not None
    assert after is not None
    assert (before.title, before.correction) == ("Ship lost", None)
    assert (after.title, after.correction, after.body) == ("Ship found", "It was found.", before.body)


@pytest.mark.parametrize(
    ("events", "message"),
    [
        (WIRE.replace("place", "plaice"), "ship.toml: article a: unknown key 'plaice'"),
        (WIRE.replace('title = "Ship lost"', ""), "'title' is missing or empty"),
        (WIRE.replace('"wire"', '"wyre"'), "no outlet 'wyre'; known are daily, wire"),
        (WIRE.replace("day 1 10:00", "monday"), "no moment 'monday'; write it like 'day 2 18:00'"),
        (WIRE.replace("day 1", "day 5"), "days are 1 to 4"),
        (WIRE + WIRE, "the key 'a' is used twice"),
        (WIRE + WIRE.replace('"a"', '"b"'), "share the address /ship-lost"),
        (copy("full", of="x"), "copies 'x', which is no original article"),
        (copy("full", at="day 1 09:00"), "is older than 'a', which it copies"),
        (copy("half"), "a copy says how: one of full, cut, prefixed"),
        (WIRE + '[[article.later]]\nat = "day 1 09:00"', "a later version must be later"),
        (WIRE + '[[article.later]]\nat = "day 1 11:00"\nname = "x"', "unknown key 'name' in a later version"),
        ("[[article]", "ship.toml: not TOML"),
        ("colour = 1", "unknown key 'colour'; a file has event, outlet and"),
    ],
)
def test_bad_articles_are_refused_clearly(tmp_path: Path, events: str, message: str) -> None:
    """The error says where it is and what would be right."""
    with pytest.raises(PressDataError) as caught:
        load_archive(small_press(tmp_path, events=events))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("outlets", "message"),
    [
        (OUTLETS.replace("motto", "moto"), "outlet 'wire': unknown key 'moto'"),
        (OUTLETS.replace('motto = "m"\n', ""), "outlet 'wire': 'motto' is missing"),
        (OUTLETS.replace('"atom"\n', '"cdf"\n'), "feed is 'cdf'; it must be one of rss, atom, rdf, json"),
        (OUTLETS.replace('"daily"\nname', '"wire"\nname'), "outlet 'wire' is listed twice"),
        (OUTLETS + 'faults = [{ from = "day 1 00:00", kind = "error" }]', "a fault has from, until and kind"),
        (
            OUTLETS + 'faults = [{ from = "day 2 00:00", until = "day 1 00:00", kind = "error" }]',
            "the fault ends before it starts",
        ),
    ],
)
def test_bad_outlets_are_refused_clearly(tmp_path: Path, outlets: str, message: str) -> None:
    """The error names the outlet and what is wrong with it."""
    with pytest.raises(PressDataError) as caught:
        load_archive(small_press(tmp_path, outlets=outlets))
    assert message in str(caught.value)


def test_a_name_of_two_words_is_refused(tmp_path: Path) -> None:
    """Names are listed word by word."""
    with pytest.raises(PressDataError, match="'Lake Tir' is not one capitalised word"):
        load_archive(small_press(tmp_path, names='places = ["Lake Tir"]'))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """An empty folder is no press."""
    with pytest.raises(PressDataError, match=r"names\.toml: cannot be read"):
        load_archive(tmp_path)


def _text(archive: Archive) -> str:
    parts = [f"{outlet.name} {outlet.motto} {outlet.credit}" for outlet in archive.outlets]
    for article in archive.articles:
        parts += [article.byline or "", article.path]
        for version in article.versions:
            parts += [version.title, version.summary, *version.body, version.correction or ""]
    return "\n".join(parts)
