"""What an outlet notes beside its article: that it was corrected or taken back, and that only payers read on.

A report about a correction, a retracted study or a paywall is none of these: notes stand by themselves in short
blocks of the article's area, begin with their cue or speak of "this article", and are not quoted.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import NamedTuple

from newsloom.model.metadata import Correction
from newsloom.parse.body import Body
from newsloom.parse.noticewords import Cue, notice_words, plain
from newsloom.parse.writtendates import written_date
from newsloom.text.clean import line

LONGEST_NOTE = 500  # characters of a note that are kept
LONGEST_BLOCK = 1_500  # characters; what is longer tells more than that it was corrected
SHORT_BLOCK = 400  # characters of a note of withdrawal, or of a paywall's offer
SHORTEST_NOTE = 25  # characters; a bare "Corrections" is a link
MOST_NOTES = 10
BEFORE, AFTER = 8, 16  # blocks around the main text that belong to the article's area
_SENTENCE = 200  # characters before a cue in which its sentence begins
_SENTENCE_END = re.compile(r"[.!?。(]\s*(?=\S)")
_EARLY = 120  # characters from a block's beginning in which a withdrawal is told
_BEHIND_LABEL = re.compile(
    r"(?:\s*[(\[,]\s?[^:()\[\]]{2,40}[)\]]?|\s(?:on\s)?[^:.()\[\]]{0,25}\d[^:.()\[\]]{0,15})?\s*[:\uff1a\u2013\u2014|)\]\u3011]"
    r"|\s*[(\[][^()\[\]]{4,40}[)\]]|\s+-\s"
)
_BEFORE_LABEL = re.compile(r"[\s*(\[\u3010<«>•■▶_\-\u2013\u2014#]*$")
_DATED = re.compile(
    r"(?:amended|corrected|updated|clarified|korrigiert|corrigé|rectifié|corregid[oa]|modifié) (?:on|am|le|el)? ?"
)
_OPENING, _CLOSING = "“„«", "”»"
_LEFT_TO_READ = re.compile(r"^il vous reste [\d.,]+ ?% de cet article|^残り ?[\d,.]+ ?文字|^この記事は残り")


class _Block(NamedTuple):
    """A block's text, and how many characters of it stand in links."""

    text: str
    linked: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """The notes in a page's words; `is_walled` where an offer to subscribe stands where the text would go on."""

    corrections: tuple[Correction, ...] = ()
    withdrawal: str = ""
    is_walled: bool = False


def notices_of(body: Body, *, title: str = "") -> Notices:
    """Find the notes that stand around and in an article's text."""
    blocks = _area(body)
    found = list(_cues(blocks))
    corrections = [note for block, cue, start, end in found if (note := _correction(blocks, block, cue, start, end))]
    withdrawal = _killed(title, blocks) or next(
        (_note(blocks[at].text, 0) for at, cue, start, _ in found if _is_withdrawal(blocks[at].text, cue, start)), ""
    )
    is_walled = any(_is_wall(blocks[at], cue, start) for at, cue, start, _ in found)
    notes = list(dict.fromkeys(corrections))[:MOST_NOTES]
    whole = [note for note in notes if not any(note is not other and note.note in other.note for other in notes)]
    return Notices(
        corrections=tuple(note for note in whole if note.note != withdrawal),
        withdrawal=withdrawal,
        is_walled=is_walled or any(_LEFT_TO_READ.match(plain(block.text[:SHORT_BLOCK])) for block in blocks[-AFTER:]),
    )


def stated_corrections(value: object) -> Iterator[Correction]:
    """Read schema.org's `correction`: words, a CorrectionComment, or several of them."""
    for part in value[:MOST_NOTES] if isinstance(value, list) else (value,):
        text = part.get("text") or part.get("description") if isinstance(part, dict) else part
        if not isinstance(text, str) or len(text) < SHORTEST_NOTE or text.startswith(("http://", "https://")):
            continue
        said = part.get("datePublished") or part.get("dateCreated") if isinstance(part, dict) else None
        yield Correction(note=line(text, limit=LONGEST_NOTE), at=_day(said) if isinstance(said, str) else None)


def _area(body: Body) -> Sequence[_Block]:
    area = slice(max(0, body.kept[0] - BEFORE), body.kept[-1] + 1 + AFTER) if body.kept else slice(None)
    return list(map(_Block, body.blocks[area], body.linked[area]))


