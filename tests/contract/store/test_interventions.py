"""The contract of `Interventions`."""

from dataclasses import replace
from types import SimpleNamespace

from newsloom.keeping import Store
from newsloom.model.intervention import Action, Intervention, InterventionId
from newsloom.model.story import StoryId


def test_an_undone_intervention_keeps_its_place(store: Store, build: SimpleNamespace) -> None:
    """It is still told, but no longer holds; text is made storable, as everywhere."""
    one = Intervention(
        id=InterventionId("e1"),
        action=Action.PIN,
        story=StoryId("s1"),
        by="Ana Å",
        at=build.noon,
        reason="why\0",
        until=build.noon,
        place=2,
    )
    other = replace(one, id=InterventionId("e2"), action=Action.EDIT, headline="All safe", excerpt="They are.")
    store.interventions.save(one)
    store.interventions.save(other)
    assert [found.reason for found in store.interventions.holding()] == ["why", "why"]
    undone = replace(one, reason="why", undone=build.noon, undone_by="Bo")
    store.interventions.save(undone)
    assert store.interventions.all() == [undone, replace(other, reason="why")]
    assert store.interventions.holding() == [replace(other, reason="why")]
