"""How alerts are told on a terminal: how they stand, what was told, what became of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from newsloom.cli.output import counted, local, print_table
from newsloom.flows.alertdesk import AlertHealth, ChannelHealth
from newsloom.flows.reports import AlertReport
from newsloom.model.alert import AlertMessage, Letter, Notice, NoticeId
from newsloom.model.savedview import SavedView
from newsloom.text.clean import capped

HEADLINE = 70  # characters
Given = Sequence[tuple[AlertMessage, Letter]]
Fates = Mapping[NoticeId, list[AlertMessage]]


def standing_data(
    views: Sequence[SavedView], alerts: Sequence[AlertHealth], channels: Sequence[ChannelHealth], dead: Given
) -> dict[str, Any]:
    """How alerts stand, as plain data."""
    return {
        "views": [{"view": view, "matches_everything": view.matches_everything} for view in views],
        "alerts": list(alerts),
        "channels": list(channels),
        "given_up": [
            {"message": message, "headlines": [n.headline for n in letter.notices]} for message, letter in dead
        ],
    }


def print_standing(
    views: Sequence[SavedView],
    alerts: Sequence[AlertHealth],
    channels: Sequence[ChannelHealth],
    dead: Given,
    *,
    zone: ZoneInfo,
) -> None:
    """Print views, alerts, channels, and what was given up."""
    if not views:
        print('no views yet; [view."name"] in newsloom.toml makes one')
        return
    print_table(("view", "which stories"), [(view.name, query(view)) for view in views])
    for view in views:
        if view.matches_everything:
            print(f"view `{view.name}` lets every published story through; say topics, words or a least heat")
    if not alerts:
        print("no alerts yet; [[alert]] in newsloom.toml makes one")
    else:
        print_table(("alert", "view", "channels", "stories", "told", "last"), [_alert(one, zone) for one in alerts])
    if channels:
        print_table(
            ("channel", "kind", "sent", "waiting", "dead", "last sent", "state"),
            [_channel(one, zone) for one in channels],
            right=("sent", "waiting", "dead"),
        )
    if dead:
        rows = [_given_up(message, letter, zone) for message, letter in dead]
        print_table(("message", "channel", "made", "what became of it"), rows, whole=("message",))
        print("`newsloom alerts retry` tries dead letters again; one of unknown fate must be named")


def print_notices(found: Sequence[Notice], fates: Fates, *, zone: ZoneInfo) -> None:
    """Print notices, a row each."""
    if not found:
        print("nothing")
        return
    rows = [
        (
            local(one.at, zone),
            one.alert,
            ", ".join(cause.value for cause in one.causes),
            "\n".join([capped(one.headline, HEADLINE), one.url, *_fates(fates.get(one.id, ()))]).strip(),
            str(one.heat),
            one.story,
        )
        for one in found
    ]
    print_table(("when", "alert", "why", "what", "heat", "story"), rows, right=("heat",), whole=("story",))


def fates_of(messages: Iterable[AlertMessage]) -> dict[NoticeId, list[AlertMessage]]:
    """The messages that each notice went into."""
    found: dict[NoticeId, list[AlertMessage]] = {}
    for message in messages:
        for notice in message.notices:
            found.setdefault(notice, []).append(message)
    return found


def report_line(report: AlertReport) -> Iterator[str]:
    """What a run's alerts did: a line, and one for each channel with a problem."""
    parts = [
        f"told of {counted(report.told, 'story', 'stories')}",
        f"{counted(report.sent, 'message')} sent",
        f"{report.failed} failed and to be tried again" if report.failed else "",
        f"{report.dead} given up" if report.dead else "",
        f"{report.unknown} of unknown fate" if report.unknown else "",
        f"{counted(report.held, 'notice')} held" if report.held else "",
    ]
    yield "alerts: " + ", ".join(part for part in parts if part)
    for channel, problem in sorted(report.problems.items()):
        yield f"  {channel}: {problem}"


def query(view: SavedView) -> str:
    """What a view asks for, in words."""
    said = [
        ("topics ", view.topics),
        ("not topics ", view.without_topics),
        ("any of ", view.any),
        ("all of ", view.all),
        ("none of ", view.none),
        ("from ", view.sources),
        ("of ", view.families),
        ("in ", view.languages),
        ("", tuple(genre.value for genre in view.genres)),
    ]
    parts = [what + ", ".join(values) for what, values in said if values]
    parts += [f"quality {view.min_quality}+"] if view.min_quality else []
    parts += [f"heat {view.min_heat}+"] if view.min_heat else []
    parts += [f"{view.min_voices}+ voices"] if view.min_voices > 1 else []
    parts += [] if view.only_published else ["published or not"]
    return "; ".join(parts) or "every published story"


def _alert(one: AlertHealth, zone: ZoneInfo) -> tuple[str, ...]:
    last = "" if one.last is None else f"{local(one.last.at, zone)} {capped(one.last.headline, HEADLINE)}"
    state = last or ("nothing yet" if one.is_active else "new: the next run takes note of what is there")
    return one.name, one.view, ", ".join(one.channels), str(one.stories), str(one.told), state


def _channel(one: ChannelHealth, zone: ZoneInfo) -> tuple[str, ...]:
    state = one.problem or one.last_detail
    if one.closed is not None:
        state = (
            f"closed by the other side {local(one.closed, zone)}; `newsloom alerts retry --channel {one.name}` opens it"
        )
    held = f"{counted(one.held, 'notice')} held" if one.held else ""
    unknown = f"{one.unknown} of unknown fate" if one.unknown else ""
    detail = "; ".join(part for part in (state, held, unknown) if part) or "well"
    return one.name, one.kind, str(one.sent), str(one.waiting), str(one.dead), local(one.last_sent, zone), detail


def _given_up(message: AlertMessage, letter: Letter, zone: ZoneInfo) -> tuple[str, ...]:
    headlines = [capped(notice.headline, HEADLINE) for notice in letter.notices[:3]]
    more = len(letter.notices) - len(headlines)
    rest = [f"and {more} more"] if more > 0 else []
    why = f"{message.status.value}: {message.detail}"
    return message.id, message.channel, local(message.made, zone), "\n".join([why, *headlines, *rest])


def _fates(messages: Iterable[AlertMessage]) -> list[str]:
    return [f"{one.channel}: {one.status.value}" + (f", {one.detail}" if one.detail else "") for one in messages]
