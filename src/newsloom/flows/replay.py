"""Does the log tell of the stories as they stand? Replaying it must give them, their order and their names again."""

from newsloom.curate.history import Present, stories
from newsloom.keeping import Store

_TOLD = 3  # differences named


def replay_faults(store: Store) -> list[str]:
    """What a replay of the whole log gives otherwise than the store has it; empty when all is well."""
    present = Present()
    for change in store.stories.changes():
        present.apply(change)
    logged = stories(present.where)
    stored = {story.id: story.articles for story in store.stories.since(None)}
    wrong = sorted(name for name in logged.keys() | stored.keys() if logged.get(name) != stored.get(name))
    faults = [f"story {name} is not as its log tells" for name in wrong[:_TOLD]]
    names = store.stories.aliases()
    odd = sorted(name for name in names.keys() | present.aliases.keys() if names.get(name) != present.aliases.get(name))
    faults += [f"story {name} does not live on where its log tells" for name in odd[:_TOLD]]
    rest = len(wrong) + len(odd) - len(faults)
    return [*faults, f"{rest} more"] if rest else faults
