from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from demo import make_desk, play
from newsloom.settings import read_settings
from newsloom.wiring import store_of
from press.servers import Press

LEAST = 0.91  # BCubed F1 of the press as it is written; 0.916 when measured, renamed too
APART = 0.05  # how much worse a renamed press may group
SEEDS = (None, 7)
MOST_TIED = 6  # single items that share a story with another article
BRIEFINGS = ("rundown-five-1", "rundown-five-2", "rundown-five-3", "rundown-five-4")  # a line on each of many subjects
ALONE = (*BRIEFINGS, "wire-lottery", "market-1", "market-2", "market-4", "tide-preview-league", "tide-market")
TWINS = (
    ("aid-package-12", "aid-package-13"),
    ("tallbeck-warehouse-fire", "ostmere-warehouse-fire"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a desk made of the press: the story of each article, its event (itself, if nobody shares it), its key."""

    story: dict[str, str]
    event: dict[str, str]
    key: dict[str, str]

    @property
    def f1(self) -> float:
        """BCubed F1 of its stories."""
        return bcubed(self.story, self.event)

    @property
    def tied(self) -> list[str]:
        """The keys of single items that share a story."""
        told, held = Counter(self.event.values()), Counter(self.story.values())
        return sorted(self.key[url] for url in self.story if told[self.event[url]] == 1 < held[self.story[url]])

    def stories_of(self, event: str) -> set[str]:
        """Where the articles of an event are."""
        return {self.story[url] for url, its in self.event.items() if its == event}


def bcubed(groups: dict[str, str], truth: dict[str, str]) -> float:
    """BCubed F1 (Bagga and Baldwin 1998) of articles' groups against the events they report."""
    precision = recall = 0.0
    for article, label in truth.items():
        together = {other for other in truth if groups[other] == groups[article]}
        event = {other for other, its in truth.items() if its == label}
        precision += len(together & event) / len(together)
        recall += len(together & event) / len(event)
    return 2 * precision * recall / (precision + recall) / len(truth) if truth else 0.0


def played(folder: Path, seed: int | None) -> Desk:
    """A desk that polled the press through its four days."""
    with Press.load(rename=seed, delay_factor=0.05) as press:
        settings = make_desk(press, folder, output=folder / "site")
        play(press, settings)
        truth = press.truth()
        keys = {one.path: one.key for one in press.archive.articles}
    store = store_of(read_settings(settings.path))
    try:
        known = {article.url: article for article in store.articles.recent(10_000)}
        story = {url: str(store.stories.containing(known[url].id) or url) for url in truth if url in known}
    finally:
        store.close()
    assert len(story) > 0.9 * len(truth), "most of what the press prints is found"
    return Desk(
        story=story,
        event={url: truth[url] or url for url in story},  # what reports no shared event stands alone
        key={url: keys[urlsplit(url).path] for url in story},
    )


def test_the_measure_knows_right_from_wrong() -> None:
    """Equal groups have 1; one heap or dust have less."""
    truth = {"a": "x", "b": "x", "c": "y", "d": "y"}
    assert bcubed(truth, truth) == 1
    assert bcubed(dict.fromkeys(truth, "heap"), truth) == pytest.approx(2 / 3)
    assert bcubed({article: article for article in truth}, truth) == pytest.approx(2 / 3)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_press_and_its_renamed_twin_are_grouped_as_well(tmp_path: Path) -> None:
    """Other names, numbers and slugs, the same events: grouping does not depend on who is in the news."""
    original, renamed = (played(tmp_path / str(seed), seed) for seed in SEEDS)
    assert original.f1 >= LEAST, f"original {original.f1:.3f}, renamed {renamed.f1:.3f}"
    assert abs(original.f1 - renamed.f1) <= APART, f"original {original.f1:.3f}, renamed {renamed.f1:.3f}"
    for desk in (original, renamed):
        assert not set(ALONE) & set(desk.tied)
        assert len(desk.tied) <= MOST_TIED, desk.tied
        for one, other in TWINS:
            assert not desk.stories_of(one) & desk.stories_of(other), f"{one} and {other} share a story"
