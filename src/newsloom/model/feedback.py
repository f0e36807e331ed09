"""Somebody's word that a story was worth its place, or not."""

from dataclasses import dataclass
from datetime import datetime

from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One word on one article, and on the story it led or was in: good or bad, who said so, when (UTC)."""

    article: ArticleId
    story: StoryId
    is_good: bool
    by: str
    at: datetime
