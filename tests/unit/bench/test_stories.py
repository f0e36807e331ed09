"""How stories are measured."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.testing.builders import NOON, an_article
from newsloom.testing.disturbances import AHEAD, DISTURBANCES, FLOOD, FLOODED, forecasts, outlet_flood
from newsloom.testing.longstream import BEGINS, long_stream, store_older
from newsloom.testing.metrics import Agreement, pairwise, pairwise_interval
from newsloom.testing.streams import Labelled, desk_in
from storybench import page, peers, quality, speed
from storybench.guards import Guard
from storybench.likeness import centroids, density, likeness

ROOT = Path(__file__).resolve().parents[3]
TITLES = (
    ("ferry", "Ferry Halmar runs aground off Torvik harbour"),
    ("ferry", "Halmar ferry aground near Torvik: forty rescued"),
    ("strike", "Airport strike grounds every flight in Kestrel"),
    ("strike", "No flights in Kestrel as airport strike begins"),
    ("bakery", "Old bakery in Lund reopens after the flood"),
)


def some_chance() -> Random:
    """Chance that is the same each time."""
    return Random(3)  # noqa: S311  chance for a test, from its seed


def a_stream(count: int = 50) -> list[Labelled]:
    """Articles on a few events, an hour apart, each with a text of its own."""
    stream = []
    for number in range(count):
        label, title = TITLES[number % len(TITLES)]
        day = number // len(TITLES)
        article = an_article(
            f"{title} {day}",
            source=f"paper{number % 3}",
            text=f"{title}. Told on day {day} by reporter {number}.",
            sort_date=NOON + timedelta(hours=number),
        )
        stream.append(Labelled(id=str(number), article=article, label=f"{label} {day}"))
    return stream


def some_scores(b3: float, pairs: float = 1.0) -> quality.Scores:
    """Scores whose F1 are these."""
    return quality.Scores(
        bcubed=Agreement(precision=b3, recall=b3),
        bcubed_interval=(0.0, 1.0),
        pairwise=Agreement(precision=pairs, recall=pairs),
        pairwise_interval=(0.0, 1.0),
    )


@pytest.mark.parametrize(
    ("settled", "first", "said"),
    [
        ((0.90, 0.73), 0.90, []),
        ((0.88, 0.73), 0.88, ["BCubed F1 0.8800 of 0.89"]),
        ((0.90, 0.71), 0.90, ["pairwise F1 0.7100 of 0.72"]),
        ((0.93, 0.73), 0.90, ["provisional 0.9000 is more than 0.02 from settled 0.9300"]),
        ((0.90, 0.73), 0.91, ["settling lowers BCubed F1 from 0.9100 to 0.9000"]),
    ],
)
def test_what_is_missed_is_named(settled: tuple[float, float], first: float, said: list[str]) -> None:
    """A real stream asks for both figures, for provisional near settled, and that settling does no harm."""
    figure = quality.Figure(bcubed=0.89, pairwise=0.72, near=0.02)
    assert quality.missed(some_scores(*settled), some_scores(first), figure, alone=0.7) == said


def test_a_file_without_a_figure_asks_for_more_than_nothing() -> None:
    """Stories no better than every article alone are missed, unless these are perfect."""
    assert quality.missed(some_scores(0.7), some_scores(0.7), None, alone=0.7)
    assert not quality.missed(some_scores(0.71), some_scores(0.7), None, alone=0.7)
    assert not quality.missed(some_scores(1.0), some_scores(1.0), None, alone=1.0)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=20, max_size=60))
def test_the_pairwise_interval_holds_the_figure(rows: list[tuple[int, int]]) -> None:
    """Over many stories the figure lies in its interval, or beside it by what few stories make of it."""
    labels, groups = [label for label, _ in rows], [group for _, group in rows]
    low, high = pairwise_interval(labels, groups)
    assert 0 <= low <= high <= 1
    assert low - 0.3 <= pairwise(labels, groups).f1 <= high + 0.3


@pytest.mark.parametrize("name", DISTURBANCES)
def test_a_disturbance_keeps_every_labelled_article(name: str) -> None:
    """None is lost or doubled, labels stay, one seed gives one stream, and nothing comes twice by id."""
    stream = a_stream()
    one, again = (DISTURBANCES[name](stream, some_chance()) for _ in range(2))
    assert one == again
    ids = [each.article.id for each in one.stream]
    assert len(ids) == len(set(ids))
    kept = {each.id: each.label for each in one.stream if not each.id.startswith(FLOOD)}
    assert kept == {each.id: each.label for each in stream}
    assert all(each.label is None for each in one.stream if each.id.startswith(FLOOD))


@pytest.mark.parametrize("disturb", [forecasts, outlet_flood])
def test_a_flood_is_one_outlets(disturb: object) -> None:
    """Its articles are many, differ in their titles, and come in the time of the stream."""
    assert callable(disturb)
    stream = a_stream()
    flood = [one.article for one in disturb(stream, some_chance()).stream if one.id.startswith(FLOOD)]
    assert len(flood) == FLOODED
    assert len({article.source for article in flood}) == 1
    assert len({article.title for article in flood}) > 0.9 * FLOODED
    newest = stream[-1].article.sort_date
    assert all(stream[0].article.sort_date <= article.sort_date <= newest < NOON + AHEAD for article in flood)


def test_a_long_stream_keeps_bringing_new_words() -> None:
    """Its ids are its own, as many articles as asked are in a window, and new words come in every round."""
    base = [one.article for one in a_stream()]
    articles = list(islice(long_stream(base, active=100), 200))
    assert len({article.id for article in articles}) == 200
    assert articles[100].sort_date - articles[0].sort_date == timedelta(days=30)
    rounds = [{word for a in articles[at : at + 50] for word in a.title.split()} for at in range(0, 200, 50)]
    assert rounds[1] - rounds[0]
    assert rounds[2] - rounds[1] - rounds[0]
    assert articles == list(islice(long_stream(base, active=100), 200))


def test_older_articles_are_stored_before_any_window(tmp_path: Path) -> None:
    """Each in a story of its own, none left to place, and none of them active."""
    base = [one.article for one in a_stream()]
    with desk_in(tmp_path) as engine:
        store_older(engine, long_stream(base, active=100), 120)
        assert engine.store.stories.count() == engine.store.articles.count() == 120
        assert engine.store.articles.unplaced_count() == 0
        assert not list(engine.store.stories.window("en", since=BEGINS - timedelta(days=60)))


@pytest.mark.slow
def test_the_speed_of_a_small_stream_is_measured() -> None:
    """Every figure has its line, the last ones from a desk that a fresh process met."""
    lines = list(speed.stored(a_stream(), 20, 30))
    assert [line.what.split(" (")[0] for line in lines] == [
        "with copies, settling and the store, per CPU-second at 20 active",
        "state reloaded, CPU-seconds",
        "memory, megabytes",
    ]
    assert all(line.number > 0 for line in lines)


def test_plain_methods_group_what_is_alike() -> None:
    """Both tellings of one event are together by centroids and by density, the single item is not."""
    texts = [title.lower() for _, title in TITLES]
    alike = likeness(texts, [0.0, 0.1, 0.2, 0.3, 0.4])
    for groups in (
        centroids(alike, least=0.2, window=7, fading=True),
        density(alike, eps=0.8, fewest=2, window=7),
    ):
        assert groups[0] == groups[1]
        assert groups[2] == groups[3]
        assert len(set(groups)) == 3


def test_plain_methods_do_not_look_beyond_their_window() -> None:
    """The same headline two weeks later is another story within a week's window."""
    alike = likeness(["ferry aground off torvik"] * 2, [0.0, 14.0])
    assert len(set(centroids(alike, least=0.2, window=7, fading=False))) == 2
    assert len(set(centroids(alike, least=0.2, window=30, fading=False))) == 1
    assert len(set(density(alike, eps=0.5, fewest=2, window=7))) == 2


