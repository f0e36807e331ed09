"""What the next issue of a newsletter says: which stories, in which order, in which sections.

By default each story is ranked by the heat it had when it was last told of, so that a week's issue is not the last
day's; a story stands in one issue only. A desk that judges by the contract has its rule instead: the hottest of the
period, by heat alone, whatever stood in the issue before.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsloom.curate.candidates import Directions
from newsloom.curate.judge import weigh
from newsloom.curate.savedviews import ViewBook, viewed
from newsloom.errors import UsageError
from newsloom.flows.archive import StoreArchive
from newsloom.flows.edition import front_of
from newsloom.flows.shelving import shown
from newsloom.keeping import Store
from newsloom.model.coverage import StoryCoverage
from newsloom.model.edition import Entry
from newsloom.model.finding import FoundStory
from newsloom.model.front import FrontRules
from newsloom.model.judgement import Topic
from newsloom.model.listing import Listing
from newsloom.model.metadata import Standing
from newsloom.model.newsletter import IssuePlan, IssueReport, IssueSection, IssueStory, NewsletterRules
from newsloom.model.savedview import SavedView
from newsloom.model.story import StoryId
from newsloom.publish.inert import address, headline, language, name, plain
from newsloom.seams import Criteria
from newsloom.text.clean import line

TOP = 3  # stories that stand first, whatever their topic
OTHERS = 3  # other outlets' reports that are named under a story
SUBJECT = 110  # characters: what lists of mails show
MORE = "More news"
Pages = Callable[[Listing], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """A story that may stand in an issue: how hot it was when it was last told of."""

    listing: Listing
    heat: int
    quality: int
    last: datetime


def since_of(store: Store, rules: NewsletterRules, *, at: datetime, by_contract: bool) -> datetime:
    """From when on an issue tells (UTC): from the last one that was sent, else a whole period back."""
    begun = [issue.at for issue in store.newsletters.issues(rules.name) if issue.begun is not None]
    return at - rules.every if by_contract or not begun else max(begun)


def plan_issue(  # noqa: PLR0913  what an issue is chosen from and by
    store: Store,
    criteria: Criteria,
    rules: NewsletterRules,
    *,
    views: Sequence[SavedView],
    front: FrontRules,
    page_of: Pages,
    now: datetime,
) -> IssuePlan:
    """What the issue says that is built now; raises UsageError where it asks for a view or topic that is not there.

    Args:
        store: the desk's.
        criteria: how it judges.
        rules: the newsletter's.
        views: the desk's saved views.
        front: how the front is chosen, by which editors' words are known.
        page_of: where a story stands on the desk's own site, "" for nowhere.
        now: this moment, UTC.
    """
    view = _view(rules, views)
    topics = _topics(rules, criteria)
    since = since_of(store, rules, at=now, by_contract=criteria.contract_only)
    fronted = front_of(store, criteria, rules=front, at=store.articles.newest() or now, now=now)
    listings = [one for one in shown(store, fronted).listings if one.is_shown]
    told = frozenset() if criteria.contract_only else store.newsletters.told(rules.name)
    fresh = {one.story: one for one in listings if one.story not in told}
    ranked = _ranked(store, criteria, fresh, view, since=since, until=now)[: rules.size + rules.also]
    stories = _told(ranked, StoreArchive(store=store, criteria=criteria, fronted=fronted), criteria, rules, page_of)
    whole = stories[: rules.size]
    return IssuePlan(
        newsletter=rules.name,
        title=rules.title,
        subject=_subject(rules, stories),
        at=now,
        since=since,
        sections=_all_together(whole) if criteria.contract_only else tuple(_sections(whole, topics)),
        also=tuple(stories[rules.size :]),
    )


def _told(
    ranked: Sequence[Ranking], archive: StoreArchive, criteria: Criteria, rules: NewsletterRules, page_of: Pages
) -> list[IssueStory]:
    """The ranked stories as an issue tells them; those without a record are left out."""
    ids = [one.listing.story for one in ranked]
    entries = {entry.story: entry for entry in archive.entries(ids)}
    coverage = {one.story: one for one in archive.coverage(ids)}
    names = {topic.name for topic in criteria.topics if criteria.root not in {topic.id, topic.name}}
    return [
        _story(one, entries[id_], coverage.get(id_), rules, names, page=page_of(one.listing))
        for one, id_ in zip(ranked, ids, strict=True)
        if id_ in entries
    ]


def _view(rules: NewsletterRules, views: Sequence[SavedView]) -> SavedView | None:
    found = next((view for view in views if view.name == rules.view), None)
    if rules.view and found is None:
        raise UsageError(f"newsletter {rules.name}: there is no view `{rules.view}`")
    return found


def _topics(rules: NewsletterRules, criteria: Criteria) -> list[Topic]:
    """The topics that have a section, in order."""
    known = {topic.id: topic for topic in criteria.topics} | {topic.name: topic for topic in criteria.topics}
    for said in rules.sections:
        if said not in known:
            there = ", ".join(topic.id for topic in criteria.topics) or "none"
            raise UsageError(
                f"newsletter {rules.name}: there is no topic `{said}` to make a section of; there are: {there}"
            )
    if rules.sections:
        return [known[said] for said in rules.sections]
    return [topic for topic in criteria.topics if criteria.root not in {topic.id, topic.name}]


def _ranked(
    store: Store,
    criteria: Criteria,
    listings: Mapping[StoryId, Listing],
    view: SavedView | None,
    *,
    since: datetime,
    until: datetime,
) -> list[Ranking]:
    """The stories of the time that the view lets through, hottest first."""
    contract = criteria.contract_only
    inside = {id_: one for id_, one in listings.items() if not contract or since <= one.published_at <= until}
    directions = Directions(criteria)
    book = None if view is None else ViewBook((view,))
    ranked: list[Ranking] = []
    for id_, found in store.records.found(inside).items():
        last = max(one.at for one in found.findings)
        if not contract and not since < last <= until:
            continue
        ranked += _one(found, inside[id_], directions, book, last=last)
    return sorted(ranked, key=lambda one: (-one.heat, -one.quality, -one.last.timestamp(), one.listing.story))


def _one(
    found: FoundStory, listing: Listing, directions: Directions, book: ViewBook | None, *, last: datetime
) -> Iterator[Ranking]:
    weighed = weigh(found.findings, directions=directions, now=last)
    if book is None or book.matching(viewed(found.story, weighed, directions=directions, is_published=True)):
        yield Ranking(listing=listing, heat=weighed.heat.value, quality=weighed.lead.quality.value, last=last)


def _all_together(stories: Sequence[IssueStory]) -> tuple[IssueSection, ...]:
    return (IssueSection(stories=tuple(stories)),) if stories else ()


def _sections(stories: Sequence[IssueStory], topics: Iterable[Topic]) -> Iterator[IssueSection]:
    """The hottest first, then those of each topic, then the rest; each story once."""
    top = min(TOP, len(stories))
    if top:
        yield IssueSection(stories=tuple(stories[:top]))
    rest = list(stories[top:])
    for topic in topics:
        mine = tuple(story for story in rest if story.topic == topic.name)
        rest = [story for story in rest if story not in mine]
        if mine:
            yield IssueSection(title=name(topic.name), stories=mine)
    if rest:
        yield IssueSection(title=MORE, stories=tuple(rest))


def _story(
    one: Ranking, entry: Entry, coverage: StoryCoverage | None, rules: NewsletterRules, names: set[str], *, page: str
) -> IssueStory:
    record, listing = entry.record, one.listing
    picture = next((address(image.url) for image in record.images), "") if rules.pictures else ""
    return IssueStory(
        story=listing.story,
        title=headline(record.title),
        excerpt=plain(record.excerpt, limit=300),
        url=address(record.web_url) or address(record.original_url),
        page=page,
        outlet=name(record.provider.name) or name(record.provider.domain) or "an unnamed outlet",
        language=language(record.language),
        published_at=record.published_at,
        topic=next((topic for topic in record.topics if topic in names), ""),
        heat=one.heat,
        reports=listing.reports,
        independent=max(1, coverage.independent if coverage is not None else 1),
        others=() if coverage is None else tuple(_others(coverage)),
        correction=plain(record.correction),
        picture=picture if picture.startswith("https://") else "",
    )


def _others(coverage: StoryCoverage) -> Iterator[IssueReport]:
    """Reports of other voices than the lead's, one each."""
    lead = next((report for report in coverage.reports if report.article == coverage.lead), None)
    mine = "" if lead is None else lead.voice or lead.outlet
    left = OTHERS
    for voice, reports in coverage.voices:
        report = next((one for one in reports if one.standing is not Standing.WITHDRAWN), None)
        if voice != mine and report is not None and report.article != coverage.lead and left:
            left -= 1
            yield IssueReport(
                outlet=name(report.outlet) or name(report.domain) or "an unnamed outlet",
                title=headline(report.title),
                url=address(report.url),
            )


def _subject(rules: NewsletterRules, stories: Sequence[IssueStory]) -> str:
    if not stories:
        return rules.title
    return line(f"{rules.title}: {stories[0].title}", limit=SUBJECT)
