"""A desk's figures for monitoring."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from newsloom.cli import main
from newsloom.cli.metricsfile import write_whole
from newsloom.errors import UsageError
from newsloom.flows.ingest import ingest
from newsloom.flows.metrics import metrics
from newsloom.flows.reports import CurateReport, PublishReport, RunReport
from newsloom.model.page import Reason
from newsloom.testing.builders import a_desk, an_item, rss
from newsloom.text.openmetrics import openmetrics

PARSED: Callable[[str], Iterator[Any]] = text_string_to_metric_families


def figures(text: str) -> dict[tuple[str, str], float]:
    """Each figure by its name and its first label."""
    return {
        (one.name, next(iter(one.labels.values()), "")): one.value for family in PARSED(text) for one in family.samples
    }


def test_a_desk_without_sources_has_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed, or written to a file: both are what a collector reads."""
    (tmp_path / "newsloom.toml").write_text("", encoding="utf-8")
    assert main(["metrics", "--desk", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert figures(printed)["newsloom_sources", "watched"] == 0
    assert main(["metrics", "--desk", str(tmp_path), "--file", str(tmp_path / "m.prom")]) == 0
    assert figures((tmp_path / "m.prom").read_text(encoding="utf-8")).keys() == figures(printed).keys()
    assert [path.name for path in tmp_path.glob(".m.prom*")] == []


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """And the one that is there stays."""
    with pytest.raises(UsageError, match="cannot be written"):
        write_whole(tmp_path / "nowhere" / "m.prom", "x")


def test_what_sources_did_is_told(tmp_path: Path) -> None:
    """Who is up, who fails and why, and what the cycle brought."""
    web: dict[str, Any] = {"https://well.example/rss": rss(an_item("Flood")), "https://ill.example/rss": Reason.TIMEOUT}
    with a_desk(tmp_path, web) as desk:
        report = ingest(desk.engine, now=desk.now, rules=desk.rules)
        cycle = (RunReport(ingest=report, curate=CurateReport(), publish=PublishReport()), 1.5)
        rules = desk.rules.schedule
        found = metrics(desk.engine.sources, desk.engine.store, now=desk.now, rules=rules, cycle=cycle)
    told = figures(openmetrics(found))
    assert told["newsloom_source_up", "well"] == 1
    assert told["newsloom_source_up", "ill"] == 0
    assert told["newsloom_sources_failing", "timeout"] == 1
    assert told["newsloom_source_lag_seconds", "well"] == 0
    assert told["newsloom_cycle_items", "added"] == 1
    assert told["newsloom_cycle_seconds", ""] == 1.5
