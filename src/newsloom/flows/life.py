"""The life of a judged story."""

from datetime import datetime

from newsloom.curate.judge import Judged
from newsloom.curate.life import LifeRules, life
from newsloom.model.life import Life, Telling

BEGINNING = 1_000  # characters of a text that count as told at once


def life_of(judged: Judged, *, at: datetime, rules: LifeRules | None = None) -> Life:
    """A story's life as it stands at a moment (UTC)."""
    tellings = [
        Telling(
            article=member.article.id,
            at=member.article.sort_date,
            outlet=member.outlet,
            title=member.article.title,
            lead=f"{member.article.lead}\n{member.article.text[:BEGINNING]}",
            is_copy=member.copy is not None,
        )
        for member in judged.members
    ]
    return life(tellings, language=judged.story.language, now=at, rules=rules)
