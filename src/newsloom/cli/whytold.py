"""Why articles are together or apart, in words: sentences first, the numbers behind them after."""

from collections.abc import Iterator
from textwrap import shorten
from zoneinfo import ZoneInfo

from newsloom.cli.output import counted, local
from newsloom.flows.why import Alone, Side, Why
from newsloom.model.ruling import Ruling
from newsloom.model.story import Change, Evidence

HEADLINE = 70  # characters of a headline that are shown
PASSAGE = 100  # characters of a shared passage
TELLING = 0.3  # weight from which on a word tells something
TERMS = 6  # shared terms that are named in a sentence
LIKELY = 0.5  # chance from which on two articles alone look like one event
_VIEWS = {
    "title": "headlines' words",
    "stems": "headlines' stems",
    "body": "texts' words",
    "names": "names and numbers",
}


def print_why(found: Why, zone: ZoneInfo) -> None:
    """Print why two articles are together or not."""
    print("\n".join([*_sides(found, zone), "", *sentences(found), "", *numbers(found)]))


def print_alone(found: Alone, zone: ZoneInfo) -> None:
    """Print why an article is where it is."""
    print("\n".join([_side("", found.side, zone), "", *alone_sentences(found)]))
    if found.why is not None:
        print("\n".join(["", "the two by themselves", *numbers(found.why)]))


def sentences(found: Why) -> Iterator[str]:
    """The answer in plain words, the reason that decides first."""
    if found.one.story is None or found.other.story is None:
        waiting = found.one if found.one.story is None else found.other
        yield f"{_quoted(waiting)} is in no story yet; `newsloom run` places it."
        return
    if found.together:
        yield f"They are in one story, {found.one.story}."
        yield from _together(found)
    else:
        yield f"They are in two stories, {found.one.story} and {found.other.story}."
        yield from _apart(found)
    if found.copy is not None:
        yield from _copied(found)


def _together(found: Why) -> Iterator[str]:
    later = found.other
    if found.ruling is not None and found.ruling.undone is None:
        yield _ruled(found.ruling, "keeps them together")
    elif found.decided is not None and found.by:
        yield f"{found.by} brought them together on {found.decided.at:%Y-%m-%d} UTC."
    elif found.decided is not None and found.decided.kind is Change.MERGED:
        sure = f", {found.decided.evidence.probability:.0%} sure" if found.decided.evidence else ""
        yield f"Each began a story of its own or joined another; those turned out to be one and were merged{sure}."
    elif later.evidence is not None and later.evidence.stage == "copy":
        yield "The later one came as a copy of a text in this story, and went where that stands."
    elif later.evidence is not None and later.evidence.nearest == found.one.article:
        yield f"The later one joined because of the earlier one, {later.evidence.probability:.0%} sure."
    elif later.evidence is not None and found.beside is not None:
        sure = f"{later.evidence.probability:.0%} sure"
        yield f"The later one joined because of what {found.beside.outlet} reports, {sure}: {_quoted(found.beside)}."
    yield from _alike(found)


def _apart(found: Why) -> Iterator[str]:
    if found.ruling is not None and found.ruling.undone is None:
        yield _ruled(found.ruling, "keeps them apart")
    if found.one.language != found.other.language:
        yield (
            f"One is in {found.one.language or 'no known language'}, the other in "
            f"{found.other.language or 'no known language'}; each language is grouped for itself."
        )
        return
    if found.apart_days > found.window_days:
        yield (
            f"They are {found.apart_days:.0f} days apart, and an article is compared with those of the last "
            f"{found.window_days:.0f} days only."
        )
    if found.decided is not None and (found.by or found.decided.kind in {Change.SPLIT, Change.MOVED}):
        who = found.by or "newsloom"
        yield f"They were in one story until {who} parted them on {found.decided.at:%Y-%m-%d} UTC."
    yield from _alike(found)


def _alike(found: Why) -> Iterator[str]:
    """What they say of each other, whatever became of it."""
    if found.likeness is None:
        return
    evidence = found.likeness.evidence
    said = _said(evidence)
    if found.likeness.series:
        yield f"They look like two parts of a series, and parts do not link: {'; '.join(found.likeness.series)}."
        return
    if evidence.probability >= LIKELY:
        yield f"By themselves they look like reports of one event, {evidence.probability:.0%} sure: {said}."
        yield from _drawn_elsewhere(found)
    else:
        yield f"By themselves they look like reports of two events ({evidence.probability:.0%} for one): {said}."
        if found.together and found.ruling is None:
            yield "They are together because of the other articles of the story, which are between them."


