"""The history of stories and of editors' orders, in words."""

from collections.abc import Iterator, Mapping
from textwrap import shorten
from zoneinfo import ZoneInfo

from newsloom.cli.output import counted, local, print_table
from newsloom.curate.orders import Verdict
from newsloom.flows.storyhistory import Happening, History
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.ruling import Order, Ruling, RulingKind
from newsloom.model.story import Change, StoryChange

HEADLINE = 70  # characters of a headline that are shown
NAMED = 3  # articles named before the rest is counted


def order_lines(store: Store, verdict: Verdict, *, dry_run: bool) -> list[str]:
    """What an order did, or would do, a line each; then how to take it back."""
    named = {article for change in verdict.changes for article in change.articles} | {*verdict.ruling.named}
    titles = {id_: article.title for id_, article in store.articles.get(sorted(named)).items()}
    return [*_said(verdict, titles, dry_run=dry_run)]


def _said(verdict: Verdict, titles: Mapping[ArticleId, str], *, dry_run: bool) -> Iterator[str]:
    ruling = verdict.ruling
    yield from (_changed(change, titles, dry_run=dry_run) for change in verdict.changes)
    if ruling.undone is not None:
        if verdict.stayed:
            count = counted(len(verdict.stayed), "article")
            yield f"{count} not put back: moved since, or held by another ruling"
        yield f"ruling {ruling.id} {'would no longer hold' if dry_run else 'no longer holds'}: {ruled(ruling, titles)}"
        return
    if not verdict.changes:
        yield "no story changes by this now; it holds for what comes"
    yield f"{ruled(ruling, titles)}, whatever comes"
    if dry_run:
        yield "nothing was changed"
    else:
        yield f"ruling {ruling.id}, by {ruling.by}; `newsloom story undo {ruling.id}` withdraws it"
        if verdict.changes:
            yield "`newsloom run` publishes what changed"


def _changed(change: StoryChange, titles: Mapping[ArticleId, str], *, dry_run: bool) -> str:
    would = "would go" if dry_run else "went"
    match change.kind:
        case Change.MERGED:
            return f"story {change.other} {would} into story {change.story}"
        case Change.SPLIT:
            verb = "would become" if dry_run else "became"
            return f"{headlines(change.articles, titles)} {verb} story {change.story}, out of story {change.other}"
    return f"{headlines(change.articles, titles)} {would} from story {change.other} to story {change.story}"


def ruled(ruling: Ruling, titles: Mapping[ArticleId, str]) -> str:
    """What a ruling says, as a clause."""
    if ruling.kind is RulingKind.APART:
        return f"{headlines(ruling.articles, titles)} and {headlines(ruling.others, titles)} are kept apart"
    return f"{headlines(ruling.articles, titles)} are kept together"


def headlines(articles: tuple[ArticleId, ...], titles: Mapping[ArticleId, str]) -> str:
    """The headlines of a few articles; of many, the first and how many more."""
    shown = [f"“{shorten(titles.get(article, article), HEADLINE, placeholder='…')}”" for article in articles[:NAMED]]
    more = len(articles) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def print_history(found: History, zone: ZoneInfo) -> None:
    """Print what happened, oldest first."""
    if found.story is not None:
        print(f"{found.title}\nstory {found.story}")
        if found.aliases:
            print(f"also known as {', '.join(found.aliases)}")
    if not found.happenings:
        print("no editor has ruled anything yet; `newsloom story --help` tells how")
        return
    rulings = {ruling.id: ruling for ruling in found.rulings}
    rows = [
        (local(one.at, zone), one.by, what_happened(one, rulings.get(one.ruling) if one.ruling else None, found))
        for one in found.happenings
    ]
    print_table(("when", "who", "what"), rows)
    holding = sum(ruling.undone is None for ruling in found.rulings)
    if found.rulings:
        print(f"{counted(holding, 'ruling')} hold{'s' if holding == 1 else ''}; `newsloom story undo ID` withdraws one")


def what_happened(one: Happening, ruling: Ruling | None, found: History) -> str:
    """One happening in words."""
    said = _events(one, ruling, found)
    if one.ruling is None or ruling is None:
        return said
    if one.undoing or one.what == "undone":
        return f"{said}\nundid ruling {one.ruling}"
    reason = f": {ruling.reason}" if ruling.reason else ""
    return f"{said}\nruling {one.ruling} ({ruling.order}){reason}{'; undone since' if ruling.undone else ''}"


_SENTENCES: dict[str, str] = {
    Change.OPENED: "{of} opened story {story}",
    Change.JOINED: "{of} joined{sure}",
    Change.MOVED: "{of} moved from story {other} to story {story}{sure}",
    Change.MERGED: "story {other} went into story {story}{sure}",
    Change.SPLIT: "{of} became story {story}, out of story {other}",
    Change.CLOSED: "closed: nothing new is compared with it any more",
    Change.REOPENED: "opened again",
    Change.REMOVED: "{count} removed for good",
}


def _events(one: Happening, ruling: Ruling | None, found: History) -> str:
    of = headlines(one.articles, found.titles)
    if one.what in _SENTENCES:
        sure = "" if one.probability is None else f", {one.probability:.0%} one event"
        count = counted(len(one.articles), "article")
        return _SENTENCES[one.what].format(of=of, story=one.story, other=one.other, sure=sure, count=count)
    if ruling is None:
        return of
    says = ruled(ruling, found.titles)
    return f"no longer: {says}" if one.what == "undone" else f"{_ORDERED[ruling.order]}{says}"


_ORDERED = {Order.MERGE: "merged: ", Order.SPLIT: "split: ", Order.MOVE: "moved: ", Order.KEEP: "", Order.PART: ""}
