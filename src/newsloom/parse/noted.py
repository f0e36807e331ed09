"""A reading with what the outlet notes beside its article: corrections, withdrawal, paywall."""

from dataclasses import replace

from newsloom.parse.body import Body
from newsloom.parse.head import Head
from newsloom.parse.notices import MOST_NOTES, notices_of, stated_corrections
from newsloom.parse.paywall import is_paywalled
from newsloom.parse.reading import PageReading


def noted(reading: PageReading, head: Head, body: Body) -> PageReading:
    """Add what markup and wording say; a correction that markup states comes first."""
    notices = notices_of(body, title=reading.title or "")
    stated = tuple(stated_corrections(head.linked.article.get("correction")))
    words = {note.note for note in stated}
    corrections = (*stated, *(note for note in notices.corrections if note.note not in words))[:MOST_NOTES]
    if corrections:
        head.provenance["corrections"] = "json-ld" if stated else "html"
    return replace(
        reading,
        corrections=corrections,
        withdrawal=notices.withdrawal,
        is_paywalled=is_paywalled(head, text=reading.text, is_walled=notices.is_walled),
    )
