from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.curate.topics import TopicBook
from newsloom.flows.judging import sitting_of
from newsloom.flows.listing import top_stories
from newsloom.flows.publish import judge_stories
from newsloom.flows.ranking import ranking
from newsloom.keeping import Placed
from newsloom.model.article import Added, Article, ArticleImage
from newsloom.model.item import Item
from newsloom.model.judgement import Topic
from newsloom.model.metadata import Genre, Metadata
from newsloom.model.source import SourceState
from newsloom.model.story import Change, Evidence, Membership, StoryChange, StoryId
from newsloom.model.weights import DefaultWeights
from newsloom.records.profiles.default import Default
from newsloom.records.profiles.smartable import Smartable
from newsloom.seams import Criteria, Profile
from newsloom.testing.builders import NOON, DeskInTest, a_desk, a_source, an_article

DAY = timedelta(days=1)
WATER = Topic(id="water", name="Water", keywords=("flood",))
WORDS = [f"word{n}" for n in range(900)]


def wording(start: int, length: int = 90) -> str:
    """A text; two of them share no three words in a row unless their ranges overlap."""
    return " ".join(WORDS[start : start + length])


def told(title: str, **fields: object) -> Article:
    """An article of long ago, unless its time is said."""
    return an_article(title, **({"sort_date": NOON - 60 * DAY} | fields))  # type: ignore[arg-type]  # a builder takes what comes


def keep(desk: DeskInTest, story: str, *articles: Article) -> None:
    """Store the articles and put them into one story."""
    admissions = [Added(item=Item(key=a.key, url=a.url), article=a) for a in articles]
    desk.engine.store.visits.save(SourceState(source=a_source().id), admissions=admissions)
    placed = [
        Placed(
            membership=Membership(article=a.id, story=StoryId(story), evidence=Evidence(stage="editor")),
            features=b"",
            sort_date=a.sort_date,
            language="en",
        )
        for a in articles
    ]
    opened = StoryChange(kind=Change.OPENED, story=StoryId(story), articles=tuple(a.id for a in articles), at=NOON)
    desk.engine.store.stories.save(placed, [opened])


def fill(desk: DeskInTest) -> None:
    """Old stories of one and of several articles, a copy among them, and a new one that makes them old."""
    signed = told("Flood signed", source="post", text=wording(0), authors=("A. Nonym",))
    long = told("Flood told at length", source="daily", text=wording(100, 500), sort_date=NOON - 59 * DAY)
    copy = told("Flood copied", source="copier", text=wording(100, 400), sort_date=NOON - 58 * DAY)
    keep(desk, "flood", signed, long, copy)
    opinion = Metadata(genre=Genre.OPINION)
    keep(desk, "fire", told("Fire", source="wire", text=wording(700), metadata=opinion))
    picture = ArticleImage(url="https://daily.example/logo-of-all.jpg")
    keep(desk, "quiet", told("Quiet", text=wording(800), image=picture))
    keep(desk, "new", an_article("New flood", source="post", text=wording(600), image=picture))


def profile(**weights: int) -> Default:
    """A profile that shows everything."""
    return Default(name="mine", weights=DefaultWeights(**({"threshold": 0} | weights)))


def about(topic: Topic) -> dict[str, object]:
    """The fields of a desk's settings that this one topic makes."""
    return {"topics": (topic,), "tagger": TopicBook((topic,))}


def with_criteria(desk: DeskInTest, criteria: Criteria) -> None:
    """Let the desk judge by other settings from now on."""
    desk.engine = replace(desk.engine, criteria=criteria)


def published(folder: Path, *steps: Criteria | Default) -> dict[str, bytes]:
    """What a desk publishes that is run once by each of these settings."""
    folder.mkdir()
    with a_desk(folder, {}, topics=[WATER]) as desk:
        fill(desk)
        for step in steps:
            criteria = replace(desk.engine.criteria, profile=step) if isinstance(step, Default) else step
            with_criteria(desk, criteria)
            desk.run()
        return {path: body for path, (_, body) in desk.files().items()}


@pytest.mark.parametrize(
    "weights",
    [
        {"opinion": 0},  # another score, the same lead
        {"author": 0, "image": 0},  # another article leads
        {"own_text": 0, "copies": 9},
        {"report": 1},
    ],
)
def test_after_a_change_of_weights_every_record_is_as_if_it_had_always_been_judged_so(
    tmp_path: Path, weights: dict[str, int]
) -> None:
    """Those of stories that ended long ago too, receipts and order of reports with them."""
    before = published(tmp_path / "before", profile())
    changed = published(tmp_path / "changed", profile(), profile(**weights))
    always = published(tmp_path / "always", profile(**weights))
    assert changed == always
    assert changed != before


def test_after_a_change_of_tiers_families_and_topics_too(tmp_path: Path) -> None:
    """What asks for more than new scores is made anew."""
    with a_desk(tmp_path, {}, topics=[WATER]) as desk:
        plain = replace(desk.engine.criteria, profile=profile())
    sources = {source.id: source for source in (a_source("daily", tier=90, title="D"), a_source("post", family="f"))}
    for number, fields in enumerate(
        (
            {"tiers": {"wire.example": 70}},
            {"sources": sources},
            about(replace(WATER, keywords=("fire",))),
            about(replace(WATER, name="H2O")),
        )
    ):
        other = replace(plain, **fields)  # type: ignore[arg-type]  # fields of the value
        changed = published(tmp_path / f"changed{number}", plain, other)
        assert changed == published(tmp_path / f"always{number}", other)


