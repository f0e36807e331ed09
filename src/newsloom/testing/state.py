"""All that a desk remembers and shows, as plain values that can be compared."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from newsloom.deliver.generation import digest_of, name_of
from newsloom.deliver.work import MANIFEST
from newsloom.settings import read_settings
from newsloom.wiring import store_of

State = dict[str, dict[str, str]]


def state_of(desk: Path) -> State:
    """The desk's articles, stories, records, source states and published files, each by its id.

    Orders of arrival and the moments of visits are left out: they may differ between two runs that did the same.
    """
    settings = read_settings(desk)
    store = store_of(settings)
    try:
        stories = store.stories.since(None)
        ids = [article.id for article in store.articles.recent(1_000_000)]
        return {
            "articles": {
                id_: repr([replace(revision, sequence=0) for revision in store.articles.revisions(id_)]) for id_ in ids
            },
            "drafts": {draft.article.id: repr(draft) for draft in store.articles.drafts(1_000_000)},
            "stories": {story.id: repr(replace(story, members=story.members)) for story in stories},
            "changes": {str(number): repr(change) for number, change in enumerate(store.stories.changes())},
            "rulings": {ruling.id: repr(ruling) for ruling in store.rulings.all()},
            "interventions": {one.id: repr(one) for one in store.interventions.all()},
            "records": {story: repr(slot) for story, slot in store.records.slots().items()},
            "sources": {id_: f"{state.etag} {state.last_modified}" for id_, state in store.visits.states().items()},
            "hosts": {facts.site: repr(facts) for facts in store.articles.hosts()},
            "files": files_of(settings.output),
            "faults": dict.fromkeys(store.check(), "found"),
        }
    finally:
        store.close()


def files_of(folder: Path) -> dict[str, str]:
    """Each file's hash by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def generation_of(folder: Path) -> str | None:
    """The hash of the generation that a reader of `folder` sees; None where nothing is published.

    Raises:
        AssertionError: a file of the generation is missing or has other bytes, or another file stands beside.
    """
    if not folder.exists():
        return None
    said = str(json.loads((folder / MANIFEST).read_bytes())["generation"])
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / MANIFEST)
    found = name_of((path.relative_to(folder).as_posix(), digest_of(path.read_bytes())) for path in files)
    if found != said:
        raise AssertionError(f"a mix of generations: it says it is {said}, and its files are those of {found}")
    return said


def differences(one: State, other: State) -> list[str]:
    """What differs, a line each."""
    return [
        f"{kind} {id_}: {one[kind].get(id_, 'absent')[:200]} | {other[kind].get(id_, 'absent')[:200]}"
        for kind in one
        for id_ in sorted(one[kind].keys() | other[kind].keys())
        if one[kind].get(id_) != other[kind].get(id_)
    ]
