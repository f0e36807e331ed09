from pathlib import Path

from newsloom.testing.crawling import kill_deliveries


def test_a_crawler_never_sees_a_mix_whenever_a_delivery_dies(tmp_path: Path) -> None:
    """Twenty deaths at random moments here, five hundred by `./run bench generations`."""
    shown = kill_deliveries(tmp_path / "site", trials=20)
    assert (shown.trials, shown.generations > 1) == (20, True)
