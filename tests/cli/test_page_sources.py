"""Pages without a feed: tried, written down, visited."""

from pathlib import Path

from tests.cli.stage import Newsloom, Site

CARDS = "".join(
    f'<div class="card"><h3><a href="/town/{name}">{title}</a></h3><time datetime="2026-11-2{day}">then</time>'
    f"<p>{'What happened there, and why. ' * 9}</p></div>"
    for day, (name, title) in enumerate(
        [("bridge", "The old bridge is closed until spring"), ("pool", "The pool opens again on Monday"),
         ("roof", "A new roof for the school in the north")]
    )
)  # fmt: skip


def test_selectors_are_tried_and_written_down(newsloom: Newsloom, site: Site, desk: Path) -> None:
    """What `try` prints can stand in newsloom.toml as it is, and a run brings the items."""
    site.pages["/town"] = ("text/html", f"<html><title>Town</title><body>{CARDS}</body></html>".encode())
    url = f"{site.address}/town"
    shown = newsloom("sources", "try", url, "--desk", desk)
    assert shown.code == 0
    assert "--items 'div.card'  3 places" in shown.out
    block = shown.out.partition("for newsloom.toml:\n\n")[2]
    with (desk / "newsloom.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + block)
    assert newsloom("run", "--desk", desk).code == 0
    (source,) = newsloom("sources", "--desk", desk, "--json").data
    assert source["articles"] == 3
    assert newsloom("run", "--desk", desk).code == 0


def test_what_is_missing_is_said(newsloom: Newsloom, site: Site, desk: Path) -> None:
    """A selector that finds nothing ends with a suggestion, not with silence."""
    site.pages["/town"] = ("text/html", f"<body>{CARDS}</body>".encode())
    shown = newsloom("sources", "try", f"{site.address}/town", "--items", "article.gone", "--desk", desk)
    assert shown.code == 1
    assert "nothing on the page matches `article.gone`" in shown.out
    assert "div.card" in shown.out
    tried = newsloom("sources", "try", f"{site.address}/town", "--items", "div.card", "--json", "--desk", desk)
    assert tried.data["listing"]["missing"]["image"] == 3


def test_tables_of_a_source_are_checked(newsloom: Newsloom, desk: Path) -> None:
    """A fault is named with its line, and a secret in the address is refused."""
    path = desk / "newsloom.toml"
    before = path.read_text(encoding="utf-8")
    for block, said in (
        ('kind = "page"', "wants a table [source.select]"),
        ('kind = "page"\n[source.select]\nitems = "a["', "no CSS selector"),
        ('[source.select]\nitems = "a"', "belongs to sources of the kind `page`"),
        ('[source.access]\nkind = "magic"\nvariable = "X"', "there are: basic, bearer, header"),
        ('[source.access]\nkind = "bearer"', "wants one of `variable`"),
        ('[source.access]\nkind = "header"\nvariable = "X"\nheader = "Host"', "no header that can be given"),
    ):
        path.write_text(f'{before}\n[[source]]\nurl = "https://town.example/"\n{block}\n', encoding="utf-8")
        result = newsloom("sources", "--desk", desk)
        assert result.code == 2
        assert said in result.err
    path.write_text(f'{before}\n[[source]]\nurl = "https://me:word@town.example/"\n', encoding="utf-8")
    result = newsloom("sources", "--desk", desk)
    assert "[source.access]" in result.err
    assert "word@" not in result.err


def test_a_feed_that_is_watched_is_not_added_again(newsloom: Newsloom, site: Site, desk: Path) -> None:
    """Not at another spelling of its address either."""
    url = site.feed("/again.rss", "Again", "A headline that stands here")
    assert newsloom("add", url, "--desk", desk, "--json").data["added"]
    for spelling in (url, f"{url}?utm_source=mail", f"{url}/"):
        site.pages[spelling.removeprefix(site.address)] = site.pages["/again.rss"]
        said = newsloom("add", spelling, "--desk", desk)
        assert said.code == 0
        assert "is watched already" in said.out
    nothing = site.page("/nothing")
    told = newsloom("add", nothing, "--desk", desk)
    assert told.code == 2
    assert "/feed.xml" in told.err
    assert "/news-sitemap.xml" in told.err
