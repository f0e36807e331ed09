"""Alerts from feeds to channels: who is told of what, once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from newsloom.curate.orders import Signed
from newsloom.curate.packing import SendRules
from newsloom.flows import correct, intervene
from newsloom.flows.alertdesk import retry
from newsloom.flows.alerts import alert
from newsloom.flows.curate import Shards, curate
from newsloom.flows.forget import forget
from newsloom.flows.ingest import ingest
from newsloom.flows.publish import publish
from newsloom.model.alert import (
    AlertCause,
    AlertRule,
    Answer,
    Channel,
    ChannelKind,
    Fate,
    Letter,
    MessageStatus,
)
from newsloom.model.savedview import SavedView
from newsloom.model.weights import DefaultWeights
from newsloom.records.profiles.default import Default
from newsloom.seams import Alerting, Messenger
from newsloom.testing.builders import NOON, DeskInTest, a_desk, a_page, an_item, rss

TEXT = "The river rose by two metres in the night and the old bridge at Torvik was closed to all traffic. " * 6
OTHER = "A comet was seen over Brayfell by many who stood on the hill with telescopes and hot tea until dawn. " * 6


@dataclass(slots=True)
class Box:
    """A messenger that keeps what it was given, and answers what a test says."""

    at_most_once: bool = False
    problem: str = ""
    answers: list[Answer] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)

    def send(self, letter: Letter, *, now: datetime) -> Answer:
        """Keep the letter."""
        del now
        self.letters.append(letter)
        return self.answers.pop(0) if self.answers else Answer(fate=Fate.SENT)

    def causes(self) -> list[tuple[str, ...]]:
        """Why each notice was given."""
        return [tuple(notice.causes) for letter in self.letters for notice in letter.notices]


FLOODS = SavedView(name="floods", any=("flood*",))
BOX = Channel(name="box", kind=ChannelKind.WEBHOOK)
ALERT = AlertRule(name="floods", view="floods", channels=("box",))


@contextmanager
def watching(
    folder: Path,
    *,
    views: tuple[SavedView, ...] = (FLOODS,),
    rules: tuple[AlertRule, ...] = (ALERT,),
    channels: tuple[Channel, ...] = (BOX,),
    boxes: dict[str, Messenger] | None = None,
) -> Iterator[tuple[DeskInTest, Box]]:
    """A desk whose three sources say nothing yet and which has run once, and the box its alerts go to."""
    box = Box()
    pages = {f"https://{name}.example/rss": rss(an_item("Nothing happened", content=OTHER)) for name in ("daily",)}
    pages |= {"https://herald.example/rss": rss(an_item("All quiet", content=OTHER[::-1]))}
    with a_desk(folder, pages) as desk:
        profile = Default(weights=DefaultWeights(threshold=1))
        desk.engine = replace(desk.engine, criteria=replace(desk.engine.criteria, profile=profile))
        desk.run()
        alerting = Alerting(
            rules=rules,
            views=views,
            channels={one.name: one for one in channels},
            messengers=boxes or {"box": box},
            desk="A desk",
        )
        desk.engine = replace(desk.engine, alerting=alerting)
        desk.run()
        yield desk, box


def say(desk: DeskInTest, source: str, *titles: str, text: str = TEXT, **fields: object) -> None:
    """Let a source carry these items from now on."""
    items = [
        an_item(
            title, url=f"https://{source}.example/{number}-{len(title)}", content=text, published=desk.now, **fields
        )
        for number, title in enumerate(titles)
    ]
    desk.web.pages[f"https://{source}.example/rss"] = rss(*items, title=source.title())


def test_a_story_is_told_once_when_it_enters(tmp_path: Path) -> None:
    """A story that fits is told in the run that brings it, and in no later one."""
    with watching(tmp_path) as (desk, box):
        say(desk, "daily", "Floods close the bridge at Torvik")
        report = desk.run()
        assert (report.alerts.told, report.alerts.sent) == (1, 1)
        assert [desk.run().alerts.told for _ in range(3)] == [0, 0, 0]
        (letter,) = box.letters
        (notice,) = letter.notices
        assert notice.causes == (AlertCause.ENTERED,)
        assert notice.headline == "Floods close the bridge at Torvik"
        assert notice.url == "https://daily.example/0-33"
        assert letter.desk == "A desk"


def test_what_was_there_before_is_not_told(tmp_path: Path) -> None:
    """A new alert takes note of what fits already; with `backfill` it tells it."""
    for folder, backfill, told in (("quiet", False, 0), ("filled", True, 1)):
        (tmp_path / folder).mkdir()
        with watching(tmp_path / folder) as (desk, _):
            say(desk, "daily", "Floods close the bridge at Torvik")
            desk.run()
            second = AlertRule(name="second", view="floods", channels=("box",), backfill=backfill)
            desk.engine = replace(desk.engine, alerting=replace(desk.engine.alerting, rules=(ALERT, second)))
            assert desk.run().alerts.told == told
            assert desk.run().alerts.told == 0


def test_a_second_voice_is_told(tmp_path: Path) -> None:
    """The first independent report of a told story is told, a copy of it is not."""
    with watching(tmp_path) as (desk, box):
        say(desk, "daily", "Floods close the bridge at Torvik")
        desk.run()
        fresh = TEXT.replace("two metres", "more than anybody has seen").replace("old bridge", "only crossing")
        say(desk, "herald", "Torvik bridge closed by floods", text=fresh[::1] + OTHER[:200])
        report = desk.run()
        assert len(desk.engine.store.stories.since(None)) == 3, "both are one story"
        assert report.alerts.told == 1
        assert AlertCause.VOICE in box.letters[-1].notices[0].causes


def test_other_weights_tell_nothing_of_old_stories(tmp_path: Path) -> None:
    """Where the desk judges otherwise, stories that did not change are taken note of and not told."""
    hot = SavedView(name="floods", any=("flood*",), min_heat=10_000)
    with watching(tmp_path, views=(hot,)) as (desk, box):
        say(desk, "daily", "Floods close the bridge at Torvik")
        assert desk.run().alerts.told == 0
        desk.engine = replace(desk.engine, alerting=replace(desk.engine.alerting, views=(FLOODS,)))
        assert desk.run().alerts.told == 0
        weights = DefaultWeights(threshold=1, half_life_hours=900)
        criteria = replace(desk.engine.criteria, profile=Default(weights=weights))
        desk.engine = replace(desk.engine, criteria=criteria)
        assert desk.run().alerts.told == 0
        say(desk, "herald", "Floods reach Brayfell", text=OTHER.replace("comet", "flood"))
        assert desk.run().alerts.told == 1
        assert box.causes() == [(AlertCause.ENTERED,)]


NOTES = {
    AlertCause.CORRECTION: "Correction: An earlier version of this article gave a wrong number of boats.",
    AlertCause.WITHDRAWAL: "This article has been withdrawn because its source could not be confirmed.",
}


@pytest.mark.parametrize("cause", NOTES)
def test_corrections_and_withdrawals_are_told(tmp_path: Path, cause: AlertCause) -> None:
    """That the outlet corrected a told article, or took it back, is told once."""
    with watching(tmp_path) as (desk, box):
        page = "https://daily.example/floods"
        item = an_item("Floods close the bridge", url=page, summary="Water.", published=desk.now)
        desk.web.pages |= {
            "https://daily.example/rss": rss(item),
            page: a_page("Floods close the bridge", TEXT * 2),
        }
        assert desk.run().alerts.told == 1
        note = f"<p><em>{NOTES[cause]}</em></p>"
        text = "" if cause is AlertCause.WITHDRAWAL else TEXT * 2
        said = a_page("Floods close the bridge", text).decode().replace("</article>", f"{note}</article>")
        updated = f"<updated xmlns='http://www.w3.org/2005/Atom'>{desk.now:%Y-%m-%dT%H:%M:%SZ}</updated></item>"
        desk.web.pages |= {
            page: said.encode(),
            "https://daily.example/rss": rss(item).replace(b"</item>", updated.encode()),
        }
        assert desk.run().alerts.told == 1
        assert desk.run().alerts.told == 0
        assert box.causes()[1:] == [(cause,)]


def test_merged_stories_are_told_once_under_the_surviving_id(tmp_path: Path) -> None:
    """Two told stories that become one are told as a merge, once."""
    with watching(tmp_path) as (desk, box):
        say(desk, "daily", "Floods close the bridge at Torvik")
        say(desk, "herald", "Flood warning for the whole of Brayfell", text=OTHER)
        assert desk.run().alerts.told == 2
        one, other = (notice.story for letter in box.letters for notice in letter.notices)
        verdict = correct.merge(desk.engine.store, [one, other], Signed(by="Ana", at=desk.now, reason=""))
        correct.carry_out(desk.engine.store, verdict)
        desk.run()
        desk.run()
        (notice,) = box.letters[-1].notices
        assert AlertCause.MERGE in notice.causes
        assert {notice.story, *notice.merged} == {one, other}
        assert len(box.letters) == 3


def test_a_killed_story_is_not_told(tmp_path: Path) -> None:
    """Nobody is told of what an editor took off."""
    with watching(tmp_path, views=(replace(FLOODS, only_published=False),)) as (desk, box):
        say(desk, "daily", "Floods close the bridge at Torvik")
        desk.run()
        story = box.letters[0].notices[0].story
        intervene.kill(desk.engine.store, story, Signed(by="Ana", at=desk.now, reason=""))
        say(desk, "herald", "Torvik bridge closed by floods", text=TEXT.replace("two", "three") + OTHER[:300])
        assert desk.run().alerts.told == 0


def test_one_failing_channel_stops_no_other(tmp_path: Path) -> None:
    """The message of a channel that is down is tried again, with the same id; the other's arrives at once."""
    down = Box(answers=[Answer(fate=Fate.UNREACHABLE, detail="nobody there")])
    up = Box()
    channels = (BOX, Channel(name="other", kind=ChannelKind.WEBHOOK))
    rules = (replace(ALERT, channels=("box", "other")),)
    with watching(tmp_path, channels=channels, rules=rules, boxes={"box": down, "other": up}) as (desk, _):
        say(desk, "daily", "Floods close the bridge at Torvik")
        report = desk.run()
        assert (report.alerts.sent, report.alerts.failed, report.alerts.problems) == (1, 1, {"box": "nobody there"})
        assert desk.run().alerts.sent == 1
        assert len({letter.id for letter in down.letters}) == 1
        assert (len(down.letters), len(up.letters)) == (2, 1)


