"""Learning from the owner's corrections what a topic's rules may lack; nothing is decided here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsloom.curate.suggest import Example, Linear, TrainRules, train, unseen_right, words_of
from newsloom.curate.topictrial import terms_of
from newsloom.errors import UsageError
from newsloom.flows.topics import book_of, desk_topics
from newsloom.flows.topictrial import Window
from newsloom.keeping import Store
from newsloom.model.article import Article, ArticleId
from newsloom.model.judgement import Topic
from newsloom.model.topiccorrection import TopicCorrection
from newsloom.settings import Settings
from newsloom.settings.document import no_such
from newsloom.text.commonwords import common_in
from newsloom.text.words import words

BESIDE = 0.1  # how much what the rules say of an article counts beside the owner's own word
SURE = 0.7  # the chance from which on an article is proposed
REASONS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """An article the model sees otherwise than the rules do: how likely it is about the topic, and by which words."""

    article: ArticleId
    title: str
    probability: float
    words: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What is proposed for a topic.

    `right` of the `corrections` a model trained without them got right. `add` are articles that lack the topic, `doubt`
    those that have it and may be wrong, `terms` the weightiest words no rule has yet.
    """

    topic: str
    corrections: int
    right: int
    add: tuple[Proposed, ...]
    doubt: tuple[Proposed, ...]
    terms: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What is proposed for each topic that has corrections enough, and how many of each kind the others have."""

    topics: tuple[Suggested, ...]
    waiting: tuple[tuple[str, int, int], ...]
    least: int


def correct(
    settings: Settings, store: Store, wanted: str, said: Mapping[str, bool], *, at: datetime
) -> list[TopicCorrection]:
    """Keep the owner's word on an article, by its id or address; raises UsageError for an unknown article or topic."""
    known = [topic.id for topic in desk_topics(settings)]
    for topic in said:
        if topic not in known:
            raise UsageError(no_such("topic", topic, known) if known else "the desk has no topics yet")
    found = store.articles.get(store.removals.find(wanted))
    if len(found) != 1:
        raise UsageError(f"no article `{wanted}`; `newsloom search` shows ids")
    (article,) = found
    kept = [TopicCorrection(article=article, topic=topic, is_about=is_about, at=at) for topic, is_about in said.items()]
    store.corrections.save(kept)
    return kept


def suggested(
    settings: Settings, store: Store, *, only: str | None, window: Window, samples: int, rules: TrainRules
) -> Suggestions:
    """What the corrections suggest, for one topic or all; raises UsageError for an unknown one."""
    topics = desk_topics(settings)
    if only is not None and only not in (known := [topic.id for topic in topics]):
        raise UsageError(no_such("topic", only, known) if known else "the desk has no topics yet")
    by_topic: dict[str, dict[ArticleId, bool]] = {topic.id: {} for topic in topics if only in {None, topic.id}}
    for one in store.corrections.all():
        if one.topic in by_topic:
            by_topic[one.topic][one.article] = one.is_about
    learner = _Learner(settings, store, topics, window=window, samples=samples, rules=rules)
    done: list[Suggested] = []
    waiting: list[tuple[str, int, int]] = []
    for topic in topics:
        said = by_topic.get(topic.id, {})
        about = sum(said.values())
        if min(about, len(said) - about) >= rules.least:
            done.append(learner.suggested(topic, said))
        elif said or topic.id == only:
            waiting.append((topic.id, about, len(said) - about))
    return Suggestions(topics=tuple(done), waiting=tuple(waiting), least=rules.least)


class _Learner:
    """Trains a model a topic on the same articles."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        topics: Sequence[Topic],
        *,
        window: Window,
        samples: int,
        rules: TrainRules,
    ) -> None:
        self._store = store
        self._samples = samples
        self._rules = rules
        book = book_of(topics, contract_only=settings.profile.name == "smartable")
        named = {source.id: source.topics for source in settings.sources}
        self._articles: dict[ArticleId, Article] = {article.id: article for article in window.of(store)}
        for id_, article in store.articles.get(one.article for one in store.corrections.all()).items():
            self._articles.setdefault(id_, article)
        self._words = {id_: words_of(article, rules) for id_, article in self._articles.items()}
        self._given = {
            id_: frozenset(one.topic.id for one in book.tag(article, named=named.get(article.source, ())))
            for id_, article in self._articles.items()
        }

    def suggested(self, topic: Topic, said: Mapping[ArticleId, bool]) -> Suggested:
        """What is proposed for one topic by these corrections of it."""
        ids = sorted(self._articles)
        examples = [
            Example(
                words=self._words[id_],
                is_about=said.get(id_, topic.id in self._given[id_]),
                weight=1.0 if id_ in said else BESIDE,
            )
            for id_ in ids
        ]
        model = train(examples, self._rules)
        asked = [place for place, id_ in enumerate(ids) if id_ in said]
        chances = {id_: model.probability(self._words[id_]) for id_ in ids if id_ not in said}
        lacking = [id_ for id_ in chances if topic.id not in self._given[id_] and chances[id_] >= SURE]
        having = [id_ for id_ in chances if topic.id in self._given[id_] and chances[id_] <= 1 - SURE]
        return Suggested(
            topic=topic.id,
            corrections=len(said),
            right=unseen_right(examples, asked, self._rules),
            add=self._proposed(sorted(lacking, key=lambda id_: (-chances[id_], id_)), chances, model),
            doubt=self._proposed(sorted(having, key=lambda id_: (chances[id_], id_)), chances, model),
            terms=tuple(_new_terms(model, topic)[: 2 * self._samples]),
        )

    def _proposed(
        self, ids: Sequence[ArticleId], chances: Mapping[ArticleId, float], model: Linear
    ) -> tuple[Proposed, ...]:
        return tuple(
            Proposed(
                article=id_,
                title=self._articles[id_].title,
                probability=round(chances[id_], 2),
                words=tuple((w, round(p, 2)) for w, p in model.reasons(self._words[id_])[:REASONS]),
            )
            for id_ in ids[: self._samples]
        )


def _new_terms(model: Linear, topic: Topic) -> list[tuple[str, float]]:
    """The words that speak most for a topic, of those none of its terms has; not the commonest of any language."""
    said = {word for term in terms_of(topic) for word in words(term).folded}
    found = [(word, round(weight, 2)) for word, weight in model.weights.items() if weight > 0 and word not in said]
    common = common_in(word for word, _ in found)
    return sorted((one for one in found if one[0] not in common), key=lambda one: (-one[1], one[0]))