def _cues(blocks: Sequence[_Block]) -> Iterator[tuple[int, Cue, int, int]]:
    """Give each cue's block and where it stands in it, as the text is in lower case."""
    known = notice_words()
    text = plain("\n".join([block.text for block in blocks]))
    if text.count("\n") != len(blocks) - 1:  # preformatted text keeps its lines
        text = plain("\n".join([" ".join(block.text.split("\n")) for block in blocks]))
    found = known.finder.find_matches_as_indexes(text, overlapping=True)
    lengths = [len(part) + 1 for part in text.split("\n")] if found else []
    starts = [0, *accumulate(lengths)]
    for index, start, end in found:
        at = min(bisect_right(starts, start), len(blocks)) - 1
        yield at, known.cues[index][0], start - starts[at], end - starts[at]


def _correction(blocks: Sequence[_Block], at: int, cue: Cue, start: int, end: int) -> Correction | None:
    """Read the note a cue belongs to, if it is one."""
    text = blocks[at].text
    if len(text) > LONGEST_BLOCK or _is_link(blocks[at]):
        return None
    if cue is Cue.PHRASE and not _is_quoted(text, start):
        return _dated(_note(text, start), plain(text))
    if cue not in {Cue.TITLE, Cue.LABEL, Cue.NOTE} or not _BEFORE_LABEL.match(text[:start]):
        return None
    lower = plain(text)
    if not lower[end:].strip(" :") and at + 1 < len(blocks):  # the label is a heading of its own
        text = f"{text.rstrip(' :')}: {blocks[at + 1].text}"
        lower = plain(text)
    behind = _BEHIND_LABEL.match(lower, end)
    rest = lower[behind.end() :] if behind else ""
    if behind is None or len(rest) < SHORTEST_NOTE or len(text) > LONGEST_BLOCK:
        return None
    is_marked = cue is Cue.LABEL and (text[start:end].isupper() or any(map(str.isdigit, behind[0])))
    if cue is not Cue.TITLE and not is_marked and not _names_fault(rest):
        return None
    return _dated(_note(text, 0), lower)


def _names_fault(rest: str) -> bool:
    return notice_words().fault.search(rest) is not None


def _is_withdrawal(text: str, cue: Cue, start: int) -> bool:
    is_said = cue is Cue.WITHDRAWAL and start <= _EARLY and len(text) <= SHORT_BLOCK
    return is_said and not _is_quoted(text, start)


def _killed(title: str, blocks: Sequence[_Block]) -> str:
    """Give the line with which an agency took its story back, if the page begins with one."""
    for text in (title, *(block.text for block in blocks[:BEFORE])):
        if text.lstrip(" *[(").startswith(notice_words().kills):
            return _note(text, 0)
    return ""


def _is_wall(block: _Block, cue: Cue, start: int) -> bool:
    is_offer = cue is Cue.WALL and len(block.text) <= SHORT_BLOCK
    return is_offer and not _is_link(block) and bool(_BEFORE_LABEL.match(block.text[:start]))


def _is_link(block: _Block) -> bool:
    return 2 * block.linked > len(block.text)


def _is_quoted(text: str, start: int) -> bool:
    """Whether a quotation is open where the cue begins."""
    before = text[:start]
    opened = sum(map(before.count, _OPENING)) - sum(map(before.count, _CLOSING))
    return opened > 0 or before.count('"') % 2 == 1


def _note(text: str, start: int) -> str:
    """Give a block, or from the cue's sentence on where it is longer than a note."""
    if len(text) <= LONGEST_NOTE:
        return line(text)
    ends = [mark.end() for mark in _SENTENCE_END.finditer(text, max(0, start - _SENTENCE), start)]
    return line(text[max(ends, default=start) :], limit=LONGEST_NOTE)


def _dated(note: str, lower: str) -> Correction:
    """Read the day on which a note says it was made: beside its label, or behind "amended on"."""
    said = _DATED.search(lower)
    label = re.split("[:\uff1a]", lower, maxsplit=1)[0]
    at = next((at for words in (lower[said.end() :][:24] if said else "", label[:60]) if (at := _day(words))), None)
    return Correction(note=note, at=at)


def _day(words: str) -> datetime | None:
    found = written_date(words) if words else None
    if found is None:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