def test_what_never_arrives_is_a_dead_letter_that_can_be_tried_again(tmp_path: Path) -> None:
    """After its last try a message is kept as dead, and `retry` sends it."""
    box = Box(answers=[Answer(fate=Fate.FAILED, detail="answered 500")] * 10)
    with watching(tmp_path, boxes={"box": box}) as (desk, _):
        say(desk, "daily", "Floods close the bridge at Torvik")
        desk.step = timedelta(hours=24)
        for _ in range(12):
            desk.run()
        (dead,) = desk.engine.store.alerts.messages(MessageStatus.DEAD)
        assert (dead.tries, "given up after 10 tries" in dead.detail) == (10, True)
        report = retry(desk.engine, [dead.id], channel=None, now=desk.now, rules=SendRules())
        assert (report.sent, box.letters[-1].id) == (1, dead.id)


def test_a_channel_that_is_gone_is_closed(tmp_path: Path) -> None:
    """After 410 nothing is sent there any more, until its owner opens it again."""
    box = Box(answers=[Answer(fate=Fate.CLOSED, detail="answered 410")])
    with watching(tmp_path, boxes={"box": box}) as (desk, _):
        say(desk, "daily", "Floods close the bridge at Torvik")
        desk.run()
        say(desk, "herald", "Flood warning for the whole of Brayfell", text=OTHER)
        assert desk.run().alerts.dead == 1
        assert len(box.letters) == 1
        report = retry(desk.engine, [], channel="box", now=desk.now, rules=SendRules())
        assert report.sent == 2


