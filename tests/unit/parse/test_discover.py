"""Feeds that a page names."""

from newsloom.parse.discover import feed_links

PAGE = b"""<html><head><base href="https://www.daily.example/de/"><title>x</title>
<link rel="alternate" type="application/rss+xml" title="Daily &raquo; Comments" href="/comments/feed/">
<link rel="alternate" type="application/atom+xml" title="Daily" href="atom.xml">
<link rel="alternate" type="application/json" href="/wp-json/x"><link rel="stylesheet" type="text/xml" href="/s.xml">
<link rel="alternate" hreflang="en" href="/en">
<link rel="alternate" type="application/feed+json" href="//cdn.example/f.json">
<link rel="alternate" type="application/rss+xml" href="javascript:x"></head></html>"""


def test_named_feeds_come_first() -> None:
    """Named feeds in full, comments last, then the usual places."""
    found = feed_links(PAGE, "https://daily.example/page")
    assert [(c.url, c.kind) for c in found if c.named] == [
        ("https://www.daily.example/de/atom.xml", "atom"),
        ("https://cdn.example/f.json", "json"),
        ("https://www.daily.example/comments/feed/", "rss"),
    ]
    assert found[0].title == "Daily"
    assert "https://daily.example/feed" in [c.url for c in found if not c.named]


def test_any_page_will_do() -> None:
    """Nothing, noise and a page without feeds give only guesses."""
    for page in (b"", b"\xff\x00<<<", b"<html><meta charset=nonsense><p>Hi"):
        assert not [c for c in feed_links(page, "https://daily.example/") if c.named]