def test_every_peer_is_asked() -> None:
    """Each gives a grouping of the whole stream, at its best knobs, or says why not."""
    stream = [replace(one, label=(one.label or "").split()[0]) for one in a_stream(len(TITLES))]
    found = {peer.name: peer for peer in peers.peers("some", stream)}
    assert list(found) == [
        "every item single",
        "cosine with TF-IDF centroids",
        "DBSCAN on windowed TF-IDF",
        "MinHash (datasketch)",
        "TextClust (river)",
    ]
    assert found["cosine with TF-IDF centroids"].bcubed > found["every item single"].bcubed
    assert all(peer.note or 0 < peer.bcubed <= 1 for peer in found.values())


def test_a_guard_says_what_is_too_much() -> None:
    """Drops and tied floods are judged, titles only are reported."""
    fine = Guard(file="f", disturbance="no dates", bcubed=0.9, drop=0.01, pairwise=0.8, pairwise_drop=0.3, tied=None)
    assert fine.missed == ""
    assert replace(fine, drop=0.021).missed
    assert not replace(fine, drop=0.3, disturbance="titles only").missed
    assert replace(fine, tied=0.5).missed


def test_the_page_says_its_command(tmp_path: Path) -> None:
    """The page of measurements names the command that makes it, with the options it was given."""
    section = page.Section(title="Quality", about="How good.", head=("file", "B3"), rows=[("f", "0.9")])
    page.written([section], path=tmp_path / "page.md", day="2030-01-01", options="--peers --most 9")
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "`./run bench stories FILE… --peers --most 9 --table docs/reference/measurements.md`" in text
    assert "| f | 0.9 |" in text


@pytest.mark.slow
def test_the_command_prints_and_judges(tmp_path: Path) -> None:
    """A stream goes through; what it misses is named and is the exit code; JSON has both stages with intervals."""
    file = tmp_path / "stream-f.jsonl"
    rows = [
        {"id": one.id, "title": one.article.title, "text": "", "lang": "en", "label": one.label, "date": "2030-01-01"}
        for one in a_stream(20)
    ]
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    done = subprocess.run(
        [sys.executable, "bench/stories.py", str(file), "--json"],
        cwd=ROOT,
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    data = json.loads(done.stdout)
    assert done.returncode == (0 if data["reached"] else 1)
    assert data["reached"] is not bool(data["missed"])
    (result,) = data["files"]
    for stage in ("settled", "provisional"):
        for measure in ("bcubed", "pairwise"):
            low, high = result[stage][measure]["interval"]
            assert low <= high