def test_mail_of_unknown_fate_is_not_sent_again(tmp_path: Path) -> None:
    """What may be sent once only and was interrupted is listed and left alone."""
    box = Box(at_most_once=True, answers=[Answer(fate=Fate.UNKNOWN, detail="no answer after DATA")])
    with watching(tmp_path, boxes={"box": box}) as (desk, _):
        say(desk, "daily", "Floods close the bridge at Torvik")
        assert desk.run().alerts.unknown == 1
        desk.run()
        report = retry(desk.engine, [], channel=None, now=desk.now, rules=SendRules())
        assert (len(box.letters), report.sent) == (1, 0)
        (message,) = desk.engine.store.alerts.messages(MessageStatus.UNKNOWN)
        retry(desk.engine, [message.id], channel=None, now=desk.now, rules=SendRules())
        assert len(box.letters) == 2


def test_a_flood_of_notices_is_one_summary(tmp_path: Path) -> None:
    """Where more stories come than a channel takes in an hour, one message tells them all."""
    with watching(tmp_path, channels=(replace(BOX, most_per_hour=2),)) as (desk, box):
        words = ("Torvik", "Brayfell", "Halmar", "Velmark")
        items = [
            an_item(
                f"Flood in {word} {'abcd'[n] * 5}",
                url=f"https://daily.example/{word}",
                published=desk.now,
                content=" ".join(f"{word}{n}{i} {word[::-1]}{i * n}" for i in range(90)),
            )
            for n, word in enumerate(words)
        ]
        desk.web.pages["https://daily.example/rss"] = rss(*items)
        report = desk.run()
        assert report.alerts.told >= 3
        assert [len(letter.notices) for letter in box.letters] == [report.alerts.told]


