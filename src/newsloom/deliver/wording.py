"""What a letter says: as data for programs, as lines for people."""

import json
from typing import Any

from newsloom.model.alert import AlertCause, Letter, Notice
from newsloom.text.clean import capped, line

MOST_TOLD = 50  # notices that a summary tells; the rest are counted
SUBJECT = 200  # characters
SAID = {
    AlertCause.ENTERED: "new",
    AlertCause.VOICE: "a second independent report",
    AlertCause.HEAT: "much hotter",
    AlertCause.CORRECTION: "corrected",
    AlertCause.WITHDRAWAL: "withdrawn",
    AlertCause.MERGE: "one story with another you were told of",
}


def kind_of(letter: Letter) -> str:
    """What the letter is, as the payload's `type` says it."""
    if letter.is_sample:
        return "alert.test"
    if len(letter.notices) != 1:
        return "stories.summary"
    return "story.entered" if AlertCause.ENTERED in letter.notices[0].causes else "story.changed"


def payload(letter: Letter) -> bytes:
    """The letter as JSON, the same bytes however often it is sent: `type`, `timestamp` and `data`."""
    data: dict[str, Any] = {"desk": letter.desk}
    if len(letter.notices) == 1 and not letter.is_sample:
        data |= _data(letter.notices[0])
    else:
        data |= {"count": len(letter.notices), "stories": [_data(one) for one in letter.notices[:MOST_TOLD]]}
    if letter.is_sample:
        data["sample"] = True
    said = {"type": kind_of(letter), "timestamp": letter.made.isoformat(), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def subject(letter: Letter) -> str:
    """One line that says what the letter is about."""
    desk = f"[{line(letter.desk, limit=60)}] " if letter.desk else ""
    if letter.is_sample:
        return f"{desk}a test: this channel works"
    if len(letter.notices) != 1:
        return f"{desk}{len(letter.notices)} stories"
    notice = letter.notices[0]
    return line(f"{desk}{because(notice).capitalize()}: {notice.headline}", limit=SUBJECT)


def text(letter: Letter) -> str:
    """The letter in plain lines."""
    begin = ["This is a test of the alerts; nothing happened.", ""] if letter.is_sample else []
    told = [_paragraph(one) for one in letter.notices[:MOST_TOLD]]
    more = len(letter.notices) - len(told)
    rest = [f"… and {more} more; `newsloom alerts log` has them all.", ""] if more > 0 else []
    return "\n".join([*begin, *("\n".join(lines) + "\n" for lines in told), *rest])


def because(notice: Notice) -> str:
    """Why somebody is told, in a few words."""
    return ", ".join(SAID[cause] for cause in notice.causes)


def _paragraph(notice: Notice) -> list[str]:
    before = "" if notice.heat_before is None else f", {notice.heat_before} when it was last told"
    voices = "1 independent report" if notice.voices == 1 else f"{notice.voices} independent reports"
    lines = [
        line(notice.headline),
        f"  {because(notice)} ({notice.alert})",
        f"  {line(notice.outlet)}, {notice.published_at:%Y-%m-%d %H:%M} UTC" if notice.published_at else "",
        f"  heat {notice.heat}{before}, quality {notice.quality}, {voices}, {notice.reports} in all",
        f"  topics: {', '.join(notice.topics)}" if notice.topics else "",
        f"  {line(notice.excerpt)}" if notice.excerpt else "",
        f"  {line(notice.url)}" if notice.url else "",
        f"  was {', '.join(notice.merged)}" if notice.merged else "",
        f"  story {notice.story}",
    ]
    return [capped(one, 500) for one in lines if one]


def _data(notice: Notice) -> dict[str, Any]:
    return {
        "notice": notice.id,
        "alert": notice.alert,
        "view": notice.view,
        "causes": [cause.value for cause in notice.causes],
        "at": notice.at.isoformat(),
        "story": notice.story,
        "merged": list(notice.merged),
        "headline": notice.headline,
        "excerpt": notice.excerpt,
        "url": notice.url,
        "outlet": notice.outlet,
        "published_at": None if notice.published_at is None else notice.published_at.isoformat(),
        "language": notice.language,
        "topics": list(notice.topics),
        "quality": notice.quality,
        "heat": notice.heat,
        "heat_before": notice.heat_before,
        "independent": notice.voices,
        "reports": notice.reports,
    }
