import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from newsloom.errors import SettingsError
from newsloom.settings.locate import line_of
from newsloom.settings.read import TABLES, find_desk, read_settings, source_id
from newsloom.settings.template import new_desk

WRONG = ("[1, {}]", "{ a = 1 }", "1979-05-27T07:32:00Z")
KEYS = [
    (table, field.name)
    for table, struct in TABLES.items()
    if table not in {"", "source", "alert"}
    for field in structs.fields(struct)
    if (table, field.name) != ("edition", "topics")  # a table of free keys; test_edition.py
]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Where a newsloom.toml goes."""
    return tmp_path / "newsloom.toml"


def fault(path: Path, text: str | bytes) -> SettingsError:
    """What reading this file raises."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(SettingsError) as raised:
        read_settings(path)
    assert raised.value.path == path
    return raised.value


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize(("table", "key"), KEYS)
def test_a_value_of_the_wrong_type_is_named_with_its_line(desk: Path, table: str, key: str, wrong: str) -> None:
    """Whatever key it is."""
    error = fault(desk, f"# a desk\n[{table}]\n\n{key} = {wrong}\n")
    assert error.line == 4
    assert f"`{table}.{key}" in error.problem


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("key", [field.name for field in structs.fields(TABLES["source"])])
def test_a_wrong_value_in_the_third_source_is_found_there(desk: Path, key: str, wrong: str) -> None:
    """The line is that of the third block, not of the first that has such a key."""
    block = '[[source]]\nurl = "https://{}.example/rss"\n'
    others = block.format("a") + block.format("b") + "[[source]]\n"
    url = "" if key == "url" else 'url = "https://c.example/"\n'
    error = fault(desk, f"{others}{url}{key} = {wrong}\n")
    assert error.line == (6 if key == "url" else 7)


@pytest.mark.parametrize(
    ("table", "near", "meant"),
    [
        ("desk", "titel", "title"),
        ("fetch", "backlogs", "backlog"),
        ("fetch", "interval_minute", "interval_minutes"),
        ("profile", "treshold", "threshold"),
        ("topics", "folders", "folder"),
    ],
)
def test_an_unknown_key_gets_a_suggestion(desk: Path, table: str, near: str, meant: str) -> None:
    """The key that was probably meant, and where."""
    error = fault(desk, f"\n[{table}]\n{near} = 1\n")
    assert error.line == 3
    assert f"`{near}` in [{table}]" in error.problem
    assert f"did you mean `{meant}`?" in error.problem


def test_an_unknown_key_like_no_other_gets_the_list(desk: Path) -> None:
    """All that is known there."""
    assert "known here: folder, root" in fault(desk, "[topics]\nxyzzy = 1\n").problem


def test_an_unknown_table_is_named(desk: Path) -> None:
    """With the nearest one."""
    error = fault(desk, "[desk]\n\n[fetsh]\nbacklog = 1\n")
    assert (error.line, "did you mean `fetch`?" in error.problem) == (3, True)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[[source]]\nurl = "https://a.example/"\n[[source]]\nurl = "https://b.example/"\nmutd = true\n', 5),
        ('[desk]\ntitle = """\nbacklg = 1\n[fetch]\nbacklg = 2\n"""\n[fetch]\nbacklg = 3\n', 8),
        ("[desk]\ntitle = '''\n[fetch]\nbacklg = 2'''\n# [fetch]\n# backlg = 1\n[fetch] # backlg = 1\nbacklg = 3\n", 8),
        ("fetch.backlog = 3\nfetch.backlg = 3\n", 2),
        ('fetch . "backlg" = 3\n', 1),
        ("[desk]\n[fetch]\n'backlg' = 3\n", 3),
        ("desk = {}\nfetch = { backlog = 3, backlg = 4 }\n", 2),
        ('source = [\n  { url = "https://a.example/" },\n  { url = "https://b.example/",\n    mutd = true },\n]\n', 4),
        ('["fetch"]\nbacklog = 2\n"back.lg" = 3\n', 3),
        ('[desk]\ntitle = "[fetch]"\n[ fetch ]\nallow_private = [\n  "backlg = 1", # backlg\n]\nbacklg = 3\n', 7),
        ('[desk]\ntitle = "a \\" # [fetch]"\n\n[fetch]\nbacklg = 3\n', 5),
        ("[desk]\r\n\r\n[fetch]\r\nbacklg = 3\r\n", 4),
        ("[desk]\ntitle = 'a\u2028b\x85c'\n[fetch]\nbacklg = 3\n", 4),
    ],
)
def test_the_line_of_an_unknown_key_is_right_however_the_file_is_written(desk: Path, text: str, line: int) -> None:
    """Blocks, dotted and quoted keys, inline tables, comments and long strings that look like keys."""
    if '{ url = "https://b.example/",\n' in text:  # TOML 1.0 has no line ends in inline tables
        text, line = text.replace(",\n    mutd", ", mutd"), 3
    error = fault(desk, text)
    assert error.line == line
    assert "unknown key" in error.problem


def test_a_mark_at_the_beginning_is_passed_over(desk: Path) -> None:
    """Some editors write a byte order mark."""
    desk.write_bytes('\ufeff[desk]\r\ntitle = "Ours"\r\n'.encode())
    assert read_settings(desk).desk.title == "Ours"


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n"])
def test_an_empty_file_is_a_desk_of_defaults(desk: Path, text: str) -> None:
    """Every key has a default."""
    desk.write_text(text)
    settings = read_settings(desk)
    assert (settings.sources, settings.fetch.backlog, settings.profile.name) == ((), 50, "default")


