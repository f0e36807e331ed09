"""`newsloom article` shows all that is made of one page."""

import gzip
from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, Site

PAGE = b"""<html lang="en"><head><title>Bridge reopens after repair | The Daily</title>
<meta property="og:site_name" content="The Daily"><link rel="canonical" href="https://daily.example/2026/11/20/bridge">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge reopens after repair",
"datePublished":"2026-11-20T08:00:00+01:00","author":{"@type":"Person","name":"Ada Quill"}}</script></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Old bridge is back</h1>
<p class="by">By Ines Marlow</p><div class="story">
<p>The old bridge over the river Ard reopened on Friday after eleven months of repair, the city said, and the first
trams crossed it at dawn, watched by some hundred early risers.</p>
<p>Engineers had found cracks in two of its nine arches. The work cost 4.2 million crowns, a third more than had been
planned when it began, and took two months longer than the city had promised.</p>
<p class="extra">Tell us what you think of the bridge in our survey of readers, which takes two minutes.</p>
</div></article></body></html>"""
RULES = """
[site."daily.example"]
keep = "div.story"
drop = [".extra", ".missing"]
title = "article h1"
authors = ".by"
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page saved to a file."""
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    return path


def test_fields_of_a_saved_page(newsloom: Newsloom, page: Path) -> None:
    """A file needs no desk; each field says where it came from, and the address is the page's own."""
    data = newsloom("article", page, "--json").data
    assert (data["title"], data["authors"]) == ("Bridge reopens after repair", ["Ada Quill"])
    assert data["url"] == "https://daily.example/2026/11/20/bridge"
    assert data["published"] == "2026-11-20T07:00:00+00:00"
    assert (data["language"], data["genre"], data["read"]) == ("en", "report", "read")
    assert {data["provenance"][name] for name in ("title", "authors", "published")} == {"json-ld"}
    assert "eleven months" in data["text"]
    assert data["words"] > 60
    assert (data["publisher"]["domain"], data["publisher"]["family"], data["agency"]) == ("daily.example",) * 2 + ("",)


def test_a_file_may_be_packed_and_its_address_given(newsloom: Newsloom, tmp_path: Path) -> None:
    """Gzip is undone; `--url` says where the page came from."""
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(PAGE))
    data = newsloom("article", packed, "--url", "https://daily.example/seen", "--json").data
    assert data["page"]["url"] == "https://daily.example/seen"
    packed.write_bytes(gzip.compress(PAGE)[:200])
    assert "damaged gzip" in newsloom("article", packed).err


def test_an_address_reads_as_its_file(newsloom: Newsloom, site: Site, desk: Path) -> None:
    """From a server the page reads as from disk."""
    site.pages["/page"] = ("text/html", PAGE)
    data = newsloom("article", f"{site.address}/page", "--json", "--desk", desk).data
    assert data["title"] == "Bridge reopens after repair"


def test_a_picture_of_unknown_size_is_measured(newsloom: Newsloom, site: Site, desk: Path) -> None:
    """As a run would; a file is read without the network."""
    head = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + (1200).to_bytes(4) + (675).to_bytes(4) + b"\x08\x02\0\0\0"
    page = PAGE.replace(b"<title>", b'<meta property="og:image" content="/bridge.png"><title>')
    site.pages.update({"/page": ("text/html", page), "/bridge.png": ("image/png", head)})
    image = newsloom("article", f"{site.address}/page", "--json", "--desk", desk).data["image"]
    assert (image["url"], image["width"], image["height"]) == (f"{site.address}/bridge.png", 1200, 675)


def test_rules_change_what_is_read_and_say_what_they_found(newsloom: Newsloom, page: Path, tmp_path: Path) -> None:
    """Each rule tells its elements and words; the reading is shown without and with the rules."""
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES, encoding="utf-8")
    data = newsloom("article", page, "--rules", rules, "--json").data
    assert (data["title"], data["authors"]) == ("Old bridge is back", ["Ines Marlow"])
    assert "survey" not in data["text"]
    assert data["provenance"]["title"] == "rules"
    found = {rule["selector"]: rule["elements"] for rule in data["rules"]["found"]}
    assert found == {"div.story": 1, ".extra": 1, ".missing": 0, "article h1": 1, ".by": 1}
    assert any(".missing" in problem for problem in data["page"]["problems"])
    shown = newsloom("article", page, "--rules", rules).out
    assert "'Bridge reopens after repair' without rules, 'Old bridge is back' with them" in shown


