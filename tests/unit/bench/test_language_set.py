"""How the set of titles of known language is made."""

import gzip
import json
from pathlib import Path

from language import collect, identifier, report_of
from newsloom.testing.builders import an_item, rss

ENGLISH = (
    "The river rose overnight and the council closed both bridges into the town. Farmers in the valley were told to "
    "take their animals to higher ground, and the school will stay shut until the water falls. Volunteers filled bags "
    "with sand through the night, while engineers watched the old dam above the lake. Nobody was hurt, the mayor said. "
    "Another storm is expected at the end of the week."
)
GERMAN = (
    "Der Fluss stieg über Nacht, und der Stadtrat sperrte beide Brücken in die Stadt. Die Bauern im Tal sollen ihre "
    "Tiere auf höher gelegene Weiden bringen, und die Schule bleibt geschlossen, bis das Wasser wieder fällt. "
    "Freiwillige füllten die ganze Nacht Sandsäcke, während Fachleute den alten Damm beobachteten. Verletzt wurde "
    "bislang niemand. Ein weiterer Sturm wird zum Ende der Woche erwartet."
)


def a_feed(language: str, *items: tuple[str, str]) -> bytes:
    """A feed that declares a language, with these titles and texts."""
    entries = [an_item(title, summary=text, url=f"https://daily.example/{n}") for n, (title, text) in enumerate(items)]
    return rss(*entries).replace(b"<link>", f"<language>{language}</language><link>".encode(), 1)


def test_titles_count_where_markup_and_body_agree(tmp_path: Path) -> None:
    """A title whose item has no text, in a feed that gives texts, is not known; nor is one whose feed lies."""
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    (feeds / "true.xml").write_bytes(a_feed("en", ("River floods town", ENGLISH), ("Bare", ""), ("12", ENGLISH)))
    (feeds / "lying.xml").write_bytes(a_feed("en", ("Fluss tritt über die Ufer", GERMAN)))
    (feeds / "broken.xml").write_bytes(b"no feed")
    page = {
        "set": "news-b",
        "url": "https://daily.example/a",
        "title": "Fluss überflutet Stadt",
        "text": GERMAN,
        "html": '<html lang="de-AT">',
    }
    with gzip.open(tmp_path / "pages.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(page) + "\n" + json.dumps({**page, "set": "web"}) + "\n")
    identify = identifier()
    titles, left_out = collect(feeds, tmp_path / "pages.jsonl.gz", identify)
    assert [(title.text, title.language, title.declared) for title in titles] == [
        ("River floods town", "en", "en"),
        ("Fluss überflutet Stadt", "de", "de"),
    ]
    assert dict(left_out) == {
        "file is no feed": 1,
        "body says no language surely": 1,
        "title without letters": 1,
        "markup and body disagree": 1,
    }
    report = report_of(titles, left_out, identify)
    assert report["met"]
    assert report["languages"] == {"en": 1, "de": 1}
