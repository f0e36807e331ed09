"""Stories as a table for people and as data."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from newsloom.cli.output import local, print_table
from newsloom.curate.judge import Judged
from newsloom.model.slot import Slot


def print_stories(stories: Sequence[Judged], *, zone: ZoneInfo) -> None:
    """Print a row a story, in the order given."""
    columns = ("heat", "quality", "outlets", "independent", "copies", "newest", "story", "id")
    rows = [
        (
            str(story.heat.value),
            str(story.lead.quality.value),
            str(story.outlets),
            str(story.independent),
            str(story.copies),
            local(story.story.last, zone),
            story.lead.article.title,
            story.story.id,
        )
        for story in stories
    ]
    print_table(columns, rows, right=columns[:5])


def story_data(story: Judged, slot: Slot | None) -> dict[str, Any]:
    """One story as plain data."""
    return {
        "id": story.story.id,
        "title": story.lead.article.title,
        "url": story.lead.article.url,
        "heat": story.heat.value,
        "quality": story.lead.quality.value,
        "published": story.published or bool(slot and slot.shown),
        "outlets": story.outlets,
        "independent": story.independent,
        "copies": story.copies,
        "topics": [topic.name for topic in story.topics],
        "first": story.story.first,
        "last": story.story.last,
        "record": slot.path if slot else None,
        "articles": [
            {
                "id": member.article.id,
                "title": member.article.title,
                "url": member.article.url,
                "outlet": member.outlet,
                "published": member.article.published,
                "quality": member.quality.value,
                "copy_of": member.copy_of,
            }
            for member in story.members
        ],
    }
