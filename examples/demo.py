"""Four days of an invented press, replayed in seconds: real servers, a simulated clock, one newsloom desk."""

import shutil
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from newsloom.cli.desk import log_to_stderr
from newsloom.cli.output import counted
from newsloom.cli.storytable import print_stories
from newsloom.curate.judge import Judged
from newsloom.flows.curate import Shards
from newsloom.flows.publish import judge_stories
from newsloom.flows.run import run
from newsloom.seams import Engine
from newsloom.settings import Settings, read_settings
from newsloom.testing.simulated_clock import SimulatedClock
from newsloom.wiring import engine_of, ingest_rules
from press.model import moment
from press.servers import Press

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DESK, SITE = "demo-desk", "demo-site"
FIRST_PORT = 18_480  # fixed, so that addresses and with them ids are the same each time
STEP = timedelta(hours=6)
FIRST = moment("day 1 03:00")
LAST = moment("day 4 23:00")
TOP = 8

# How the demo's editor thinks of the kinds of outlet there are; a desk of your own says so in `tier`.
TIERS = {
    "agency": 80,
    "public broadcaster": 80,
    "national daily": 70,
    "business daily": 60,
    "regional daily": 50,
    "local paper": 50,
    "science and technology site": 60,
    "magazine of an environment group": 30,
    "tabloid": 20,
    "government press office": 10,
    "aggregator": 0,
}


RELEASES = "government press office"  # whom it is about speaks there: no voice, and no text that earns anything
FAMILY = {"north": "straits-press", "south": "straits-press"}  # two editions of one publisher: one voice


def main(root: Path = ROOT) -> int:
    """Play the press from its first to its last hour and show what the desk made of it.

    Args:
        root: where demo-desk/ and demo-site/ go; what is there under these names is replaced.
    """
    desk, site = root / DESK, root / SITE
    log_to_stderr(verbose=False)
    began = time.perf_counter()
    for folder in (desk, site):
        shutil.rmtree(folder, ignore_errors=True)
    with _press() as press:
        settings = make_desk(press, desk, output=site)
        print(f"an invented press of {counted(len(press.urls()), 'outlet')} is on the air; playing its four days")
        visits = play(press, settings)
        top, judged = _best(settings)
    print_stories(top, zone=settings.zone)
    several = sum(len(story.members) > 1 for story in judged)
    articles = sum(len(story.members) for story in judged)
    print(
        f"{counted(articles, 'article')} from {counted(visits, 'visit')} became"
        f" {counted(len(judged), 'story', 'stories')}, {several} of them told by more than one;"
        f" {time.perf_counter() - began:.1f} s"
    )
    _say_what_next(top)
    return 0


def make_desk(press: Press, folder: Path, *, output: Path) -> Settings:
    """A desk that watches all outlets of the press."""
    (folder / "_data").mkdir(parents=True)
    shutil.copytree(HERE / "press" / "topics", folder / "_data" / "topics")
    lines = [
        "[desk]",
        'title = "The Day in Kestria"',
        f'output = "{output}"',
        "",
        "[fetch]",
        'allow_private = ["127.0.0.1:*"]  # the press lives on this machine',
        f"interval_minutes = {STEP / timedelta(minutes=2):g}",
        f"max_interval_hours = {STEP / timedelta(hours=2):g}  # each turn of the play visits everybody",
        "spacing_seconds = 1",
        "",
        "[topics]",
        'root = "the-day"',
        "",
        "[newsletter.weekly]",
        'title = "The Week in Kestria"',
    ]
    for outlet in press.archive.outlets:
        lines += ["", "[[source]]", f'id = "{outlet.id}"', f'url = "{press.urls()[outlet.id].feed}"']
        lines += [f'title = "{outlet.name}"', f"tier = {TIERS[outlet.kind]}"]
        if outlet.id in FAMILY:
            lines.append(f'family = "{FAMILY[outlet.id]}"')
    releases = [outlet.id for outlet in press.archive.outlets if outlet.kind == RELEASES]
    providers = (
        f'[[provider]]\ndomain = "{urlsplit(press.urls()[id_].home).netloc}"\nkind = "press releases"\n'
        for id_ in releases
    )
    (folder / "providers.toml").write_text("\n".join(providers), encoding="utf-8")
    path = folder / "newsloom.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_settings(path)


def play(press: Press, settings: Settings, *, step: timedelta = STEP) -> int:
    """Run the desk every `step` of the press's four days; returns how many visits were made."""
    clock = SimulatedClock(FIRST)
    visits = 0
    with engine_of(settings, clock=clock) as engine:
        rules, shards = ingest_rules(settings), Shards()
        now = clock.now()
        while now <= LAST:
            press.advance(now)
            visits += run(engine, now=now, rules=rules, shards=shards).ingest.visited
            _show(engine, now)
            now += step
            clock.advance(max((now - clock.now()).total_seconds(), 0))
    return visits


def _show(engine: Engine, now: datetime) -> None:
    if sys.stderr.isatty():
        print(f"\r  {now:%a %H:%M}  {engine.store.articles.count():4d} articles", end="", file=sys.stderr, flush=True)


def _best(settings: Settings) -> tuple[list[Judged], list[Judged]]:
    with engine_of(settings) as engine:
        newest = engine.store.articles.newest()
        stories = engine.store.stories.since(None)
        judged = [] if newest is None else judge_stories(engine.store, stories, criteria=engine.criteria, at=newest)
    judged.sort(key=lambda story: (-story.heat.value, -story.lead.quality.value, story.story.id))
    return judged[:TOP], judged


def _press() -> Press:
    try:
        with Press.load(base_port=FIRST_PORT):
            pass
    except OSError:
        return Press.load(delay_factor=0.1)
    return Press.load(base_port=FIRST_PORT, delay_factor=0.1)


def _say_what_next(top: list[Judged]) -> None:
    print(f"""
the website, records, data files and the JSON API are in {SITE}/, the desk that made them in {DESK}/. Now try:
  ./run newsloom explain {top[0].story.id} --desk {DESK}   why the first story stands first
  ./run newsloom search harbour --desk {DESK}             full-text search
  ./run newsloom serve --desk {DESK}                      the site, at http://127.0.0.1:8000/
  ./run newsloom init my-desk                            a desk of your own""")


if __name__ == "__main__":
    raise SystemExit(main())
