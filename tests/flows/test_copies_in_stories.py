"""Copies go into the story of their original, across stories, processes and the whole invented press."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsloom.flows.backfill import backfill
from newsloom.flows.curate import Shards, curate
from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId
from newsloom.model.story import Evidence, StoryId
from newsloom.seams import Engine
from newsloom.testing.streams import ARCHIVE, UNDATED, desk_in
from press import load_archive
from press import model as press_model

TORVIK = (
    "The council of Torvik voted on Tuesday to close the old harbour after forty years of service to the northern "
    "straits. Ships will move to the new quay next spring, officials said, once the last cranes have been moved over. "
    "The mayor called it a sad but needed step for a town that has lost half of its fishing fleet."
)
BRAYFELL = (
    "An avalanche above Brayfell buried a ski lift and part of the road to the pass on Monday. Rescuers with dogs "
    "searched until the morning and found nobody under the snow. The pass stays closed until engineers have looked at "
    "the slope, which had been thought safe since barriers were built there nine years ago."
)
NOTICE = (
    "We and our partners store and read information on a device, such as cookies, and process personal data to show "
    "advertising and content made for you, to measure both, and to learn about audiences. You may accept or refuse at "
    "any time, and change your mind later in the preferences at the foot of this page."
)


def an_article(
    name: str, title: str, text: str, *, hours: float = 0, language: str = "en", outlet: str = ""
) -> Article:
    """An article of an invented paper named like it."""
    at = UNDATED + timedelta(hours=hours)
    host = f"{outlet or name}.example"
    return Article(
        id=ArticleId(name),
        source=SourceId(outlet or name),
        key=name,
        url=f"https://{host}/{name}",
        host=host,
        title=title,
        text=text,
        published=at,
        first_seen=at,
        sort_date=at,
        language=language,
        fingerprint=sha256(f"{title}\n{text}".encode()).hexdigest(),
    )


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty desk without sources."""
    with desk_in(tmp_path) as engine:
        yield engine


def placed(engine: Engine, articles: list[Article]) -> dict[str, tuple[StoryId, Evidence]]:
    """Each article's story and evidence, after all came at once."""
    backfill(engine.store, articles, archive=ARCHIVE)
    curate(engine, shards=Shards())
    return {
        member.article: (story.id, member.evidence)
        for story in engine.store.stories.since(None)
        for member in story.members
    }


def test_a_copy_under_another_headline_inherits(engine: Engine) -> None:
    """Nothing in the headlines is alike; the passage both have is the evidence."""
    found = placed(
        engine,
        [
            an_article("wire", "Torvik votes to close its harbour", TORVIK),
            an_article("paper", "A farewell to cranes", TORVIK, hours=5),
        ],
    )
    (home, _), (story, evidence) = found["wire"], found["paper"]
    assert story == home
    assert (evidence.stage, evidence.nearest, evidence.containment, evidence.hours_apart) == ("copy", "wire", 1.0, 5.0)
    assert evidence.passage.startswith("The council of Torvik voted")


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_digest_inherits_nothing(engine: Engine, hours: int) -> None:
    """A morning's briefing that quotes two stories whole is nobody's copy, whenever it comes, and they not its own."""
    articles = [
        an_article("a", "Torvik votes to close its harbour", TORVIK),
        an_article("b", "Avalanche above Brayfell", BRAYFELL),
        an_article("brief", "All the day in brief", f"{TORVIK}\n{BRAYFELL}", hours=hours),
    ]
    assert not any(evidence.stage == "copy" for _, evidence in placed(engine, articles).values())


def test_a_notice_links_nothing(engine: Engine) -> None:
    """What a consent page says under unrelated headlines, at one outlet or at several, makes no copies."""
    titles = ("Torvik votes to close its harbour", "Avalanche above Brayfell", "Cup final goes to penalties")
    articles = [
        an_article(f"{outlet}{n}", title, NOTICE, hours=n, outlet=outlet)
        for outlet in ("daily", "weekly")
        for n, title in enumerate(titles)
    ]
    assert not any(evidence.stage == "copy" for _, evidence in placed(engine, articles).values())


