"""The front and the editors' word on the edition over a real store: what is published, survives, and comes back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.curate.orders import Signed
from newsloom.errors import UsageError
from newsloom.flows import correct, intervene
from newsloom.flows.edition import Fronted, front_of
from newsloom.flows.publish import publish
from newsloom.model.front import FrontRules, Omission
from newsloom.model.intervention import Intervention
from newsloom.model.item import Item
from newsloom.model.story import StoryId
from newsloom.model.weights import DefaultWeights
from newsloom.records.profiles.default import Default
from newsloom.testing.builders import DeskInTest, a_desk, an_item, rss

FERRY, LATER = "Ferry Halmar runs aground off Torvik", "Ferry Halmar aground off Torvik harbour"
BUDGET = "Parliament of Velmark passes its budget"
COMET = "Comet seen over Brayfell"
TEXTS = {
    FERRY: "The Halmar struck rocks at dawn with forty passengers, all of whom were brought ashore in boats.",
    LATER: "Tugs tried through the morning to pull the ferry Halmar off the Torvik rocks; nobody was hurt.",
    BUDGET: "After two nights of debate the lower house voted for more money for schools and for rail.",
    COMET: "Astronomers of the Brayfell observatory photographed a tail of dust one hour before sunrise.",
}


def item(title: str, outlet: str) -> Item:
    """One report with a text of its own."""
    url = f"https://{outlet}.example/{title.lower().replace(' ', '-')}"
    return an_item(title, url=url, key=url, content=f"{TEXTS[title]} So says the {outlet} paper of its town.")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskInTest]:
    """A desk after its first run: three stories, the ferry's told by two outlets and hottest; the comet's too cold."""
    pages = {
        "https://daily.example/rss": rss(item(FERRY, "daily"), item(BUDGET, "daily")),
        "https://weekly.example/rss": rss(item(LATER, "weekly")),
        "https://evening.example/rss": rss(item(COMET, "evening")),
    }
    with a_desk(tmp_path, pages, tiers={"daily.example": 100, "weekly.example": 100}) as desk:
        profile = Default(weights=DefaultWeights(threshold=30))
        open_to_all = FrontRules(source_share=1, family_share=1)
        criteria = replace(desk.engine.criteria, profile=profile)
        desk.engine = replace(desk.engine, criteria=criteria, front=open_to_all)
        desk.run()
        yield desk


def story(desk: DeskInTest, word: str) -> StoryId:
    """The story whose record's path has this word."""
    slots = desk.engine.store.records.slots()
    return next(id_ for id_, slot in slots.items() if word in slot.path)


def hand(desk: DeskInTest, by: str = "Ana") -> Signed:
    """An editor's, at the desk's time."""
    return Signed(by=by, at=desk.now, reason="because")


def fronted(desk: DeskInTest, rules: FrontRules | None = None) -> Fronted:
    """The front as it is now."""
    engine = desk.engine
    at = engine.store.articles.newest() or desk.now
    return front_of(engine.store, engine.criteria, rules=rules or engine.front, at=at, now=desk.now)


def record(desk: DeskInTest, word: str) -> str:
    """The text of the published record whose path has this word."""
    return next(content for path, (_, content) in desk.files().items() if word in path and "_news" in path).decode()


def index(desk: DeskInTest) -> str:
    """What the API shows."""
    return desk.files()["api/news/index.json"][1].decode()


def said(desk: DeskInTest, one: Intervention) -> Intervention:
    """An order with what it makes of the output."""
    publish(desk.engine, now=desk.now)
    return one


def test_the_front_holds_what_is_published_hottest_first(desk: DeskInTest) -> None:
    """And the edition carries it to whoever renders."""
    front = fronted(desk).front
    assert front.stories == (story(desk, "ferry"), story(desk, "parliament"))
    assert [one.contender.source for one in front.placed] == ["daily", "daily"]
    narrow = fronted(desk, FrontRules(source_share=0.01)).front
    assert [(one.contender.story, one.omission) for one in narrow.left] == [
        (story(desk, "parliament"), Omission.SOURCE)
    ]


