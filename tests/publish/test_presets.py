import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from markdown_it import MarkdownIt
from tests.records.invented import records

from newsloom.model.edition import Edition, Entry
from newsloom.model.record import Record, RecordImage, RecordProvider
from newsloom.publish.presets import Pages, Preset, presets
from newsloom.publish.presets.page import name_of
from newsloom.publish.presets.wording import address, inert, markdown, plain
from newsloom.publish.schemas import Schemas, record_schema
from newsloom.records.codec import render
from newsloom.records.tree import moment, tree
from newsloom.settings.schema import PRESETS
from newsloom.testing.editions import an_edition
from newsloom.testing.hostile import hostile_entries, hostile_texts, hostile_urls

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GENERATORS = [name for name in PRESETS if name != "smartable"]
MANY = 250
SCHEMA = Draft202012Validator(json.loads(record_schema()), format_checker=FormatChecker())

# What front matter may say at its top: nothing that steers a generator comes from anybody but newsloom.
TIME = {"type": "string", "format": "date-time"}
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
FLAG = {"type": "boolean"}
RECORD = {"type": "object"}
FRONTS: Mapping[str, Mapping[str, Any]] = {
    "jekyll": {
        **dict.fromkeys(("title", "excerpt"), TEXT),
        **dict.fromkeys(("date", "last_modified_at"), TIME),
        "tags": TEXTS,
        "published": FLAG,
        "record": RECORD,
    },
    "hugo": {
        **dict.fromkeys(("title", "description"), TEXT),
        **dict.fromkeys(("date", "lastmod"), TIME),
        "tags": TEXTS,
        "draft": FLAG,
        "params": {"type": "object", "properties": {"record": RECORD}, "additionalProperties": False},
    },
    "eleventy": {
        **dict.fromkeys(("title", "description"), TEXT),
        "date": TIME,
        "tags": TEXTS,
        "record": RECORD,
        "templateEngineOverride": {"const": "md"},
        "permalink": {"const": False},
        "eleventyExcludeFromCollections": {"const": True},
    },
    "astro": {
        **dict.fromkeys(("title", "description"), TEXT),
        **dict.fromkeys(("pubDate", "updatedDate"), TIME),
        "tags": TEXTS,
        "draft": FLAG,
        "record": RECORD,
    },
    "zola": {
        **dict.fromkeys(("title", "description"), TEXT),
        **dict.fromkeys(("date", "updated"), TIME),
        "draft": FLAG,
        "path": {"pattern": "^news/[a-z0-9-]+$"},
        "taxonomies": {"type": "object", "properties": {"topics": TEXTS}, "additionalProperties": False},
        "extra": {"type": "object", "properties": {"record": RECORD}, "additionalProperties": False},
    },
}
WORDS: Mapping[str, Callable[[str], str]] = {
    "jekyll": inert,
    "eleventy": inert,
    "hugo": plain,
    "astro": plain,
    "zola": plain,
}


def a_record(**fields: object) -> Record:
    """A published record of an invented paper."""
    record = Record(
        title="Trams are back",
        excerpt="All lines run again.",
        published_at=NOON,
        web_url="https://kurier.example/1",
        quality=70,
        heat=80,
        published=True,
        provider=RecordProvider(name="Kurier", domain="kurier.example"),
        topics=("Transit",),
    )
    return replace(record, **fields)  # type: ignore[arg-type]  # a builder takes what comes


def an_entry(record: Record, name: str = "2026-03-01-trams-are-back") -> Entry:
    """The record at a path."""
    return Entry(path=f"_news/{name}.md", record=record)


def texts_of(value: object) -> object:
    """The same with times as texts, as JSON has them."""
    match value:
        case dict():
            return {key: texts_of(inner) for key, inner in value.items()}
        case list():
            return [texts_of(inner) for inner in value]
        case datetime():
            return moment(value)
    return value


def read(content: bytes) -> tuple[dict[str, Any], str]:
    """Front matter, by a parser that is not ours, and the body."""
    text = content.decode()
    mark = text[:3]
    _, front, body = text.split(f"{mark}\n", 2)
    data = tomllib.loads(front) if mark == "+++" else yaml.load(front, Loader=yaml.CSafeLoader)
    return texts_of(data), body  # type: ignore[return-value]  # a mapping at its top


def record_in(front: Mapping[str, Any]) -> dict[str, Any]:
    """Where a preset keeps the record."""
    found: dict[str, Any] = (front.get("params") or front.get("extra") or front)["record"]
    return found


