"""What `newsloom explain` was asked about, and the answers that have to be computed."""

from dataclasses import dataclass
from datetime import datetime

from newsloom.curate import whatif
from newsloom.curate.judge import Judged, Member
from newsloom.curate.whatif import Prospect
from newsloom.flows.edition import Fronted
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.metadata import Standing
from newsloom.model.slot import Slot
from newsloom.model.story import StoryId
from newsloom.seams import Profile


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be explained: a story as it was judged at a moment (UTC) by a profile, its slot, and the article.

    `article` is the one asked for by its id; None where the story or its record was. `others` tell the same event in
    other languages. `fronted` is the front as it is, with the story among those that were looked at.
    """

    judged: Judged
    slot: Slot | None
    article: ArticleId | None
    at: datetime
    profile: Profile
    others: tuple[Elsewhere, ...] = ()
    fronted: Fronted

    @property
    def member(self) -> Member | None:
        """The article asked for, where it does not lead."""
        others = (*self.judged.others, *self.judged.withdrawn)
        return next((member for member in others if member.article.id == self.article), None)

    @property
    def stands(self) -> bool:
        """Whether any of its articles counts."""
        return self.judged.lead.article.metadata.standing is not Standing.WITHDRAWN

    @property
    def is_kept(self) -> bool:
        """Whether its record stays published whatever its heat, since it once was."""
        return bool(self.slot and self.slot.shown and not self.profile.contract_only)

    def of_story(self) -> list[Prospect]:
        """What would publish the story, or end that."""
        return whatif.of_story(self.judged.candidate, self.profile, now=self.at) if self.stands else []

    def of_article(self) -> list[Prospect]:
        """What would make the article asked for, or the lead, better."""
        candidate = self.judged.candidate if self.member is None else self.member.candidate
        return whatif.of_article(candidate, self.profile, now=self.at)

    def to_lead(self) -> int | None:
        """The points of quality that the article asked for lacks to lead; None where it leads or lacks none."""
        lacking = 0 if self.member is None else self.judged.lead.quality.value - self.member.quality.value + 1
        return lacking if lacking > 0 else None
