"""`newsloom explain ID`."""

import argparse

from newsloom.cli.exits import Exit


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to explain."""
    parser.add_argument("id", metavar="ID", help="an article's or story's id, or a record's path")


def run(args: argparse.Namespace) -> int:
    """Print the receipt of a story, or of an article in its story."""
    from newsloom.cli.asked import Asked, elsewhere
    from newsloom.cli.desk import reading
    from newsloom.cli.editiontold import front_seen
    from newsloom.cli.explanation import explanation_data, print_explanation
    from newsloom.cli.output import print_json
    from newsloom.errors import UsageError
    from newsloom.flows.publish import judge_stories
    from newsloom.model.article import ArticleId
    from newsloom.model.story import StoryId
    from newsloom.wiring import criteria_of

    with reading(args) as (settings, store):
        slots = store.records.slots()
        by_path = {slot.path.rpartition("/")[2]: slot.story for slot in slots.values()}
        wanted = by_path.get(args.id.rpartition("/")[2], args.id)
        article = ArticleId(wanted) if store.articles.get([ArticleId(wanted)]) else None
        story = store.stories.get(store.stories.containing(article) or StoryId("") if article else StoryId(wanted))
        if story is None:
            shows = "`newsloom stories` and `newsloom search` show ids"
            raise UsageError(f"no article, story or record `{args.id}`; {shows}")
        newest = store.articles.newest() or story.last
        criteria = criteria_of(settings)
        asked = Asked(
            judged=judge_stories(store, [story], criteria=criteria, at=newest)[0],
            slot=slots.get(story.id),
            article=article,
            at=newest,
            profile=criteria.profile,
            others=tuple(elsewhere(store, story.id)),
            fronted=front_seen(store, settings, criteria, asked=[story.id]),
        )
    if args.json:
        print_json(explanation_data(asked))
    else:
        print_explanation(asked, zone=settings.zone)
    return Exit.OK
