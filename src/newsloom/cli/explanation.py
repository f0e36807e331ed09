"""Why a story stands where it stands: its receipts, what would change it, why its articles belong together."""

from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import Any
from zoneinfo import ZoneInfo

from newsloom.cli.asked import Asked
from newsloom.cli.editiontold import standing_data, standing_lines
from newsloom.cli.lifetold import life_lines
from newsloom.cli.output import local, print_table
from newsloom.cli.prospects import of_article, of_story
from newsloom.cli.storytable import rests_on, story_data
from newsloom.cli.topicview import print_topics, topics_data
from newsloom.curate.interventions import killed
from newsloom.curate.judge import Judged, Member
from newsloom.flows.life import life_of
from newsloom.model.article import ArticleId
from newsloom.model.judgement import Score
from newsloom.model.metadata import Standing
from newsloom.model.story import Evidence

TERMS = 6  # shared terms shown to people
PASSAGE = 100  # characters of a shared passage


def explanation_data(asked: Asked) -> dict[str, Any]:
    """The explanation as plain data."""
    judged = asked.judged
    evidence = {member.article: member.evidence for member in judged.story.members}
    return {
        "story": story_data(judged, asked.slot, is_killed=judged.story.id in killed(asked.fronted.words)),
        "asked": asked.article,
        "evaluated_at": asked.at,
        "edition": standing_data(asked.fronted, judged.story.id),
        "life": life_of(judged, at=asked.at),
        "profile": asked.profile.name,
        "threshold": asked.profile.threshold,
        "quality": judged.lead.quality,
        "heat": judged.heat,
        "topics": topics_data(judged.lead),
        "would_change_it": {
            "story": asked.of_story(),
            "article": asked.of_article(),
            "points_to_lead": asked.to_lead(),
        },
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
        "in_other_languages": list(asked.others),
    }


def print_explanation(asked: Asked, *, zone: ZoneInfo) -> None:
    """Print the story, its receipts, what would change it and its articles."""
    judged, lead, slot = asked.judged, asked.judged.lead, asked.slot
    print(lead.article.title)
    print(f"story {judged.story.id}, {local(judged.story.first, zone)} to {local(judged.story.last, zone)}")
    print(rests_on(judged))
    for chorus in judged.choruses:
        print(f"{chorus.name} is one voice, whatever its {chorus.outlets} outlets here")
    if slot is not None:
        print(f"record {slot.path}, {'shown' if slot.shown else 'not shown'}")
    for line in standing_lines(asked.fronted, judged.story.id, zone):
        print(line)
    print("\n" + "\n".join(life_lines(life_of(judged, at=asked.at), zone)))
    _print_score(f"heat {judged.heat.value}{_against(asked)}", judged.heat)
    _print_score(f"quality {lead.quality.value} of 100 for the lead, by {lead.outlet}", lead.quality)
    if asked.member is not None:
        quality = asked.member.quality
        _print_score(f"quality {quality.value} for the article asked for, by {asked.member.outlet}", quality)
    print_topics(judged.lead if asked.member is None else asked.member)
    _print_prospects(asked, zone)
    _print_members(judged, zone)
    if asked.others:
        print("\nthe same event in other languages")
        rows = [(one.language, one.title, f"{one.likeness:.2f}", one.story) for one in asked.others]
        print_table(("language", "likest article", "cosine", "story"), rows, whole=("story",))


def _against(asked: Asked) -> str:
    """How far the heat is from the threshold."""
    beyond = asked.judged.heat.value - asked.profile.threshold
    if not asked.stands:
        return ": its outlet took it back, so nothing publishes it"
    side = f"{beyond} above" if beyond > 0 else "just at" if beyond == 0 else f"{-beyond} below"
    kept = "; shown all the same, as it once was above" if beyond < 0 and asked.is_kept else ""
    return f", {side} the threshold of {asked.profile.threshold}{kept}"


def _print_score(heading: str, score: Score) -> None:
    print(f"\n{heading}")
    rows = [(f"{part.points:+d}", part.name, part.reason) for part in score.parts]
    if rows:
        print_table(("points", "for", "because"), rows, right=("points",))
    else:
        print("  nothing is left of it; no report is new enough")


def _print_prospects(asked: Asked, zone: ZoneInfo) -> None:
    names = {
        member.candidate.as_coverage(quality=0).speaker: member.outlet for member in reversed(asked.judged.members)
    }
    story = of_story(asked.of_story(), names, shown=asked.is_kept, at=asked.at, zone=zone)
    beside = asked.member is not None
    article = of_article(asked.of_article(), was_published=beside or asked.judged.published or asked.is_kept)
    lacking = asked.to_lead()
    lead = () if lacking is None else (f"{lacking} more points of quality would make it lead the story",)
    sentences = [*story, *lead, *article]
    if sentences:
        print("\nwhat would change it")
        for sentence in sentences:
            print(f"  {sentence}")


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