@pytest.fixture(params=GENERATORS)
def preset(request: pytest.FixtureRequest) -> Preset:
    """Each generator's."""
    return presets()[request.param]


@pytest.fixture(scope="module")
def hostile() -> list[Entry]:
    """Records of nothing but trouble."""
    return hostile_entries(MANY)


def test_every_setting_has_a_preset() -> None:
    """What the settings know is what there is, the byte-exact one first."""
    assert tuple(presets()) == PRESETS


def test_smartable_is_byte_exact() -> None:
    """The preset nobody has to name is the record contract's file."""
    record = a_record()
    (made,) = Pages(preset=presets()["smartable"]).render(an_edition(an_entry(record), at=NOON))
    assert made.made == render(record)
    assert made.path == "_news/2026-03-01-trams-are-back.md"


@settings(max_examples=25, deadline=None)
@given(record=records())
def test_any_record_is_its_tree(record: Record) -> None:
    """What YAML reads from a record's file is the tree, times as texts."""
    clean = record.storable()
    front = render(clean).decode().split("---\n", 2)[1]
    assert texts_of(yaml.load(front, Loader=yaml.CSafeLoader)) == tree(clean)


def test_hostile_front_matter_says_what_was_meant(preset: Preset, hostile: list[Entry]) -> None:
    """An independent parser reads every text back; keys are newsloom's, and the record is valid."""
    front_schema = Draft202012Validator({
        "type": "object",
        "properties": dict(FRONTS[preset.name]),
        "additionalProperties": False,
        "required": ["title"],
    })  # fmt: skip
    words = WORDS[preset.name]
    for entry in hostile:
        front, _ = read(preset.page(entry).made)
        record = record_in(front)
        assert not list(front_schema.iter_errors(front)), entry.path
        assert not list(SCHEMA.iter_errors(record)), entry.path
        assert front["title"] == record["title"] == words(entry.record.title)
        assert record["provider"]["name"] == words(entry.record.provider.name)
        assert record["authors"] == [words(author) for author in entry.record.authors]


def test_hostile_bodies_are_words_and_links(preset: Preset, hostile: list[Entry]) -> None:
    """No template, no tag, no heading, no code: paragraphs, quotes, lists, and links to the web."""
    reader = MarkdownIt("gfm-like", {"html": True, "typographer": True, "linkify": False})
    allowed = {"text", "softbreak", "link_open", "link_close"}
    blocks = {"paragraph", "bullet_list", "list_item", "blockquote"}
    for entry in hostile:
        _, body = read(preset.page(entry).made)
        assert not re.search(r"[{}<`|]|^[ \t]", body, re.MULTILINE), body
        for token in reader.parse(body):
            if token.type != "inline":
                assert token.type.removesuffix("_open").removesuffix("_close") in blocks, body
            for child in token.children or ():
                assert child.type in allowed, body
                assert str(child.attrs.get("href", "https://")).startswith(("https://", "http://"))


