from pathlib import Path

from structlog.testing import capture_logs

from newsloom.cli.refresh import Refresh
from newsloom.settings import read_settings
from newsloom.testing.builders import a_desk


def test_the_last_good_settings_stay_in_force(tmp_path: Path) -> None:
    """A profile that is broken while newsloom runs is named with its line and changes nothing until it is put right."""
    mine = tmp_path / "mine.toml"
    mine.write_text('base = "default"\n')
    (tmp_path / "newsloom.toml").write_text('[profile]\nfile = "mine.toml"\n')
    refreshed = Refresh.of(read_settings(tmp_path / "newsloom.toml"))
    with a_desk(tmp_path, {}) as desk:
        assert refreshed(desk.engine) is desk.engine
        mine.write_text('base = "default"\n[weights]\nthreshold = 61\n')
        taken = refreshed(desk.engine)
        assert (taken.criteria.profile.name, taken.criteria.profile.threshold) == ("mine", 61)
        mine.write_text('base = "default"\n[weights]\nthreshold = 61\nhalf_life_hours = -1\n')
        with capture_logs() as told:
            assert refreshed(taken) is taken
        assert "mine.toml:4: `weights.half_life_hours`" in told[0]["error"]
        mine.write_text('base = "default"\n[weights]\nthreshold = 62\nfresh = 5\n')
        assert refreshed(taken).criteria.profile.threshold == 62