def test_rules_of_the_desk(newsloom: Newsloom, page: Path, desk: Path) -> None:
    """The desk's rules count as they do in a run; asked for where there are none, the table to write is named."""
    assert 'a table [site."daily.example"]' in newsloom("article", page, "--rules", "--desk", desk).err
    settings = desk / "newsloom.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + RULES, encoding="utf-8")
    assert newsloom("article", page, "--json", "--desk", desk).data["title"] == "Old bridge is back"
    assert "div.story" in newsloom("article", page, "--rules", "--desk", desk).out


@pytest.mark.parametrize(
    ("rules", "line", "said"),
    [
        ('[site."daily.example"]\nkeep = "div["', 2, "is no CSS selector"),
        ('[site."daily.example"]\nkep = "div"', 2, "did you mean `keep`?"),
        ('[site."https://daily.example"]\nkeep = "div"', 1, "is no host"),
        ('[site."daily.example"]\ndrop = 3', 2, "a CSS selector or a list of them"),
        ('[site]\n"daily.example" = "div"', 2, "a table is wanted"),
        ('[site."a.example"]\n[site."www.a.example"]', 2, "put them together"),
    ],
)
def test_faulty_rules_name_the_line(
    newsloom: Newsloom, page: Path, tmp_path: Path, rules: str, line: int, said: str
) -> None:
    """A fault in a rule is told with file, line and what would be right."""
    path = tmp_path / "rules.toml"
    path.write_text(rules, encoding="utf-8")
    result = newsloom("article", page, "--rules", path)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert f"{path}:{line}:" in result.err


def test_a_stored_article_by_its_id(newsloom: Newsloom, site: Site, desk: Path) -> None:
    """An id shows what the desk holds, and its story."""
    newsloom("add", site.feed("/feed", "The Post", "Old bridge reopened"), "--desk", desk)
    newsloom("run", "--desk", desk)
    story = newsloom("stories", "--all", "--json", "--desk", desk).data[0]
    data = newsloom("article", story["articles"][0]["id"], "--json", "--desk", desk).data
    assert (data["title"], data["story"], data["revision"]) == ("Old bridge reopened", story["id"], 1)
    assert [seen["source"] for seen in data["sightings"]] == ["127-0-0-1-" + site.address.rpartition(":")[2] + "-feed"]
    assert "Old bridge reopened" in newsloom("article", data["id"], "--desk", desk).out
    assert "no article `0123456789abcdef`" in newsloom("article", "0123456789abcdef", "--desk", desk).err


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 text", "pdf"),
        (b"\x89PNG\r\n", "image"),
        (b"<html><frameset><frame src=a></frameset></html>", "frame set"),
        (b"<html><title>x</title><div id=root></div><script>go()</script></html>", "needs javascript"),
    ],
)
def test_what_is_no_article_is_named(newsloom: Newsloom, tmp_path: Path, body: bytes, said: str) -> None:
    """A page without an article is refused in one line that says what it is."""
    path = tmp_path / "page"
    path.write_bytes(body)
    result = newsloom("article", path, "--url", "https://daily.example/1")
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert str(path) in result.err


def test_control_codes_of_a_page_reach_no_terminal(newsloom: Newsloom, tmp_path: Path) -> None:
    """Nothing on a page can steer the terminal."""
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.replace(b"Bridge", b"\x1b[2JBr\x07idge").replace(b"Ada", b"A\xc2\x9bda"))
    shown = newsloom("article", path, "--text")
    assert shown.code == 0
    assert not set(shown.out) & {chr(code) for code in (*range(10), *range(11, 32), *range(127, 160))}