def test_a_new_desk_reads_as_defaults_with_its_title(desk: Path) -> None:
    """The template is right, whatever the title."""
    desk.write_text(new_desk('The "Weekly"\\Post'), encoding="utf-8")
    assert read_settings(desk).desk.title == 'The "Weekly"\\Post'


def test_what_the_template_shows_is_right_when_it_is_taken_in(desk: Path) -> None:
    """Each commented key, uncommented, is read."""
    lines = new_desk("Ours").splitlines()
    taken = [re.sub(r"^# (?=[\w\".]+ = |\[)", "", line) for line in lines]
    desk.write_text("\n".join(taken) + "\n")
    settings = read_settings(desk)
    assert [source.id for source in settings.sources] == ["daily"]
    assert settings.sources[0].tier == 20
    assert settings.tiers == {"wire.example": 30}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[[source]]\nurl = "ftp://a.example/"\n', 2, "https:// or http://"),
        (
            '[[source]]\nid = "a"\nurl = "https://a.example/"\n\n[[source]]\nid = "a"\nurl = "https://b.example/"\n',
            6,
            "`a`",
        ),
        (
            '[[source]]\nid = "a"\nurl = "https://a.example/"\n[[source]]\nid = "b"\nurl = "https://a.example/"\n',
            6,
            "as `a`",
        ),
        ('[[source]]\nkind = "fed"\nurl = "https://a.example/"\n', 2, "did you mean `feed`"),
        ('[[source]]\ntitle = "No address"\n', 1, "url"),
        ("[fetch]\nbacklog = -1\n", 2, ">= 0"),
        ("[fetch]\n\ninterval_minutes = -5\n", 3, "> 0"),
        ("[fetch]\ninterval_minutes = nan\n", 2, "interval_minutes"),
        ("[fetch]\nspacing_seconds = inf\n", 2, "spacing_seconds"),
        ("[fetch]\nworkers = 0\n", 2, ">= 1"),
        ('[desk]\ntime_zone = "Europe/Pariss"\n', 2, "Europe/Pariss"),
        ('[desk]\ntime_zone = "../../etc/passwd"\n', 2, "IANA"),
        ('[desk]\ntime_zone = ""\n', 2, "IANA"),
        ('[profile]\nname = "smartible"\n', 2, "did you mean `smartable`"),
        ('[desk]\nbase_url = "news.example"\n', 2, "https:// or http://"),
        ('[desk]\noutput = " "\n', 2, "empty"),
        ('[tiers]\n"a.example" = 1\n"b.example" = "high"\n', 3, "b.example"),
        ('[tiers]\n"a.example" = 1000\n', 2, "a.example"),
        ("[desk]\ntitle = \n", 2, "not valid TOML"),
        ("[desk]\ntitle = 1\ntitle = 2\n", 3, "not valid TOML"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(desk: Path, text: str, line: int, said: str) -> None:
    """And with what would be right."""
    error = fault(desk, text)
    assert error.line == line
    assert said in error.problem


def test_another_encoding_is_told(desk: Path) -> None:
    """A file in Latin-1."""
    assert "UTF-8" in fault(desk, '[desk]\ntitle = "Übersicht"\n'.encode("latin-1")).problem


def test_a_missing_desk_says_how_to_make_one(tmp_path: Path) -> None:
    """Named, in the environment or here."""
    with pytest.raises(SettingsError, match="newsloom init"):
        find_desk(tmp_path)
    with pytest.raises(SettingsError, match="newsloom init"):
        find_desk(None, {"NEWSLOOM_DESK": str(tmp_path / "elsewhere")})


def test_ids_are_made_from_addresses() -> None:
    """Short words, never empty."""
    assert source_id("https://www.daily.example/news/rss.xml?x=1") == "daily-example-news-rss-xml-x-1"
    assert source_id("https://例え.example/") == "example"
    assert source_id("https://例/") == "source"


PLAIN: st.SearchStrategy[Any] = st.one_of(
    st.integers(-9, 9),
    st.booleans(),
    st.text(max_size=6),
    st.just(datetime(2026, 3, 1, 12, tzinfo=UTC)),
    st.just([1, [2], {"a": [3]}]),
)
NAMES = st.text(alphabet='ab.[]"#= ', max_size=4)


@given(
    st.dictionaries(
        NAMES,
        st.one_of(
            PLAIN,
            st.dictionaries(NAMES, PLAIN, max_size=3),
            st.lists(st.dictionaries(NAMES, PLAIN, max_size=2), max_size=3),
        ),
        max_size=4,
    )
)
def test_every_key_is_found_on_a_line_that_holds_it(data: dict[str, Any]) -> None:
    """Whatever the keys are called and the values hold."""
    text = tomlkit.dumps(data)
    lines = text.split("\n")
    for key, value in data.items():
        line = line_of(text, "$", key)
        if isinstance(value, list | dict) and not value:
            continue
        assert line is not None
        for inner in value if isinstance(value, dict) else ():
            place = line_of(text, "$", key, inner)
            assert place is not None
            said = lines[place - 1]
            assert not inner.isalpha() or inner in said
            assert said.strip(), "no key stands on an empty line"
