"""The past judged anew: by unchanged settings it gives what was published, bit for bit."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsloom.flows.replaying import Moments, replay_editions
from newsloom.model.item import Item, ItemImage
from newsloom.model.judgement import Topic
from newsloom.model.weights import DefaultWeights
from newsloom.records.profiles.default import Default
from newsloom.testing.builders import NOON, DeskInTest, a_desk, an_item, rss

HOUR = timedelta(hours=1)
WATER = Topic(id="water", name="Water", keywords=("flood",))
OUTLETS = ("daily", "post", "echo", "north")
EVENTS = ("Flood in Marnhem harbour", "Bridge of Oslet closed", "Minister Tarn resigns", "Quake shakes Pelagor")
TEXT = "The council of {place} met in the old hall on {day} and voted on {what} after a long debate of {n} members. "

Scores = dict[str, tuple[str, int, int, bool]]


def page(outlet: str, run: int) -> bytes:
    """What an outlet's feed says at a run: events come one after the other, told by more outlets from run to run."""
    items: list[Item] = []
    for number, event in enumerate(EVENTS):
        for told in range(run + 1):
            if (told + number) % len(OUTLETS) == OUTLETS.index(outlet) and told >= number:
                told_at = NOON - timedelta(hours=9) + told * HOUR
                words = TEXT.format(place=event, day=f"day {number}", what=event.lower(), n=told + 3)
                body = words * 3 if number == 0 else f"{outlet} says: " + words * (told + 1)
                if number == 1 and told == 1 and run >= 3:
                    body += "A correction was made of what had been said of the bridge, which opens next week. " * 3
                url = f"https://{outlet}.example/{number}-{told}"
                picture = ItemImage(url=f"https://{outlet}.example/any.jpg")
                items.append(
                    an_item(event + f" {told}" * (told % 2), url=url, summary=body, published=told_at, image=picture)
                )
    return rss(*items)


def stored(desk: DeskInTest) -> Scores:
    """What publishing kept of each living story."""
    gone = desk.engine.store.stories.aliases()
    return {
        story: (str(slot.record.id), slot.record.quality or 0, slot.record.heat or 0, bool(slot.record.published))
        for story, slot in desk.engine.store.records.slots().items()
        if slot.record is not None and story not in gone
    }


def played(desk: DeskInTest, runs: int = 7) -> list[tuple[datetime, Scores]]:
    """What was stored after each run, by the moment of the run."""
    kept = []
    for run in range(runs):
        desk.web.pages.update({f"https://{outlet}.example/rss": page(outlet, run) for outlet in OUTLETS})
        at = desk.now
        desk.run()
        kept.append((at, stored(desk)))
    return kept


@pytest.mark.parametrize("threshold", [0, 20, 30])
def test_unchanged_settings_give_what_was_published(tmp_path: Path, threshold: int) -> None:
    """After every run: each story, its lead, quality, heat, and whether it is shown, in the same order."""
    with a_desk(tmp_path, {f"https://{o}.example/rss": page(o, 0) for o in OUTLETS}, topics=[WATER]) as desk:
        profile = Default(name="mine", weights=DefaultWeights(threshold=threshold))
        desk.engine = replace(desk.engine, criteria=replace(desk.engine.criteria, profile=profile))
        kept = played(desk)
        moments = Moments(since=NOON, until=desk.now - HOUR, every=HOUR)
        replayed = list(replay_editions(desk.engine.store, [desk.engine.criteria], moments=moments))
    assert [one.at for one in replayed] == [at for at, _ in kept]
    assert len(kept[-1][1]) > 2
    for one, (_, scores) in zip(replayed, kept, strict=True):
        (edition,) = one.editions
        assert {s.story: (s.lead, s.quality, s.heat, s.published) for s in edition} == scores
        order = sorted(scores, key=lambda s: (not scores[s][3], -scores[s][2], -scores[s][1], s))
        assert [s.story for s in edition] == order
