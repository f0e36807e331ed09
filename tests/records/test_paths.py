from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.errors import RecordError
from newsloom.records.paths import path_for
from newsloom.text.slug import slug

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Peak.AI opens", "peakai-opens"),
        ("Réseau à l'eau", "reseau-a-leau"),
        ("Teams—now", "teamsnow"),
        ("It works !", "it-works-"),
        ("A - B -- C", "a-b-c"),
        ("  lead and tail  ", "-lead-and-tail-"),
        ("Q&A: 50% off $5, \U0001f600", "qa-50-off-5-"),
        ("\u00a0no\u00a0break ﬁne ½", "-no-break-fine-12"),
        ("tab\there", "tabhere"),
        ("東京", ""),
    ],
)
def test_slugs_follow_the_contract(title: str, expected: str) -> None:
    """Accents fold, everything outside a-z, 0-9, blank and hyphen goes, runs collapse, nothing is trimmed."""
    assert slug(title) == expected


@given(st.text())
def test_slugs_are_plain_and_stable(title: str) -> None:
    """A slug holds only a-z, 0-9 and single hyphens, and is its own slug."""
    found = slug(title)
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in found
    assert slug(found) == found


def test_the_path_has_the_utc_date() -> None:
    """Late at night in the west it is tomorrow in UTC."""
    late = datetime(2026, 3, 1, 23, tzinfo=timezone(timedelta(hours=-8)))
    assert path_for(late, "A storm") == "_news/2026-03-02-a-storm.md"
    with pytest.raises(RecordError, match="zone"):
        path_for(late.replace(tzinfo=None), "A storm")


def test_a_second_record_of_one_name_gets_a_number() -> None:
    """Nothing is lost where two outlets have one headline on one day."""
    first = path_for(DAY, "A storm")
    second = path_for(DAY, "A storm!", taken={first})
    assert second == "_news/2026-03-01-a-storm-2.md"
    assert path_for(DAY, "a storm", taken={first, second}) == "_news/2026-03-01-a-storm-3.md"


def test_titles_without_latin_letters_have_paths_of_their_own() -> None:
    """Two headlines in another script do not fight for one empty slug."""
    assert path_for(DAY, "東京") != path_for(DAY, "大阪")
    assert path_for(DAY, "東京") == path_for(DAY, "東京")


def test_names_fit_a_file_system() -> None:
    """Up to 255 bytes a name is exact; beyond that it is cut and told apart by a hash."""
    exact = "a" * (255 - len("2026-03-01-.md"))
    assert path_for(DAY, exact) == f"_news/2026-03-01-{exact}.md"
    assert path_for(DAY, exact + "b") != path_for(DAY, exact + "c")


@given(st.lists(st.sampled_from(["a", "A!", "a-2", "東", "b" * 400]) | st.text(), max_size=12))
def test_no_two_records_share_a_path(titles: list[str]) -> None:
    """However titles collide, every record has a safe path of its own."""
    taken: set[str] = set()
    for title in titles:
        path = path_for(DAY, title, taken=taken)
        assert path not in taken
        name = path.removeprefix("_news/")
        assert len(name) <= 255
        assert name.isascii()
        assert "/" not in name
        taken.add(path)
