"""`newsloom sources` and `newsloom fetch`: what an owner is told of a source that does not do well."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.cli.stage import Newsloom, Site

from newsloom.curate.shares import silent_for, with_shares
from newsloom.flows.health import by_need, health_of
from newsloom.model.draft import Known
from newsloom.model.page import Reason
from newsloom.model.source import SourceId, SourceState
from newsloom.testing.builders import NOON, a_desk, a_source, an_item, rss

DAY = timedelta(days=1)
STATE = SourceState(source=SourceId("daily"), items_seen=6, last_visit=NOON, last_success=NOON)


def test_one_visit_is_told_step_by_step(newsloom: Newsloom, site: Site, desk: Path) -> None:
    """What was dialled, asked and answered, what would be kept; secrets are not shown, nothing is stored."""
    url = site.feed("/rss", "The Daily", "Flood", "Fire")
    told = newsloom("fetch", "--json", url, "--desk", desk).data
    assert [step["step"] for step in told["steps"]] == ["dialled", "asked", "answered", "received"]
    assert (told["verdict"], told["reason"], told["kept"]["items"]) == ("kept", "", 2)
    assert told["wire_bytes"] == told["decoded_bytes"] > 0
    assert not (desk / "newsloom.db").exists()
    shown = newsloom("fetch", f"{url}?token=hush", "--desk", desk)
    assert (shown.code, "hush" in shown.out) == (1, False)
    assert "not found" in shown.out
    assert newsloom("fetch", "nobody", "--desk", desk).code == 2


def test_who_needs_the_owner_comes_first(newsloom: Newsloom, site: Site, desk: Path) -> None:
    """And can be asked for alone; a source without certificates is warned of each time."""
    urls = [site.feed("/well", "Well", "Flood"), site.address + "/missing", site.page("/page")]
    with (desk / "newsloom.toml").open("a", encoding="utf-8") as file:
        for name, url in zip(("well", "missing", "page"), urls, strict=True):
            file.write(f'[[source]]\nid = "{name}"\nurl = "{url}"\nverify = {str(name != "well").lower()}\n')
    newsloom("run", "--desk", desk)
    rows = newsloom("sources", "--json", "--desk", desk).data
    assert [row["id"] for row in rows] == ["missing", "page", "well"]
    assert [row["health"] for row in rows[:2]] == ["not found", "not a feed"]
    ill = newsloom("sources", "--health", "ill", "--limit", "1", "--json", "--desk", desk).data
    assert [row["id"] for row in ill] == ["missing"]
    assert [row["id"] for row in newsloom("sources", "--health", "not-a-feed", "--json", "--desk", desk).data] == [
        "page"
    ]
    assert [row["id"] for row in newsloom("sources", "--source", "well", "--json", "--desk", desk).data] == ["well"]
    assert newsloom("sources", "--source", "nobody", "--desk", desk).code == 2
    table = newsloom("sources", "--desk", desk).out
    assert "WARNING" in table
    assert "NOT CHECKED" in " ".join(table.split())


def test_silence_is_measured_by_its_own_habit(tmp_path: Path) -> None:
    """A weekly that pauses two weeks is well, a daily that does is not; undated feeds are told."""
    weekly = [an_item(f"W{n}", published=NOON - 7 * n * DAY) for n in range(6)]
    daily = [an_item(f"D{n}", published=NOON - n * DAY) for n in range(6)]
    undated = [an_item(f"U{n}", published=None) for n in range(6)]
    pages = {
        f"https://{name}.example/rss": rss(
            *(replace(item, url=f"https://{name}.example/{item.title}") for item in items)
        )
        for name, items in (("weekly", weekly), ("daily", daily), ("undated", undated))
    }
    sources = [a_source(name, full_text=False) for name in ("weekly", "daily", "undated")]
    with a_desk(tmp_path, pages, sources=sources) as desk:
        desk.run()
        store = desk.engine.store
        later = {row.id: row for row in health_of(sources, store, now=NOON + 14 * DAY)}
        assert {name: row.health for name, row in later.items()} == {
            "weekly": "well",
            "daily": str(Reason.SILENT),
            "undated": str(Reason.UNDATED),
        }
        assert later["daily"].lag_seconds == 14 * 86_400
        assert later["undated"].undated == 1.0
        assert {row.health for row in health_of(sources, store)} == {"well", "undated"}
        assert [row.id for row in by_need(later.values())][-1] == "weekly"


@given(st.lists(st.integers(0, 9_000), max_size=30), st.integers(0, 400))
def test_nobody_is_silent_within_the_habit(ages: list[int], days: int) -> None:
    """Never before three days, nor before the longest pause it ever showed is over; and no habit, no silence."""
    dates = [NOON - DAY * age for age in ages]
    items = [an_item(f"Item {n}", published=date) for n, date in enumerate(dates)]
    state = with_shares(STATE, items, [], known=Known(), now=NOON)
    newest = max(dates, default=None)
    now = (newest or NOON) + timedelta(days=days)
    silence = silent_for(state, newest, now=now)
    assert state.items_undated == 0
    if silence is not None:
        assert len(dates) >= 5
        assert silence > timedelta(days=3)
        assert silence > timedelta(seconds=state.habit_seconds)