def test_what_was_judged_by_the_settings_in_force_is_not_judged_again(tmp_path: Path) -> None:
    """A run with nothing new has nothing to catch up with, and writes nothing."""
    with a_desk(tmp_path, {}, topics=[WATER]) as desk:
        fill(desk)
        desk.run()
        records, criteria = desk.engine.store.records, desk.engine.criteria
        assert records.stale(sitting_of(desk.engine.store, criteria, at=NOON).settings) == []
        other = replace(criteria, profile=profile(author=1))
        settings = sitting_of(desk.engine.store, other, at=NOON).settings
        assert records.stale(settings) == ["fire", "flood", "new", "quiet"]
        with_criteria(desk, other)
        desk.run()
        assert records.stale(settings) == []
        assert desk.run().publish.written == ()


def test_what_was_shown_stays_shown_when_the_threshold_rises(tmp_path: Path) -> None:
    """An archive keeps its pages; what is new has to reach the new threshold."""
    with a_desk(tmp_path, {}) as desk:
        fill(desk)
        with_criteria(desk, replace(desk.engine.criteria, profile=profile()))
        assert desk.run().publish.shown == 4
        with_criteria(desk, replace(desk.engine.criteria, profile=profile(threshold=90)))
        keep(desk, "late", an_article("Late", source="wire", text=wording(300)))
        assert desk.run().publish.shown == 4


def test_a_picture_that_turns_out_to_stand_on_anything_leaves_older_records(tmp_path: Path) -> None:
    """Though nothing of their stories changed."""
    picture = ArticleImage(url="https://daily.example/anything.jpg")
    with a_desk(tmp_path, {}) as desk:
        for number in range(2):
            keep(desk, f"s{number}", an_article(f"Flood {number}", text=wording(100 * number), image=picture))
        desk.run()
        shown = [body for path, (_, body) in desk.files().items() if path.startswith("_news/")]
        assert all(b"anything.jpg" in body for body in shown)
        keep(desk, "s2", an_article("Flood 2", text=wording(200), image=picture))
        desk.run()
        shown = [body for path, (_, body) in desk.files().items() if path.startswith("_news/")]
        assert not any(b"anything.jpg" in body for body in shown)


@pytest.mark.parametrize("steps", [(), (profile(author=0),), (Smartable(),)])
def test_a_ranking_has_the_scores_that_stories_are_judged_by(tmp_path: Path, steps: tuple[Profile, ...]) -> None:
    """By the settings in force, at once, though the records were made by others."""
    with a_desk(tmp_path, {}, topics=[WATER], tiers={"wire.example": 50}) as desk:
        fill(desk)
        desk.run()
        store, criteria = desk.engine.store, desk.engine.criteria
        for step in steps:
            criteria = replace(criteria, profile=step, tiers={"post.example": 90})
        found = ranking(store, criteria, at=NOON)
        judged = {j.story.id: j for j in judge_stories(store, store.stories.since(None), criteria=criteria, at=NOON)}
        scores = zip(found.stories, found.quality.tolist(), found.heat.tolist(), found.published.tolist(), strict=True)
        assert {story: rest for story, *rest in scores} == {
            id_: [j.lead.quality.value, j.heat.value, j.published] for id_, j in judged.items()
        }
        hottest = sorted(judged.values(), key=lambda j: (-j.heat.value, -j.lead.quality.value, j.story.id))
        assert found.front() == [j.story.id for j in hottest if j.published]
        assert ranking(store, criteria, at=NOON, since=NOON - DAY).stories == ["new"]


def test_the_top_stories_are_those_judged_in_full(tmp_path: Path) -> None:
    """Those that changed since the last run among them, and hidden ones counted."""
    with a_desk(tmp_path, {}, topics=[WATER]) as desk:
        fill(desk)
        desk.run()
        keep(desk, "late", an_article("Late flood", source="wire", text=wording(300), authors=("A. Nonym",)))
        store, criteria = desk.engine.store, desk.engine.criteria
        judged = judge_stories(store, store.stories.since(None), criteria=criteria, at=NOON)
        judged.sort(key=lambda one: (-one.heat.value, -one.lead.quality.value, one.story.id))
        found = top_stories(store, criteria, at=NOON, since=None, limit=3, shown=None)
        assert found.stories == judged[:3]
        assert (found.shown, found.known) == (5, 5)
        some = top_stories(store, criteria, at=NOON, since=None, limit=9, shown={StoryId("quiet")})
        expected = [one for one in judged if one.published or one.story.id == "quiet"]
        assert (some.stories, some.shown, some.known) == (expected, len(expected), 5)


def test_a_story_without_texts_keeps_its_record_when_topics_change(tmp_path: Path) -> None:
    """And is not asked about again in every run; a change of weights alone reaches it."""
    with a_desk(tmp_path, {}, topics=[WATER]) as desk:
        fill(desk)
        with_criteria(desk, replace(desk.engine.criteria, profile=profile(), tagger=None))
        desk.run()
        store = desk.engine.store
        assert store.removals.drop_texts(before=NOON - DAY, at=NOON, most=99) == 5
        before = {slot.path: slot.record for slot in store.records.slots().values()}
        criteria = replace(desk.engine.criteria, topics=(replace(WATER, keywords=("fire",)),))
        with_criteria(desk, criteria)
        desk.run()
        after = {slot.path: slot.record for slot in store.records.slots().values()}
        assert [path for path in before if before[path] != after[path]] == ["_news/2026-03-01-new-flood.md"]
        assert store.records.stale(sitting_of(store, criteria, at=NOON).settings) == []
        with_criteria(desk, replace(criteria, profile=profile(report=1)))
        desk.run()
        scored = {slot.path: slot.record for slot in store.records.slots().values()}
        lower = {path for path, record in scored.items() if record and after[path].quality == (record.quality or 0) + 5}  # type: ignore[union-attr]  # all have a record
        assert "_news/2026-03-01-quiet.md" in lower
