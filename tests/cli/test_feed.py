"""`newsloom feed` shows what was made of one feed."""

import gzip
import json
from pathlib import Path

from tests.cli.stage import Newsloom, Site

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title>
<entry><id>tag:1</id><title>Old bridge closed</title><link href="https://post.example/1"/>
<author><name>Ada Quill</name></author><category term="Bridges"/>
<published>2026-11-20T10:00:00+02:00</published><updated>2026-11-20T11:00:00Z</updated>
<summary>Cracks.</summary><content type="html">&lt;p&gt;Cracks &lt;script&gt;x()&lt;/script&gt;were found.&lt;/p&gt;
</content></entry></feed>"""
FIELDS = {"id", "url", "title", "authors", "published", "updated", "summary", "content", "image", "categories"}


def test_fields_of_an_entry(newsloom: Newsloom, tmp_path: Path) -> None:
    """Format, entries with every field, problems; times in UTC, bodies made harmless."""
    path = tmp_path / "feed.xml"
    path.write_bytes(ATOM)
    data = newsloom("feed", path, "--json").data
    entry = data["entries"][0]
    assert {"format", "entries", "problems"} <= set(data)
    assert set(entry) >= FIELDS
    assert (entry["id"], entry["url"], entry["title"]) == ("tag:1", "https://post.example/1", "Old bridge closed")
    assert (entry["authors"], entry["categories"], entry["image"]) == (["Ada Quill"], ["Bridges"], None)
    assert (entry["published"], entry["updated"]) == ("2026-11-20T08:00:00Z", "2026-11-20T11:00:00Z")
    assert "script" not in entry["content"]
    assert "were found" in entry["content"]


def test_a_file_and_an_address_say_the_same(newsloom: Newsloom, site: Site, tmp_path: Path, desk: Path) -> None:
    """Packed or not, from disk or from a server, the feed reads the same."""
    site.pages["/feed"] = ("application/atom+xml", ATOM)
    packed = tmp_path / "feed.xml.gz"
    packed.write_bytes(gzip.compress(ATOM))
    plain = newsloom("feed", f"{site.address}/feed", "--json", "--desk", desk).data
    assert newsloom("feed", packed, "--json").data["entries"] == plain["entries"]
    packed.write_bytes(gzip.compress(ATOM)[:60])
    assert "damaged gzip" in newsloom("feed", packed).err


def test_addresses_that_bring_nothing(newsloom: Newsloom, site: Site, desk: Path) -> None:
    """Without a desk that allows it a private address is refused; a page is not a feed; the line says where."""
    site.page("/page")
    refused = newsloom("feed", f"{site.address}/page", "--desk", desk.parent)
    assert refused.code == 2
    for path, said in (("/page", "an HTML page"), ("/nowhere", "answered 404")):
        result = newsloom("feed", site.address + path, "--desk", desk)
        assert (result.code, result.out) == (2, "")
        assert said in result.err
        assert site.address + path in result.err


def test_no_control_codes_from_a_feed(newsloom: Newsloom, tmp_path: Path) -> None:
    """A title cannot steer the terminal."""
    path = tmp_path / "feed.json"
    item = {"id": "1", "url": "https://a.example/\x1b]0;x\x07", "title": "\x1b[2J\x9b31mred\x07\r\b"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "\x1b[31mThe Post", "items": [item]}
    path.write_text(json.dumps(feed), encoding="utf-8")
    shown = newsloom("feed", path)
    assert shown.code == 0
    assert not set(shown.out) & {chr(code) for code in (*range(10), *range(11, 32), *range(127, 160))}