def test_a_killed_story_leaves_the_outputs_and_comes_back(desk: DeskInTest) -> None:
    """Whatever is processed after; the undoing leaves the desk as if nothing had been said."""
    before = desk.files()
    order = said(desk, intervene.kill(desk.engine.store, story(desk, "ferry"), hand(desk)))
    assert "published: false" in record(desk, "ferry")
    assert ("Halmar" in index(desk), "an editor took it off" in record(desk, "ferry")) == (False, True)
    desk.web.pages["https://evening.example/rss"] = rss(item(LATER, "evening"), item(COMET, "evening"))
    desk.run()
    assert ("Halmar" in index(desk), fronted(desk).front.left[0].omission) == (False, Omission.KILLED)
    with pytest.raises(UsageError, match=r"was killed already: e.* by Ana"):
        intervene.kill(desk.engine.store, story(desk, "ferry"), hand(desk))
    with pytest.raises(UsageError, match=f"newsloom edition undo {order.id}` brings it back"):
        intervene.pin(desk.engine.store, story(desk, "ferry"), hand(desk), size=20)
    said(desk, intervene.undo(desk.engine.store, order.id, hand(desk, "Bo")))
    assert "published: true" in record(desk, "ferry")
    assert [one.undone_by for one in desk.engine.store.interventions.all()] == ["Bo"]
    assert desk.files().keys() >= before.keys()


def test_a_kill_takes_the_words_out_of_every_other_file(desk: DeskInTest) -> None:
    """Also out of the record of a story that had gone into the killed one; undoing brings all back, to the byte."""
    store, ferry, comet = desk.engine.store, story(desk, "ferry"), story(desk, "comet")
    correct.carry_out(store, correct.merge(store, [ferry, comet], hand(desk)))
    publish(desk.engine, now=desk.now)
    before = {path: content for path, (_, content) in desk.files().items()}
    own = {path for path in before if "ferry" in path and "_news" in path}
    assert "Halmar" in record(desk, "comet")
    order = said(desk, intervene.kill(store, ferry, hand(desk)))
    assert {path for path, (_, content) in desk.files().items() if b"Halmar" in content} == own
    assert f"leader: {ferry}" in record(desk, "comet")
    said(desk, intervene.undo(store, order.id, hand(desk)))
    assert {path: content for path, (_, content) in desk.files().items()} == before


def test_a_demoted_record_is_judged_again_with_the_settings(desk: DeskInTest) -> None:
    """Its quality and receipt are what its leader's story says of it, and so is what it names as better."""
    store, ferry, comet = desk.engine.store, story(desk, "ferry"), story(desk, "comet")
    correct.carry_out(store, correct.merge(store, [ferry, comet], hand(desk)))
    publish(desk.engine, now=desk.now)
    first = store.records.slots_of([comet])[comet].record
    weights = DefaultWeights(threshold=30, own_text=9, source_most=12)
    desk.engine = replace(desk.engine, criteria=replace(desk.engine.criteria, profile=Default(weights=weights)))
    publish(desk.engine, now=desk.now)
    found = store.records.slots_of([ferry, comet])
    lead, gone = found[ferry].record, found[comet].record
    assert first is not None
    assert lead is not None
    assert gone is not None
    assert gone.scores is not None
    assert gone.scores.quality is not None
    assert gone.quality == gone.scores.quality.value == sum(part.points for part in gone.scores.quality.parts)
    assert first.quality is not None
    assert gone.quality == first.quality - 5
    assert gone.quality in [item.quality for item in lead.related if item.web_url == gone.web_url]
    assert [item.quality for item in gone.related if item.web_url == lead.web_url] == [lead.quality]


def test_undoing_everything_gives_the_files_of_before(desk: DeskInTest) -> None:
    """To the byte."""
    before = {path: content for path, (_, content) in desk.files().items()}
    store = desk.engine.store
    made = [
        said(desk, intervene.pin(store, story(desk, "comet"), hand(desk), place=1, size=20)),
        said(desk, intervene.edit(store, story(desk, "ferry"), hand(desk), headline="All safe", excerpt="They are.")),
        said(desk, intervene.kill(store, story(desk, "parliament"), hand(desk))),
    ]
    assert {path: content for path, (_, content) in desk.files().items()} != before
    for one in made:
        said(desk, intervene.undo(store, one.id, hand(desk)))
    assert {path: content for path, (_, content) in desk.files().items()} == before


def test_a_pin_publishes_what_is_too_cold_while_it_holds(desk: DeskInTest) -> None:
    """It stands where the editor wants it, and leaves when its time has come."""
    assert "published: false" in record(desk, "comet")
    until = desk.now + timedelta(hours=2)
    said(desk, intervene.pin(desk.engine.store, story(desk, "comet"), hand(desk), place=2, until=until, size=20))
    assert fronted(desk).front.stories[1] == story(desk, "comet")
    assert ("published: true" in record(desk, "comet"), "Brayfell" in index(desk)) == (True, True)
    desk.run()
    assert "published: true" in record(desk, "comet")
    desk.now = until
    desk.run()
    assert story(desk, "comet") not in fronted(desk).front.stories
    assert "published: false" in record(desk, "comet")


