"""`[edition]`: what the front's rules are made of, and what is refused."""

from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.errors import SettingsError
from newsloom.model.front import FrontRules
from newsloom.model.judgement import Topic
from newsloom.settings import read_settings
from newsloom.settings.edition import front_rules

AI, NEWS = Topic(id="ai", name="Artificial intelligence"), Topic(id="news", name="News")


def rules(folder: Path, text: str, *, root: str = "") -> FrontRules:
    """What this file says of the front of a desk with two topics."""
    path = folder / "newsloom.toml"
    path.write_text(text, encoding="utf-8")
    return front_rules(read_settings(path).edition, (AI, NEWS), path, root=root)


def test_nothing_said_is_the_defaults(tmp_path: Path) -> None:
    """Those of the rules and those of the file are the same."""
    assert rules(tmp_path, "") == FrontRules()


def test_topics_are_named_by_id_or_name(tmp_path: Path) -> None:
    """The root topic has no quota."""
    text = '[edition]\nsize = 4\noldest_hours = 12\n[edition.topics]\nai = 2\n"News" = 0\n'
    said = rules(tmp_path, text, root="news")
    assert said.per_topic == {"Artificial intelligence": 2, "News": 0}
    assert (said.size, said.oldest, said.everywhere) == (4, timedelta(hours=12), frozenset({"News"}))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('"aix" = 2', "no topic named `aix`; did you mean `ai`?"),
        ("ai = -1", "the quota of topic `ai` is no number of places"),
        ('ai = "two"', "the quota of topic `ai` is no number of places"),
        ("ai = true", "the quota of topic `ai` is no number of places"),
    ],
)
def test_a_quota_that_cannot_be_is_named_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    """And with what would be right."""
    with pytest.raises(SettingsError) as raised:
        rules(tmp_path, f"[desk]\n[edition.topics]\n{line}\n")
    assert (raised.value.line, message in raised.value.problem) == (3, True)


@pytest.mark.parametrize("line", ["source_share = 0.0", "family_share = 1.5", "size = 0", "in_a_row = 0"])
def test_what_leaves_no_front_is_refused(tmp_path: Path, line: str) -> None:
    """A share of nothing, no place at all."""
    with pytest.raises(SettingsError) as raised:
        rules(tmp_path, f"[edition]\n{line}\n")
    assert raised.value.line == 2