def _said(evidence: Evidence) -> str:
    terms = [shared.term for shared in evidence.shared[:TERMS] if shared.weight >= TELLING]
    return f"both say {', '.join(terms)}" if terms else "they have no telling word in common"


def _drawn_elsewhere(found: Why) -> Iterator[str]:
    """Why articles that look alike did not meet."""
    if found.together or found.ruling is not None or found.apart_days > found.window_days:
        return
    pulls = {pull.story: pull for pull in found.pulls}
    there, here = (pulls.get(story) if story else None for story in (found.one.story, found.other.story))
    if there is None or not there.links:
        yield "When the later one came, the earlier one was not among the articles it was compared with."
    elif here is not None and here.links and here.strength > there.strength:
        yield "But the later one belonged to its own story more strongly than to the earlier one's."
    elif there.strength <= found.needed.odds:
        yield "But the rest of the earlier one's story spoke against it: a story's second-best member has its say too."


def _copied(found: Why) -> Iterator[str]:
    copying, original = ("later", "earlier") if found.copying == found.other.article else ("earlier", "later")
    copy = found.copy
    if copy is not None:
        share = f"{copy.containment:.0%} of the shorter in both"
        yield f"The {copying} one repeats the {original} one's text ({copy.reason}; {share}):"
        yield f"  “{shorten(copy.passage, PASSAGE, placeholder='…')}”"


def _ruled(ruling: Ruling, does: str) -> str:
    reason = f": {ruling.reason}" if ruling.reason else ""
    return f"A ruling of {ruling.by} from {ruling.at:%Y-%m-%d} {does}{reason} ({ruling.id})."


def numbers(found: Why) -> Iterator[str]:
    """The figures behind the sentences."""
    likeness = found.likeness
    if likeness is not None:
        evidence = likeness.evidence
        yield f"chance of one event   {evidence.probability:.1%} (log-odds {likeness.odds:+.2f})"
        needed = f"{found.needed.probability:.1%} (log-odds {found.needed.odds:+.2f})"
        yield f"joining asks for      {needed} of a story's best members; less in a thin stream"
        for name, cosine in evidence.views:
            yield f"{_VIEWS.get(name, name):<21} {cosine:.2f} of 1 alike"
        if evidence.shared:
            weights = (f"{shared.term} {shared.weight:.2f}" for shared in evidence.shared)
            yield f"shared, with weights  {', '.join(weights)}"
    yield f"apart in time         {_span(found.apart_days)}"
    for pull in found.pulls:
        best = ", ".join(f"{odds:+.2f}" for odds in pull.links) or "none kept"
        yield f"later one's pull to   {pull.story} {pull.strength:+.2f} (best links {best})"


def alone_sentences(found: Alone) -> Iterator[str]:
    """Why one article is where it is."""
    side = found.side
    if side.story is None or side.evidence is None:
        yield "It is in no story yet; `newsloom run` places it."
        return
    yield f"It is in story {side.story}."
    evidence = side.evidence
    if found.ruling is not None:
        yield _ruled(found.ruling, "put it there" if found.ruling.undone is None else "once put it there")
    elif evidence.stage == "opened":
        yield "It opened the story: nothing it was compared with was enough like it."
    elif evidence.nearest is None or found.why is None:
        yield f"It joined an article that was removed since, {evidence.probability:.0%} sure."
    else:
        near = found.why.one if found.why.one.article == evidence.nearest else found.why.other
        if evidence.stage == "copy":
            yield f"It came as a copy of what {near.outlet} reports: {_quoted(near)}."
        else:
            yield f"It joined because of what {near.outlet} reports, {evidence.probability:.0%} sure: {_quoted(near)};"
            yield f"{_said(evidence)}."
        if near.story != side.story:
            yield f"That one is in story {near.story} now."
    for other in found.others:
        sure = f"{other.probability:.0%}"
        yield f"It also resembled {_quoted(other.side)} ({sure}), which is in story {other.side.story}."


def _sides(found: Why, zone: ZoneInfo) -> Iterator[str]:
    yield _side("earlier  ", found.one, zone)
    yield _side("later    ", found.other, zone)


def _side(name: str, side: Side, zone: ZoneInfo) -> str:
    return f"{name}{_quoted(side)}\n{' ' * len(name)}{side.outlet}, {local(side.at, zone)}, {side.article}"


def _quoted(side: Side) -> str:
    return f"“{shorten(side.title, HEADLINE, placeholder='…')}”"


def _span(days: float) -> str:
    hours = days * 24
    return counted(round(days), "day") if days >= 2 else counted(round(hours), "hour")  # noqa: PLR2004  hours up to two days
