"""Where an article went, as a value."""

from dataclasses import dataclass
from hashlib import sha256

from newsloom.model.article import Article, ArticleId
from newsloom.model.story import Change, Evidence, Membership, StoryChange, StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an article went, and what that changed."""

    membership: Membership
    changes: tuple[StoryChange, ...]


def story_id(first: ArticleId) -> StoryId:
    """A story's id: the hash of the article that opened it."""
    return StoryId(sha256(f"story\n{first}".encode()).hexdigest()[:16])


def placement(article: Article, story: StoryId | None, evidence: Evidence) -> Placement:
    """The article joins a story, or opens one (None)."""
    home = story or story_id(article.id)
    change = StoryChange(
        kind=Change.OPENED if story is None else Change.JOINED,
        story=home,
        articles=(article.id,),
        evidence=evidence,
        at=article.first_seen,
    )
    return Placement(membership=Membership(article=article.id, story=home, evidence=evidence), changes=(change,))
