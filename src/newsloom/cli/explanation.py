"""Why a story stands where it stands: its receipts, and why its articles belong together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten
from typing import Any
from zoneinfo import ZoneInfo

from newsloom.cli.lifetold import life_lines
from newsloom.cli.output import local, print_table
from newsloom.cli.storytable import rests_on, story_data
from newsloom.curate.judge import Judged, Member
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.judgement import Score
from newsloom.model.life import Life
from newsloom.model.metadata import Standing
from newsloom.model.slot import Slot
from newsloom.model.story import Evidence, StoryId

TERMS = 6  # shared terms shown to people
PASSAGE = 100  # characters of a shared passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A story that tells of the same event in another language, by its likest article."""

    story: StoryId
    language: str
    title: str
    likeness: float


def elsewhere(store: Store, story: StoryId) -> list[Elsewhere]:
    """The stories that tell of the same event in other languages, likest first."""
    found: dict[StoryId, Elsewhere] = {}
    for other, link in store.senses.counterparts(story):
        told = store.stories.get(other)
        if told is None or other in found:
            continue
        theirs = link.article if link.article in told.articles else link.other
        title = store.articles.get([theirs])[theirs].title
        found[other] = Elsewhere(story=other, language=told.language, title=title, likeness=link.likeness)
    return list(found.values())


def explanation_data(
    judged: Judged,
    slot: Slot | None,
    *,
    article: ArticleId | None,
    at: datetime,
    others: Sequence[Elsewhere] = (),
    life: Life | None = None,
) -> dict[str, Any]:
    """The explanation as plain data."""
    evidence = {member.article: member.evidence for member in judged.story.members}
    return {
        "story": story_data(judged, slot),
        "asked": article,
        "evaluated_at": at,
        "life": life,
        "quality": judged.lead.quality,
        "heat": judged.heat,
        "members": [
            {
                "article": member.article.id,
                "quality": member.quality,
                "evidence": evidence[member.article.id],
                "copy": member.copy,
                "standing": member.article.metadata.standing,
            }
            for member in judged.members
        ],
        "in_other_languages": list(others),
    }


def print_explanation(
    judged: Judged,
    slot: Slot | None,
    *,
    article: ArticleId | None,
    zone: ZoneInfo,
    others: Sequence[Elsewhere] = (),
    life: Life | None = None,
) -> None:
    """Print the story, its receipts and its articles."""
    lead = judged.lead
    print(lead.article.title)
    print(f"story {judged.story.id}, {local(judged.story.first, zone)} to {local(judged.story.last, zone)}")
    print(rests_on(judged))
    for chorus in judged.choruses:
        print(f"{chorus.name} is one voice, whatever its {chorus.outlets} outlets here")
    if slot is not None:
        print(f"record {slot.path}, {'shown' if slot.shown else 'not shown'}")
    if life is not None:
        print("\n" + "\n".join(life_lines(life, zone)))
    _print_score("heat", judged.heat)
    _print_score(f"quality of the lead, by {lead.outlet}", lead.quality)
    asked = next((member for member in judged.others if member.article.id == article), None)
    if asked is not None:
        _print_score(f"quality of the article asked for, by {asked.outlet}", asked.quality)
    _print_members(judged, zone)
    if others:
        print("\nthe same event in other languages")
        rows = [(one.language, one.title, f"{one.likeness:.2f}", one.story) for one in others]
        print_table(("language", "likest article", "cosine", "story"), rows, whole=("story",))


def _print_score(name: str, score: Score) -> None:
    print(f"\n{name}: {score.value}")
    for part in score.parts:
        print(f"  {part.points:+4d}  {part.name:<10} {part.reason}")


def _print_members(judged: Judged, zone: ZoneInfo) -> None:
    evidence = {member.article: member.evidence for member in judged.story.members}
    outlets = {member.article.id: member.outlet for member in judged.members}
    print("\nwhy these belong together")
    rows = [
        (
            local(member.article.sort_date, zone),
            "\n".join((member.article.title, member.outlet, *_why(evidence[member.article.id], member, outlets))),
            member.article.id,
        )
        for member in sorted(judged.members, key=lambda member: (member.article.sort_date, member.article.id))
    ]
    print_table(("date", "article", "id"), rows, whole=("id",))


def _why(evidence: Evidence, member: Member, outlets: Mapping[ArticleId, str]) -> Iterator[str]:
    """What it shares with the rest, in lines; other articles are named by their outlets."""
    near = "" if evidence.hours_apart is None else f", {evidence.hours_apart:.0f} h apart"
    if member.article.metadata.standing is not Standing.STANDS:
        yield f"its outlet no longer simply stands by it: {member.article.metadata.standing}"
    if evidence.stage == "editor":
        yield f"an editor put it here: `newsloom story history` tells of ruling {evidence.ruling}"
    elif evidence.nearest is None and evidence.stage != "opened":
        yield f"{evidence.probability:.0%} one event with an article that was removed"
    elif evidence.nearest is None:
        yield "opened the story"
    elif evidence.stage == "copy":
        yield f"came as a copy of what {_named(evidence.nearest, outlets)} reports{near}"
    else:
        yield f"{evidence.probability:.0%} one event with what {_named(evidence.nearest, outlets)} reports{near}"
    if evidence.shared:
        yield f"both say {', '.join(shared.term for shared in evidence.shared[:TERMS])}"
    if member.copy:
        share = f"{member.copy.containment:.0%} of the shorter text in both"
        yield f"repeats the text of {_named(member.copy.original, outlets)} ({member.copy.reason}; {share}):"
        yield _said(member.copy.passage)
    elif evidence.passage:
        yield "it has been rewritten since; both said then:"
        yield _said(evidence.passage)


def _named(article: ArticleId, outlets: Mapping[ArticleId, str]) -> str:
    return outlets.get(article, f"article {article}")


def _said(passage: str) -> str:
    return f"“{shorten(passage, PASSAGE, placeholder='…')}”"
