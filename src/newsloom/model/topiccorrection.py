"""What an owner says of the topics of single articles."""

from dataclasses import dataclass
from datetime import datetime

from newsloom.model.article import ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCorrection:
    """That an article is about a topic (by id), or is not; said by the owner at that moment (UTC)."""

    article: ArticleId
    topic: str
    is_about: bool
    at: datetime
