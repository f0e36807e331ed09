"""What judging finds of stories as they stood at a moment, with no more reading of texts than that needs.

What was found when a story was last judged holds for any part of it as long as none of its articles repeats another
and none was revised since; only the other stories are read again.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from msgspec.structs import replace

from newsloom.curate.findings import find
from newsloom.curate.images import REPEATED, with_defaults
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.finding import Finding, FoundStory
from newsloom.model.story import Evidence, Membership, Story, StoryId
from newsloom.parse.defaultpictures import says_default
from newsloom.seams import Tagger

Picture = tuple[str, str]
Members = Mapping[StoryId, Sequence[ArticleId]]
Findings = dict[StoryId, tuple[Finding, ...]]


@dataclass(slots=True)
class Past:
    """What of the past is the same whatever the settings: since when pictures repeat, which articles were revised."""

    store: Store
    repeated: dict[Picture, datetime] = field(default_factory=dict)
    revisions: list[tuple[datetime, ArticleId]] = field(default_factory=list)
    revised: dict[ArticleId, datetime] = field(default_factory=dict)
    changed: frozenset[StoryId] = frozenset()

    @classmethod
    def of(cls, store: Store) -> "Past":
        """Read it."""
        revisions = store.history.revisions()
        return cls(
            store,
            repeated=store.history.repeated(least=REPEATED),
            revisions=revisions,
            revised={article: moment for moment, article in revisions},
            changed=frozenset(story.id for story in store.stories.unjudged()),
        )

    def met_between(self, after: datetime | None, until: datetime) -> list[ArticleId]:
        """The articles of which a revision was met after one moment and up to another."""
        begin = bisect_right(self.revisions, after, key=_moment) if after else 0
        return [article for _, article in self.revisions[begin : bisect_right(self.revisions, until, key=_moment)]]

    def repeated_between(self, after: datetime | None, until: datetime) -> list[Picture]:
        """The pictures that stood on so many articles after one moment, and up to another, that they say nothing."""
        return [one for one, since in self.repeated.items() if (after is None or since > after) and since <= until]

    def find(self, stories: Members, *, at: datetime, tagger: Tagger | None, texts: str) -> Findings:
        """What is found of each story's articles as they were at a moment.

        Args:
            stories: each with its articles then, in order of arrival.
            at: the moment, UTC.
            tagger: says which topics an article speaks for.
            texts: the hash of the settings by which texts are read.
        """
        kept = self._kept(stories, texts)
        findings: Findings = {}
        rest: dict[StoryId, Sequence[ArticleId]] = {}
        for story, articles in stories.items():
            of = [kept[article] for article in articles if article in kept]
            if len(of) == len(articles) and not any(self.revised.get(article, at) > at for article in articles):
                findings[story] = tuple(self._then(one, at) for one in of)
            else:
                rest[story] = articles
        return findings | (self._read(rest, at, tagger) if rest else {})

    def _kept(self, stories: Members, texts: str) -> dict[ArticleId, Finding]:
        """What is kept of articles and holds whatever part of their story was there."""
        wanted = [article for articles in stories.values() for article in articles]
        known = self.store.records.found(set(self.store.stories.standing(wanted).values()) - self.changed)
        return {one.article: one for found in known.values() if _holds(found, texts) for one in found.findings}

    def _then(self, finding: Finding, at: datetime) -> Finding:
        """The finding with its picture known as a default one only if it was."""
        since = self.repeated.get((finding.host, finding.picture)) if finding.has_image else None
        if since is None:
            return finding
        is_default = since <= at or says_default(finding.picture)
        return finding if is_default == finding.has_default_image else replace(finding, has_default_image=is_default)

    def _read(self, stories: Members, at: datetime, tagger: Tagger | None) -> Findings:
        wanted = [article for articles in stories.values() for article in articles]
        repeated = [picture for picture, since in self.repeated.items() if since <= at]
        articles = with_defaults(self.store.history.as_of(wanted, at), frozenset(repeated))
        evidence = self.store.history.evidence(wanted)
        found: Findings = {}
        for story, members in stories.items():
            there = [article for article in members if article in articles]
            if there:
                told = _story(story, there, evidence)
                found[story] = find(told, [articles[article] for article in there], tagger=tagger).findings
        return found


def _holds(found: FoundStory, texts: str) -> bool:
    return found.judged_by.texts == texts and all(one.copy_of is None for one in found.findings)


def _story(story: StoryId, articles: Iterable[ArticleId], evidence: Mapping[ArticleId, Evidence]) -> Story:
    """The story as judging reads it: its members, and which of them came as copies."""
    unknown, never = Evidence(stage="placed"), datetime.min.replace(tzinfo=UTC)
    members = (Membership(article=a, story=story, evidence=evidence.get(a, unknown)) for a in articles)
    return Story(id=story, language="", members=tuple(members), first=never, last=never)


def _moment(of: tuple[datetime, ArticleId]) -> datetime:
    return of[0]
