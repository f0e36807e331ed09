"""How well the invented press becomes stories, as written and with every name changed.

`python bench/train/invented.py [SEED …] [--show]` prints a line for the press as it is and one for each seed; `--show`
adds the stories that hold several events or only a part of one. An article without an event is an event of its own.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from newsloom.curate.cluster import Clusterer
from newsloom.curate.history import Present
from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId
from newsloom.testing.metrics import bcubed, pairwise
from press import load_archive


def labelled(seed: int | None) -> list[tuple[str, Article]]:
    """Every article of the press with its event, in order of publication."""
    return [
        (
            one.event or one.key,
            _article(one.key, one.outlet, one.published, one.versions[0].title, one.versions[0].body),
        )
        for one in load_archive(rename=seed).articles
    ]


def _article(key: str, outlet: str, at: datetime, title: str, body: tuple[str, ...]) -> Article:
    identity = sha256(key.encode()).hexdigest()[:16]
    return Article(
        id=ArticleId(identity),
        source=SourceId(outlet),
        key=key,
        url=f"https://{outlet}.example/{identity}",
        host=f"{outlet}.example",
        title=title,
        text="\n\n".join(body),
        published=at,
        first_seen=at + timedelta(minutes=5),
        sort_date=at,
        language="en",
        fingerprint=identity,
    )


def main() -> None:
    """One line for each press."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", nargs="*", type=int)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    for seed in (None, *given.seeds):
        articles = labelled(seed)
        clusterer = Clusterer(language="en")
        present = Present()
        for _, article in articles:
            for change in clusterer.place(article).changes:
                present.apply(change)
        labels = [event for event, _ in articles]
        stories = [present.where[article.id] for _, article in articles]
        items, pairs = bcubed(labels, stories), pairwise(labels, stories)
        print(
            f"{'as written' if seed is None else f'seed {seed}':12}"
            f" BCubed {items.precision:.3f} {items.recall:.3f} {items.f1:.3f}"
            f"  pairwise {pairs.f1:.3f}  stories {len(set(stories))} of {len(set(labels))}"
        )
        if given.show:
            show(articles, stories)


def show(articles: list[tuple[str, Article]], stories: Sequence[str]) -> None:
    """Print the stories of several events, and the events in several stories."""
    members: dict[str, list[tuple[str, str]]] = defaultdict(list)
    parts: dict[str, set[str]] = defaultdict(set)
    for (event, article), story in zip(articles, stories, strict=True):
        members[story].append((event, f"{article.source}: {article.title}"))
        parts[event].add(story)
    for story, rows in members.items():
        mixed = len({event for event, _ in rows}) > 1
        if mixed or any(len(parts[event]) > 1 for event, _ in rows):
            print("mixed" if mixed else "part ", story)
            for event, title in rows:
                print("     ", event, "|", title)


if __name__ == "__main__":
    main()
