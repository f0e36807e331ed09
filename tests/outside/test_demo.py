from pathlib import Path

import pytest

import demo
from newsloom.flows import records
from press.servers import Press


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo was played once."""
    root = tmp_path_factory.mktemp("demo")
    assert demo.main(root) == 0
    return root


@pytest.mark.slow
def test_the_demo_leaves_records_that_are_written_as_the_contract_says(played: Path) -> None:
    """Every record of the demo's site is read and written again byte for byte."""
    report = records.check([played / "demo-site"])
    assert report.ok
    assert report.count(records.Outcome.IDENTICAL) > 60


@pytest.mark.slow
def test_the_demo_leaves_the_api_and_the_data_files(played: Path) -> None:
    """A site builder finds all it needs."""
    site = played / "demo-site"
    assert (site / "api/news/index.json").is_file()
    assert len(list((site / "_data/topics").glob("*.yaml"))) == 8
    assert list((site / "_data/organizations").glob("*.md"))


@pytest.mark.slow
def test_the_demo_shows_the_top_stories_and_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A newcomer reads outlets, own reports, copies, quality, heat and why, then the next command."""
    demo.main(tmp_path)
    printed = capsys.readouterr().out
    for word in ("heat", "quality", "outlets", "own", "copies", "voice", "together by", "./run newsloom explain"):
        assert word in printed


def test_the_demo_knows_every_kind_of_outlet_there_is() -> None:
    """A new outlet in the press needs a standing in the demo's desk."""
    kinds = {outlet.kind for outlet in Press.load().archive.outlets}
    assert kinds == set(demo.TIERS)
