"""Lists of subscriptions: in, out and in again; previewed where they are giants; followed from elsewhere."""

import time
from pathlib import Path

from tests.cli.stage import Newsloom, Site

from newsloom.parse.opml import read_opml, subscriptions
from newsloom.settings.read import read_settings

LIST = b"""<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Town" isOpen="true"><outline text="Council" colour="red">
<outline type="rss" text="Daily" xmlUrl="https://daily.example/rss" keep="7" title="The Daily"/></outline></outline>
<outline type="rss" text="Weekly" xmlUrl="https://weekly.example/rss"/></body></opml>"""


def test_groups_and_attributes_survive_the_round_trip(newsloom: Newsloom, desk: Path, tmp_path: Path) -> None:
    """What was imported comes out with its groups and attributes; what is not watched any more does not."""
    file = tmp_path / "mine.opml"
    file.write_bytes(LIST)
    assert newsloom("import", file, "--desk", desk).code == 0
    assert newsloom("import", file, "--desk", desk, "--json").data["added"] == []
    out = tmp_path / "out.opml"
    assert newsloom("export", "--opml", out, "--desk", desk).code == 0
    before, after = read_opml(LIST), read_opml(out.read_bytes())
    assert after.outlines == before.outlines
    newsloom("sources", "remove", "weekly-example-rss", "--desk", desk)
    newsloom("export", "--opml", out, "--desk", desk)
    assert [one.url for one in subscriptions(read_opml(out.read_bytes()))] == ["https://daily.example/rss"]


def test_a_giant_is_shown_first(newsloom: Newsloom, desk: Path, tmp_path: Path) -> None:
    """Fifty thousand outlines: the first ten thousand are offered, and added only when that was said."""
    lines = b"".join(b"<outline text='f%d' xmlUrl='https://f%d.example/rss'/>" % (n, n) for n in range(50_000))
    file = tmp_path / "giant.opml"
    file.write_bytes(b"<opml version='2.0'><body>" + lines + b"</body></opml>")
    before = (desk / "newsloom.toml").read_bytes()
    shown = newsloom("import", file, "--desk", desk)
    assert shown.code == 1
    assert "nothing was added; --yes adds them" in shown.out
    assert "more than 10,000 outlines; the first 10,000 were read" in shown.out
    assert (desk / "newsloom.toml").read_bytes() == before
    deep = tmp_path / "deep.opml"
    deep.write_bytes(b"<opml><body>" + b"<outline text='a'>" * 10_000 + b"</outline>" * 10_000 + b"</body></opml>")
    refused = newsloom("import", deep, "--desk", desk)
    assert refused.code == 2
    assert "too deep" in refused.err


def test_many_feeds_are_added_in_a_moment(newsloom: Newsloom, desk: Path, tmp_path: Path) -> None:
    """The file grows by a block a feed, and no feed costs more than the one before."""
    lines = b"".join(b"<outline text='f%d' xmlUrl='https://f%d.example/rss'/>" % (n, n) for n in range(1_000))
    file = tmp_path / "many.opml"
    file.write_bytes(b"<opml version='2.0'><body>" + lines + b"</body></opml>")
    started = time.process_time()
    assert newsloom("import", file, "--yes", "--desk", desk).code == 0
    assert time.process_time() - started < 10
    assert len(read_settings(desk / "newsloom.toml").sources) == 1_000


def test_a_list_elsewhere_is_followed(newsloom: Newsloom, site: Site, desk: Path) -> None:
    """Its feeds are visited as it names them; the owner's own entry wins; a list that breaks takes nothing away."""
    one, two = site.feed("/one", "One", "A flood in the old town"), site.feed("/two", "Two", "A fire at the mill")

    def put(*feeds: str) -> None:
        lines = "".join(f'<outline text="{feed[-3:]}" xmlUrl="{feed}"/>' for feed in feeds)
        site.pages["/list"] = (
            "text/x-opml",
            f"<opml><head><title>L</title></head><body>{lines}</body></opml>".encode(),
        )

    put(one, two, "http://10.0.0.1/rss")
    path = desk / "newsloom.toml"
    text = path.read_text(encoding="utf-8")
    own = f'\n[[source]]\nid = "mine"\nurl = "{two}"\ntitle = "My own words"\n'
    path.write_text(
        f'{text}\n[[source]]\nid = "list"\nurl = "{site.address}/list"\nkind = "opml"\n{own}', encoding="utf-8"
    )
    assert newsloom("run", "--desk", desk, "--json").code == 0

    def articles() -> dict[str, int]:
        return {row["id"]: row["articles"] for row in newsloom("sources", "--desk", desk, "--json").data}

    seen = articles()
    followed = next(name for name in seen if name.endswith("-one"))
    assert (seen[followed], seen["mine"]) == (1, 1)
    assert not any(name.endswith("-two") for name in seen)
    put(two)
    newsloom("run", "--source", "list", "--desk", desk)
    assert followed not in articles()
    put(one)
    newsloom("run", "--source", "list", "--desk", desk)
    site.pages["/list"] = ("text/html", b"<html>Sign in</html>")
    assert newsloom("run", "--source", "list", "--desk", desk).code == 1
    assert followed in articles()
