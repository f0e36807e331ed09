"""What would change a story's standing, in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from newsloom.cli.output import counted
from newsloom.curate.whatif import Prospect, Turn

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

_ARTICLE: Mapping[Turn, str] = {
    Turn.AUTHOR: "a named author",
    Turn.DATE: "a date",
    Turn.IMAGE: "a picture of its own",
    Turn.AMP: "an AMP page",
    Turn.OPEN: "a text that everybody may read",
    Turn.CALM: "a headline that does not shout",
    Turn.OWN_TEXT: "a text of its own",
}


def of_story(
    prospects: Sequence[Prospect], names: Mapping[str, str], *, shown: bool, at: datetime, zone: ZoneInfo
) -> Iterator[str]:
    """A sentence for each prospect of a story.

    Args:
        prospects: as computed.
        names: what each voice is called.
        shown: whether its record is published whatever its heat, since it once was.
        at: the moment they were computed for.
        zone: the desk's.
    """
    for prospect in prospects:
        if prospect.turn is Turn.VOICES:
            more = NUMBERS[prospect.number] if prospect.number < len(NUMBERS) else str(prospect.number)
            outlets = "outlet" if prospect.number == 1 else "outlets"
            does = "would take it over the threshold again" if shown else "would publish it"
            yield f"{more} more independent {outlets} {does} (heat {prospect.heat})"
        elif prospect.turn is Turn.THRESHOLD and not shown:
            yield f"a threshold of {prospect.number} or less would publish it"
        elif prospect.turn is Turn.TIME and prospect.at is not None:
            stays = "; its record stays published, as it was once" if shown else ""
            yield f"it falls below the threshold {when(prospect.at, at, zone)} if nobody reports anew{stays}"
        elif prospect.turn is Turn.WITHOUT:
            name = names.get(prospect.name, prospect.name)
            yield f"without {name} as a voice its heat would be {prospect.heat}, below the threshold"


def of_article(prospects: Sequence[Prospect], *, was_published: bool) -> Iterator[str]:
    """A sentence for each prospect of an article."""
    for prospect in prospects:
        if prospect.turn is Turn.LENGTH:
            named = f"a text of {counted(prospect.number, 'word')}"
        else:
            named = _ARTICLE[prospect.turn]
        publishes = ", which would publish it" if prospect.published and not was_published else ""
        yield f"{named} would add {prospect.adds} to its quality{publishes}"


def when(moment: datetime, at: datetime, zone: ZoneInfo) -> str:
    """A moment as people say it on a day: `at 18:00`, `at 18:00 tomorrow`, `on 2026-03-04 at 18:00`."""
    then, day = moment.astimezone(zone), at.astimezone(zone).date()
    if then.date() == day:
        return f"at {then:%H:%M}"
    if then.date() == day + timedelta(days=1):
        return f"at {then:%H:%M} tomorrow"
    return f"on {then:%Y-%m-%d} at {then:%H:%M}"
