"""A desk with an embedding model: the same event in other languages."""

from pathlib import Path

from tests.cli.stage import Newsloom, Site

from newsloom.testing.tinymodel import tiny_model

LEXICON = (("fire", "incendie"), ("bridge", "pont"), ("harbour", "port"), ("council", "conseil"))
ENGLISH = "Fire closes the old bridge above the harbour of Torvik"
FRENCH = "Un incendie ferme le vieux pont au-dessus du port de Torvik"


def with_sources(desk: Path, model: str, *feeds: tuple[str, str]) -> None:
    """Let a desk have a model and watch feeds in their languages."""
    text = (
        (desk / "newsloom.toml").read_text(encoding="utf-8").replace("[stories]\n", f'[stories]\nmodel = "{model}"\n')
    )
    text += "".join(f'\n[[source]]\nurl = "{url}"\nlanguage = "{language}"\n' for url, language in feeds)
    (desk / "newsloom.toml").write_text(text, encoding="utf-8")


def test_explain_shows_the_same_event_in_other_languages(newsloom: Newsloom, desk: Path, site: Site) -> None:
    """By the title of the likest article there, with the language and the story's id; both ways."""
    tiny_model(desk / "tiny", LEXICON, config={"alike": 0.8, "unlike": 0.5})
    with_sources(desk, "tiny", (site.feed("/en.rss", "The Post", ENGLISH), "en"), (_french(site), "fr"))
    assert newsloom("run", "--desk", desk).code == 0
    stories = {one["title"]: one["id"] for one in newsloom("stories", "--all", "--json", "--desk", desk).data}
    assert set(stories) == {ENGLISH, FRENCH}
    (told,) = newsloom("explain", stories[ENGLISH], "--json", "--desk", desk).data["in_other_languages"]
    assert (told["language"], told["title"], told["story"]) == ("fr", FRENCH, stories[FRENCH])
    shown = newsloom("explain", stories[FRENCH], "--desk", desk).out
    assert "the same event in other languages" in shown
    assert stories[ENGLISH] in shown


def test_a_missing_model_is_named_before_a_run(newsloom: Newsloom, desk: Path, site: Site) -> None:
    """With the folder, and what it must hold; nothing is visited."""
    with_sources(desk, "nowhere", (site.feed("/en.rss", "The Post", ENGLISH), "en"))
    said = newsloom("run", "--desk", desk)
    assert said.code == 2
    assert "nowhere: there is no folder with a model here; it must hold model.onnx and tokenizer.json" in said.err


def _french(site: Site) -> str:
    """A French feed of one article, at the address returned."""
    said = f"{FRENCH}. {'Le conseil se réunit dans la salle et vote sur ce sujet. ' * 12}"
    text = (
        "<rss version='2.0'><channel><title>Le Journal</title><language>fr</language>"
        f"<item><title>{FRENCH}</title><link>{site.address}/fr/1</link><guid>fr1</guid>"
        f"<pubDate>20 Nov 2026 21:00:00 GMT</pubDate><description>{said}</description></item></channel></rss>"
    )
    site.pages["/fr.rss"] = ("application/rss+xml", text.encode())
    return f"{site.address}/fr.rss"
