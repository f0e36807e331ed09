"""Stories as a table for people and as data."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from newsloom.cli.output import counted, local, print_table
from newsloom.curate.judge import Judged
from newsloom.model.slot import Slot

TERMS = 4  # shared terms named in a table


def print_stories(stories: Sequence[Judged], *, zone: ZoneInfo) -> None:
    """Print a row a story, in the order given."""
    columns = ("heat", "quality", "outlets", "own", "copies", "story")
    rows = [
        (
            str(story.heat.value),
            str(story.lead.quality.value),
            str(story.outlets),
            str(story.independent),
            str(story.copies),
            "\n".join((story.lead.article.title, byline(story, zone), why(story))),
        )
        for story in stories
    ]
    print_table(columns, rows, right=columns[:5])


def byline(story: Judged, zone: ZoneInfo) -> str:
    """Whose article leads, when the newest came, and the story's id."""
    return f"{story.lead.outlet}, {local(story.story.last, zone)}, {story.story.id}"


def why(story: Judged) -> str:
    """In a line: what makes the story hot, whose copies it holds, and what its articles share."""
    points: dict[str, list[int]] = {}
    for part in story.heat.parts:
        points.setdefault(part.name, []).append(part.points)
    parts = [f"{name if len(each) == 1 else f'{len(each)} × {name}'} {sum(each):+d}" for name, each in points.items()]
    shared = Counter(
        term.term for member in story.story.members for term in member.evidence.shared if not term.term.isdecimal()
    )
    common = ", ".join(term for term, _ in shared.most_common(TERMS))
    copies = f"; {counted(story.copies, 'copy', 'copies')}{whose(story)}" if story.copies else ""
    return ", ".join(parts) + copies + (f"; together by {common}" if common else "")


def rests_on(story: Judged) -> str:
    """In a line: `3 outlets, 1 independent report, 2 copies of Meridian Wire`."""
    found = story.rests_on
    houses = f" of {counted(found.families, 'family', 'families')}" if found.families < found.outlets else ""
    unread = f"; {found.unread} with too little text to tell" if found.unread else ""
    return (
        f"{counted(found.outlets, 'outlet')}{houses}, {counted(found.independent, 'independent report')},"
        f" {counted(found.copies, 'copy', 'copies')}{whose(story)}{unread}"
    )


def whose(story: Judged) -> str:
    """` of Meridian Wire`, or with counts where there are several; nothing without copies."""
    copied = story.rests_on.copied
    if len(copied) == 1:
        return f" of {copied[0].name}"
    return f" ({', '.join(f'{one.copies} of {one.name}' for one in copied)})" if copied else ""


def story_data(story: Judged, slot: Slot | None, *, is_killed: bool = False) -> dict[str, Any]:
    """One story as plain data."""
    return {
        "id": story.story.id,
        "title": story.lead.article.title,
        "url": story.lead.article.url,
        "heat": story.heat.value,
        "quality": story.lead.quality.value,
        "published": not is_killed and (story.published or bool(slot and slot.shown)),
        "outlets": story.outlets,
        "independent": story.independent,
        "copies": story.copies,
        "families": story.rests_on.families,
        "copied": story.rests_on.copied,
        "unread": story.rests_on.unread,
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
                "voice": member.voice,
                "published": member.article.published,
                "quality": member.quality.value,
                "copy_of": member.copy_of,
            }
            for member in story.members
        ],
    }