@given(text=st.text(max_size=80))
def test_markdown_means_the_text(text: str) -> None:
    """A reader of Markdown sees the words, however they are spelt."""
    (html,) = re.findall(
        r"<p>(.*)</p>", MarkdownIt("gfm-like", {"linkify": False}).render("x " + markdown(text)), re.DOTALL
    )
    shown = re.sub("&quot;", '"', html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert "<p>" not in html
    assert shown.split() == ["x", *plain(text).split()]


@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_inert_text_is_no_html(text: str) -> None:
    """However a template prints it, nothing begins or ends; saying it twice changes nothing."""
    assert not set("<>\"'`") & set(inert(text))
    assert inert(inert(text)) == inert(text)
    assert unescape(inert(text)) == inert(text)
    assert len(inert(text)) <= len(text)


def test_addresses_are_of_the_web_and_end_nothing() -> None:
    """Every address that is none is left out; the others hold no character of a tag, a template or a link's end."""
    for url in hostile_urls(2_000):
        clean = address(url)
        if clean is None:
            continue
        assert re.fullmatch(r"https?://[^\s\"'<>`{}|\\^()\x00-\x1f\u0080-\U0010ffff]+", clean), url
        assert address(clean) == clean
        assert "secret" not in clean
    assert address("javascript:x()") is None
    assert address("https://[::1]:8080/a?b=[c]") == "https://[::1]:8080/a?b=%5Bc%5D"


def test_names_are_addresses_that_stay_apart(preset: Preset, hostile: list[Entry]) -> None:
    """However a generator makes an address of a file's name, two records have two."""
    paths = [preset.page(entry).path for entry in hostile]
    slugs = {re.sub("[^a-z0-9]+", "-", Path(path).stem).strip("-") for path in paths}
    assert len(slugs) == len(set(paths)) == len(paths)
    for name in ("a-b-", "a-b", "a--b", "-a-b"):
        assert re.fullmatch(r"a-b(-[0-9a-f]{10})?\.md", name_of(an_entry(a_record(), name)))
    assert len(name_of(an_entry(a_record(), "a" * 251 + "-"))) <= 255


@pytest.mark.parametrize(
    "fields",
    [
        {"published": False},
        {"published": False, "heat": -1},
        {"withdrawn": NOON},
        {"quality": None, "heat": None, "published": None},
    ],
    ids=["cold", "demoted", "withdrawn", "unscored"],
)
def test_what_is_not_shown_is_not_built(fields: dict[str, object], preset: Preset) -> None:
    """Each generator is told in its own words, and the record says why."""
    page = preset.page(an_entry(a_record(**fields)))
    front, _ = read(page.made)
    hidden = {
        "jekyll": front.get("published") is False,
        "hugo": front.get("draft"),
        "zola": front.get("draft"),
        "eleventy": front.get("permalink") is False and front.get("eleventyExcludeFromCollections"),
        "astro": page.path.startswith("src/content/news-withheld/") and front.get("draft"),
    }
    assert hidden[preset.name]
    assert ("withdrawn" in record_in(front)) == ("withdrawn" in fields)


def test_nothing_sealed_and_no_html_leaves(preset: Preset) -> None:
    """Sealed fields, frames of videos, credentials and pictures without an address stay out of a site's source."""
    image = RecordImage(url="javascript:x()", width=1, height=1)
    record = a_record(
        secured="QQ==;Qg==",
        notes="Qw==;RA==",
        featured_content="<iframe>",
        images=(image,),
        web_url="https://a:b@kurier.example/1",
    )
    content = preset.page(an_entry(record)).made.decode()
    assert not any(word in content for word in ("QQ==", "Qw==", "iframe", "javascript", "a:b@"))


def test_a_correction_is_in_the_body(preset: Preset) -> None:
    """A correction stands as a quote below the excerpt, whatever it says."""
    _, body = read(preset.page(an_entry(a_record(correction="It was *two* lines."))).made)
    assert "\n> It was &#42;two&#42; lines.\n" in body


def test_related_reports_are_links(preset: Preset) -> None:
    """The article and each other report are named with their outlets."""
    entry = next(entry for entry in hostile_entries(40) if entry.record.related and entry.record.web_url)
    _, body = read(preset.page(entry).made)
    assert body.count("\n- ") == len(entry.record.related)


def test_the_schema_is_sound_and_documented() -> None:
    """The published schema is one, and the same as in the documents."""
    Draft202012Validator.check_schema(json.loads(record_schema()))
    assert (ROOT / "docs/reference/record-v1.json").read_bytes() == record_schema()
    (made,) = Schemas().render(Edition(at=NOON))
    assert made.path == "schema/record-v1.json"
    assert made.made == record_schema()


@settings(max_examples=25, deadline=None)
@given(record=records())
def test_any_written_record_is_valid(record: Record) -> None:
    """The schema takes every record newsloom can write, as far as addresses are of the web."""
    mistakes = list(SCHEMA.iter_errors(tree(record.storable())))
    assert all("does not match '^https?://'" in mistake.message for mistake in mistakes), mistakes


def test_the_schema_refuses() -> None:
    """A record without a title, with a local time or a text as heat is none."""
    sound = tree(a_record())
    assert SCHEMA.is_valid(sound)
    for wrong in ({"title": None}, {"publishedDateTime": "2026-03-01 12:00"}, {"heat": "90"}, {"webUrl": "/1"}):
        assert not SCHEMA.is_valid({**sound, **wrong})


def test_long_texts_are_quick(preset: Preset) -> None:
    """A text of twenty thousand characters costs no more than its length."""
    page = preset.page(
        an_entry(a_record(title="{{ x }}\\" * 2_500, excerpt="-.:" * 7_000, published_at=NOON + timedelta(1)))
    )
    assert len(page.made) > 60_000


def test_every_hostile_text_keeps_its_mark() -> None:
    """However a text is made harmless, the word that finds it again stays."""
    for text in hostile_texts(4_000):
        for made in (plain(text.text), inert(text.text), markdown(text.text)):
            assert text.mark in made
