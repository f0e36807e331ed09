"""Nine editions of one broadcaster are one voice, from the store to the record and to what people are shown."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from newsloom.cli import main
from newsloom.curate.providers import directory
from newsloom.keeping import Placed
from newsloom.model.article import Added
from newsloom.model.item import Item
from newsloom.model.source import SourceState
from newsloom.model.story import Change, Evidence, Membership, StoryChange, StoryId
from newsloom.settings.providers import read_providers
from newsloom.testing.builders import NOON, DeskInTest, a_desk, a_page, a_source, an_article, an_item, rss

EDITIONS = 9
PROVIDERS = """
[[family]]
id = "nord"
name = "Nord Broadcasting"
domains = [{domains}]

[[provider]]
domain = "nord0.example"
name = "Nord News"
logo = "https://nord0.example/50.png"
"""
SETTINGS = '[desk]\ndatabase = "desk.db"\n'


def story_of(desk: DeskInTest, hosts: list[str]) -> StoryId:
    """Put a report of each host, in words of its own, into one story."""
    articles = [
        an_article(
            f"Dike breaks at Torvik, report {n}",
            source=f"feed{n}",
            url=f"https://{host}/news/{n}",
            provider=host.partition(".")[0].title(),
            text=" ".join(f"word{n}x{k}" for k in range(80)),
        )
        for n, host in enumerate(hosts)
    ]
    admissions = [Added(item=Item(key=a.key, url=a.url), article=a) for a in articles]
    desk.engine.store.visits.save(SourceState(source=a_source().id), admissions=admissions)
    story = StoryId("dike")
    rows = [
        Placed(
            membership=Membership(article=a.id, story=story, evidence=Evidence(stage="editor")),
            features=b"",
            sort_date=a.sort_date,
            language="en",
        )
        for a in articles
    ]
    ids = tuple(row.membership.article for row in rows)
    desk.engine.store.stories.save(rows, [StoryChange(kind=Change.OPENED, story=story, articles=ids, at=NOON)])
    return story


def told(folder: Path, *, family: bool) -> None:
    """Write the desk's settings, with or without the family."""
    (folder / "newsloom.toml").write_text(SETTINGS, encoding="utf-8")
    if family:
        domains = ", ".join(f'"nord{n}.example"' for n in range(EDITIONS))
        (folder / "providers.toml").write_text(PROVIDERS.format(domains=domains), encoding="utf-8")


@pytest.mark.parametrize("family", [True, False])
def test_editions_are_explained_as_one_voice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, family: bool
) -> None:
    """Nine outlets and a stranger are two independent reports; without a word on them, ten."""
    told(tmp_path, family=family)
    with a_desk(tmp_path, {}) as desk:
        story = story_of(desk, [*(f"nord{n}.example" for n in range(EDITIONS)), "other.example"])
    assert main(["explain", story, "--desk", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert (
        "10 outlets of 2 families, 2 independent reports" if family else "10 outlets, 10 independent reports"
    ) in said
    assert ("Nord Broadcasting is one voice, whatever its 9 outlets here" in said) is family
    assert main(["explain", story, "--json", "--desk", str(tmp_path)]) == 0
    voices = [one["voice"] for one in json.loads(capsys.readouterr().out)["story"]["articles"]]
    assert voices.count("nord") == (EDITIONS if family else 0)


def test_the_record_counts_one_voice_and_shows_the_logo(tmp_path: Path) -> None:
    """As the directory of the desk says."""
    told(tmp_path, family=True)
    with a_desk(tmp_path, {}) as desk:
        known = directory(read_providers(tmp_path / "providers.toml"))
        desk.engine = replace(desk.engine, criteria=replace(desk.engine.criteria, providers=known))
        story_of(desk, [f"nord{n}.example" for n in range(EDITIONS)])
        desk.run()
        (path,) = (path for path in desk.files() if path.startswith("_news/"))
        record = yaml.safe_load((desk.output / path).read_text("utf-8").split("---\n")[1])
    assert record["independent"] == 1
    providers = [record["provider"], *(one["provider"] for one in record["related"])]
    logos = [one for one in providers if one["name"] == "Nord News"]
    assert [one["images"] for one in logos] == [[{"url": "https://nord0.example/50.png", "width": 50, "height": 50}]]
    assert sum("images" in one for one in providers) == 1


def test_pages_that_were_read_teach_their_sites(tmp_path: Path) -> None:
    """In the transaction that keeps their articles; a page read once is counted once."""
    names = "".join(f"<div class='nord-{a}-frame'></div>" for a in "abcdefghijklmnop")
    page = a_page("Dike breaks", "The dike at Torvik broke on Tuesday night. " * 20).replace(
        b"</article>", names.encode()
    )
    items = [an_item("Dike breaks", url=f"https://www.daily.example/{n}", summary="", content="") for n in range(2)]
    pages = {f"https://www.daily.example/{n}": page + b"<footer>&copy; 2026 Nord Media AS</footer>" for n in range(2)}
    with a_desk(tmp_path, {"https://daily.example/rss": rss(*items), **pages}) as desk:
        desk.run()
        desk.run()
        (facts,) = desk.engine.store.articles.hosts()
        assert desk.engine.store.articles.per_host() == {"www.daily.example": 2}
    assert (facts.site, facts.pages, facts.owners) == ("daily.example", 2, (("Nord Media AS", 2),))
    assert [number for _, number in facts.template] == [2] * 16
