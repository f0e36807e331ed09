"""Which article or story a word typed by a person means: an id or its beginning, an address, an alias, a record."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import TypeVar

from newsloom.errors import UsageError
from newsloom.keeping import Store
from newsloom.model.article import Article, ArticleId
from newsloom.model.story import Story, StoryId

SHORTEST = 4  # characters from which on the beginning of an id is taken for it
_LOOKED = 5_000  # ids that are compared with a mistyped one
_SHOWN = 3
_Id = TypeVar("_Id", bound=str)


def article_named(store: Store, word: str) -> Article:
    """The article of an id, a unique beginning of one, or an address.

    Raises:
        UsageError: there is none, several begin so, or it was removed; the message names near ones.
    """
    found = store.articles.get([ArticleId(word)])
    if not found and "/" in word:
        ids = store.removals.find(word)
        found = store.articles.get(ids[:1])
    if not found:
        found = store.articles.get(_beginning(word, store.articles.named_like, "articles"))
    if found:
        return next(iter(found.values()))
    if store.removals.before(word):
        raise UsageError(f"article `{word}` was removed; `newsloom forget --undo {word}` lets it come back")
    if (story := store.stories.get(StoryId(word))) is not None:
        raise UsageError(f"`{word}` is a story; `newsloom explain {story.id}` names its articles")
    near = _near(word, store.articles.named_like)
    raise UsageError(f"no article `{word}`{near}; `newsloom search` shows ids, and an address works too")


def story_named(store: Store, word: str) -> Story:
    """The story of an id, of one it had before it was merged away, of a unique beginning, or of a record's path.

    Raises:
        UsageError: there is none, or several begin so; the message names near ones.
    """
    story = store.stories.get(_by_path(store, word))
    if story is None and (begun := _beginning(word, store.stories.named_like, "stories")):
        story = store.stories.get(begun[0])
    if story is not None:
        return story
    if home := store.stories.containing(ArticleId(word)):
        raise UsageError(f"`{word}` is an article; its story is {home}")
    raise UsageError(f"no story `{word}`{_near(word, store.stories.named_like)}; `newsloom stories` shows ids")


def _by_path(store: Store, word: str) -> StoryId:
    """The story of a record's path, or the word itself."""
    if word.endswith(".md"):
        name = word.rpartition("/")[2]
        for story, slot in store.records.slots().items():
            if slot.path.rpartition("/")[2] == name:
                return story
    return StoryId(word)


def _beginning(word: str, like: Callable[..., Sequence[_Id]], kind: str) -> list[_Id]:
    """The one id that begins so, if one does."""
    found = like(word, limit=_SHOWN + 1) if len(word) >= SHORTEST else ()
    if len(found) > 1:
        raise UsageError(f"several ids of {kind} begin with `{word}`: {', '.join(found[:_SHOWN])}; type more of it")
    return [*found]


def _near(word: str, like: Callable[..., Sequence[str]]) -> str:
    near = get_close_matches(word, like(word[:1], limit=_LOOKED), n=1, cutoff=0.7) if word else []
    return f"; did you mean `{near[0]}`?" if near else ""