def test_quiet_hours_hold_and_then_gather(tmp_path: Path) -> None:
    """In quiet hours nothing leaves; after them what was held leaves as one."""
    quiet = replace(BOX, quiet=(time(12), time(17)))
    with watching(tmp_path, channels=(quiet,)) as (desk, box):
        say(desk, "daily", "Floods close the bridge at Torvik")
        report = desk.run()
        assert (report.alerts.held, box.letters) == (1, [])
        say(desk, "herald", "Flood warning for the whole of Brayfell", text=OTHER)
        desk.run()
        desk.now = NOON + timedelta(hours=6)
        desk.run()
        assert [len(letter.notices) for letter in box.letters] == [2]


def test_an_editors_headline_is_what_is_told(tmp_path: Path) -> None:
    """A notice says what the desk publishes, not what the outlet wrote."""
    with watching(tmp_path) as (desk, box):
        say(desk, "daily", "Floods close the bridge at Torvik")
        story = None
        alerting = desk.engine.alerting
        desk.engine = replace(desk.engine, alerting=Alerting())
        desk.run()
        story = next(s.id for s in desk.engine.store.stories.since(None) if s.last > NOON + timedelta(hours=1))
        signed = Signed(by="Ana", at=desk.now, reason="")
        intervene.edit(desk.engine.store, story, signed, headline="Bridge shut", excerpt=None)
        publish(desk.engine, now=desk.now)
        backfilled = replace(ALERT, backfill=True)
        desk.engine = replace(desk.engine, alerting=replace(alerting, rules=(backfilled,)))
        desk.run()
        assert box.letters[-1].notices[0].headline == "Bridge shut"


@pytest.mark.parametrize("kind", ["removed", "kept"])
def test_nothing_is_left_of_a_removed_article(tmp_path: Path, kind: str) -> None:
    """The notice of an article that its owner had removed is gone, and what waits says nothing of it."""
    box = Box(answers=[Answer(fate=Fate.FAILED, detail="answered 500")])
    with watching(tmp_path, boxes={"box": box}) as (desk, _):
        say(desk, "daily", "Floods close the bridge at Torvik")
        desk.run()
        if kind == "removed":
            forget(desk.engine, [box.letters[0].notices[0].article], now=desk.now, reason="asked")
        found = desk.engine.store.alerts.log(limit=10)
        assert [notice.headline for notice in found] == ([] if kind == "removed" else [found[0].headline])


def test_the_queue_of_a_channel_is_bounded(tmp_path: Path) -> None:
    """What comes while so many messages wait already is a dead letter at once, and is kept as one."""
    box = Box(answers=[Answer(fate=Fate.UNREACHABLE, detail="nobody there")] * 9)
    with watching(tmp_path, boxes={"box": box}) as (desk, _):
        alerts = desk.engine.store.alerts
        say(desk, "daily", "Floods close the bridge at Torvik")
        desk.engine = replace(desk.engine, alerting=replace(desk.engine.alerting, rules=(ALERT,)))
        desk.run()
        assert len(alerts.messages(MessageStatus.WAITING)) == 1
        say(desk, "herald", "Flood warning for the whole of Brayfell", text=OTHER)
        rules, engine = desk.rules, replace(desk.engine, alerting=replace(desk.engine.alerting, messengers={}))
        desk.web.now = desk.now
        shards = Shards()
        ingest(engine, now=desk.now, rules=rules, only=frozenset())
        curate(engine, shards=shards)
        publish(engine, now=desk.now)
        report = alert(desk.engine, now=desk.now, sending=SendRules(queue=1))
        assert (report.told, report.dead) == (1, 1)
        (dead,) = alerts.messages(MessageStatus.DEAD)
        assert "1 messages wait there already" in dead.detail
