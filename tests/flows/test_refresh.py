from pathlib import Path

from structlog.testing import capture_logs

from newsloom.cli.refresh import Refresh
from newsloom.seams import Engine
from newsloom.settings import read_settings
from newsloom.testing.builders import a_desk, an_article


def test_the_last_good_settings_stay_in_force(tmp_path: Path) -> None:
    """A profile that is broken while newsloom runs is named with its line and changes nothing until it is put right."""
    mine = tmp_path / "mine.toml"
    mine.write_text('base = "default"\n')
    (tmp_path / "newsloom.toml").write_text('[profile]\nfile = "mine.toml"\n')
    refreshed = Refresh.of(read_settings(tmp_path / "newsloom.toml"))
    with a_desk(tmp_path, {}) as desk:
        assert refreshed(desk.engine).criteria is desk.engine.criteria
        mine.write_text('base = "default"\n[weights]\nthreshold = 61\n')
        taken = refreshed(desk.engine)
        assert (taken.criteria.profile.name, taken.criteria.profile.threshold) == ("mine", 61)
        mine.write_text('base = "default"\n[weights]\nthreshold = 61\nhalf_life_hours = -1\n')
        with capture_logs() as told:
            assert refreshed(desk.engine).criteria is taken.criteria
        assert "mine.toml:4: `weights.half_life_hours`" in told[0]["error"]
        mine.write_text('base = "default"\n[weights]\nthreshold = 62\nfresh = 5\n')
        assert refreshed(desk.engine).criteria.profile.threshold == 62


def test_rules_of_topics_are_taken_in_and_faulty_ones_refused(tmp_path: Path) -> None:
    """Whether they stand in newsloom.toml or in a topic file."""
    toml, file = tmp_path / "newsloom.toml", tmp_path / "_data/topics/10-sport.yaml"
    file.parent.mkdir(parents=True)
    toml.write_text('[topic.bank]\nany = ["bank"]\n')
    file.write_text("_id: sport\nname: Sport\nany: [cup]\n")
    refreshed = Refresh.of(read_settings(toml))

    def topics(engine: Engine, title: str) -> list[str]:
        tagger = engine.criteria.tagger
        return (
            [] if tagger is None else [one.topic.id for one in tagger.said(an_article(title, url="https://x.example/"))]
        )

    with a_desk(tmp_path, {}) as desk:
        toml.write_text('[topic.bank]\nany = ["bank", "loan*"]\n')
        taken = refreshed(desk.engine)
        assert topics(taken, "Loans for a cup") == ["sport", "bank"]
        toml.write_text('[topic.bank]\nany = ["bank", "*"]\n')
        with capture_logs() as told:
            assert refreshed(desk.engine).criteria is taken.criteria
        assert "newsloom.toml:2: `topic.bank.any`: `*`" in told[0]["error"]
        toml.write_text('[topic.bank]\nany = ["bank"]\n')
        file.write_text("_id: sport\nname: Sport\nparent: Spotr\nany: [cup]\n")
        with capture_logs() as told:
            assert refreshed(desk.engine).criteria is taken.criteria
        assert "10-sport.yaml:3: no topic `Spotr`" in told[0]["error"]
        file.write_text("_id: sport\nname: Sport\nany: [cup, final]\n")
        assert topics(refreshed(desk.engine), "Loans for a final") == ["sport"]
