"""An editor's word on the edition: decide what it is, and keep it. The next publishing makes it true."""

from datetime import datetime

from newsloom.curate import interventions
from newsloom.curate.interventions import NOTHING
from newsloom.curate.orders import Signed
from newsloom.errors import UsageError
from newsloom.flows.edition import words_of
from newsloom.flows.naming import story_named
from newsloom.keeping import Store
from newsloom.model.intervention import Intervention


def pin(
    store: Store, word: str, signed: Signed, *, until: datetime | None = None, place: int | None = None, size: int
) -> Intervention:
    """A story is on the front; raises UsageError as every order here does, saying what would be right."""
    story = story_named(store, word).id
    held = words_of(store, now=signed.at).get(story, NOTHING)
    return _kept(store, interventions.pin(story, held, signed, until=until, place=place, size=size))


def kill(store: Store, word: str, signed: Signed) -> Intervention:
    """A story's record is not published."""
    story = story_named(store, word).id
    held = words_of(store, now=signed.at).get(story, NOTHING)
    return _kept(store, interventions.kill(story, held, signed))


def edit(
    store: Store, word: str, signed: Signed, *, headline: str | None = None, excerpt: str | None = None
) -> Intervention:
    """A story's record says what the editor wrote."""
    story = story_named(store, word).id
    return _kept(store, interventions.edit(story, signed, headline=headline, excerpt=excerpt))


def undo(store: Store, word: str, signed: Signed) -> Intervention:
    """An intervention no longer holds, and what it stood above holds again."""
    return _kept(store, interventions.undo(intervention_named(store, word), by=signed.by, at=signed.at))


def intervention_named(store: Store, word: str) -> Intervention:
    """The intervention of an id or a unique beginning of one; raises UsageError."""
    known = store.interventions.all()
    found = [one for one in known if one.id == word] or [one for one in known if word and one.id.startswith(word)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(one.id for one in found[:3])
        raise UsageError(f"several orders for the edition begin with `{word}`: {names}; type more of it")
    raise UsageError(f"no order `{word}` for the edition; `newsloom edition log` names them")


def _kept(store: Store, intervention: Intervention) -> Intervention:
    store.interventions.save(intervention)
    return intervention
