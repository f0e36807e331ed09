from pathlib import Path

import pytest

from demo import make_desk, play
from newsloom.settings import read_settings
from newsloom.wiring import store_of
from press.servers import Press

LEAST = 0.8  # BCubed F1 of the press as it is written; 0.826 when measured, weather of several outlets is one heap
APART = 0.05  # how much worse a renamed press may group
SEEDS = (None, 7)


def bcubed(groups: dict[str, str], truth: dict[str, str]) -> float:
    """BCubed F1 (Bagga and Baldwin 1998) of articles' groups against the events they report."""
    precision = recall = 0.0
    for article, label in truth.items():
        together = {other for other in truth if groups[other] == groups[article]}
        event = {other for other, its in truth.items() if its == label}
        precision += len(together & event) / len(together)
        recall += len(together & event) / len(event)
    return 2 * precision * recall / (precision + recall) / len(truth) if truth else 0.0


def played(folder: Path, seed: int | None) -> float:
    """The F1 of a desk that polled the press through its four days."""
    with Press.load(rename=seed, delay_factor=0.05) as press:
        settings = make_desk(press, folder, output=folder / "site")
        play(press, settings)
        truth = press.truth()
    store = store_of(read_settings(settings.path))
    try:
        known = {article.url: article for article in store.articles.recent(10_000)}
        groups = {url: store.stories.containing(known[url].id) or url for url in truth if url in known}
    finally:
        store.close()
    assert len(groups) > 0.9 * len(truth), "most of what the press prints is found"
    events = {url: truth[url] or url for url in groups}  # what reports no shared event stands alone
    return bcubed(groups, events)


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
    assert original >= LEAST, f"original {original:.3f}, renamed {renamed:.3f}"
    assert abs(original - renamed) <= APART, f"original {original:.3f}, renamed {renamed:.3f}"