def test_an_edited_headline_survives_and_keeps_the_path(desk: DeskInTest) -> None:
    """What the outlet wrote stands in the receipt; an excerpt said later leaves the headline as it is."""
    store, ferry = desk.engine.store, story(desk, "ferry")
    path = store.records.slots()[ferry].path
    said(desk, intervene.edit(store, ferry, hand(desk), headline="All\x00 safe\n off  Torvik\x1b"))
    said(desk, intervene.edit(store, ferry, hand(desk), excerpt="They are {{ safe }}."))
    desk.web.pages["https://evening.example/rss"] = rss(item(LATER, "evening"), item(COMET, "evening"))
    desk.run()
    text = record(desk, "ferry")
    assert ('title: "All safe off Torvik"' in text, 'excerpt: "They are {{ safe }}."' in text) == (True, True)
    assert "an editor's; the outlet's is “Ferry Halmar" in text
    assert (store.records.slots()[ferry].path, "All safe off Torvik" in index(desk)) == (path, True)


def test_a_word_follows_its_story_through_merge_and_split(desk: DeskInTest) -> None:
    """It holds where the story lives on, and stays with the part that keeps the id."""
    store, ferry, comet = desk.engine.store, story(desk, "ferry"), story(desk, "comet")
    intervene.edit(store, comet, hand(desk), headline="A tail of dust")
    verdict = correct.merge(store, [ferry, comet], hand(desk))
    correct.carry_out(store, verdict)
    publish(desk.engine, now=desk.now)
    assert 'title: "A tail of dust"' in record(desk, "ferry")
    assert f'"{comet}"' not in record(desk, "ferry")
    correct.carry_out(store, correct.undo(store, verdict.ruling.id, hand(desk)))
    publish(desk.engine, now=desk.now)
    assert ("A tail of dust" in record(desk, "ferry"), "A tail of dust" in record(desk, "comet")) == (False, True)
    members = store.stories.get(ferry)
    assert members is not None
    order = intervene.kill(store, ferry, hand(desk))
    parted = correct.split(store, ferry, [members.articles[1]], hand(desk))
    correct.carry_out(store, parted)
    publish(desk.engine, now=desk.now)
    assert "published: false" in record(desk, store.records.slots()[ferry].path.split("-", 3)[3])
    assert parted.ruling.into in fronted(desk).front.stories
    assert order.story == ferry


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ({"headline": " \x00\n"}, "the headline is empty; leave --headline out"),
        ({"excerpt": ""}, "the excerpt is empty"),
        ({"excerpt": "a" * 301}, "the excerpt has 301 characters; 300 is the most"),
        ({}, "nothing to edit: say --headline TEXT"),
    ],
)
def test_what_no_record_can_say_is_refused(desk: DeskInTest, text: dict[str, str], message: str) -> None:
    """Nothing is kept of it."""
    with pytest.raises(UsageError, match=message):
        intervene.edit(desk.engine.store, story(desk, "ferry"), hand(desk), **text)
    assert desk.engine.store.interventions.all() == []


def test_pins_that_cannot_be_are_refused(desk: DeskInTest) -> None:
    """A time that is over, a place there is not, a story nobody knows, an order undone twice."""
    store, ferry = desk.engine.store, story(desk, "ferry")
    with pytest.raises(UsageError, match="is in the past; a time to come is wanted"):
        intervene.pin(store, ferry, hand(desk), until=desk.now, size=20)
    for place in (0, 21):
        with pytest.raises(UsageError, match=f"the front has no place {place}; it has places 1 to 20"):
            intervene.pin(store, ferry, hand(desk), place=place, size=20)
    near = f"{ferry[:-1]}{'0' if ferry[-1] != '0' else '1'}"
    with pytest.raises(UsageError, match=f"no story `{near}`; did you mean `{ferry}`"):
        intervene.kill(store, StoryId(near), hand(desk))
    order = intervene.pin(store, ferry, hand(desk), size=20)
    intervene.undo(store, order.id[:5], hand(desk, "Bo"))
    with pytest.raises(UsageError, match="was undone already, by Bo"):
        intervene.undo(store, order.id, hand(desk))
    with pytest.raises(UsageError, match="no order `e0` for the edition"):
        intervene.undo(store, "e0", hand(desk))


def test_defaults_publish_what_was_published_before(desk: DeskInTest) -> None:
    """The front stands beside the records; other rules for it change no file."""
    before = desk.files()
    desk.engine = replace(desk.engine, front=FrontRules(size=1, source_share=0.01))
    publish(desk.engine, now=desk.now)
    assert desk.files() == before