def test_a_form_filled_in_again_links_nothing(engine: Engine) -> None:
    """Forecasts by town in one wording are no copies of each other."""
    form = (
        "The day will be mostly dry in {0} with light winds from the west and some cloud in the afternoon. In {0} the "
        "temperature rises to {1} degrees before a cooler night with a chance of mist in low places near the water. "
        "The outlook for the rest of the week is for little change, say forecasters, who issue this report at six."
    )
    towns = ("Torvik", "Brayfell", "Wexmoor", "Ostmere", "Tallbeck", "Nordvalt")
    articles = [
        an_article(town, f"Weather in {town}", form.format(town, n + 4), outlet="daily", hours=n / 10)
        for n, town in enumerate(towns)
    ]
    assert not any(evidence.stage == "copy" for _, evidence in placed(engine, articles).values())


def test_another_language_has_stories_of_its_own(engine: Engine) -> None:
    """A text whose language was read otherwise does not pull its story across."""
    found = placed(
        engine,
        [
            an_article("wire", "Torvik votes to close its harbour", TORVIK),
            an_article("paper", "Torvik votes to close its harbour", TORVIK, hours=1, language="da"),
        ],
    )
    assert found["paper"][1].stage == "opened"


def test_what_is_forgotten_is_dropped(engine: Engine) -> None:
    """The store keeps the sketches of the last week alone."""
    placed(engine, [an_article("old", "Torvik votes", TORVIK)])
    placed(engine, [an_article("new", "Avalanche above Brayfell", BRAYFELL, hours=24 * 9)])
    kept = engine.store.stories.sketches(window=timedelta(days=365), most=1_000)
    assert [article for article, _, _ in kept] == ["new"]


STREAM = st.lists(
    st.tuples(
        st.sampled_from([TORVIK, BRAYFELL, NOTICE, f"{TORVIK}\n{BRAYFELL}", TORVIK[:170], "Too short to say."]),
        st.sampled_from(["Torvik votes to close its harbour", "Avalanche above Brayfell", "A day in the north"]),
        st.integers(0, 30),
        st.sampled_from(["daily", "weekly", "wire"]),
        st.sampled_from(["en", "en", "de"]),
    ),
    min_size=2,
    max_size=12,
)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stream=STREAM, cuts=st.sets(st.integers(1, 11), max_size=3))
def test_cut_into_processes(stream: list[tuple[str, str, int, str, str]], cuts: set[int]) -> None:
    """A run cut into processes anywhere gives the same stories, evidence, log and sketches as one process."""
    articles = [
        an_article(f"a{n}", title, text, hours=hours * 12, outlet=outlet, language=language)
        for n, (text, title, hours, outlet, language) in enumerate(stream)
    ]
    ends = [*sorted(cut for cut in cuts if cut < len(articles)), len(articles)]
    outcomes = []
    for restarting in (False, True):
        with TemporaryDirectory() as folder, desk_in(Path(folder)) as engine:
            shards, begin = Shards(), 0
            for end in ends:
                backfill(engine.store, articles[begin:end], archive=ARCHIVE)
                shards = Shards() if restarting else shards
                curate(engine, shards=shards)
                begin = end
            stories = engine.store.stories
            outcomes.append(
                (stories.since(None), stories.changes(), stories.sketches(window=timedelta(days=99), most=99))
            )
    assert outcomes[0] == outcomes[1]


def test_the_invented_press(engine: Engine) -> None:
    """Every copy of an agency's text is in the story of its original, and nothing else is a copy."""
    archive = load_archive()
    articles = {article.key: as_article(article) for article in archive.articles}
    found = placed(engine, list(articles.values()))
    truth = {article.key: article.copy_of for article in archive.articles if article.copy_of}
    said = {key: evidence.nearest for key, (_, evidence) in found.items() if evidence.stage == "copy"}
    assert len(truth) == 19
    assert said.keys() == truth.keys()
    assert all(found[copy][0] == found[original][0] for copy, original in truth.items())


def as_article(article: press_model.Article) -> Article:
    """What a reader of the outlet's page has."""
    first = article.versions[0]
    made = an_article(article.key, first.title, "\n\n".join(first.body), outlet=article.outlet)
    hours = (article.published - UNDATED) / timedelta(hours=1)
    return an_article(made.id, first.title, made.text, outlet=article.outlet, hours=hours)
