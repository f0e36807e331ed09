"""What editors' words make of a record: it is published or not, and says what they wrote."""

from dataclasses import replace

from newsloom.model.intervention import DeskWord
from newsloom.model.judgement import Part, Score
from newsloom.model.record import DEMOTED, Receipts, Record


def with_word(record: Record, word: DeskWord, *, on_front: bool) -> Record:
    """The record as it is published; its path and its scores stay as they are, and its receipts say what was done.

    Args:
        record: as newsloom made it.
        word: what editors said of its story.
        on_front: whether an editor's pin holds it on the front, so that it is published whatever its heat.
    """
    edited = replace(
        record,
        title=record.title if word.headline is None else word.headline.headline or record.title,
        excerpt=record.excerpt if word.excerpt is None else word.excerpt.excerpt or record.excerpt,
        published=_published(record, word, on_front=on_front),
    )
    if record.scores is not None:
        edited = replace(edited, scores=_told(record, record.scores, word, on_front=on_front))
    return edited.storable()


def _published(record: Record, word: DeskWord, *, on_front: bool) -> bool | None:
    if record.published is None or record.heat == DEMOTED:
        return record.published
    return word.kill is None and (record.published or on_front)


def _told(record: Record, receipts: Receipts, word: DeskWord, *, on_front: bool) -> Receipts:
    """The receipts with parts of no points that say what editors did and what the outlet wrote."""
    quality, heat = receipts.quality, receipts.heat
    if quality is not None and word.headline is not None:
        quality = _with(quality, "headline", f"an editor's; the outlet's is “{record.title}”")
    if quality is not None and word.excerpt is not None:
        quality = _with(quality, "excerpt", f"an editor's; the outlet's is “{record.excerpt}”")
    if heat is not None and word.kill is not None:
        heat = _with(heat, "killed", "an editor took it off")
    elif heat is not None and on_front:
        heat = _with(heat, "pinned", "an editor put it on the front")
    return Receipts(quality=quality, heat=heat)


def _with(score: Score, name: str, reason: str) -> Score:
    return Score(value=score.value, parts=(*score.parts, Part(name=name, points=0, reason=reason)))
