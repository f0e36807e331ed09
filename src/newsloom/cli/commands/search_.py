"""`newsloom search WORDS`."""

import argparse
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from newsloom.flows.scoring import Scored
    from newsloom.model.article import Article, ArticleId


def arguments(parser: argparse.ArgumentParser) -> None:
    """The words."""
    parser.add_argument("words", nargs="+", metavar="WORDS", help="words the article must hold, all of them")
    parser.add_argument("--limit", type=count, default=20, metavar="N", help="at most so many (default: 20)")


def run(args: argparse.Namespace) -> int:
    """Find articles by their words, best first."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import print_json
    from newsloom.flows.scoring import scores_of
    from newsloom.wiring import criteria_of

    with reading(args) as (settings, store):
        found = store.articles.search(" ".join(args.words), limit=args.limit)
        articles = store.articles.get(found)
        story = {id_: store.stories.containing(id_) for id_ in found}
        scores = scores_of(store, criteria_of(settings), found)
    hits = [articles[id_] for id_ in found if id_ in articles]
    if args.json:
        print_json(
            [
                {
                    "id": hit.id,
                    "title": hit.title,
                    "url": hit.url,
                    "source": hit.source,
                    "published": hit.published,
                    "story": story[hit.id],
                    "quality": scores[hit.id].quality if hit.id in scores else None,
                    "heat": scores[hit.id].heat if hit.id in scores else None,
                }
                for hit in hits
            ]
        )
        return Exit.OK
    if not hits:
        print(f"nothing stored holds: {' '.join(args.words)}")
        return Exit.OK
    _table(hits, scores, settings.zone)
    return Exit.OK


def _table(hits: "Sequence[Article]", scores: "Mapping[ArticleId, Scored]", zone: "ZoneInfo") -> None:
    """Each article's headline, and beneath it who has it, when, and how it stands."""
    from newsloom.cli.output import local, print_table

    rows = []
    for hit in hits:
        score = scores.get(hit.id)
        told = (f"quality {score.quality}", f"heat {score.heat}") if score else ()
        facts = (hit.provider or hit.source, local(hit.sort_date, zone), *told)
        rows.append((f"{hit.title}\n{', '.join(facts)}", hit.id))
    print_table(("title, outlet, date, scores", "id"), rows, whole=("id",))
